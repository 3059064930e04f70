//===-- Glue.cpp - What a program's own C functions may ask for -------------===//
//
// Declared by the header that `sinter glue` writes (driver/GlueHeader).
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"

extern "C" {

__attribute__((visibility("default"))) uint8_t *sinter_glue_bytes(uint64_t address, uint64_t size) {
  const SinterMemory *memory = __sinter_program.memory;
  if (!memory || size > memory->length || address > memory->length - size)
    return nullptr;
  return memory->base + address;
}

[[noreturn]] __attribute__((visibility("default"))) void sinter_glue_fail(const char *sentence) {
  sinter::rt::fail(sentence);
}
}
