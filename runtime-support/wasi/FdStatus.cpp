//===-- FdStatus.cpp - What a descriptor is, and changing it ----------------===//

#include "sys/Sys.h"
#include "wasi/Clock.h"
#include "wasi/FdTable.h"
#include "wasi/FileStatus.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

uint16_t toFdFlags(long systemFlags) {
  uint16_t flags = 0;
  if (systemFlags & sys::Append)
    flags |= fdflag::Append;
  if (systemFlags & sys::NonBlock)
    flags |= fdflag::NonBlock;
  if ((systemFlags & sys::Sync) == sys::Sync)
    flags |= fdflag::Sync | fdflag::RSync;
  else if (systemFlags & sys::DataSync)
    flags |= fdflag::DSync;
  return flags;
}

int toSystemFlags(uint32_t fdFlags) {
  int flags = 0;
  if (fdFlags & fdflag::Append)
    flags |= sys::Append;
  if (fdFlags & fdflag::NonBlock)
    flags |= sys::NonBlock;
  if (fdFlags & (fdflag::Sync | fdflag::RSync))
    flags |= sys::Sync;
  else if (fdFlags & fdflag::DSync)
    flags |= sys::DataSync;
  return flags;
}

FileStat toFileStat(const sys::Status &status) {
  FileStat result = {};
  uint64_t major = status.devMajor, minor = status.devMinor;
  // One number from two, as Linux C libraries compose it.
  result.device = (major & 0xfff) << 8 | (major & ~UINT64_C(0xfff)) << 32 | (minor & 0xff) |
                  (minor & ~UINT64_C(0xff)) << 12;
  result.inode = status.inode;
  result.type = fileType(status.mode);
  result.links = status.links;
  result.size = status.size;
  result.accessed = toTimestamp(status.accessed.seconds, status.accessed.nanoseconds);
  result.modified = toTimestamp(status.modified.seconds, status.modified.nanoseconds);
  result.changed = toTimestamp(status.changed.seconds, status.changed.nanoseconds);
  return result;
}

FileStatUnstable toUnstable(const FileStat &status) {
  FileStatUnstable result = {};
  result.device = status.device;
  result.inode = status.inode;
  result.type = status.type;
  result.links = uint32_t(status.links);
  result.size = status.size;
  result.accessed = status.accessed;
  result.modified = status.modified;
  result.changed = status.changed;
  return result;
}

bool toTimes(Timestamp accessed, Timestamp modified, uint32_t flags, sys::Timespec times[2]) {
  constexpr int64_t now = 0x3fffffff, leave = 0x3ffffffe; // UTIME_NOW, UTIME_OMIT
  if (flags & ~uint32_t(fstflag::All))
    return false;
  auto choose = [&](Timestamp time, uint32_t set, uint32_t setNow, sys::Timespec &result) {
    if ((flags & set) && (flags & setNow))
      return false;
    result = flags & set ? toTimespec(time) : sys::Timespec{0, flags & setNow ? now : leave};
    return true;
  };
  return choose(accessed, fstflag::AccessTime, fstflag::AccessNow, times[0]) &&
         choose(modified, fstflag::ModifyTime, fstflag::ModifyNow, times[1]);
}

Errno fdFdstatGet(Fd fd, GuestPointer<FdStat> result) {
  Descriptor *descriptor = findDescriptor(fd);
  if (!descriptor)
    return Errno::BadFd;
  learnType(*descriptor);
  long flags = sys::statusFlags(descriptor->host);
  if (flags < 0)
    return fromSystem(flags);
  FdStat status = {};
  status.type = descriptor->type;
  status.flags = toFdFlags(flags);
  status.base = descriptor->base;
  status.inheriting = descriptor->inheriting;
  result.store(status);
  return Errno::Success;
}

Errno fdFdstatSetFlags(Fd fd, uint32_t flags) {
  Descriptor *descriptor;
  if (Errno error = findDescriptor(fd, right::FdFdstatSetFlags, descriptor);
      error != Errno::Success)
    return error;
  if (flags & ~uint32_t(fdflag::All))
    return Errno::Inval;
  long current = sys::statusFlags(descriptor->host);
  if (current < 0)
    return fromSystem(current);
  // The kernel changes only these two of an open file, and says nothing about the others.
  int wanted = toSystemFlags(flags), changeable = sys::Append | sys::NonBlock;
  if ((wanted ^ current) & sys::Sync)
    return Errno::NotSup;
  descriptor->appends |= flags & fdflag::Append;
  return check(
      sys::setStatusFlags(descriptor->host, (int(current) & ~changeable) | (wanted & changeable)));
}

