//===-- PathResolver.h - Paths that stay inside a granted directory ---------===//
//
// The one place that hands a guest's path to the system. Where the kernel has
// openat2 (Linux 5.6), RESOLVE_BENEATH makes it refuse whatever would leave the
// directory, races included. Where it has not, or a sandbox forbids the call
// (gVisor, QEMU user mode, old containers), the path is walked here: component
// by component without following symbolic links, which are expanded by hand,
// and with the directories on the way kept open, so that ".." goes back to
// where the walk came from, whatever anybody renames in the meantime.
//
// An absolute path, an absolute symbolic link and a ".." beyond the directory
// are -PathEscapes, which a guest sees as EPERM, as the official suite has it.
//
// Calls that the kernel has no beneath-variant of (mkdir, rename, ...) are given
// the opened parent directory and a last component, which those calls never
// follow.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sys/Sys.h"
#include "wasi/Types.h"

namespace sinter::rt::wasi {

/// A path's longest form, with the NUL: the kernel's own limit.
constexpr size_t PathLimit = 4096;

/// Opens `path` beneath `directory`. A symbolic link at the end is followed unless `flags` has
/// NoFollow. The result is a descriptor, a negated errno or -PathEscapes.
long openPath(int directory, const char *path, int flags, int mode);

/// Set once the kernel or a sandbox refused openat2, so that it is not asked again.
extern bool openBeneathMissing __attribute__((visibility("hidden")));

/// The same without openat2.
long walkPath(int directory, const char *path, int flags, int mode);

/// The directory that holds a path's last component.
class Parent {
public:
  /// Resolves all but the last component; with `follow` also symbolic links there.
  /// Without it a slash at the end does not make a link be followed either.
  Parent(int directory, const char *path, bool follow);
  ~Parent();
  Parent(const Parent &) = delete;
  Parent &operator=(const Parent &) = delete;

  long error() const { return failure; } ///< 0, a negated errno or -PathEscapes.
  int directory() const { return descriptor; }
  /// The last component, without slashes; "." for the directory itself.
  const char *name() const { return last; }
  /// Whether a slash stood behind it, so that only a directory is meant.
  bool mustBeDirectory() const { return slash; }

private:
  bool split(int root, char *path);
  void release();

  int descriptor = -1;
  bool owned = false, slash = false;
  long failure = 0;
  char last[256];
};

} // namespace sinter::rt::wasi
