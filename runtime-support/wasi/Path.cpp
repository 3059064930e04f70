//===-- Path.cpp - path_*: files by name ------------------------------------===//
//
// Every name goes through PathResolver; what is here are rights, flags and the
// few places where a slash at the end of a path matters, since the resolver
// takes it off.
//
//===----------------------------------------------------------------------===//

#include "sys/Sys.h"
#include "wasi/FdTable.h"
#include "wasi/FileStatus.h"
#include "wasi/Hint.h"
#include "wasi/PathResolver.h"
#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

namespace {

/// A guest's path as the system wants it.
struct HostPath {
  char text[PathLimit];
  Errno error = Errno::Success;
  bool slash = false; ///< Ends in one.

  explicit HostPath(GuestSpan<char> path) {
    uint32_t size = path.size();
    if (size >= PathLimit) {
      error = Errno::NameTooLong;
      return;
    }
    __builtin_memcpy(text, path.bytes(), size);
    text[size] = 0;
    if (stringLength(text) != size)
      error = Errno::Inval;
    slash = size && text[size - 1] == '/';
  }
};

Errno findFor(Fd fd, Rights rights, Descriptor *&directory) {
  Errno error = findGranted(fd, rights, directory);
  if (!directory) {
    if (grantedDirectories() == 0) {
      missDirectory(true);
      hintAtDirectories();
    }
    return error;
  }
  learnType(*directory);
  return directory->isDirectory() ? error : Errno::NotDir;
}

/// A slash behind a name wants a directory there: `found` if it is one, or what is wrong.
Errno wantDirectory(const Parent &parent, Errno found) {
  sys::Status status;
  long error = sys::status(parent.directory(), parent.name(), sys::AtSymlinkNoFollow, status);
  if (error < 0)
    return fromSystem(error);
  return fileType(status.mode) == FileType::Directory ? found : Errno::NotDir;
}

/// Runs `call` on the parent of a path.
template <typename Call>
Errno onParent(Fd fd, Rights rights, GuestSpan<char> guestPath, bool follow, Call call) {
  Descriptor *directory;
  if (Errno error = findFor(fd, rights, directory); error != Errno::Success)
    return error;
  HostPath path(guestPath);
  if (path.error != Errno::Success)
    return path.error;
  Parent parent(directory->host, path.text, follow);
  return parent.error() ? fromSystem(parent.error()) : call(parent);
}

/// The same on two paths.
template <typename Call>
Errno onParents(Fd fromFd, Rights fromRights, GuestSpan<char> from, bool follow, Fd toFd,
                Rights toRights, GuestSpan<char> to, Call call) {
  return onParent(fromFd, fromRights, from, follow, [&](const Parent &source) {
    return onParent(toFd, toRights, to, false,
                    [&](const Parent &target) { return call(source, target); });
  });
}

/// openPath, while other threads go on: who opens a pipe may wait for its other end. Then the
/// directory must not become another's, so the call has one of its own.
long openWaiting(int directory, const char *path, int flags) {
  constexpr int mode = 0666, lowest = 3;
  if (!othersCall())
    return openPath(directory, path, flags, mode);
  long own = sys::duplicate(directory, lowest);
  if (own < 0)
    return own;
  long opened = waiting([&] { return openPath(int(own), path, flags, mode); });
  sys::close(int(own));
  return opened;
}

} // namespace

