//===-- Wall.cpp - The second wall: system calls that the kernel refuses ------===//
//
// Generated code and the runtime make no system call that they should not; this
// is for the day on which one of them is wrong. Before the first instruction of the
// module, the kernel is given a filter (seccomp) that lets pass the calls on a
// list and answers any other with SIGSYS, whose handler says which it was and ends the
// process. Threads inherit it.
//
// Nobody keeps that list. Each function of sys/ that makes a call puts a row into section
// sinter_syscalls, tied to its own section (arch/Arch.h), so what the linker leaves out as
// unreachable takes its rows along: the list is exactly what this module's imports can need.
// Calls of the start alone make no row.
//
// The filter looks at numbers before anything else, so that kernels from 5.11 on decide
// most calls by a bit, without running it. What could make memory executable or feed a terminal is
// looked at more closely.
//
//===----------------------------------------------------------------------===//

#include "start/Wall.h"
#include "Runtime.h"
#include "sys/Sys.h"

namespace sinter::rt {

namespace {
struct Allowed {
  uint16_t number; ///< And above 12 bits which argument is looked at, from 1 on.
  uint16_t value;  ///< What that must be.
};

// Steps of the kernel's filter machine; a jump leaves out so many steps.
constexpr uint32_t LoadWord = 0x20, Return = 0x06;
constexpr uint32_t jumpIfEqual(uint32_t ifTrue, uint32_t ifFalse) {
  return 0x15 | ifTrue << 16 | ifFalse << 24;
}
constexpr uint32_t KillProcess = 0x80000000, RaiseSignal = 0x00030000, Allow = 0x7fff0000;
/// Offsets in struct seccomp_data; arguments are 64 bits wide, of which the low half is looked at.
constexpr uint32_t NumberAt = 0, ArchAt = 4, FirstArgumentAt = 16;

/// What a jump can reach; the linker checks that the list is short enough (link/Linker.cpp).
constexpr unsigned StepLimit = 256;
} // namespace

extern "C" {
extern const Allowed __start_sinter_syscalls[] __attribute__((visibility("hidden")));
extern const Allowed __stop_sinter_syscalls[] __attribute__((visibility("hidden")));
}

__attribute__((weak)) bool openGrantsAtStart(bool) { return true; }

static void handleForbidden(int, void *info, void *) {
  const uint32_t *words = static_cast<const uint32_t *>(info);
  if (constexpr uint32_t byFilter = 1; words[2] == byFilter) { // si_code: nobody else sent it.
    Message message;
    message.text(programName()).text(": error: forbidden system call ");
    message.number(words[6]).text("\n"); // si_syscall
    message.flush();
  }
  sys::exit(128 + sys::ForbiddenCall);
}

static bool filterCalls() {
  constexpr uint64_t withInfo = 4, onSignalStack = 0x08000000;
  sys::setSignalAction(sys::ForbiddenCall, handleForbidden, withInfo | onSignalStack);

  // From the end to the beginning, since jumps go to what lies behind.
  sys::FilterStep steps[StepLimit], *const allow = steps + StepLimit - 1, *at = allow;
  auto add = [&](uint32_t operation, uint32_t value) { *--at = {operation, value}; };
  *at = {Return, Allow};
  add(Return, RaiseSignal);
  for (const Allowed *row = __start_sinter_syscalls; row != __stop_sinter_syscalls; ++row) {
    uint32_t argument = row->number / SINTER_SYSCALL_LIMIT, toAllow = uint32_t(allow - at);
    uint32_t decide = jumpIfEqual(toAllow, 0);
    if (argument) {
      add(LoadWord, NumberAt);
      add(decide + jumpIfEqual(1, 0) - jumpIfEqual(0, 0), row->value);
      add(LoadWord, FirstArgumentAt - 8 + 8 * argument);
      decide = jumpIfEqual(0, 3);
    }
    add(decide, row->number % SINTER_SYSCALL_LIMIT);
  }
  add(LoadWord, NumberAt);
  add(Return, KillProcess);
  add(jumpIfEqual(1, 0), arch::AuditArch);
  add(LoadWord, ArchAt);
  return sys::filterCalls({uint16_t(allow + 1 - at), at}) == 0;
}

void raiseWalls() {
  uint64_t flags = __sinter_program.flags;
  if (flags & (SINTER_FLAG_SECCOMP | SINTER_FLAG_LANDLOCK))
    sys::giveUpPrivileges();
  bool confined = openGrantsAtStart(flags & SINTER_FLAG_LANDLOCK);
  bool filtered = !(flags & SINTER_FLAG_SECCOMP) || filterCalls();
  if ((flags & SINTER_FLAG_REQUIRE_SANDBOX) && !(confined && filtered))
    fail("the system refuses the ", "sandbox that it requires");
}

} // namespace sinter::rt
