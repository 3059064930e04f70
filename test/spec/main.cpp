//===-- main.cpp - sinter-wast: runs conformance scripts --------------------===//
//
// One process per script, `-j` at a time: a crash or an endless loop costs one
// script's remaining commands (they count as failed) and nothing else. What scripts print is
// shown whole, in the order of the command line.
//
// Instanced form of another CPU needs a process of that CPU: there this program becomes, under
// QEMU, the runner that CMakeLists.txt builds for it, which has no static form.
//
//===----------------------------------------------------------------------===//

#include "Options.h"
#include "Report.h"
#include "ScriptRunner.h"
#include "StaticRunner.h"
#include "support/File.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fmt/format.h>
#include <new>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sinter::spec {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char *usage =
    "usage: sinter-wast [options] FILE.wast...\n"
    "  --features=LIST          switch features on and off, as sinter does\n"
    "  -O0 -O1 -O2 -O3 -Os      optimisation level (default -O2)\n"
    "  --memory=guard|checked   how accesses are checked (default guard)\n"
    "  --memory-base=gs         instanced form on x86-64: for modules that can have it there\n"
    "  --deterministic          as sinter takes it\n"
    "  --harden                 likewise\n"
    "  --interruptible          likewise, in instanced form\n"
    "  --huge-functions         every function gets what functions of half a megabyte get\n"
    "  --form=instanced|static  shared objects that a host calls, or programs with their\n"
    "                           assertions compiled in (default instanced)\n"
    "  --api=sinter.h|wasm.h    which C API instanced form is called by (default sinter.h)\n"
    "  --target=TARGET          CPU (default this one); others than the host's run under QEMU\n"
    "  -mattr=LIST              features of the CPU, as sinter takes them\n"
    "  -j N                     scripts to run at once (default 1)\n"
    "  --timeout=SECONDS        for each script (default 600)\n"
    "  -v                       also show where messages differ from the script's\n";

/// A script that is being run, or was.
struct Job {
  std::string file;
  Counts *counts = nullptr;
  pid_t process = -1;
  int output = -1; ///< read end of the child's stdout and stderr
  Clock::time_point deadline;
  std::string text;
  bool isDone = false;
};

bool parse(int argc, char **argv, Options &options) {
  for (int i = 1; i != argc; ++i) {
    std::string_view argument = argv[i];
    auto valueOf = [&](std::string_view prefix) {
      return std::string(argument.substr(prefix.size()));
    };
    if (argument.starts_with("--features="))
      options.features = valueOf("--features=");
    else if (argument.size() == 3 && argument.starts_with("-O") &&
             std::string_view("0123s").find(argument[2]) != std::string_view::npos)
      options.optimisation = argument[2];
    else if (argument == "--memory=checked" || argument == "--memory=guard")
      options.checkedMemory = argument == "--memory=checked";
    else if (argument == "--memory-base=gs")
      options.memoryInGs = true;
    else if (argument == "--deterministic")
      options.deterministic = true;
    else if (argument == "--interruptible")
      options.interruptible = true;
    else if (argument == "--harden")
      options.harden = true;
    else if (argument == "--huge-functions")
      options.hugeFunctions = true;
    else if (argument == "--form=static" || argument == "--form=instanced")
      options.staticForm = argument == "--form=static";
    else if (argument == "--api=sinter.h" || argument == "--api=wasm.h")
      options.wasmApi = argument == "--api=wasm.h";
    else if (argument.starts_with("--target="))
      options.machine = findMachine(valueOf("--target="));
    else if (argument.starts_with("-mattr="))
      options.cpuAttributes = valueOf("-mattr=");
    else if (argument.starts_with("--timeout="))
      options.timeout = unsigned(atoi(valueOf("--timeout=").c_str()));
    else if (argument == "-j" && i + 1 != argc)
      options.processes = unsigned(std::max(1, atoi(argv[++i])));
    else if (argument.starts_with("-j"))
      options.processes = unsigned(std::max(1, atoi(valueOf("-j").c_str())));
    else if (argument == "-v")
      options.verbose = true;
    else if (argument.starts_with("-"))
      return false;
    else
      options.files.emplace_back(argument);
  }
#ifdef SINTER_SPEC_INSTANCED_ONLY
  if (options.staticForm || options.wasmApi)
    return false;
#endif
  if (options.interruptible && (options.staticForm || options.wasmApi))
    return false;
  if (options.memoryInGs && (options.staticForm || options.wasmApi || options.checkedMemory ||
                             (options.machine && options.machine->emulator)))
    return false;
  // wasm.h compiles modules itself, for this machine; not everything can be asked for.
  if (options.wasmApi && (options.staticForm || options.deterministic || options.harden ||
                          options.hugeFunctions || (options.machine && options.machine->emulator)))
    return false;
  return options.machine && !options.files.empty();
}

/// The child: runs one script.
[[noreturn]] void runScript(const std::string &file, Counts &counts, const Options &options) {
  Report report(file, counts, options.verbose);
  Diagnostics diag(file);
  std::optional<std::vector<uint8_t>> bytes = readFile(file, diag);
  if (!bytes) {
    counts.total = 1;
    report.fail(0, diag.firstMessage());
    _exit(0);
  }
  std::vector<ScriptCommand> commands =
      parseScript({reinterpret_cast<const char *>(bytes->data()), bytes->size()});
#ifndef SINTER_SPEC_INSTANCED_ONLY
  if (options.staticForm)
    StaticRunner(options, report).run(commands);
  else
#endif
    ScriptRunner(options, report).run(commands);
  report.finish();
  fflush(stdout);
  _exit(0); // What the modules hold goes with the process.
}

