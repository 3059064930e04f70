//===-- Fixture.cpp - What a program's start would have provided ------------===//
//
// The runtime's parts find the program and the process through globals; here
// they describe a program without memories of its own, whose WASI calls work on
// a buffer of the test.
//
//===----------------------------------------------------------------------===//

#include "Fixture.h"
#include <sys/auxv.h>

namespace {
alignas(16) uint8_t memoryBytes[65536];
SinterMemory makeMemory() {
  SinterMemory memory = {};
  memory.base = memoryBytes;
  memory.length = memory.capacity = sizeof memoryBytes;
  memory.maximum = sizeof memoryBytes;
  memory.pageSize = 65536;
  return memory;
}
SinterMemory memoryRecord = makeMemory();
const char *const environment[] = {"SHOWN", "SET=value", "ABSENT", "EMPTY="};
SinterProgram makeProgram() {
  SinterProgram program = {};
  program.memory = &memoryRecord;
  program.environment = environment;
  program.environmentCount = 4;
  return program;
}
} // namespace

extern "C" const SinterProgram __sinter_program = makeProgram();

namespace sinter::rt {
Process process;
uint64_t auxiliaryValue(uint64_t type, uint64_t otherwise) {
  uint64_t value = getauxval(type);
  return value ? value : otherwise;
}
} // namespace sinter::rt

uint8_t *guest() { return memoryBytes; }
