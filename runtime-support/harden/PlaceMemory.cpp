//===-- PlaceMemory.cpp - Where memory 0 of a hardened program is -----------===//
//
// The kernel's own choice would do, if it were not always the same distance from the
// stack and from whatever else is mapped then: who can write beyond a memory by mistake of ours
// would know what is there. So it is chosen with the random bytes that every process gets
// (AT_RANDOM), between 4 GiB and half of what is below the kernel's stack, in steps of 64 KiB:
// 2^30 places on x86-64, 2^21 where addresses have 38 bits.
//
// Its initial contents are pages of the image. Copying them would cost as much as they are large,
// for pages that most programs never touch; mremap gives the same pages another place.
//
//===----------------------------------------------------------------------===//

#include "harden/Harden.h"
#include "memory/Memory.h"
#include "sys/Sys.h"
#include "trap/Image.h"

namespace sinter::rt::harden {

static constexpr uint64_t Lowest = UINT64_C(4) << 30;
/// What is kept free around what the process begins with.
static constexpr uint64_t Distance = UINT64_C(2) << 30;

enum Auxiliary : uint64_t { RandomBytes = 25, VdsoHeader = 33 };

/// Whether [begin, begin + size) is far from everything that is mapped before there is a memory,
/// and from where other memories may go.
static bool isFarFromAll(uint64_t begin, uint64_t size) {
  if (begin + size > ElsewhereBase && begin < UnreservedBase + 128 * UnreservedStride)
    return false;
  const uint64_t known[] = {Image::slide(), reinterpret_cast<uint64_t>(process.arguments),
                            auxiliaryValue(VdsoHeader, 0)};
  for (uint64_t place : known)
    if (place + Distance > begin && place < begin + size + Distance)
      return false;
  return true;
}

uint64_t placeMemory(bool reserve, bool &reserved) {
  uint64_t random[2];
  __builtin_memcpy(random, reinterpret_cast<const void *>(auxiliaryValue(RandomBytes, 0)),
                   sizeof random);
  uint64_t highest = reinterpret_cast<uint64_t>(process.arguments) / 2 - SINTER_GUARDED_REACH;
  uint64_t places = (highest - Lowest) / PageSize;
  constexpr uint64_t size = SINTER_FRONT_GUARD + SINTER_GUARDED_REACH;
  reserved = false;
  for (;;) {
    random[0] = (random[0] ^ random[1]) * UINT64_C(0x9e3779b97f4a7c15);
    uint64_t base = Lowest + (random[0] >> 16) % places * PageSize;
    uint64_t begin = base - SINTER_FRONT_GUARD;
    if (!isFarFromAll(begin, size))
      continue;
    if (!reserve)
      return base;
    long result = sys::map(begin, size, sys::ProtNone, sys::MapNoReserve | sys::MapFixedNoReplace);
    reserved = uint64_t(result) == begin;
    if (!reserved && !sys::failed(result))
      sys::unmap(uint64_t(result), size); // A kernel that takes NOREPLACE for a hint.
    if (result != -sys::EXIST && (reserved || sys::failed(result)))
      return base;
  }
}

bool movePages(uint64_t from, uint64_t size, uint64_t to) {
  constexpr int mayMove = 1, fixed = 2;
  return uint64_t(arch::syscall(arch::Syscall::mremap, long(from), long(size), long(size),
                                mayMove | fixed, long(to))) == to;
}

} // namespace sinter::rt::harden
