//===-- Exceptions.cpp - The exceptions of a program -------------------------===//
//
// An exception lives from its throw until nothing refers to it. One that is
// caught without a reference to it, the common case, is freed there
// (__sinter_exception_release). The rest can be in locals, globals, tables and other
// exceptions, and is found by marking from there: conservatively, since a word
// of the stack that looks like a reference may be none; that keeps an object too
// long but never frees one too early, and asks nothing of generated code. Marking runs only when
// a chunk would have to be added, so a program that holds no exceptions never pays.
//
// Objects of one size share chunks of 64 KiB, aligned to their size, so that whether
// a word is an object is a matter of its bits and of the list of chunks.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "arch/Arch.h"
#include "memory/Memory.h"
#include "sys/Sys.h"
#include "table/Table.h"
#include "trap/Image.h"

namespace sinter::rt {

namespace {

constexpr uint64_t ChunkSize = 65536;
/// Sizes are powers of two: from 64 bytes to what the most parameters need.
constexpr unsigned SmallestShift = 6, ClassCount = 10;
constexpr uint64_t HeaderSlots = SINTER_SLOTS_Exception;

enum State : uint64_t { Free = 0, Live = 1, Marked = 2 };

struct Chunk {
  Chunk *next;
  uint64_t shift;   ///< of an object's size to base 2
  uint64_t mapping; ///< Where the two chunks' worth of pages begin that it is cut from.
  uint64_t padding[5];

