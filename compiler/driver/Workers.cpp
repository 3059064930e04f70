//===-- Workers.cpp - Work on many threads ---------------------------------===//
//
// Indices are handed out by a counter, so that long items do not hold up short
// ones; whoever merges results does so by index.
//
//===----------------------------------------------------------------------===//

#include "driver/Workers.h"

#include "driver/CrashGuard.h"

#include "llvm/Support/thread.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace sinter {

constexpr unsigned stackBytes = 64u << 20;

unsigned workerCount(unsigned jobs) {
  return jobs ? jobs : std::max(1u, std::thread::hardware_concurrency());
}

void forEachIndex(size_t count, unsigned jobs, const std::function<void(size_t)> &work) {
  std::atomic<size_t> next = 0;
  auto loop = [&] {
    SignalStack signalStack;
    for (size_t i = next++; i < count; i = next++)
      work(i);
  };
  std::vector<llvm::thread> threads;
  size_t wanted = std::min<size_t>(workerCount(jobs), count);
  for (size_t i = 0; i != wanted; ++i)
    threads.emplace_back(std::optional<unsigned>(stackBytes), loop);
  for (llvm::thread &thread : threads)
    thread.join();
}

} // namespace sinter
