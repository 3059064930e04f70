//===-- Fd.cpp - Reading, writing and seeking on descriptors ----------------===//
//
// Vectors go to the kernel in one call; all of them are checked before anything
// is read or written. Standard output is not buffered here, so nothing can be
// lost when a program traps.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/Vectors.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

bool Vectors::gather(GuestSpan<Iovec> list) {
  uint64_t total = 0;
  for (uint32_t i = 0; i != list.size(); ++i) {
    Iovec vector = list.load(i);
    uint8_t *bytes = guestBytes(vector.pointer, vector.size);
    if (!bytes)
      return false;
    if (vector.size == 0 || count == Maximum)
      continue;
    // One call moves what fits its 32-bit result; more is a short read or write.
    uint64_t size = minimum<uint64_t>(vector.size, 0x7fff'0000 - total);
    total += size;
    if (size)
      entries[count++] = {bytes, size};
  }
  return true;
}

/// Repeats a call that a signal broke off before it did anything.
template <typename Attempt> static long uninterrupted(Attempt attempt) {
  for (;;) {
    long result = attempt();
    if (result != -sys::INTR)
      return result;
  }
}

template <typename Transfer>
static Errno transfer(Fd fd, Rights rights, GuestSpan<Iovec> list, GuestPointer<Size> result,
                      Transfer call) {
  Descriptor *descriptor;
  Errno error = findDescriptor(fd, rights, descriptor);
  // A directory is the kernel's to refuse, with the errno that belongs to it.
  if (error == Errno::BadFd || (error != Errno::Success && !descriptor->isDirectory()))
    return error;
  Vectors vectors;
  if (!vectors.gather(list))
    return Errno::Fault;
  long moved = uninterrupted([&] { return call(descriptor->host, vectors); });
  if (moved < 0)
    return fromSystem(moved);
  result.store(uint32_t(moved));
  return Errno::Success;
}

Errno fdRead(Fd fd, GuestSpan<Iovec> list, GuestPointer<Size> read) {
  return transfer(fd, right::FdRead, list, read, [](int host, const Vectors &vectors) {
    return vectors.count == 1 ? sys::read(host, vectors.entries[0].base, vectors.entries[0].size)
                              : sys::readVector(host, vectors.entries, vectors.count);
  });
}

Errno fdWrite(Fd fd, GuestSpan<Iovec> list, GuestPointer<Size> written) {
  return transfer(fd, right::FdWrite, list, written, [](int host, const Vectors &vectors) {
    return vectors.count == 1 ? sys::write(host, vectors.entries[0].base, vectors.entries[0].size)
                              : sys::writeVector(host, vectors.entries, vectors.count);
  });
}

Errno fdPread(Fd fd, GuestSpan<Iovec> list, uint64_t offset, GuestPointer<Size> read) {
  return transfer(fd, right::FdRead | right::FdSeek, list, read,
                  [&](int host, const Vectors &vectors) {
                    return sys::readVectorAt(host, vectors.entries, vectors.count, offset);
                  });
}

Errno fdPwrite(Fd fd, GuestSpan<Iovec> list, uint64_t offset, GuestPointer<Size> written) {
  return transfer(fd, right::FdWrite | right::FdSeek, list, written,
                  [&](int host, const Vectors &vectors) {
                    return sys::writeVectorAt(host, vectors.entries, vectors.count, offset);
                  });
}

static Errno seek(Fd fd, Rights rights, int64_t offset, int whence, GuestPointer<uint64_t> result) {
  Descriptor *descriptor;
  Errno error = findDescriptor(fd, rights, descriptor);
  if (descriptor && descriptor->isDirectory())
    return Errno::BadFd; // A directory has no position; fd_readdir's cookies stand for it.
  if (error != Errno::Success) {
    // Pipes and terminals lack the right; C libraries probe with this call.
    if (error == Errno::NotCapable && descriptor->type != FileType::RegularFile)
      return Errno::SPipe;
    return error;
  }
  long position = sys::seek(descriptor->host, offset, whence);
  if (position < 0)
    return fromSystem(position);
  result.store(uint64_t(position));
  return Errno::Success;
}

enum Whence { FromStart, FromCurrent, FromEnd };

Errno fdSeek(Fd fd, uint64_t offset, uint32_t whence, GuestPointer<uint64_t> result) {
  if (whence > FromEnd)
    return Errno::Inval;
  // Where nothing is asked but the position, the weaker right is enough.
  Rights rights =
      whence == FromCurrent && offset == 0 ? right::FdTell : right::FdSeek | right::FdTell;
  return seek(fd, rights, int64_t(offset), int(whence), result);
}

Errno fdSeekUnstable(Fd fd, uint64_t offset, uint32_t whence, GuestPointer<uint64_t> result) {
  static constexpr uint8_t order[] = {FromCurrent, FromEnd, FromStart};
  if (whence > 2)
    return Errno::Inval;
  return fdSeek(fd, offset, order[whence], result);
}

Errno fdTell(Fd fd, GuestPointer<uint64_t> result) {
  return seek(fd, right::FdTell, 0, FromCurrent, result);
}

Errno fdClose(Fd fd) {
  Descriptor *descriptor = findDescriptor(fd);
  return descriptor ? closeDescriptor(*descriptor) : Errno::BadFd;
}

Errno fdRenumber(Fd from, Fd to) {
  Descriptor *source = findDescriptor(from), *target = findDescriptor(to);
  if (!source || !target)
    return Errno::BadFd;
  if (source == target)
    return Errno::Success;
  Errno error = closeDescriptor(*target);
  *target = *source;
  *source = Descriptor();
  return error;
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_FD
#include "wasi/Exports.h"
