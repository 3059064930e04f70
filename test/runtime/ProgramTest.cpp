//===-- ProgramTest.cpp - Programs of the runtime alone, from exec to exit --===//

#include "arch/Arch.h"
#include <csignal>
#include <cstdio>
#include <cstring>
#include <gtest/gtest.h>
#include <string>
#include <sys/stat.h>
#include <sys/wait.h>

namespace {

struct Outcome {
  std::string text;
  int status;
};

/// Runs `setup; program` and collects both outputs. A signal counts as 128 and its number.
Outcome run(const std::string &name, const std::string &setup = "") {
  std::string command = setup + " exec " PROGRAM_PREFIX + name + " 2>&1";
  FILE *pipe = popen(command.c_str(), "r");
  Outcome outcome;
  char buffer[4096];
  while (size_t size = fread(buffer, 1, sizeof buffer, pipe))
    outcome.text.append(buffer, size);
  int status = pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

const char *const frames = "    #0 inner\n    #1 outer\n    #2 start\n";
const char *const kinds[] = {"guarded", "checked", "movable"};
const char *const narrow = "ulimit -v 200000;";

TEST(Program, SaysHello) {
  for (std::string kind : kinds)
    for (std::string setup : {"", narrow}) {
      Outcome outcome = run("Hello-" + kind, setup);
      EXPECT_EQ(outcome.text, "hello\n");
      EXPECT_EQ(outcome.status, 0);
    }
}

TEST(Program, EndsAtASystemCallThatNoImportNeeds) {
  for (std::string kind : kinds) {
    Outcome outcome = run("Hole-" + kind);
    EXPECT_EQ(outcome.text, "before\nprogram-Hole-" + kind + ": error: forbidden system call 41\n");
    EXPECT_EQ(outcome.status, 159);
  }
}

TEST(Program, TrapsWithABacktrace) {
  for (std::string kind : kinds) {
    Outcome outcome = run("Divide-" + kind);
    EXPECT_EQ(outcome.text, "program-Divide-" + kind + ": trap: integer divide by zero\n" + frames);
    EXPECT_EQ(outcome.status, 134);
  }
}

TEST(Program, FaultsInMemoryAreTraps) {
  // A checked memory has no guard, so there it is a plain crash of our hand-written program.
  for (std::string kind : {"guarded", "movable"})
    for (std::string mode : {"Fault-", "Copy-"})
      for (std::string setup : {"", narrow}) {
        Outcome outcome = run(mode + kind, setup);
        EXPECT_EQ(outcome.text,
                  "program-" + mode + kind + ": trap: out of bounds memory access\n" + frames);
        EXPECT_EQ(outcome.status, 134);
      }
}

TEST(Program, FaultsElsewhereAreNot) {
  Outcome outcome = run("Stray-guarded");
  EXPECT_EQ(outcome.text, "");
  EXPECT_EQ(outcome.status, 128 + SIGSEGV);
}

TEST(Program, StackExhaustionIsATrap) {
  for (std::string name : {"Exhaust-guarded", "Exhaust-movable", "Limit-checked"}) {
    Outcome outcome = run(name);
    EXPECT_EQ(outcome.text.rfind("program-" + name + ": trap: call stack exhausted\n", 0), 0u)
        << outcome.text;
    EXPECT_NE(outcome.text.find(" more\n"), std::string::npos);
    EXPECT_EQ(outcome.status, 134);
  }
}

TEST(Program, GrowsUntilRefused) {
  for (std::string kind : kinds) {
    EXPECT_EQ(run("Grow-" + kind).text, "grown\n") << kind;
    EXPECT_EQ(run("Grow-" + kind, "ulimit -v 150000;").text, "refused\n") << kind;
  }
}

TEST(Program, RefusesAnotherVersion) {
  Outcome outcome = run("Version-guarded");
  EXPECT_EQ(outcome.text, "program-Version-guarded: error: its runtime is of another "
                          "version of Sinter\n");
  EXPECT_EQ(outcome.status, 1);
}

#ifdef __x86_64__
/// The check against the compiler's own, feature by feature.
TEST(Program, KnowsWhatTheCpuHas) {
  using sinter::rt::arch::firstMissingFeature;
  EXPECT_EQ(firstMissingFeature(0), nullptr);
  auto expect = [](const char *name, bool has) {
    const char *missing = nullptr;
#define X86_FEATURE(BIT, NAME, LEAF, SUBLEAF, REGISTER, POSITION)                                  \
  if (!std::strcmp(NAME, name))                                                                    \
    missing = firstMissingFeature(UINT64_C(1) << BIT);
#include "sinter/abi/CpuFeatures.def"
    EXPECT_EQ(missing == nullptr, has) << name;
    EXPECT_STREQ(missing ? missing : name, name);
  };
  expect("sse3", __builtin_cpu_supports("sse3"));
  expect("sse4.2", __builtin_cpu_supports("sse4.2"));
  expect("popcnt", __builtin_cpu_supports("popcnt"));
  expect("avx", __builtin_cpu_supports("avx"));
  expect("avx2", __builtin_cpu_supports("avx2"));
  expect("bmi2", __builtin_cpu_supports("bmi2"));
  expect("fma", __builtin_cpu_supports("fma"));
  expect("avx512f", __builtin_cpu_supports("avx512f"));
  expect("avx512vnni", __builtin_cpu_supports("avx512vnni"));
}
#endif

} // namespace
