//===-- ThreadsTest.cpp - wait, notify and growth with real threads ---------===//

#include "Runtime.h"
#include "sys/Sys.h"
#include "threads/Lock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

extern "C" {
uint32_t __sinter_memory_wait32(SinterMemory *, uint64_t offset, uint32_t expected,
                                uint64_t timeout);
uint32_t __sinter_memory_wait64(SinterMemory *, uint64_t offset, uint64_t expected,
                                uint64_t timeout);
uint32_t __sinter_memory_notify(SinterMemory *, uint64_t offset, uint32_t count);
uint64_t __sinter_memory_grow_shared(SinterMemory *, uint64_t delta);
}

namespace {

constexpr uint64_t forever = ~UINT64_C(0);
constexpr uint32_t all = ~0u;

class Threads : public testing::Test {
protected:
  Threads() {
    memory.base = reinterpret_cast<uint8_t *>(words);
    memory.length = sizeof words;
    memory.flags = SINTER_MEMORY_SHARED | SINTER_MEMORY_FIXED;
  }
  ~Threads() override {
    for (std::thread &thread : threads)
      thread.join();
    EXPECT_EQ(memory.lock, 0u); // Nobody waits, nobody holds it.
  }
  void waiter(uint64_t offset, bool is64) {
    threads.emplace_back([=, this] {
      ++started;
      uint32_t result = is64 ? __sinter_memory_wait64(&memory, offset, 0, forever)
                             : __sinter_memory_wait32(&memory, offset, 0, forever);
      EXPECT_EQ(result, 0u);
      ++woken;
    });
  }
  /// Notifies until `count` threads were woken: some may still be on their way to wait.
  void wake(uint64_t offset, uint32_t count) {
    for (uint32_t done = 0; done != count;) {
      done += __sinter_memory_notify(&memory, offset, count - done);
      std::this_thread::yield();
    }
  }

  alignas(64) uint64_t words[8] = {};
  SinterMemory memory = {};
  std::vector<std::thread> threads;
  std::atomic<int> started = 0, woken = 0;
};

TEST_F(Threads, ValuesAndTimes) {
  words[1] = UINT64_C(1) << 32;
  EXPECT_EQ(__sinter_memory_wait32(&memory, 8, 1, forever), 1u);
  EXPECT_EQ(__sinter_memory_wait64(&memory, 8, 0, forever), 1u); // Only the upper half differs.
  EXPECT_EQ(__sinter_memory_wait32(&memory, 8, 0, 0), 2u);
  auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(__sinter_memory_wait64(&memory, 8, words[1], 20'000'000), 2u);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(20));
  EXPECT_EQ(__sinter_memory_notify(&memory, 8, all), 0u);
}

TEST_F(Threads, WaitersOfBothWidthsMeetAtOneAddress) {
  for (int i = 0; i != 4; ++i)
    waiter(16, i % 2);
  waiter(20, false);
  wake(16, 3);
  EXPECT_LE(woken, 3);
  wake(16, 1);
  EXPECT_EQ(__sinter_memory_notify(&memory, 16, all), 0u);
  EXPECT_LE(woken, 4);
  wake(20, 1);
}

TEST_F(Threads, CountIsTheMostThatWake) {
  for (int i = 0; i != 3; ++i)
    waiter(0, false);
  while (started != 3)
    std::this_thread::yield();
  EXPECT_EQ(__sinter_memory_notify(&memory, 0, 0), 0u);
  EXPECT_EQ(woken, 0);
  wake(0, 3);
}

/// A semaphore as wasm code would write it: a notification that got lost would hang here.
TEST_F(Threads, NoNotificationIsLost) {
  auto *tokens = reinterpret_cast<std::atomic<uint32_t> *>(words);
  constexpr uint32_t rounds = 20'000;
  for (int i = 0; i != 2; ++i)
    threads.emplace_back([=, this] {
      for (uint32_t taken = 0; taken != rounds;) {
        uint32_t seen = *tokens;
        if (seen == 0)
          EXPECT_NE(__sinter_memory_wait32(&memory, 0, 0, forever), 2u);
        else if (tokens->compare_exchange_strong(seen, seen - 1))
          ++taken;
      }
    });
  threads.emplace_back([=, this] {
    for (uint32_t given = 0; given != 2 * rounds; ++given) {
      ++*tokens;
      __sinter_memory_notify(&memory, 0, 1);
    }
  });
}

TEST_F(Threads, TimeOutsAndNotificationsRace) {
  std::atomic<uint32_t> ended = 0, timedOut = 0, notified = 0;
  constexpr uint32_t rounds = 2'000;
  for (int i = 0; i != 3; ++i)
    threads.emplace_back([&] {
      for (uint32_t round = 0; round != rounds; ++round)
        timedOut += __sinter_memory_wait64(&memory, 0, 0, 1'000) == 2;
      ++ended;
    });
  while (ended != 3)
    notified += __sinter_memory_notify(&memory, 0, 1);
  EXPECT_EQ(timedOut + notified, 3 * rounds);
}

TEST_F(Threads, GrowthIsAtomic) {
  using namespace sinter::rt;
  constexpr uint64_t page = 65536, pages = 400;
  long base = sys::map(0, pages * page, sys::ProtReadWrite, sys::MapNoReserve);
  ASSERT_FALSE(sys::failed(base));
  memory.base = reinterpret_cast<uint8_t *>(base);
  memory.length = 0;
  memory.pageSize = page;
  memory.maximum = memory.capacity = pages * page;
  std::vector<std::atomic<int>> seen(pages);
  for (int i = 0; i != 4; ++i)
    threads.emplace_back([&] {
      for (uint64_t old; (old = __sinter_memory_grow_shared(&memory, 1)) != ~UINT64_C(0);)
        ++seen[old];
    });
  for (std::thread &thread : threads)
    thread.join();
  threads.clear();
  EXPECT_EQ(memory.length, pages * page);
  for (std::atomic<int> &count : seen)
    EXPECT_EQ(count, 1); // Each size was somebody's old one.
  sys::unmap(base, pages * page);
}

TEST(Lock, LetsOneThreadInAtATime) {
  static sinter::rt::Lock lock;
  uint64_t count = 0;
  std::vector<std::thread> threads;
  for (unsigned t = 0; t != 4; ++t)
    threads.emplace_back([&] {
      for (unsigned i = 0; i != 50000; ++i) {
        lock.acquire();
        ++count;
        lock.release();
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(count, 200000u);
}

// ELF TLS: variant II on x86-64, where the block ends at the thread pointer and the pointer is
// found at itself; variant I elsewhere.
TEST(ThreadLocals, LieWhereTheAbiPutsThem) {
  alignas(64) static uint8_t area[512];
  uint64_t low = reinterpret_cast<uint64_t>(area), block = 0;
  uint64_t pointer = sinter::rt::arch::placeLocals(low, 88, 64, block);
  EXPECT_EQ(block % 64, 0u);
#if defined(__x86_64__)
  EXPECT_EQ(pointer, block + 128);
  EXPECT_EQ(*reinterpret_cast<uint64_t *>(pointer), pointer);
#elif defined(__aarch64__)
  EXPECT_EQ(block, pointer + 64);
#else
  EXPECT_EQ(block, pointer);
#endif
}

} // namespace
