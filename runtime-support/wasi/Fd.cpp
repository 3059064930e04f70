//===-- Fd.cpp - Reading, writing and seeking on descriptors ----------------===//
//
// Buffers go to the kernel in as few calls as it allows, one buffer as a plain read
// or write; all of them are checked before anything moves. Standard output is not buffered here, so
// nothing can be lost when a program traps.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/Vectors.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

bool Vectors::areValid() const {
  for (uint32_t i = 0; i != list.size(); ++i) {
    Iovec vector = list.load(i);
    if (!guestBytes(vector.pointer, vector.size))
      return false;
  }
  return true;
}

bool Vectors::next() {
  count = 0;
  bytes = 0;
  while (count != Maximum && position != list.size()) {
    Iovec vector = list.load(position++);
    uint8_t *base = guestBytes(vector.pointer, vector.size);
    if (!base)
      break;
    // What the result cannot count is a short read or write.
    uint64_t size = minimum<uint64_t>(vector.size, MaximumBytes - total);
    if (!size)
      continue;
    entries[count++] = {base, size};
    bytes += size;
    total += size;
  }
  return count != 0;
}

/// Calls `call` with each batch of a list, for as long as all of a batch is moved. `goesOn` says
/// whether there may be a second call, which could wait although there is something to return.
template <typename Transfer>
static Errno transfer(Fd fd, Rights rights, GuestSpan<Iovec> list, GuestPointer<Size> result,
                      bool (*goesOn)(Descriptor &), Transfer call) {
  Descriptor *descriptor;
  Errno error = findDescriptor(fd, rights, descriptor);
  // A directory is the kernel's to refuse, with the errno that belongs to it.
  if (error == Errno::BadFd || (error != Errno::Success && !descriptor->isDirectory()))
    return error;
  Vectors vectors(list);
  if (!vectors.areValid())
    return Errno::Fault;
  int host = descriptor->host;
  // While a call waits, another thread may close the descriptor and open another in its place.
  auto mayGoOn = [&] {
    descriptor = findDescriptor(fd);
    return descriptor && descriptor->host == host && goesOn(*descriptor);
  };
  uint32_t total = 0;
  // A list without a byte is a call all the same: the descriptor may be wrong for it.
  for (bool more = (vectors.next(), true); more; more = mayGoOn() && vectors.next()) {
    long moved =
        sys::uninterrupted([&] { return waiting([&] { return call(host, vectors, total); }); });
    if (moved < 0 && total == 0)
      return fromSystem(moved);
    total += uint32_t(maximum(moved, 0l));
    if (moved < 0 || uint64_t(moved) != vectors.bytes || vectors.count < Vectors::Maximum)
      break;
  }
  result.store(total);
  return Errno::Success;
}

/// A file has all of it at once; anything else may make a second read wait.
static bool readGoesOn(Descriptor &descriptor) {
  learnType(descriptor);
  return descriptor.type == FileType::RegularFile;
}
static bool writeGoesOn(Descriptor &) { return true; }

Errno fdRead(Fd fd, GuestSpan<Iovec> list, GuestPointer<Size> read) {
  return transfer(fd, right::FdRead, list, read, readGoesOn,
                  [](int host, const Vectors &vectors, uint32_t) {
                    return vectors.count == 1
                               ? sys::read(host, vectors.entries[0].base, vectors.entries[0].size)
                               : sys::readVector(host, vectors.entries, vectors.count);
                  });
}

Errno fdWrite(Fd fd, GuestSpan<Iovec> list, GuestPointer<Size> written) {
  return transfer(fd, right::FdWrite, list, written, writeGoesOn,
                  [](int host, const Vectors &vectors, uint32_t) {
                    return vectors.count == 1
                               ? sys::write(host, vectors.entries[0].base, vectors.entries[0].size)
                               : sys::writeVector(host, vectors.entries, vectors.count);
                  });
}

Errno fdPread(Fd fd, GuestSpan<Iovec> list, uint64_t offset, GuestPointer<Size> read) {
  return transfer(fd, right::FdRead | right::FdSeek, list, read, readGoesOn,
                  [&](int host, const Vectors &vectors, uint32_t done) {
                    const sys::Vector *entries = vectors.entries;
                    int64_t at = int64_t(offset + done);
                    return vectors.count == 1
                               ? sys::readAt(host, entries[0].base, entries[0].size, at)
                               : sys::readVectorAt(host, entries, vectors.count, at);
                  });
}

/// POSIX has pwrite write where it is told to whatever the file was opened for, and Linux would
/// append.
static long writeInPlace(int host, const Vectors &vectors, int64_t offset) {
  long written = sys::writeVectorInPlace(host, vectors.entries, vectors.count, offset);
  // Older systems only append.
  return written == -sys::NOTSUP || written == -sys::NOSYS
             ? sys::writeVectorAt(host, vectors.entries, vectors.count, offset)
             : written;
}

Errno fdPwrite(Fd fd, GuestSpan<Iovec> list, uint64_t offset, GuestPointer<Size> written) {
  const Descriptor *descriptor = findDescriptor(fd);
  // Of what the process or a host lent nobody knows.
  bool appends = descriptor && (descriptor->appends || descriptor->borrowed);
  return transfer(fd, right::FdWrite | right::FdSeek, list, written, writeGoesOn,
                  [&](int host, const Vectors &vectors, uint32_t done) {
                    const sys::Vector *entries = vectors.entries;
                    int64_t at = int64_t(offset + done);
                    if (appends)
                      return writeInPlace(host, vectors, at);
                    return vectors.count == 1
                               ? sys::writeAt(host, entries[0].base, entries[0].size, at)
                               : sys::writeVectorAt(host, entries, vectors.count, at);
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
  Rights rights = whence == FromCurrent && offset == 0 ? right::FdTell : right::FdSeek;
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
