//===-- FakeSys.h - An operating system that fails as it is told ------------===//
#pragma once

#include "sys/Sys.h"
#include <string>
#include <vector>

namespace fake {

/// The next calls of Sys.h's function `name` have these results, without reaching the system.
void answer(const std::string &name, std::vector<long> results);

/// How often `name` was called since the last reset.
unsigned calls(const std::string &name);

/// From now on a call moves so many bytes at most.
void limitTransfers(size_t bytes);

/// What poll was asked to wait, in nanoseconds, call by call.
const std::vector<int64_t> &pollTimeouts();

/// Forgets all of the above. Answers that nobody took are reported.
std::vector<std::string> reset();

} // namespace fake
