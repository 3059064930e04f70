//===-- PathResolver.cpp - openat2, or the walk by hand ---------------------===//

#include "wasi/PathResolver.h"
#include "Runtime.h"

namespace sinter::rt::wasi {

static constexpr int LinkLimit = 40;   ///< As many symbolic links as Linux follows.
static constexpr int DepthLimit = 128; ///< Directories kept open during a walk.
static constexpr int WalkFlags = sys::PathOnly | sys::Directory | sys::NoFollow | sys::CloseOnExec;

namespace {

/// The directories between the root of a walk and where it is.
class Trail {
public:
  explicit Trail(int root) : root(root) {}
  ~Trail() {
    while (depth)
      sys::close(directories[--depth]);
  }
  int current() const { return depth ? directories[depth - 1] : root; }
  bool leave() {
    if (!depth)
      return false;
    sys::close(directories[--depth]);
    return true;
  }
  long enter(int directory) {
    if (depth == DepthLimit) {
      sys::close(directory);
      return -sys::NAMETOOLONG;
    }
    directories[depth++] = directory;
    return 0;
  }

private:
  int root, depth = 0;
  int directories[DepthLimit];
};

/// What is still to be walked: a buffer that symbolic links are put in front of.
class Rest {
public:
  bool set(const char *path) {
    size_t size = stringLength(path);
    if (size >= PathLimit)
      return false;
    at = PathLimit - size - 1;
    __builtin_memcpy(text + at, path, size + 1);
    return true;
  }
  /// Puts a link's target in front, with a slash where one stood behind the link.
  bool prepend(const char *target, size_t size, bool slash) {
    if (size + 1 > at)
      return false;
    if (slash)
      text[--at] = '/';
    at -= size;
    __builtin_memcpy(text + at, target, size);
    return true;
  }
  /// Takes the next component; afterwards `more` says whether another follows and `slash` whether
  /// at least a slash did.
  bool next(char (&component)[256], bool &more, bool &slash) {
    size_t size = 0;
    while (text[at] == '/')
      ++at;
    while (text[at] && text[at] != '/') {
      if (size == sizeof component - 1)
        return false;
      component[size++] = text[at++];
    }
    component[size] = 0;
    slash = text[at] == '/';
    while (text[at] == '/')
      ++at;
    more = text[at] != 0;
    return true;
  }

private:
  size_t at = PathLimit - 1;
  char text[PathLimit];
};

/// Reads the link `name` into `rest`. 1 if it was one, 0 if it is something else, or an error.
long expandLink(int directory, const char *name, bool slash, Rest &rest, int &links) {
  char target[PathLimit];
  long size = sys::readLink(directory, name, target, sizeof target);
  if (size == -sys::INVAL)
    return 0;
  if (size < 0)
    return size;
  if (++links > LinkLimit)
    return -sys::LOOP;
  if (size == 0)
    return -sys::NOENT;
  if (target[0] == '/')
    return -PathEscapes;
  return rest.prepend(target, size, slash) ? 1 : -sys::NAMETOOLONG;
}

} // namespace

/// Whether names may be looked up in a directory: asked where the kernel would look one up.
static long lookUp(int directory) {
  sys::Status status;
  return sys::status(directory, ".", sys::AtSymlinkNoFollow, status);
}

/// Opens one name; a signal may break in where a server or another process is waited for.
static long openName(int directory, const char *name, int flags, int mode) {
  return sys::uninterrupted([&] { return sys::open(directory, name, flags, mode); });
}

long walkPath(int directory, const char *path, int flags, int mode) {
  if (path[0] == '/')
    return -PathEscapes;
  if (!path[0])
    return -sys::NOENT;
  Trail trail(directory);
  Rest rest;
  if (!rest.set(path))
    return -sys::NAMETOOLONG;
  int links = 0;
  for (;;) {
    char name[256];
    bool more, slash;
    if (!rest.next(name, more, slash))
      return -sys::NAMETOOLONG;
    bool here = stringEqual(name, ".") || !name[0], up = stringEqual(name, "..");
    if (up) {
      if (long error = lookUp(trail.current()); error < 0)
        return error;
      if (!trail.leave())
        return -PathEscapes;
    }
    if (here || up) {
      if (more)
        continue;
      // The directory itself, opened anew for what is asked.
      return openName(trail.current(), ".", flags | sys::NoFollow, mode);
    }
    bool last = !more;
    bool follow = !last || slash || !(flags & sys::NoFollow);
    bool creates =
        last && (flags & (sys::Create | sys::Exclusive)) == (sys::Create | sys::Exclusive);
    if (follow && !creates) {
      long expanded = expandLink(trail.current(), name, slash, rest, links);
      if (expanded == 1)
        continue;
      // What does not exist may be about to be created.
      if (expanded < 0 && !(expanded == -sys::NOENT && last))
        return expanded;
    }
    if (last && slash && (flags & sys::Create)) {
      long error = lookUp(trail.current());
      return error < 0 ? error : -sys::ISDIR;
    }
    if (last)
      return openName(trail.current(), name, flags | sys::NoFollow | (slash ? sys::Directory : 0),
                      mode);
    long entered = openName(trail.current(), name, WalkFlags, 0);
    if (entered < 0)
      return entered;
    if (long error = trail.enter(int(entered)); error < 0)
      return error;
  }
}

bool openBeneathMissing;

long openPath(int directory, const char *path, int flags, int mode) {
  flags |= sys::CloseOnExec;
  if (path[0] == '/')
    return -PathEscapes;
  while (!__atomic_load_n(&openBeneathMissing, __ATOMIC_RELAXED)) {
    long result = sys::openBeneath(directory, path, flags, mode);
    if (result == -sys::AGAIN || result == -sys::INTR)
      continue; // Something was renamed meanwhile, so that the kernel could not be sure.
    if (result == -sys::XDEV)
      return -PathEscapes;
    if (result != -sys::NOSYS && result != -sys::PERM)
      return result;
    if (result == -sys::PERM) {
      // A sandbox's refusal of the call itself, or the file's own.
      long probe = sys::openBeneath(directory, ".", sys::PathOnly | sys::CloseOnExec, 0);
      if (probe >= 0) {
        sys::close(int(probe));
        return result;
      }
    }
    __atomic_store_n(&openBeneathMissing, true, __ATOMIC_RELAXED);
  }
  return walkPath(directory, path, flags, mode);
}

void Parent::release() {
  if (owned)
    sys::close(descriptor);
  owned = false;
}

Parent::~Parent() { release(); }

/// Opens the directory part of `path`, which is cut there, and keeps the rest as `last`.
bool Parent::split(int root, char *path) {
  size_t end = stringLength(path);
  slash = end && path[end - 1] == '/';
  while (end && path[end - 1] == '/')
    --end;
  size_t begin = end;
  while (begin && path[begin - 1] != '/')
    --begin;
  size_t size = end - begin;
  bool dots = (size == 1 && path[begin] == '.') ||
              (size == 2 && path[begin] == '.' && path[begin + 1] == '.');
  if (size >= sizeof last) {
    failure = -sys::NAMETOOLONG;
    return false;
  }
  if (dots) {
    // "a/.." names a directory of its own: open all of it.
    path[end] = 0;
    last[0] = '.';
    last[1] = 0;
  } else {
    __builtin_memcpy(last, path + begin, size);
    last[size] = 0;
    path[begin] = 0;
  }
  if (!path[0]) {
    descriptor = root;
    return true;
  }
  long opened = openPath(root, path, sys::PathOnly | sys::Directory, 0);
  if (opened < 0) {
    failure = opened;
    return false;
  }
  release();
  descriptor = int(opened);
  owned = true;
  return true;
}

Parent::Parent(int directory, const char *path, bool follow) {
  char text[PathLimit];
  size_t size = stringLength(path);
  if (path[0] == '/')
    failure = -PathEscapes;
  else if (!size)
    failure = -sys::NOENT;
  else if (size >= PathLimit)
    failure = -sys::NAMETOOLONG;
  if (failure)
    return;
  __builtin_memcpy(text, path, size + 1);
  for (int links = 0;; ++links) {
    // The part before the last component, to put before what a link there says.
    char prefix[PathLimit];
    __builtin_memcpy(prefix, text, stringLength(text) + 1);
    if (!split(directory, text))
      return;
    if (!follow)
      return;
    char target[PathLimit];
    long length = sys::readLink(descriptor, last, target, sizeof target - 1);
    if (length == -sys::INVAL || length == -sys::NOENT)
      return; // Not a link, or nothing there: the call itself will say.
    if (length <= 0) {
      failure = length;
      return;
    }
    target[length] = 0;
    size_t used = stringLength(text);
    bool again = slash;
    if (target[0] == '/')
      failure = -PathEscapes;
    else if (links == LinkLimit)
      failure = -sys::LOOP;
    else if (used + length + 2 > PathLimit)
      failure = -sys::NAMETOOLONG;
    if (failure)
      return;
    __builtin_memcpy(prefix + used, target, length + 1);
    if (again) {
      prefix[used + length] = '/';
      prefix[used + length + 1] = 0;
    }
    __builtin_memcpy(text, prefix, used + length + 2);
  }
}

} // namespace sinter::rt::wasi
