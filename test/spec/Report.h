//===-- Report.h - What became of a script's commands -----------------------===//
//
// Each script runs in a process of its own. Its counts live in memory that it
// shares with the parent, so that they survive a crash, and say at which line it
// happened; failures are printed as they are met.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace sinter::spec {

struct Counts {
  volatile uint32_t line = 0; ///< of the command that is running
  volatile uint32_t total = 0;
  volatile uint32_t passed = 0;
  volatile uint32_t failed = 0;
  volatile uint32_t skipped = 0;
};

class Report {
public:
  Report(std::string file, Counts &counts, bool verbose)
      : file(std::move(file)), counts(counts), isVerbose(verbose) {}

  void begin(uint32_t line) { counts.line = line; }
  void pass() { counts.passed = counts.passed + 1; }
  void fail(uint32_t line, std::string_view why);
  void skip(const std::string &reason);
  /// Something worth knowing that is no failure, for -v.
  void note(uint32_t line, std::string_view text);
  void setTotal(uint32_t total) { counts.total = total; }
  /// Prints why commands were skipped.
  void finish();
  [[nodiscard]] bool verbose() const { return isVerbose; }

private:
  std::string file;
  Counts &counts;
  bool isVerbose;
  std::map<std::string, uint32_t> reasons;
};

} // namespace sinter::spec
