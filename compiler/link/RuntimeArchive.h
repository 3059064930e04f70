//===-- RuntimeArchive.h - The runtime that travels inside the compiler -----===//
//
// The freestanding runtime of each target, as runtime-support/ builds it: an
// archive for the link, and bitcode of what is worth inlining. Both are data of
// this executable, so that nothing has to be found at run time.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace sinter {

/// The archive for a target by its option ("x86_64-linux"); empty if there is none. `harden`: as
/// --harden asks for (runtime-support/harden).
std::span<const uint8_t> runtimeArchive(std::string_view target, bool harden);

/// The bitcode of runtime-support/inline for a target; empty if there is none.
std::span<const uint8_t> runtimeBitcode(std::string_view target);

} // namespace sinter
