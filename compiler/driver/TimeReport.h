//===-- TimeReport.h - How long each stage took ----------------------------===//
//
// Wall-clock and CPU time per stage. Stages that run in several threads add up
// what each thread spent; their wall-clock time is then the sum too, so the
// report shows CPU time for them and the elapsed time of the whole at the end.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>

namespace sinter {

enum class Stage : uint8_t { Read, Validate, Plan, Lower, Optimise, Emit, Link, Write };

class TimeReport {
public:
  TimeReport();
  void add(Stage stage, uint64_t cpuNanoseconds);
  /// The report, one line per stage.
  [[nodiscard]] std::string render() const;

private:
  static constexpr unsigned stages = unsigned(Stage::Write) + 1;
  mutable std::mutex lock;
  std::array<uint64_t, stages> cpu{};
  uint64_t start;
};

/// Adds the CPU time that this thread spends while it exists.
class StageTimer {
public:
  StageTimer(TimeReport &report, Stage stage);
  ~StageTimer();

private:
  TimeReport &report;
  Stage stage;
  uint64_t start;
};

} // namespace sinter
