//===-- Directory.cpp - fd_readdir and fd_prestat_* -------------------------===//
//
// A cookie is the kernel's own position in the directory, so that reading can
// go on anywhere; 0 is the beginning in both. The guest's buffer is filled to the
// brim, the last entry cut off if need be: that is how it sees that there is more.
// Guests ask for few entries at a time, and the kernel is slow to list few: as a C library
// does, what is read goes through a buffer, which a call takes up where the last one stopped.
//
//===----------------------------------------------------------------------===//

#include "memory/Memory.h"
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

/// What the kernel listed last, some of it ahead of the guest. Entries that come or go meanwhile
/// may be missed or listed (POSIX, readdir), but the beginning is always read anew.
struct Listing {
  uint32_t reader; ///< Descriptor::listing of the directory.
  uint32_t readers;
  uint32_t size, at;
  uint64_t cookie; ///< Of the last entry that the guest got whole.
  static constexpr size_t Room = ListingSize - 24;
  static constexpr size_t Longest = 280; ///< The kernel refuses to list into less than an entry.
  alignas(8) char entries[Room];

  bool goesOn(const Descriptor &directory, uint64_t from) const {
    return from && from == cookie && directory.listing == reader;
  }

  /// Where the guest was not the last to read, or reads from elsewhere.
  long goTo(Descriptor &directory, uint64_t from) {
    if (!directory.listing)
      directory.listing = ++readers;
    reader = directory.listing;
    size = at = 0;
    cookie = from;
    return sys::seek(directory.host, int64_t(from), 0);
  }

  /// Asks the kernel for more, if there is nothing left. Who has not gone on yet may never do so,
  /// and gets what there is room for.
  long fill(const Descriptor &directory, bool goesOn, uint32_t wanted) {
    if (at != size)
      return 1;
    size_t most = goesOn ? Room : maximum(minimum<size_t>(wanted, Room), Longest);
    long result =
        sys::uninterrupted([&] { return sys::readDirectory(directory.host, entries, most); });
    at = 0;
    size = result > 0 ? uint32_t(result) : 0;
    return result;
  }
};
static_assert(sizeof(Listing) == ListingSize);

static Listing *listing() {
  Table &table = callersTable();
  if (!table.listing)
    table.listing = reinterpret_cast<Listing *>(mapPages(ListingSize));
  return table.listing;
}

Errno fdReaddir(Fd fd, GuestSpan<uint8_t> buffer, uint64_t cookie, GuestPointer<Size> used) {
  Descriptor *descriptor;
  Errno error = findGranted(fd, right::FdReaddir, descriptor);
  if (descriptor && descriptor->typeKnown && !descriptor->isDirectory())
    return Errno::NotDir;
  if (error == Errno::Success)
    error = ownPosition(*descriptor);
  if (error != Errno::Success)
    return error;
  Listing *ahead = listing();
  if (!ahead)
    return Errno::NoMem;
  bool goesOn = ahead->goesOn(*descriptor, cookie);
  if (!goesOn)
    // A grant that may not be listed is open for names alone (Grants.cpp).
    if (long result = ahead->goTo(*descriptor, cookie); result < 0)
      return result == -sys::BADF ? Errno::Acces : fromSystem(result);
  Output output{buffer};
  while (output.left()) {
    long more = ahead->fill(*descriptor, goesOn, output.left());
    if (more < 0)
      return fromSystem(more);
    if (more == 0)
      break;
    SystemEntry entry;
    __builtin_memcpy(&entry, ahead->entries + ahead->at, NameOffset);
    const char *name = ahead->entries + ahead->at + NameOffset;
    DirectoryEntry header = {};
    header.next = uint64_t(entry.next);
    header.inode = stringEqual(name, ".") ? inodeOf(descriptor->host, entry.inode) : entry.inode;
    header.nameSize = uint32_t(stringLength(name));
    header.type = entryType(entry.type);
    bool isWhole = output.left() >= sizeof header + header.nameSize;
    output.append(&header, sizeof header);
    output.append(name, header.nameSize);
    if (!isWhole)
      break;
    ahead->at += entry.size;
    ahead->cookie = header.next;
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