bool start(Job &job, const Options &options) {
  int ends[2];
  if (pipe(ends) != 0)
    return false;
  fflush(stdout);
  job.process = fork();
  if (job.process == 0) {
    close(ends[0]);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    runScript(job.file, *job.counts, options);
  }
  close(ends[1]);
  job.output = ends[0];
  job.deadline = Clock::now() + std::chrono::seconds(options.timeout);
  return job.process > 0;
}

/// The child is gone: says how, if that was not as it should be.
void finish(Job &job) {
  int status = 0;
  waitpid(job.process, &status, 0);
  close(job.output);
  job.isDone = true;
  Counts &counts = *job.counts;
  uint32_t done = counts.passed + counts.failed + counts.skipped;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0 && done >= counts.total)
    return;
  std::string how = WIFSIGNALED(status)
                        ? fmt::format("the process ended by signal {} ({})", WTERMSIG(status),
                                      strsignal(WTERMSIG(status)))
                        : fmt::format("the process ended with status {}", WEXITSTATUS(status));
  uint32_t lost = std::max<uint32_t>(1, counts.total > done ? counts.total - done : 1);
  counts.failed = counts.failed + lost;
  job.text += fmt::format("{}:{}: {}; {} commands count as failed\n", job.file,
                          uint32_t(counts.line), how, lost);
}

/// Takes what running children printed; true if one of them ended.
void collect(std::vector<Job *> &running) {
  std::vector<pollfd> descriptors;
  for (Job *job : running)
    descriptors.push_back({job->output, POLLIN, 0});
  poll(descriptors.data(), descriptors.size(), 1000);
  for (size_t i = 0; i != running.size(); ++i) {
    Job &job = *running[i];
    if (Clock::now() > job.deadline) {
      kill(job.process, SIGKILL);
      job.text += fmt::format("{}: took too long\n", job.file);
      finish(job);
      continue;
    }
    if (!descriptors[i].revents)
      continue;
    char buffer[65536];
    ssize_t size = read(job.output, buffer, sizeof(buffer));
    if (size > 0)
      job.text.append(buffer, size_t(size));
    else if (size == 0 || errno != EINTR)
      finish(job);
  }
  std::erase_if(running, [](Job *job) { return job->isDone; });
}

void show(const Job &job) {
  const Counts &counts = *job.counts;
  fmt::print("{}{}: {} passed, {} failed, {} skipped\n", job.text, job.file,
             uint32_t(counts.passed), uint32_t(counts.failed), uint32_t(counts.skipped));
  fflush(stdout);
}

int runAll(const Options &options) {
  size_t bytes = options.files.size() * sizeof(Counts);
  void *shared = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED)
    return 70;
  std::vector<Job> jobs(options.files.size());
  for (size_t i = 0; i != jobs.size(); ++i) {
    jobs[i].file = options.files[i];
    jobs[i].counts = new (static_cast<Counts *>(shared) + i) Counts();
  }
  std::vector<Job *> running;
  size_t next = 0, shown = 0;
  while (shown != jobs.size()) {
    while (next != jobs.size() && running.size() < options.processes) {
      if (!start(jobs[next], options))
        return 70;
      running.push_back(&jobs[next++]);
    }
    collect(running);
    while (shown != jobs.size() && jobs[shown].isDone)
      show(jobs[shown++]);
  }
  uint64_t passed = 0, failed = 0, skipped = 0;
  for (const Job &job : jobs) {
    passed += job.counts->passed;
    failed += job.counts->failed;
    skipped += job.counts->skipped;
  }
  fmt::print("{} passed, {} failed, {} skipped\n", passed, failed, skipped);
  return failed ? 1 : 0;
}

/// Becomes the runner that was built for another CPU; the exit code if that cannot be.
int runOnMachine(const MachineRow &machine, char **argv) {
  std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::string folder = self.substr(0, self.rfind('/'));
  std::string runner = folder + "/sinter-wast-" + std::string(machine.target);
  if (access(runner.c_str(), X_OK) != 0) {
    fmt::print(stderr, "sinter-wast: error: {} is not built (cmake --build build --target {})\n",
               runner, runner.substr(runner.rfind('/') + 1));
    return 70;
  }
  setenv("SINTER_WAST_COMPILER", (folder + "/sinter").c_str(), 1);
  std::string libraries = "/usr/" + std::string(machine.target) + "-gnu";
  std::vector<char *> words = {const_cast<char *>(machine.emulator), const_cast<char *>("-L"),
                               libraries.data(), runner.data()};
  for (char **word = argv + 1; *word; ++word)
    words.push_back(*word);
  words.push_back(nullptr);
  execvp(machine.emulator, words.data());
  fmt::print(stderr, "sinter-wast: error: cannot start {}: {}\n", machine.emulator,
             strerror(errno));
  return 70;
}

} // namespace
} // namespace sinter::spec

int main(int argc, char **argv) {
  using namespace sinter::spec;
  Options options;
  if (!parse(argc, argv, options)) {
    fputs(usage, stderr);
    return 2;
  }
  if (options.machine->emulator && !options.staticForm)
    return runOnMachine(*options.machine, argv);
  const char *base = getenv("TMPDIR");
  std::string folder = std::string(base && *base ? base : "/tmp") + "/sinter-wast-XXXXXX";
  if (!mkdtemp(folder.data())) {
    fmt::print(stderr, "sinter-wast: error: cannot make a folder {}: {}\n", folder,
               strerror(errno));
    return 70;
  }
  options.folder = folder;
  int status = runAll(options);
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return status;
}
