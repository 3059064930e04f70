//===-- shadow.c - A shadow stack for CPUs that have none -------------------===//
//
//   shadow [--from-start] PROGRAM ARGUMENT..
//
// Runs a program of one thread instruction by instruction, and does what an x86-64 CPU with
// a shadow stack would (Intel's manual, volume 1, chapter 17): calls push their return
// address on a stack of its own as well, returns compare, rdssp tells where that
// stack is, incssp pops. It begins when the program asks the kernel for it (ARCH_SHSTK_ENABLE), or
// with the program, as a libc does it. A return elsewhere ends the program with status 99.
//
//===------------------------------------------------------------------------===//
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct user_regs_struct Registers;
enum Kind { Other, Call, Return, Read, Pop, System };
struct Decoded {
  uint64_t at;
  uint8_t kind, size, reg;
};

static pid_t child;
static uint64_t top; // 0: not turned on.
static uint64_t calls, popped;
static struct Decoded cache[1 << 16];

static void fail(const char *text, uint64_t a, uint64_t b) {
  fprintf(stderr, "shadow: %s: %llx, %llx\n", text, (unsigned long long)a, (unsigned long long)b);
  kill(child, SIGKILL);
  exit(99);
}

static uint64_t peek(uint64_t address) {
  errno = 0;
  long value = ptrace(PTRACE_PEEKDATA, child, address, 0);
  if (errno)
    fail("cannot read", address, (uint64_t)errno);
  return (uint64_t)value;
}

static void push(uint64_t value) {
  top -= 8;
  if (ptrace(PTRACE_POKEDATA, child, top, value))
    fail("overflow", top, value);
}

static struct Decoded decode(uint64_t at) {
  struct Decoded *known = &cache[(at ^ at >> 16) & 0xffff];
  if (known->at == at)
    return *known;
  uint8_t bytes[16] = {0};
  for (int i = 0; i != 2; ++i) {
    errno = 0;
    long word = ptrace(PTRACE_PEEKDATA, child, at + 8 * (uint64_t)i, 0);
    if (!errno)
      memcpy(bytes + 8 * i, &word, 8);
  }
  struct Decoded result = {at, Other, 0, 0};
  int i = 0, repeat = 0, rex = 0;
  while (strchr("\x66\xf2\xf3\x2e\x3e\x26\x36\x64\x65\x67", bytes[i]) && bytes[i])
    repeat |= bytes[i++] == 0xf3;
  if ((bytes[i] & 0xf0) == 0x40)
    rex = bytes[i++];
  uint8_t modrm = bytes[i + 2];
  if (bytes[i] == 0xe8 || (bytes[i] == 0xff && (bytes[i + 1] >> 3 & 7) == 2))
    result.kind = Call;
  else if (bytes[i] == 0xc3 || bytes[i] == 0xc2)
    result.kind = Return;
  else if (bytes[i] == 0x0f && bytes[i + 1] == 0x05)
    result.kind = System;
  else if (repeat && (rex & 8) && bytes[i] == 0x0f && modrm >> 6 == 3) {
    if (bytes[i + 1] == 0x1e && (modrm >> 3 & 7) == 1)
      result.kind = Read;
    else if (bytes[i + 1] == 0xae && (modrm >> 3 & 7) == 5)
      result.kind = Pop;
    result.reg = (uint8_t)((modrm & 7) | (rex & 1) << 3);
  }
  result.size = (uint8_t)(i + 3);
  *known = result;
  return result;
}

static unsigned long long *registerOf(Registers *r, unsigned number) {
  unsigned long long *all[] = {&r->rax, &r->rcx, &r->rdx, &r->rbx, &r->rsp, &r->rbp,
                               &r->rsi, &r->rdi, &r->r8,  &r->r9,  &r->r10, &r->r11,
                               &r->r12, &r->r13, &r->r14, &r->r15};
  return all[number];
}

/// Executes one instruction; the signal that came instead, or 0.
static int step(int sent) {
  int status = 0;
  if (ptrace(PTRACE_SINGLESTEP, child, 0, sent) || waitpid(child, &status, 0) != child)
    fail("cannot step", 0, 0);
  if (WIFSTOPPED(status))
    return WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
  fprintf(stderr, "shadow: %s, %llu calls, %llu popped\n", calls ? "on" : "off",
          (unsigned long long)calls, (unsigned long long)popped);
  exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/// Has the program map a shadow stack, in place of the instruction at hand, a system call or not.
static void turnOn(Registers saved) {
  const uint64_t size = 4 << 20;
  Registers call = saved;
  uint64_t code = peek(saved.rip);
  call.rax = 9;
  call.rdi = 0;
  call.rsi = size;
  call.rdx = 3;
  call.r10 = 0x22;
  call.r8 = (unsigned long long)-1;
  call.r9 = 0;
  call.orig_rax = (unsigned long long)-1;
  ptrace(PTRACE_POKEDATA, child, saved.rip, (code & ~0xffffull) | 0x050f);
  ptrace(PTRACE_SETREGS, child, 0, &call);
  step(0);
  ptrace(PTRACE_GETREGS, child, 0, &call);
  ptrace(PTRACE_POKEDATA, child, saved.rip, code);
  ptrace(PTRACE_SETREGS, child, 0, &saved);
  top = call.rax + size;
}

int main(int count, char **arguments) {
  (void)count;
  int fromStart = !strcmp(arguments[1], "--from-start");
  arguments += 1 + fromStart;
  child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, 0, 0);
    execv(arguments[0], arguments);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
  Registers registers;
  if (fromStart) {
    ptrace(PTRACE_GETREGS, child, 0, &registers);
    turnOn(registers);
  }
  for (int sent = 0;;) {
    ptrace(PTRACE_GETREGS, child, 0, &registers);
    if (sent) { // The next stop is at the handler's beginning.
      sent = step(sent);
      ptrace(PTRACE_GETREGS, child, 0, &registers);
      if (top)
        push(peek(registers.rsp));
      continue;
    }
    struct Decoded at = decode(registers.rip);
    if (at.kind == System && registers.rax == 158 && registers.rdi == 0x5001) {
      turnOn(registers);
      registers.rax = 0;
      registers.rip += 2;
      ptrace(PTRACE_SETREGS, child, 0, &registers);
      continue;
    }
    if (!top || at.kind == Other || at.kind == System) {
      if (at.kind == Pop)
        fail("incssp without a shadow stack", registers.rip, 0);
      sent = step(0);
      continue;
    }
    if (at.kind == Read || at.kind == Pop) {
      unsigned long long *value = registerOf(&registers, at.reg);
      if (at.kind == Read)
        *value = top;
      else
        top += 8 * (*value & 0xff), popped += *value & 0xff;
      registers.rip += at.size;
      ptrace(PTRACE_SETREGS, child, 0, &registers);
      continue;
    }
    if (at.kind == Return) {
      uint64_t to = peek(registers.rsp), pushed = peek(top);
      if (to != pushed)
        fail("a return to, with this pushed", to, pushed);
      sent = step(0);
      top += sent ? 0 : 8;
      continue;
    }
    sent = step(0);
    if (!sent) {
      ptrace(PTRACE_GETREGS, child, 0, &registers);
      push(peek(registers.rsp));
      ++calls;
    }
  }
}