  uint64_t count() const { return (ChunkSize - sizeof(Chunk)) >> shift; }
  SinterException *at(uint64_t i) {
    return reinterpret_cast<SinterException *>(reinterpret_cast<uint8_t *>(this + 1) +
                                               (i << shift));
  }
};
static_assert(sizeof(Chunk) % 64 == 0);
static_assert((SINTER_ARGUMENT_SLOTS + HeaderSlots) * 8 <= UINT64_C(1)
                                                               << (SmallestShift + ClassCount - 1),
              "the largest exception has a class");

/// Free objects of a class are linked through `owner`.
struct Pool {
  SinterException *free[ClassCount];
  uint64_t chunkCount, chunkLimit; ///< Marking comes before the count exceeds the limit.
  Chunk *chunks;
};
/// The first thread's; others have theirs mapped.
Pool firstPool;

/// References cannot leave their thread, so each thread has exceptions of its own.
Pool &threadPool() {
  ThreadState &thread = thisThread();
  if (!thread.exceptions) {
    if (&thread == &process.first)
      thread.exceptions = &firstPool;
    else
      thread.exceptions = reinterpret_cast<void *>(mapPages(roundUp(sizeof(Pool), arch::HostPage)));
    if (!thread.exceptions)
      refuse("exceptions");
  }
  return *static_cast<Pool *>(thread.exceptions);
}

unsigned shiftFor(uint64_t slots) {
  unsigned shift = SmallestShift;
  while (UINT64_C(1) << shift < 8 * (HeaderSlots + slots))
    ++shift;
  return shift;
}

void putBack(Pool &pool, SinterException *exception, uint64_t shift) {
  SinterException *&first = pool.free[shift - SmallestShift];
  exception->state = Free;
  exception->owner = first;
  first = exception;
}

bool addChunk(Pool &pool, unsigned shift) {
  // Of twice the size there is an aligned one in it.
  uint64_t place = mapPages(2 * ChunkSize);
  if (!place)
    return false;
  auto *chunk = reinterpret_cast<Chunk *>(roundUp(place, ChunkSize));
  *chunk = {pool.chunks, shift, place, {}};
  pool.chunks = chunk;
  ++pool.chunkCount;
  for (uint64_t i = chunk->count(); i-- != 0;)
    putBack(pool, chunk->at(i), shift);
  return true;
}

/// The object that a word refers to, or null.
SinterException *objectAt(const Pool &pool, uint64_t word) {
  for (Chunk *chunk = pool.chunks; chunk; chunk = chunk->next) {
    uint64_t first = reinterpret_cast<uint64_t>(chunk + 1);
    uint64_t offset = word - first;
    if (offset >= chunk->count() << chunk->shift)
      continue;
    auto *exception = reinterpret_cast<SinterException *>(word);
    bool isFirstByte = (offset & ((UINT64_C(1) << chunk->shift) - 1)) == 0;
    return isFirstByte && exception->state != Free ? exception : nullptr;
  }
  return nullptr;
}

/// Marks what the words refer to; newly marked objects go to the list `pending`, linked by `owner`.
void markWords(const Pool &pool, uint64_t begin, uint64_t end, SinterException *&pending) {
  for (uint64_t at = roundUp(begin, 8); at + 8 <= end; at += 8) {
    SinterException *exception = objectAt(pool, *reinterpret_cast<const uint64_t *>(at));
    if (!exception || exception->state == Marked)
      continue;
    exception->state = Marked;
    exception->owner = pending;
    pending = exception;
  }
}

/// Part of a memory came with the image; it holds no references.
bool isLinearMemory(uint64_t address) {
  for (uint64_t i = 0; i != __sinter_program.memoryCount; ++i) {
    const SinterMemory &memory = *__sinter_program.memories[i].record;
    if (address - reinterpret_cast<uint64_t>(memory.base) < memory.length)
      return true;
  }
  return false;
}

/// Frees what nothing refers to, and sets the limit for the next time.
__attribute__((noinline)) void collect(Pool &pool) {
  arch::Registers registers;
  arch::capture(registers); // What callers keep in registers is on the stack now.
  SinterException *pending = nullptr;
  const ThreadState &thread = thisThread();
  markWords(pool, reinterpret_cast<uint64_t>(&registers), thread.stackHigh, pending);
  markWords(pool, thread.localsBegin, thread.localsEnd, pending);
  Image::forWritable([&](uint64_t begin, uint64_t end) {
    if (!isLinearMemory(begin))
      markWords(pool, begin, end, pending);
  });
  for (uint64_t i = 0; i != __sinter_program.tableCount; ++i) {
    const SinterTable &table = tableRecord(i);
    uint64_t elements = reinterpret_cast<uint64_t>(table.elements);
    markWords(pool, elements, elements + 8 * table.length, pending);
  }
  while (SinterException *exception = pending) {
    pending = static_cast<SinterException *>(exception->owner);
    uint64_t values = reinterpret_cast<uint64_t>(exception + 1);
    markWords(pool, values, values + 8 * exception->slots, pending);
  }
  uint64_t live = 0;
  for (Chunk *chunk = pool.chunks; chunk; chunk = chunk->next) {
    bool isUsed = false;
    for (uint64_t i = 0; i != chunk->count(); ++i) {
      SinterException *exception = chunk->at(i);
      if (exception->state == Live)
        putBack(pool, exception, chunk->shift);
      else if (exception->state == Marked)
        exception->state = Live, isUsed = true;
    }
    live += isUsed;
  }
  pool.chunkLimit = 2 * live + 1;
}

} // namespace

void releaseExceptions(ThreadState &thread) {
  auto *pool = static_cast<Pool *>(thread.exceptions);
  if (!pool)
    return;
  for (Chunk *chunk = pool->chunks; chunk;) {
    Chunk *next = chunk->next;
    sys::unmap(chunk->mapping, 2 * ChunkSize);
    chunk = next;
  }
  sys::unmap(reinterpret_cast<uint64_t>(pool), roundUp(sizeof(Pool), arch::HostPage));
}

} // namespace sinter::rt

using namespace sinter::rt;

extern "C" SinterException *__sinter_exception_new(const void *tag, uint64_t slots) {
  unsigned shift = shiftFor(slots);
  Pool &pool = threadPool();
  SinterException *&first = pool.free[shift - SmallestShift];
  if (!first && pool.chunkCount > pool.chunkLimit)
    collect(pool);
  if (!first && !addChunk(pool, shift))
    refuse("exceptions");
  SinterException *exception = first;
  first = static_cast<SinterException *>(exception->owner);
  exception->tag = tag;
  exception->isHeld = 0;
  exception->slots = slots;
  exception->state = Live;
  return exception;
}

extern "C" void __sinter_exception_release(SinterException *exception) {
  if (!exception->isHeld)
    putBack(threadPool(), exception, shiftFor(exception->slots));
}
