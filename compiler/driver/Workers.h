//===-- Workers.h - Work on many threads -----------------------------------===//
//
// Threads with stacks of their own size: LLVM's analyses recurse over the
// structure of a function, and a function of a megabyte has much of it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstddef>
#include <functional>

namespace sinter {

/// `jobs`, or one per hardware thread where it is 0.
[[nodiscard]] unsigned workerCount(unsigned jobs);

/// Calls `work(0)` .. `work(count - 1)`, each once, on up to `jobs` threads; returns when all are
/// done.
void forEachIndex(size_t count, unsigned jobs, const std::function<void(size_t)> &work);

} // namespace sinter
