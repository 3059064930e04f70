//===-- Report.cpp - What became of a script's commands ---------------------===//

#include "Report.h"

#include <fmt/format.h>

namespace sinter::spec {

// Unbuffered, so that a crash takes nothing along.
static void print(const std::string &text) {
  fwrite(text.data(), 1, text.size(), stdout);
  fflush(stdout);
}

void Report::fail(uint32_t line, std::string_view why) {
  counts.failed = counts.failed + 1;
  print(fmt::format("{}:{}: {}\n", file, line, why));
}

void Report::skip(const std::string &reason) {
  counts.skipped = counts.skipped + 1;
  ++reasons[reason];
}

void Report::note(uint32_t line, std::string_view text) {
  if (isVerbose)
    print(fmt::format("{}:{}: note: {}\n", file, line, text));
}

void Report::finish() {
  for (const auto &[reason, count] : reasons)
    print(fmt::format("{}: {} skipped: {}\n", file, count, reason));
}

} // namespace sinter::spec
