//===-- RuntimeArchive.cpp - The runtime that travels inside the compiler ---===//

#include "link/RuntimeArchive.h"

#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  extern "C" const unsigned char sinterRuntime##RUNTIME##Begin[], sinterRuntime##RUNTIME##End[],   \
      sinterHardened##RUNTIME##Begin[], sinterHardened##RUNTIME##End[],                            \
      sinterBitcode##RUNTIME##Begin[], sinterBitcode##RUNTIME##End[];
#include "codegen/Targets.def"

namespace sinter {

std::span<const uint8_t> runtimeArchive(std::string_view target, bool harden) {
#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  if (target == OPTION && harden)                                                                  \
    return {sinterHardened##RUNTIME##Begin, sinterHardened##RUNTIME##End};                         \
  if (target == OPTION)                                                                            \
    return {sinterRuntime##RUNTIME##Begin, sinterRuntime##RUNTIME##End};
#include "codegen/Targets.def"
  return {};
}

std::span<const uint8_t> runtimeBitcode(std::string_view target) {
#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  if (target == OPTION)                                                                            \
    return {sinterBitcode##RUNTIME##Begin, sinterBitcode##RUNTIME##End};
#include "codegen/Targets.def"
  return {};
}

} // namespace sinter