Errno pathOpen(Fd fd, uint32_t lookup, GuestSpan<char> guestPath, uint32_t openFlags, Rights base,
               Rights inheriting, uint32_t flags, GuestPointer<Fd> result) {
  if (lookup & ~SymlinkFollow || openFlags & ~uint32_t(oflag::All) ||
      flags & ~uint32_t(fdflag::All))
    return Errno::Inval;
  bool writes =
      base & (right::FdWrite | right::FdDatasync | right::FdAllocate | right::FdFilestatSetSize);
  bool reads = base & (right::FdRead | right::FdReaddir);
  Rights needed = right::PathOpen;
  if (openFlags & oflag::Create)
    needed |= right::PathCreateFile;
  if (openFlags & oflag::Truncate)
    needed |= right::PathFilestatSetSize;
  Descriptor *directory;
  if (Errno error = findFor(fd, needed, directory); error != Errno::Success)
    return error;
  if (base & ~directory->inheriting & right::FdWrite)
    return Errno::NotCapable;
  HostPath path(guestPath);
  if (path.error != Errno::Success)
    return path.error;

  int system = sys::CloseOnExec | sys::NoTty | toSystemFlags(flags);
  if (openFlags & oflag::Create)
    system |= sys::Create;
  if (openFlags & oflag::Exclusive)
    system |= sys::Exclusive;
  if (openFlags & oflag::Truncate)
    system |= sys::Truncate;
  if (openFlags & oflag::Directory) {
    system |= sys::Directory;
    // Other rights in a directory are rights to use it; this one the kernel refuses with EISDIR.
    writes = base & right::FdWrite;
  }
  if (!(directory->inheriting & right::FdWrite))
    writes = false;
  system |= writes ? (reads ? sys::ReadWrite : sys::WriteOnly) : sys::ReadOnly;
  if (!(lookup & SymlinkFollow))
    system |= sys::NoFollow;
  // openat2 is strict: creating and insisting on a directory exclude each other.
  if ((openFlags & oflag::Create) && (openFlags & oflag::Directory))
    return Errno::Inval;

  Rights passed = directory->inheriting; // By the end of a wait the descriptor may be another.
  long host = openWaiting(directory->host, path.text, system);
  if (host < 0)
    return fromSystem(host);
  // The memory of this process is a file there, and who writes it writes code.
  if (writes && sys::isOfProc(int(host))) {
    sys::close(int(host));
    return Errno::Perm;
  }
  Descriptor file;
  file.host = int(host);
  file.base = base & passed;
  file.inheriting = inheriting & passed;
  file.appends = flags & fdflag::Append;
  learnType(file);
  if (file.isDirectory()) {
    // Engines do not limit a directory to what was asked for, and programs rely on it. What
    // its parent cannot pass on (a read-only grant's rights to change) it does not get.
    file.base = right::Directory & passed;
  }
  Fd opened;
  Errno error = addDescriptor(file, opened);
  if (error == Errno::Success)
    result.store(opened);
  else
    sys::close(int(host));
  return error;
}

static Errno statusOf(Fd fd, uint32_t lookup, GuestSpan<char> guestPath, FileStat &result) {
  if (lookup & ~SymlinkFollow)
    return Errno::Inval;
  Descriptor *directory;
  if (Errno error = findFor(fd, right::PathFilestatGet, directory); error != Errno::Success)
    return error;
  HostPath path(guestPath);
  if (path.error != Errno::Success)
    return path.error;
  // Most names are no links: look first without following.
  for (bool follow = path.slash;; follow = true) {
    Parent parent(directory->host, path.text, follow);
    if (parent.error())
      return fromSystem(parent.error());
    sys::Status status;
    long error = sys::status(parent.directory(), parent.name(), sys::AtSymlinkNoFollow, status);
    if (error < 0)
      return fromSystem(error);
    FileType type = fileType(status.mode);
    if (type == FileType::SymbolicLink && (lookup & SymlinkFollow) && !follow)
      continue;
    if (parent.mustBeDirectory() && type != FileType::Directory)
      return Errno::NotDir;
    result = toFileStat(status);
    return Errno::Success;
  }
}

Errno pathFilestatGet(Fd fd, uint32_t lookup, GuestSpan<char> path, GuestPointer<FileStat> result) {
  FileStat status;
  Errno error = statusOf(fd, lookup, path, status);
  if (error == Errno::Success)
    result.store(status);
  return error;
}

Errno pathFilestatGetUnstable(Fd fd, uint32_t lookup, GuestSpan<char> path,
                              GuestPointer<FileStatUnstable> result) {
  FileStat status;
  Errno error = statusOf(fd, lookup, path, status);
  if (error == Errno::Success)
    result.store(toUnstable(status));
  return error;
}

