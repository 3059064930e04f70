//===-- Inline.cpp - Runtime functions worth inlining -----------------------===//
//
// Compiled to bitcode besides, which the compiler links into each module
// (only what is called) before it optimises. Here belongs what is so small that
// the call would cost more than the work; all else is better off in the archive.
//
//===----------------------------------------------------------------------===//

#include "sinter/abi/Abi.h"

/// Fills table elements; a constant count becomes plain stores.
extern "C" void __sinter_table_fill(void **elements, uint64_t count, void *value) {
  for (uint64_t i = 0; i != count; ++i)
    elements[i] = value;
}

/// Initialises table elements with references into an instance.
extern "C" void __sinter_table_init(void **elements, void *instance, const uint32_t *slots,
                                    uint64_t count) {
  for (uint64_t i = 0; i != count; ++i)
    elements[i] =
        slots[i] == ~0u ? nullptr : static_cast<char *>(instance) + 8 * uint64_t(slots[i]);
}
