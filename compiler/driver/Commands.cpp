//===-- Commands.cpp - What each command does ------------------------------===//
//
// `sinter run` compiles to a temporary file, opens it, unlinks it, and becomes
// it (fexecve): no process stays between the caller and the program, so signals, exit status
// and the terminal are the program's own, and nothing is left behind.
//
//===----------------------------------------------------------------------===//

#include "driver/Commands.h"

#include "codegen/Target.h"
#include "driver/About.h"
#include "driver/Driver.h"
#include "driver/GlueHeader.h"
#include "driver/Program.h"
#include "support/File.h"
#include "text/Printer.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

extern char **environ;

namespace sinter {
namespace {

int report(const Diagnostics &diag) {
  fmt::print(stderr, "{}", diag.render());
  return exitRefused;
}

int compileCommand(CommandLine &line) {
  line.options.progress = true;
  Diagnostics diag(line.options.input);
  Input input;
  return compile(line.options, input, diag) ? exitDone : report(diag);
}

/// A file in memory with the contents of `fd`, for where the temporary folder forbids execution; -1
/// if it cannot be.
int copyToMemory(int fd) {
  struct stat status;
  int copy = memfd_create("sinter-run", MFD_CLOEXEC);
  if (copy < 0 || fstat(fd, &status) != 0)
    return -1;
  for (off_t at = 0; at < status.st_size;)
    if (sendfile(copy, fd, &at, size_t(status.st_size - at)) <= 0)
      return -1;
  return copy;
}

int runProgram(CommandLine &line) {
  const char *folder = getenv("TMPDIR");
  std::string path = fmt::format("{}/sinter-run-XXXXXX", folder && *folder ? folder : "/tmp");
  Diagnostics diag(line.options.input);
  auto failed = [&](const char *what) {
    diag.error(Location::none(),
               fmt::format("{} {}: {}", what, path, std::generic_category().message(errno)));
    return report(diag);
  };
  if (!mkdtemp(path.data()))
    return failed("cannot make the temporary folder");
  std::string folderPath = path;
  path += "/program";
  line.options.output = path;
  line.options.progress = true;
  int fd = -1;
  {
    Input input;
    bool compiled = compile(line.options, input, diag);
    if (compiled)
      fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    int error = errno;
    unlink(path.c_str());
    rmdir(folderPath.c_str());
    errno = error;
    if (!compiled)
      return report(diag);
  }
  if (fd < 0)
    return failed("cannot open");

  std::vector<char *> arguments = {line.options.input.data()};
  for (std::string &argument : line.programArguments)
    arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  fexecve(fd, arguments.data(), environ);
  if (errno == EACCES)
    if (int copy = copyToMemory(fd); copy >= 0)
      fexecve(copy, arguments.data(), environ);
  return failed("cannot execute");
}

int inspectCommand(CommandLine &line) {
  if (std::optional<std::string> about = aboutExecutable(line.options.input)) {
    return show(fmt::format("{}: executable\n{}", line.options.input, *about));
  }
  Diagnostics diag(line.options.input);
  Input input;
  // What a module uses is the question, so nothing that is built is switched off.
  std::string features;
  for (unsigned i = 0; i != featureCount; ++i)
    if (const FeatureInfo &info = featureInfo(Feature(i)); info.typesBuilt)
      features.append(features.empty() ? "" : ",").append(info.option);
  line.options.features = features;
  Program program(line.options, input, diag);
  if (!program.read() || !program.validate(0) || !program.link())
    return report(diag);
  return show(inspect(line.options.input, program.module(), program.used()));
}

/// Prints to `stream`; a module is not read any further than its text needs.
bool printTo(FILE *stream, Bytes module, Diagnostics &diag) {
  bool printed = printModule(module, diag, [&](std::string_view part) {
    return fwrite(part.data(), 1, part.size(), stream) == part.size();
  });
  if (!diag.hasErrors() && (fflush(stream) != 0 || !printed))
    diag.error(Location::none(),
               fmt::format("cannot write the text: {}", std::generic_category().message(errno)));
  return !diag.hasErrors();
}

int printCommand(CommandLine &line) {
  Diagnostics diag(line.options.input);
  Input input;
  std::optional<Bytes> module = loadBytes(line.options.input, {}, input, diag);
  if (!module)
    return report(diag);
  const std::string &path = line.options.output;
  if (path.empty() || path == "-")
    return printTo(stdout, *module, diag) ? exitDone : report(diag);
  OutputFile output(path);
  FILE *stream =
      output.temporaryPath().empty() ? nullptr : fopen(output.temporaryPath().c_str(), "we");
  bool done = stream == nullptr || printTo(stream, *module, diag);
  if (stream != nullptr)
    fclose(stream);
  return done && output.commit(false, diag) ? exitDone : report(diag);
}

int glueCommand(CommandLine &line) {
  Diagnostics diag(line.options.input);
  Input input;
  Program program(line.options, input, diag);
  if (!program.read() || !program.validate(0) || !program.link())
    return report(diag);
  std::string text = writeGlueHeader(program.module(), line.options);
  const std::string &path = line.options.output;
  if (path.empty() || path == "-")
    return show(text);
  OutputFile output(path);
  Bytes bytes(reinterpret_cast<const uint8_t *>(text.data()), text.size());
  return output.write(bytes, diag) && output.commit(false, diag) ? exitDone : report(diag);
}

int validateCommand(CommandLine &line) {
  int code = exitDone;
  for (const std::string &path : line.inputs) {
    Diagnostics diag(path);
    Input input;
    if (!loadInput(path, {}, line.options.features, input, diag) || !validateBodies(input, 0, diag))
      code = report(diag);
  }
  return code;
}

std::string wrapped(const char *title, const std::vector<std::string> &words) {
  std::string text = fmt::format("  {}:", title);
  size_t column = 100;
  for (const std::string &word : words) {
    if (column + word.size() > 96) {
      text += "\n   ";
      column = 3;
    }
    text += " " + word;
    column += word.size() + 1;
  }
  return text + "\n";
}

int targetsCommand() {
  std::string text;
  for (const TargetInfo &target : allTargets()) {
    text += fmt::format("{} ({}), compiles for {} by default\n", target.name, target.triple,
                        target.defaultCpu);
    text += wrapped(isHost(target) ? "-mcpu= takes native and" : "-mcpu= takes", cpuNames(target));
    text += wrapped("-mattr= takes, each with + or -", featureNames(target));
  }
  return show(text +
              "Arm means 64-bit Arm (aarch64) wherever programs are concerned. -c also takes other "
              "triples\nof little-endian CPUs that LLVM knows, armv7-linux-gnueabihf for one; no "
              "runtime comes with\nsuch an object.\n");
}

} // namespace

int show(std::string_view text) {
  Diagnostics diag("");
  return writeStandardOutput(text, diag) ? exitDone : report(diag);
}

int runCommand(CommandLine &line) {
  switch (line.command) {
  case Command::Compile:
    return compileCommand(line);
  case Command::Run:
    return runProgram(line);
  case Command::Inspect:
    return inspectCommand(line);
  case Command::Print:
    return printCommand(line);
  case Command::Glue:
    return glueCommand(line);
  case Command::Validate:
    return validateCommand(line);
  case Command::Targets:
    return targetsCommand();
  }
  return exitBug;
}

} // namespace sinter
