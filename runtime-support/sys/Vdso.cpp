//===-- Vdso.cpp - Reading clocks without entering the kernel ---------------===//
//
// The kernel maps a small shared object into every process whose clock_gettime
// reads the time from a shared page. Its symbol is looked up once. The table has
// no count of its own; it ends where the names begin, as the kernel's linker
// scripts lay the object out. Whatever is not as expected means: ask the kernel.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "arch/Arch.h"
#include "sys/Sys.h"

namespace sinter::rt::sys {

namespace {

struct Header {
  uint8_t unused[32];
  uint64_t programHeaders;
  uint8_t unused2[16];
  uint16_t programHeaderCount;
};
struct Segment {
  uint32_t type, flags;
  uint64_t offset, address, physical, fileSize, memorySize, align;
};
struct Dynamic {
  uint64_t tag, value;
};
struct Symbol {
  uint32_t name;
  uint8_t info, other;
  uint16_t section;
  uint64_t value, size;
};
enum : uint64_t { LoadSegment = 1, DynamicSegment = 2, StringTable = 5, SymbolTable = 6 };

using ClockFunction = long (*)(int, Timespec *);

ClockFunction findClock() {
  constexpr uint64_t vdsoAt = 33; // AT_SYSINFO_EHDR
  uint64_t base = auxiliaryValue(vdsoAt, 0);
  if (!base)
    return nullptr;
  auto *header = reinterpret_cast<const Header *>(base);
  auto *segments = reinterpret_cast<const Segment *>(base + header->programHeaders);
  const Dynamic *dynamic = nullptr;
  uint64_t bias = 0;
  for (unsigned i = 0; i != header->programHeaderCount; ++i) {
    if (segments[i].type == LoadSegment)
      bias = base + segments[i].offset - segments[i].address;
    else if (segments[i].type == DynamicSegment)
      dynamic = reinterpret_cast<const Dynamic *>(base + segments[i].offset);
  }
  uint64_t strings = 0, symbols = 0;
  for (; dynamic && dynamic->tag; ++dynamic) {
    if (dynamic->tag == StringTable)
      strings = dynamic->value + bias;
    else if (dynamic->tag == SymbolTable)
      symbols = dynamic->value + bias;
  }
  if (!symbols || strings < symbols)
    return nullptr;
  for (uint64_t at = symbols; at + sizeof(Symbol) <= strings; at += sizeof(Symbol)) {
    auto *symbol = reinterpret_cast<const Symbol *>(at);
    if (symbol->section &&
        stringEqual(reinterpret_cast<const char *>(strings + symbol->name), arch::VdsoClock))
      return reinterpret_cast<ClockFunction>(symbol->value + bias);
  }
  return nullptr;
}

long askKernel(int clock, Timespec *time) {
  return arch::call<arch::Syscall::clock_gettime>(clock, reinterpret_cast<long>(time));
}

ClockFunction clockFunction; ///< Null until the first look.

__attribute__((noinline)) long findAndAsk(int clock, Timespec *time) {
  clockFunction = findClock();
  if (!clockFunction)
    clockFunction = askKernel;
  return clockFunction(clock, time);
}

} // namespace

long clockTime(int clock, Timespec &time) {
  return clockFunction ? clockFunction(clock, &time) : findAndAsk(clock, &time);
}

} // namespace sinter::rt::sys
