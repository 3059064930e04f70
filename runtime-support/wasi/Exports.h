//===-- Exports.h - Wasi.def's functions under their link names -------------===//
//
// Included at the end of each area's source, which defines WASI_GROUP as its
// group of Wasi.def, so that a program links the areas that it imports and no
// other.
//
// A wasm argument of any integer type arrives in the next integer register or
// the next 8-byte stack slot on every CPU that we build for, so one C prototype
// with nine 64-bit parameters fits all: only those that the row has are read,
// and of an i32 only its low half.
//
//===----------------------------------------------------------------------===//

#include "wasi/Wasi.h"

#if !SINTER_IN_HOST // Whose instances reach the functions themselves (host/Wasi.cpp).
namespace sinter::rt::wasi {

#define EXPORT(SYMBOL, FUNCTION, SIGNATURE)                                                        \
  static_assert(Call<FUNCTION>::hasSignature(SIGNATURE), "the row and " #FUNCTION " differ");      \
  extern "C" uint32_t export_##FUNCTION(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t,          \
                                        uint64_t, uint64_t, uint64_t, uint64_t) asm(SYMBOL);       \
  extern "C" uint32_t export_##FUNCTION(uint64_t a, uint64_t b, uint64_t c, uint64_t d,            \
                                        uint64_t e, uint64_t f, uint64_t g, uint64_t h,            \
                                        uint64_t i) {                                              \
    const uint64_t slots[] = {a, b, c, d, e, f, g, h, i};                                          \
    return Call<FUNCTION>::run(slots);                                                             \
  }
#define WASI(NAME, FUNCTION, SIGNATURE) EXPORT("__sinter_wasi_" NAME, FUNCTION, SIGNATURE)
#define WASI_UNSTABLE(NAME, FUNCTION, SIGNATURE)                                                   \
  EXPORT("__sinter_wasi_unstable_" NAME, FUNCTION, SIGNATURE)
#include "sinter/abi/Wasi.def"

} // namespace sinter::rt::wasi
#endif
