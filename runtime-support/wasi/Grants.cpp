//===-- Grants.cpp - Opening what a program was given -----------------------===//
//
// First the directories that were granted when compiling (Program.grants), then those that the
// environment grants when starting: SINTER_DIR=HOST[::GUEST][;...] and
// SINTER_DIR_RO, the same without writing. The environment is not listened to
// in a sealed program, nor in one that runs with more rights than its caller
// (AT_SECURE). HOST is relative to the working directory at start.
// Listening sockets come last: a C library looks for directories from 3 on and
// stops at the first descriptor that is none.
//
//===----------------------------------------------------------------------===//

#include "wasi/Grants.h"
#include "memory/Memory.h"
#include "start/Wall.h"
#include "sys/Sys.h"

namespace sinter::rt::wasi {

static void openGrant(const char *host, const char *guest, bool readOnly) {
  int flags = sys::Directory | sys::CloseOnExec;
  long fd = sys::openAtStart(host, flags | sys::ReadOnly);
  if (fd == -sys::ACCES) // Can be passed through, though not listed.
    fd = sys::openAtStart(host, flags | sys::PathOnly);
  if (fd < 0) {
    const char *reason = fd == -sys::NOENT    ? "': there is none"
                         : fd == -sys::NOTDIR ? "': it is not a directory"
                                              : "': the system refuses it";
    fail("cannot open the granted directory '", host, reason);
  }
  if (addGrant(grantedDirectory(int(fd), guest, readOnly)) != Errno::Success)
    fail("too many directories are granted");
}

static void openListener(const SinterGrant &grant) {
  long fd = sys::listenAt(grant.guest, grant.guestSize);
  if (fd < 0)
    fail("cannot listen at '", grant.host,
         fd == -sys::ADDRINUSE ? "': the address is in use" : "': the system refuses it");
  Fd entered;
  if (addGranted(grantedSocket(int(fd)), entered) != Errno::Success)
    fail("too much is granted");
}

/// The value of an environment variable, or null.
static const char *variable(const char *name) {
  size_t size = stringLength(name);
  for (const char *const *entry = process.environment; *entry; ++entry) {
    size_t i = 0;
    while (i != size && (*entry)[i] == name[i])
      ++i;
    if (i == size && (*entry)[i] == '=')
      return *entry + size + 1;
  }
  return nullptr;
}

/// Grants each HOST[::GUEST] of a list separated by semicolons.
static void openList(const char *list, bool readOnly) {
  // The pieces are kept for as long as the process lives, as guest names are.
  size_t size = stringLength(list) + 1;
  char *text = reinterpret_cast<char *>(mapPages(roundUp(size, arch::HostPage)));
  if (!text)
    fail("the system refuses the memory for SINTER_DIR");
  __builtin_memcpy(text, list, size);
  while (*text) {
    char *host = text, *guest = text;
    bool last;
    for (; *text && *text != ';'; ++text)
      if (guest == host && text[0] == ':' && text[1] == ':') {
        *text = 0;
        guest = text + 2;
        ++text;
      }
    last = !*text;
    *text = 0;
    if (*host)
      openGrant(host, guest, readOnly);
    if (!last)
      ++text;
  }
}

Descriptor *findGranted(Fd fd) { return findDescriptor(fd); }

Errno findGranted(Fd fd, Rights rights, Descriptor *&result) {
  return findDescriptor(fd, rights, result);
}

/// What the environment grants, where it is listened to.
static void openVariables() {
  constexpr uint64_t secure = 23; // AT_SECURE
  if ((__sinter_program.flags & SINTER_FLAG_SEALED) || auxiliaryValue(secure, 0))
    return;
  if (const char *list = variable("SINTER_DIR"))
    openList(list, false);
  if (const char *list = variable("SINTER_DIR_RO"))
    openList(list, true);
}

void openGrants() {
  const SinterProgram &program = __sinter_program;
  for (uint64_t i = 0; i != program.grantCount; ++i)
    if (const SinterGrant &grant = program.grants[i]; grant.kind != SINTER_GRANT_LISTEN)
      openGrant(grant.host, grant.guest, grant.kind == SINTER_GRANT_READ_ONLY);
  openVariables();
  for (uint64_t i = 0; i != program.grantCount; ++i)
    if (const SinterGrant &grant = program.grants[i]; grant.kind == SINTER_GRANT_LISTEN)
      openListener(grant);
}

} // namespace sinter::rt::wasi

namespace sinter::rt {
bool openGrantsAtStart(bool confine) {
  wasi::grantedDirectories();
  return !confine || confineFiles();
}
} // namespace sinter::rt
