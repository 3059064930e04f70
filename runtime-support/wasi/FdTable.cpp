//===-- FdTable.cpp - The table of descriptors ------------------------------===//

#include "wasi/FdTable.h"
#include "memory/Memory.h"
#include "sys/Sys.h"
#include "wasi/CallLock.h"
#include "wasi/Grants.h"

namespace sinter::rt::wasi {

static constexpr uint32_t StandardCount = 3;
#if SINTER_IN_HOST
static Table &table() { return *callerTable(); }
#else
static Table programTable;
static Table &table() { return programTable; }
static uint32_t descriptorLimit() { return 1u << 20; }

void holdCalls(bool hold) {
  if (process.holdCalls)
    process.holdCalls(hold);
}

bool othersCall() { return process.holdCalls; }

static void setStandard(uint32_t index, Descriptor &descriptor) { descriptor.host = int(index); }
#endif

Table &callersTable() { return table(); }

static void makeStandard() {
  table().standardReady = true;
  table().entries = reinterpret_cast<Descriptor *>(table().first);
  table().capacity = sizeof table().first / sizeof(Descriptor);
  // Of the others it matters only that zero is not open.
  for (uint32_t i = 0; i != StandardCount; ++i) {
    Descriptor &entry = table().entries[i];
    entry.open = entry.borrowed = true;
    entry.base = entry.inheriting = right::File | right::Socket; // Until its type is known.
    setStandard(i, entry);
  }
}

static Errno grow() {
  uint32_t capacity = maximum(table().capacity * 2, 64u);
  uint64_t bytes = roundUp(capacity * sizeof(Descriptor), arch::HostPage);
  auto *entries = reinterpret_cast<Descriptor *>(mapPages(bytes));
  if (!entries)
    return Errno::NoMem;
  for (uint32_t i = 0; i != capacity; ++i)
    entries[i] = i < table().capacity ? table().entries[i] : Descriptor();
  // A thread that waits in a call may look at its descriptor again: the old entries stay, at most
  // as many as the new.
  if (table().isMapped() && !othersCall())
    sys::unmap(reinterpret_cast<uint64_t>(table().entries),
               roundUp(table().capacity * sizeof(Descriptor), arch::HostPage));
  table().entries = entries;
  table().capacity = capacity;
  return Errno::Success;
}

/// Where the process was started with a standard stream closed, the system gives its number to what
/// is opened first; but messages go there, and the program knows it by that number.
static Errno leaveStandardNumbers(Descriptor &descriptor) {
  if (descriptor.host >= int(StandardCount) || descriptor.borrowed)
    return Errno::Success;
  long moved = sys::duplicate(descriptor.host, int(StandardCount));
  if (moved < 0)
    return fromSystem(moved);
  sys::close(descriptor.host);
  descriptor.host = int(moved);
  return Errno::Success;
}

static Errno addEntry(Descriptor descriptor, Fd &result) {
  for (uint32_t i = 0;; ++i) {
    if (i == descriptorLimit())
      return Errno::MFile;
    if (i == table().capacity)
      if (Errno error = grow(); error != Errno::Success)
        return error;
    if (table().entries[i].open)
      continue;
    if (Errno error = leaveStandardNumbers(descriptor); error != Errno::Success)
      return error;
    table().entries[i] = descriptor;
    table().entries[i].open = true;
    result = Fd(i);
    return Errno::Success;
  }
}

#if !SINTER_IN_HOST
/// Replaced by Grants.cpp where a program has calls for directories.
__attribute__((weak)) void openGrants() {}
#endif

static void makeReady(bool grants) {
  if (!table().standardReady)
    makeStandard();
  // In a host they are open already, and must be there before a number below becomes free.
  if (!(grants || InHost) || table().grantsReady)
    return;
  table().grantsReady = true;
  openGrants();
}

Errno addGrant(const Descriptor &directory) {
  Fd fd;
  ++table().grants;
  return addEntry(directory, fd);
}

Errno addGranted(const Descriptor &descriptor, Fd &result) { return addEntry(descriptor, result); }

Descriptor *findDescriptor(Fd fd) {
  uint32_t index = uint32_t(fd);
  makeReady(index >= StandardCount);
  return index < table().capacity && table().entries[index].open ? &table().entries[index]
                                                                 : nullptr;
}

Errno findDescriptor(Fd fd, Rights rights, Descriptor *&result) {
  result = findDescriptor(fd);
  if (!result)
    return Errno::BadFd;
  // The right to seek implies the right to tell (witx, rights).
  Rights held = result->base | (result->base & right::FdSeek ? right::FdTell : 0);
  return (held & rights) == rights ? Errno::Success : Errno::NotCapable;
}

Errno addDescriptor(const Descriptor &descriptor, Fd &result) {
  makeReady(true);
  return addEntry(descriptor, result);
}

Errno closeDescriptor(Descriptor &descriptor) {
  descriptor.open = false;
  if (descriptor.borrowed)
    return Errno::Success;
  long result = sys::close(descriptor.host);
  // An interruption comes after the descriptor is gone; a second attempt could hit another's.
  return result == -sys::INTR ? Errno::Success : check(result);
}

uint32_t grantedDirectories() {
  makeReady(true);
  return table().grants;
}

FileType fileType(uint32_t mode) {
  switch (mode & 0170000) {
  case 0020000:
    return FileType::CharacterDevice;
  case 0040000:
    return FileType::Directory;
  case 0060000:
    return FileType::BlockDevice;
  case 0100000:
    return FileType::RegularFile;
  case 0120000:
    return FileType::SymbolicLink;
  case 0140000:
    return FileType::SocketStream;
  default:
    return FileType::Unknown; // WASI has no name for a pipe.
  }
}

void learnType(Descriptor &descriptor) {
  if (descriptor.typeKnown)
    return;
  sys::Status status;
  if (sys::status(descriptor.host, "", sys::AtEmptyPath, status) < 0)
    return;
  descriptor.typeKnown = true;
  FileType type = fileType(status.mode);
  Rights useful = right::File;
  int socket;
  constexpr int datagram = 2;
  switch (type) {
  case FileType::Directory:
    useful = right::Directory;
    break;
  case FileType::RegularFile:
    descriptor.inheriting &= right::File;
    break;
  case FileType::SocketStream:
    useful = right::Socket;
    if (sys::socketType(descriptor.host, socket) == 0 && socket == datagram)
      type = FileType::SocketDgram;
    break;
  case FileType::CharacterDevice:
    // That a terminal cannot seek is how a C library recognises one.
    if (!sys::isTerminal(descriptor.host))
      break;
    [[fallthrough]];
  case FileType::Unknown:
    useful = right::Stream;
    break;
  default:
    break;
  }
  descriptor.type = type;
  descriptor.base &= useful;
}

} // namespace sinter::rt::wasi
