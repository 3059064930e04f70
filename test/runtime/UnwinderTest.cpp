//===-- UnwinderTest.cpp - Walking frames of this very test -----------------===//

#include "trap/Unwinder.h"
#include "harden/ShadowStack.h"
#include <gtest/gtest.h>
#include <link.h>
#include <random>
#include <vector>

using namespace sinter::rt;

namespace {

struct Tables {
  const uint8_t *header = nullptr;
  AddressRange range;
};

/// The unwind tables of this executable.
Tables findTables() {
  Tables tables;
  dl_iterate_phdr(
      [](dl_phdr_info *info, size_t, void *result) {
        auto &tables = *static_cast<Tables *>(result);
        for (int i = 0; i != info->dlpi_phnum; ++i)
          if (info->dlpi_phdr[i].p_type == PT_GNU_EH_FRAME)
            tables.header =
                reinterpret_cast<const uint8_t *>(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
        for (int i = 0; i != info->dlpi_phnum; ++i) {
          uint64_t begin = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
          uint64_t end = begin + info->dlpi_phdr[i].p_memsz;
          uint64_t header = reinterpret_cast<uint64_t>(tables.header);
          if (info->dlpi_phdr[i].p_type == PT_LOAD && header >= begin && header < end)
            tables.range = {begin, end};
        }
        return 1; // The first is the executable.
      },
      &tables);
  return tables;
}

/// What may be read of the stack: from here some way up, but never beyond main's frames.
AddressRange stackRange(const arch::Registers &registers) {
  uint64_t low = registers.value[arch::StackRegister];
  return {low, low + 4096};
}

struct Walk {
  std::vector<uint64_t> functions;
  std::vector<uint64_t> returnAddresses;
};

__attribute__((noinline)) void walkHere(Walk &walk) {
  Tables tables = findTables();
  arch::Registers registers = {};
  arch::capture(registers);
  Unwinder unwinder(tables.header, tables.range, stackRange(registers));
  bool more = true;
  while (more && walk.functions.size() < 12) {
    uint64_t function;
    more = unwinder.step(registers, false, function);
    walk.functions.push_back(function);
    walk.returnAddresses.push_back(registers.pc());
  }
}

__attribute__((noinline)) int recurse(int depth, Walk &walk) {
  volatile char frame[40];
  frame[depth] = char(depth);
  if (depth == 0)
    walkHere(walk);
  else
    recurse(depth - 1, walk);
  return frame[depth];
}

TEST(Unwinder, FindsEveryCaller) {
  Walk walk;
  recurse(5, walk);
  ASSERT_GE(walk.functions.size(), 8u);
  EXPECT_EQ(walk.functions[0], reinterpret_cast<uint64_t>(&walkHere));
  for (int i = 1; i != 7; ++i)
    EXPECT_EQ(walk.functions[i], reinterpret_cast<uint64_t>(&recurse)) << i;
  EXPECT_NE(walk.functions[7], reinterpret_cast<uint64_t>(&recurse));
}

/// What the CPU would have pushed, which no CPU at hand does: leaving frames pops as many return
/// addresses as the walk took steps, also out of a recursion whose calls all return to one address.
TEST(ShadowStack, LosesWhatTheFramesHad) {
  Walk walk;
  recurse(5, walk);
  const std::vector<uint64_t> &pushed = walk.returnAddresses;
  ASSERT_GE(pushed.size(), 8u);
  EXPECT_EQ(harden::countToPop(pushed.data(), pushed[0]), 1u); // to recurse(0)
  EXPECT_EQ(harden::countToPop(pushed.data(), pushed[1]), 2u); // to recurse(1)
  EXPECT_EQ(pushed[2], pushed[1]);
  EXPECT_EQ(harden::countToPop(pushed.data() + 1, pushed[2]), 1u);
  EXPECT_EQ(harden::countToPop(pushed.data(), pushed[6]), 7u); // to the test
  EXPECT_EQ(harden::countToPop(nullptr, pushed[0]), 0u);
}

TEST(Unwinder, KnowsNoFunctionOutsideTheTables) {
  Tables tables = findTables();
  Unwinder unwinder(tables.header, tables.range, {});
  auto functionAt = [&](uint64_t pc) {
    arch::Registers registers = {};
    registers.value[arch::ReturnRegister] = pc;
    uint64_t function = 1;
    unwinder.step(registers, true, function);
    return function;
  };
  EXPECT_EQ(functionAt(0), 0u);
  EXPECT_EQ(functionAt(~UINT64_C(0)), 0u);
  EXPECT_EQ(functionAt(reinterpret_cast<uint64_t>(&tables)), 0u);
  EXPECT_EQ(functionAt(reinterpret_cast<uint64_t>(&recurse) + 1),
            reinterpret_cast<uint64_t>(&recurse));
}

TEST(Unwinder, StopsAtAStackItMayNotRead) {
  Tables tables = findTables();
  arch::Registers registers = {};
  arch::capture(registers);
  Unwinder unwinder(tables.header, tables.range, {});
  uint64_t function;
  EXPECT_FALSE(unwinder.step(registers, false, function));
}

/// Damaged tables give wrong answers or none, but no read outside them and no endless walk.
TEST(Unwinder, SurvivesDamagedTables) {
  Tables tables = findTables();
  size_t size = tables.range.end - tables.range.begin;
  size_t headerAt = reinterpret_cast<uint64_t>(tables.header) - tables.range.begin;
  const uint8_t *original = reinterpret_cast<const uint8_t *>(tables.range.begin);
  // A copy of its own size, so that a sanitizer or the allocator's edge sees a read too far.
  std::vector<uint8_t> copy(original, original + size);
  int64_t shift = int64_t(reinterpret_cast<uint64_t>(copy.data()) - tables.range.begin);
  std::mt19937 random(1);
  uint64_t fakeStack[64];
  int steps = 0;
  for (int round = 0; round != 3000; ++round) {
    size_t at = round % 2 ? headerAt + random() % (size - headerAt) : headerAt + random() % 64;
    uint8_t old = copy[at];
    copy[at] = uint8_t(random());
    arch::Registers registers = {};
    for (uint64_t &word : fakeStack)
      word = reinterpret_cast<uint64_t>(&recurse) + shift + random() % 64;
    for (uint64_t &value : registers.value)
      value = reinterpret_cast<uint64_t>(fakeStack);
    registers.value[arch::ReturnRegister] = fakeStack[random() % 64];
    uint64_t low = reinterpret_cast<uint64_t>(fakeStack);
    Unwinder unwinder(
        copy.data() + headerAt,
        {reinterpret_cast<uint64_t>(copy.data()), reinterpret_cast<uint64_t>(copy.data() + size)},
        {low, low + sizeof fakeStack});
    uint64_t function;
    for (int i = 0; i != 100 && unwinder.step(registers, false, function); ++i)
      ++steps;
    copy[at] = old;
  }
  EXPECT_GT(steps, 1000); // Most rounds hit nothing that matters, so the walk did work.
}

} // namespace