Errno fdFdstatSetRights(Fd fd, Rights base, Rights inheriting) {
  Descriptor *descriptor = findDescriptor(fd);
  if (!descriptor)
    return Errno::BadFd;
  learnType(*descriptor);
  if ((base & ~descriptor->base) || (inheriting & ~descriptor->inheriting))
    return Errno::NotCapable; // Rights are only ever given up.
  descriptor->base = base;
  descriptor->inheriting = inheriting;
  return Errno::Success;
}

static Errno statusOf(Fd fd, FileStat &result) {
  Descriptor *descriptor;
  if (Errno error = findDescriptor(fd, right::FdFilestatGet, descriptor); error != Errno::Success)
    return error;
  sys::Status status;
  if (long error = sys::status(descriptor->host, "", sys::AtEmptyPath, status); error < 0)
    return fromSystem(error);
  result = toFileStat(status);
  if (InHost && descriptor->typeKnown)
    result.type = descriptor->type; // Of a stream of the host's, too.
  return Errno::Success;
}

Errno fdFilestatGet(Fd fd, GuestPointer<FileStat> result) {
  FileStat status;
  Errno error = statusOf(fd, status);
  if (error == Errno::Success)
    result.store(status);
  return error;
}

Errno fdFilestatGetUnstable(Fd fd, GuestPointer<FileStatUnstable> result) {
  FileStat status;
  Errno error = statusOf(fd, status);
  if (error == Errno::Success)
    result.store(toUnstable(status));
  return error;
}

Errno fdFilestatSetSize(Fd fd, uint64_t size) {
  Descriptor *descriptor;
  Errno error = findDescriptor(fd, right::FdFilestatSetSize, descriptor);
  if (error != Errno::Success)
    return error;
  return check(sys::uninterrupted([&] { return sys::truncate(descriptor->host, int64_t(size)); }));
}

Errno fdFilestatSetTimes(Fd fd, Timestamp accessed, Timestamp modified, uint32_t flags) {
  Descriptor *descriptor;
  if (Errno error = findDescriptor(fd, right::FdFilestatSetTimes, descriptor);
      error != Errno::Success)
    return error;
  sys::Timespec times[2];
  if (!toTimes(accessed, modified, flags, times))
    return Errno::Inval;
  return check(sys::setTimes(descriptor->host, nullptr, times, 0));
}

Errno fdAllocate(Fd fd, uint64_t offset, uint64_t size) {
  Descriptor *descriptor;
  Errno error = findDescriptor(fd, right::FdAllocate, descriptor);
  if (error != Errno::Success)
    return error;
  return check(sys::uninterrupted(
      [&] { return sys::allocate(descriptor->host, int64_t(offset), int64_t(size)); }));
}

Errno fdAdvise(Fd fd, uint64_t offset, uint64_t size, uint32_t advice) {
  Descriptor *descriptor;
  if (Errno error = findDescriptor(fd, right::FdAdvise, descriptor); error != Errno::Success)
    return error;
  // WASI: normal, sequential, random, will need, will not need, not again.
  static constexpr uint8_t order[] = {0, 2, 1, 3, 4, 5};
  if (advice >= sizeof order)
    return Errno::Inval;
  if (descriptor->isDirectory())
    return Errno::BadFd;
  return check(sys::advise(descriptor->host, int64_t(offset), int64_t(size), order[advice]));
}

/// Waits for the disk, while other threads go on.
static Errno synchronise(Fd fd, Rights right, long (*call)(int)) {
  Descriptor *descriptor;
  if (Errno error = findDescriptor(fd, right, descriptor); error != Errno::Success)
    return error;
  int host = descriptor->host;
  return check(sys::uninterrupted([&] { return waiting([&] { return call(host); }); }));
}

Errno fdSync(Fd fd) { return synchronise(fd, right::FdSync, sys::sync); }

Errno fdDatasync(Fd fd) { return synchronise(fd, right::FdDatasync, sys::syncData); }

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_FD_STATUS
#include "wasi/Exports.h"
