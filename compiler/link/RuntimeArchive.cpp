//===-- RuntimeArchive.cpp - The runtime that travels inside the compiler ---===//

#include "link/RuntimeArchive.h"

extern "C" {
extern const unsigned char sinterRuntimeX86_64Begin[], sinterRuntimeX86_64End[];
extern const unsigned char sinterBitcodeX86_64Begin[], sinterBitcodeX86_64End[];
}

namespace sinter {

std::span<const uint8_t> runtimeArchive(std::string_view target) {
  if (target.starts_with("x86_64"))
    return {sinterRuntimeX86_64Begin, sinterRuntimeX86_64End};
  return {};
}

std::span<const uint8_t> runtimeBitcode(std::string_view target) {
  if (target.starts_with("x86_64"))
    return {sinterBitcodeX86_64Begin, sinterBitcodeX86_64End};
  return {};
}

} // namespace sinter
