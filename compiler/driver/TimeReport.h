//===-- TimeReport.h - How long each stage took ----------------------------===//
//
// CPU time per stage, since stages of different partitions run at the same time;
// elapsed time and memory for the whole.
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

/// Whose CPU time counts: this thread's, or everybody's (a stage that runs alone on several
/// threads).
enum class TimeOf : uint8_t { Thread, Process };

/// Adds the CPU time that is spent while it exists.
class StageTimer {
public:
  StageTimer(TimeReport &report, Stage stage, TimeOf of = TimeOf::Thread);
  ~StageTimer();

private:
  TimeReport &report;
  Stage stage;
  TimeOf of;
  uint64_t start;
};

} // namespace sinter
