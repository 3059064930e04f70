//===-- Options.h - The command line ---------------------------------------===//
//
// `sinter IN -o OUT` compiles; a first word that is a command does something
// else. Spellings are clang's where clang has one, so single-dash words such as
// -shared and -mcpu= are understood; the parser behind it (CLI11) knows only
// double dashes, hence a translation before and after it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/Compiler.h"

#include <optional>
#include <string>
#include <vector>

namespace sinter {

enum class Command : uint8_t { Compile, Run, Inspect, Print, Glue, Validate, Targets };

/// Exit codes of the command.
enum ExitCode : int { exitDone = 0, exitRefused = 1, exitUsage = 2, exitBug = 70 };

struct CommandLine {
  Command command = Command::Compile;
  CompileOptions options;
  std::vector<std::string> programArguments; ///< of `sinter run`
  std::vector<std::string> llvmArguments;    ///< -mllvm=: for LLVM itself, to debug with
  std::vector<std::string> inputs;           ///< of `sinter validate`
};

/// Reads the command line. Instead of one, the exit code if everything is said already: --help,
/// --version (on stdout), or a mistake (on stderr).
struct ParsedCommandLine {
  std::optional<CommandLine> line;
  int exitCode = exitDone;
};
[[nodiscard]] ParsedCommandLine parseCommandLine(int count, const char *const *arguments);

} // namespace sinter
