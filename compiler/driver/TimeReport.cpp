//===-- TimeReport.cpp - How long each stage took --------------------------===//
//
// See TimeReport.h. CPU clocks, because partitions share the machine with each
// other and often with other people's work.
//
//===----------------------------------------------------------------------===//

#include "driver/TimeReport.h"

#include <fmt/format.h>
#include <iterator>
#include <sys/resource.h>
#include <time.h>

namespace sinter {
namespace {

constexpr const char *names[] = {"read",     "validate", "plan", "lower",
                                 "optimise", "emit",     "link", "write"};

uint64_t now(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return uint64_t(time.tv_sec) * 1'000'000'000 + uint64_t(time.tv_nsec);
}

double seconds(uint64_t nanoseconds) { return double(nanoseconds) / 1e9; }

} // namespace

TimeReport::TimeReport() : start(now(CLOCK_MONOTONIC)) {}

void TimeReport::add(Stage stage, uint64_t cpuNanoseconds) {
  std::lock_guard<std::mutex> guard(lock);
  cpu[unsigned(stage)] += cpuNanoseconds;
}

std::string TimeReport::render() const {
  std::lock_guard<std::mutex> guard(lock);
  std::string out = "stage       CPU seconds\n";
  for (unsigned i = 0; i != stages; ++i)
    fmt::format_to(std::back_inserter(out), "{:<10} {:12.3f}\n", names[i], seconds(cpu[i]));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::format_to(std::back_inserter(out),
                 "{:<10} {:12.3f}\nelapsed    {:12.3f}\npeak memory {:8} KiB\n", "process",
                 seconds(now(CLOCK_PROCESS_CPUTIME_ID)), seconds(now(CLOCK_MONOTONIC) - start),
                 usage.ru_maxrss);
  return out;
}

static clockid_t clockOf(TimeOf of) {
  return of == TimeOf::Thread ? CLOCK_THREAD_CPUTIME_ID : CLOCK_PROCESS_CPUTIME_ID;
}

StageTimer::StageTimer(TimeReport &report, Stage stage, TimeOf of)
    : report(report), stage(stage), of(of), start(now(clockOf(of))) {}

StageTimer::~StageTimer() { report.add(stage, now(clockOf(of)) - start); }

} // namespace sinter
