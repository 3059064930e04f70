//===-- Glue.cpp - What a program's own C functions may ask for -------------===//
//
// Declared by the header that `sinter glue` writes (driver/GlueHeader).
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "memory/Memory.h"

extern "C" {

__attribute__((visibility("default"))) uint8_t *sinter_glue_bytes(uint64_t address, uint64_t size) {
  return sinter::rt::bytesAt(__sinter_program.memory, address, size);
}

[[noreturn]] __attribute__((visibility("default"))) void sinter_glue_fail(const char *sentence) {
  sinter::rt::fail(sentence);
}
}
