//===-- Progress.cpp - A bar, where somebody waits for it ------------------===//
//
// See Progress.h. The first draw waits a second, so quick work stays silent.
//
//===----------------------------------------------------------------------===//

#include "driver/Progress.h"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace sinter {

constexpr unsigned width = 40;

Progress::Progress(bool wanted) : enabled(wanted && isatty(STDERR_FILENO)) {}

Progress::~Progress() {
  if (shown)
    fmt::print(stderr, "\r\033[K");
}

void Progress::advance(uint64_t units) {
  done += units;
  if (enabled && std::chrono::steady_clock::now() - start > std::chrono::seconds(1))
    draw();
}

void Progress::draw() {
  std::lock_guard<std::mutex> lock(drawing);
  uint64_t all = std::max<uint64_t>(total, 1);
  unsigned percent = unsigned(std::min<uint64_t>(done, all) * 100 / all);
  if (shown && percent == lastPercent)
    return;
  shown = true;
  lastPercent = percent;
  unsigned filled = percent * width / 100;
  fmt::print(stderr, "\rcompiling [{:#<{}}{:.<{}}] {:3}%", "", filled, "", width - filled, percent);
  fflush(stderr);
}

} // namespace sinter
