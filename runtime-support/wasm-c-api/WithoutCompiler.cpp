//===-- WithoutCompiler.cpp - wasm_module_new in libsinter-wasm-c-api -------===//
//
// The library that only runs what was compiled before; libsinter-wasm-c-api-compiler has
// WithCompiler.cpp in place of this. Objects are not taken for modules here: whoever gives bytes to
// wasm_module_new need not trust them, and an object is native code.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

static sinter_error_t *noCompiler() {
  return sinter_error_new(SINTER_ERROR_USE, 0,
                          "no compiler is linked in: link libsinter-wasm-c-api-compiler, or "
                          "compile with sinter -shared and use wasm_module_deserialize");
}

sinter_error_t *compileModule(const wasm_config_t *, const wasm_byte_vec_t &, wasm_byte_vec_t &) {
  return noCompiler();
}

sinter_error_t *validateModule(const wasm_config_t *, const wasm_byte_vec_t &) {
  return noCompiler();
}

} // namespace sinter::wasm_c
