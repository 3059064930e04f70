//===-- Progress.h - A bar, where somebody waits for it --------------------===//
//
// Appears on stderr if that is a terminal and the work has taken a second, and
// is wiped when done. Any thread may advance it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>

namespace sinter {

class Progress {
public:
  /// Without `wanted`, and where stderr is no terminal, nothing is ever shown.
  explicit Progress(bool wanted);
  ~Progress();

  /// Sets how much work there is in all; before the first advance().
  void expect(uint64_t units) { total = units; }
  void advance(uint64_t units);

private:
  void draw();

  bool enabled;
  bool shown = false;
  std::atomic<uint64_t> total = 0;
  std::atomic<uint64_t> done = 0;
  unsigned lastPercent = 0;
  std::mutex drawing;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
};

} // namespace sinter
