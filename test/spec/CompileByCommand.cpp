//===-- CompileByCommand.cpp - The compiler, where it is another CPU's -----===//
//
// What the runner of other CPUs (CMakeLists.txt) is linked with in place of the compiler: QEMU
// plays the CPU that the runner and libsinter are built for, and modules are compiled by this
// machine's own `sinter`, which SINTER_WAST_COMPILER names and which the kernel starts outside of
// QEMU.
//
//===----------------------------------------------------------------------===//

#include "driver/Workers.h"
#include "sinter/Compiler.h"
#include "support/File.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sinter {

unsigned workerCount(unsigned) { return 1; }

void forEachIndex(size_t count, unsigned, const std::function<void(size_t)> &work) {
  for (size_t i = 0; i < count; ++i)
    work(i);
}

static std::string textOf(const std::string &path) {
  Diagnostics ignored(path);
  std::optional<std::vector<uint8_t>> bytes = readFile(path, ignored);
  return bytes ? std::string(bytes->begin(), bytes->end()) : std::string();
}

CompileResult compile(const CompileOptions &options) {
  CompileResult result;
  const char *compiler = getenv("SINTER_WAST_COMPILER");
  std::string input = options.output + ".wasm", messages = options.output + ".txt";
  OutputFile module(input);
  Diagnostics diag(input);
  if (!compiler || !module.write(options.bytes, diag) || !module.commit(false, diag)) {
    result.messages = "SINTER_WAST_COMPILER names no compiler, or its input cannot be written";
    return result;
  }
  std::vector<std::string> words = {compiler,
                                    input,
                                    "-o",
                                    options.output,
                                    "-shared",
                                    "-j1",
                                    "--name=module",
                                    "--target=" SINTER_SPEC_TARGET,
                                    std::string("-O") + options.optimisation};
  if (options.checkedMemory)
    words.emplace_back("--memory=checked");
  if (options.deterministic)
    words.emplace_back("--deterministic");
  if (options.interruptible)
    words.emplace_back("--interruptible");
  if (options.harden)
    words.emplace_back("--harden");
  if (options.hugeFunctionBytes)
    words.push_back("--huge-function-bytes=" + std::to_string(options.hugeFunctionBytes));
  if (!options.features.empty())
    words.push_back("--features=" + options.features);
  pid_t process = fork();
  if (process == 0) {
    int file = open(messages.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDERR_FILENO);
    std::vector<char *> pointers;
    for (std::string &word : words)
      pointers.push_back(word.data());
    pointers.push_back(nullptr);
    execv(compiler, pointers.data());
    _exit(127);
  }
  int status = 0;
  waitpid(process, &status, 0);
  result.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!result.ok)
    result.messages = textOf(messages);
  unlink(messages.c_str());
  unlink(input.c_str());
  return result;
}

} // namespace sinter