Errno pathFilestatSetTimes(Fd fd, uint32_t lookup, GuestSpan<char> path, Timestamp accessed,
                           Timestamp modified, uint32_t flags) {
  sys::Timespec times[2];
  if (lookup & ~SymlinkFollow || !toTimes(accessed, modified, flags, times))
    return Errno::Inval;
  return onParent(fd, right::PathFilestatSetTimes, path, lookup & SymlinkFollow,
                  [&](const Parent &parent) {
                    return check(sys::setTimes(parent.directory(), parent.name(), times,
                                               sys::AtSymlinkNoFollow));
                  });
}

Errno pathCreateDirectory(Fd fd, GuestSpan<char> path) {
  return onParent(fd, right::PathCreateDirectory, path, false, [](const Parent &parent) {
    return check(sys::makeDirectory(parent.directory(), parent.name(), 0777));
  });
}

Errno pathRemoveDirectory(Fd fd, GuestSpan<char> path) {
  return onParent(fd, right::PathRemoveDirectory, path, false, [](const Parent &parent) {
    return check(sys::remove(parent.directory(), parent.name(), sys::AtRemoveDirectory));
  });
}

Errno pathUnlinkFile(Fd fd, GuestSpan<char> path) {
  return onParent(fd, right::PathUnlinkFile, path, false, [](const Parent &parent) {
    if (parent.mustBeDirectory())
      return wantDirectory(parent, Errno::IsDir);
    return check(sys::remove(parent.directory(), parent.name(), 0));
  });
}

Errno pathReadlink(Fd fd, GuestSpan<char> path, GuestSpan<char> buffer, GuestPointer<Size> used) {
  return onParent(fd, right::PathReadlink, path, false, [&](const Parent &parent) {
    if (parent.mustBeDirectory())
      return wantDirectory(parent, Errno::Inval);
    char target[PathLimit];
    long size = sys::readLink(parent.directory(), parent.name(), target, sizeof target);
    if (size < 0)
      return fromSystem(size);
    // What does not fit is cut off, as readlink(2) does.
    uint32_t fitting = minimum(uint32_t(size), buffer.size());
    __builtin_memcpy(buffer.bytes(), target, fitting);
    used.store(fitting);
    return Errno::Success;
  });
}

Errno pathSymlink(GuestSpan<char> guestTarget, Fd fd, GuestSpan<char> path) {
  HostPath target(guestTarget);
  if (target.error != Errno::Success)
    return target.error;
  if (target.text[0] == '/')
    return Errno::Perm; // Nobody inside could follow it.
  return onParent(fd, right::PathSymlink, path, false, [&](const Parent &parent) {
    if (parent.mustBeDirectory())
      return wantDirectory(parent, Errno::Exist);
    return check(sys::makeSymlink(target.text, parent.directory(), parent.name()));
  });
}

Errno pathLink(Fd oldFd, uint32_t lookup, GuestSpan<char> oldPath, Fd newFd,
               GuestSpan<char> newPath) {
  if (lookup & ~SymlinkFollow)
    return Errno::Inval;
  return onParents(oldFd, right::PathLinkSource, oldPath, lookup & SymlinkFollow, newFd,
                   right::PathLinkTarget, newPath, [](const Parent &source, const Parent &target) {
                     if (source.mustBeDirectory())
                       return wantDirectory(source, Errno::Perm);
                     if (target.mustBeDirectory())
                       return wantDirectory(target, Errno::Exist);
                     return check(sys::link(source.directory(), source.name(), target.directory(),
                                            target.name(), 0));
                   });
}

Errno pathRename(Fd oldFd, GuestSpan<char> oldPath, Fd newFd, GuestSpan<char> newPath) {
  return onParents(oldFd, right::PathRenameSource, oldPath, false, newFd, right::PathRenameTarget,
                   newPath, [](const Parent &source, const Parent &target) {
                     if (source.mustBeDirectory() || target.mustBeDirectory())
                       if (Errno error = wantDirectory(source, Errno::Success);
                           error != Errno::Success)
                         return error;
                     return check(sys::rename(source.directory(), source.name(), target.directory(),
                                              target.name()));
                   });
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_PATH
#include "wasi/Exports.h"
