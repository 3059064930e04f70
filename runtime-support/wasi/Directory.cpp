//===-- Directory.cpp - fd_readdir and fd_prestat_* -------------------------===//
//
// A cookie is the kernel's own position in the directory, so that reading can
// go on anywhere without a state of ours; 0 is the beginning in both. The
// buffer is filled to the brim, the last entry cut off if need be: that is how
// the guest sees that there is more.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/Hint.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

namespace {

/// struct linux_dirent64 up to the name.
struct SystemEntry {
  uint64_t inode;
  int64_t next;
  uint16_t size;
  uint8_t type;
};
constexpr size_t NameOffset = 19;

FileType entryType(uint8_t type) {
  // DT_* is the upper part of st_mode.
  return fileType(uint32_t(type) << 12);
}

/// What stat says of an open directory. Overlays list another number under ".".
uint64_t inodeOf(int directory, uint64_t listed) {
  sys::Status status;
  return sys::status(directory, "", sys::AtEmptyPath, status) < 0 ? listed : status.inode;
}

/// Appends to the guest's buffer as far as it reaches.
struct Output {
  GuestSpan<uint8_t> buffer;
  uint32_t used = 0;
  uint32_t left() const { return buffer.size() - used; }
  void append(const void *bytes, size_t size) {
    uint32_t fitting = uint32_t(minimum<uint64_t>(size, left()));
    __builtin_memcpy(buffer.bytes() + used, bytes, fitting);
    used += fitting;
  }
};

/// How much to ask the system for. An entry is longer for the guest, by an eighth for a name of ten
/// letters; what does not fit has been listed for nothing, since the next call begins there again.
size_t askFor(uint32_t left, size_t most) {
  constexpr size_t longest = 280; // Less than an entry is refused.
  return maximum(minimum<size_t>(left - left / 8, most), longest);
}

/// A directory that a host lent has one position for all that have it; a reader takes its own.
Errno ownPosition(Descriptor &directory) {
  if (!InHost || !directory.borrowed)
    return Errno::Success;
  long own = sys::open(directory.host, ".", sys::Directory | sys::CloseOnExec, 0);
  if (own < 0)
    return fromSystem(own);
  directory.host = int(own);
  directory.borrowed = false;
  return Errno::Success;
}

} // namespace

Errno fdReaddir(Fd fd, GuestSpan<uint8_t> buffer, uint64_t cookie, GuestPointer<Size> used) {
  Descriptor *descriptor;
  Errno error = findGranted(fd, right::FdReaddir, descriptor);
  if (descriptor && descriptor->typeKnown && !descriptor->isDirectory())
    return Errno::NotDir;
  if (error == Errno::Success)
    error = ownPosition(*descriptor);
  if (error != Errno::Success)
    return error;
  if (long result = sys::seek(descriptor->host, int64_t(cookie), 0); result < 0)
    return fromSystem(result);
  Output output{buffer};
  while (output.left()) {
    alignas(8) char entries[4096];
    long size = sys::uninterrupted([&] {
      return sys::readDirectory(descriptor->host, entries, askFor(output.left(), sizeof entries));
    });
    if (size < 0)
      return fromSystem(size);
    if (size == 0)
      break;
    for (long at = 0; at < size && output.left();) {
      SystemEntry entry;
      __builtin_memcpy(&entry, entries + at, NameOffset);
      const char *name = entries + at + NameOffset;
      DirectoryEntry header = {};
      header.next = uint64_t(entry.next);
      header.inode = stringEqual(name, ".") ? inodeOf(descriptor->host, entry.inode) : entry.inode;
      header.nameSize = uint32_t(stringLength(name));
      header.type = entryType(entry.type);
      output.append(&header, sizeof header);
      output.append(name, header.nameSize);
      at += entry.size;
    }
  }
  used.store(output.used);
  return Errno::Success;
}

Errno fdPrestatGet(Fd fd, GuestPointer<Prestat> result) {
  Descriptor *descriptor = findGranted(fd);
  if (!descriptor) {
    // A C library asks from 3 on until there are no more, and opens nothing where there are none.
    missDirectory(uint32_t(fd) == 3 && grantedDirectories() == 0);
    return Errno::BadFd;
  }
  if (!descriptor->preopen)
    return Errno::BadFd; // Where a C library stops to look.
  result.store({0, uint32_t(stringLength(descriptor->preopen))});
  return Errno::Success;
}

Errno fdPrestatDirName(Fd fd, GuestSpan<char> name) {
  Descriptor *descriptor = findGranted(fd);
  if (!descriptor)
    return Errno::BadFd;
  if (!descriptor->preopen)
    return uint32_t(fd) < 3 ? Errno::BadFd : Errno::NotDir;
  size_t size = stringLength(descriptor->preopen);
  if (name.size() < size)
    return Errno::NameTooLong;
  __builtin_memcpy(name.bytes(), descriptor->preopen, size);
  return Errno::Success;
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_DIRECTORY
#include "wasi/Exports.h"
