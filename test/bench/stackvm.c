// A stack machine with a switch in a loop, running a sieve and a nested count.
#include "bench.h"

enum Op { Push, Add, Subtract, Multiply, Less, Load, Store, LoadAt, StoreAt, Jump, JumpIfZero, Print, Halt };

static int32_t memory[1 << 16];

static uint64_t execute(const int32_t *code) {
  int32_t stack[64], *top = stack, locals[16] = {0};
  uint64_t steps = 0;
  for (const int32_t *at = code;; steps++)
    switch (*at++) {
    case Push: *top++ = *at++; break;
    case Add: top--; top[-1] += *top; break;
    case Subtract: top--; top[-1] -= *top; break;
    case Multiply: top--; top[-1] *= *top; break;
    case Less: top--; top[-1] = top[-1] < *top; break;
    case Load: *top++ = locals[*at++]; break;
    case Store: locals[*at++] = *--top; break;
    case LoadAt: top[-1] = memory[top[-1] & 0xffff]; break;
    case StoreAt: top -= 2; memory[top[0] & 0xffff] = top[1]; break;
    case Jump: at = code + *at; break;
    case JumpIfZero: at = *--top ? at + 1 : code + *at; break;
    case Print: printf("%d\n", *--top); break;
    case Halt: return steps;
    }
}

int main(void) {
  // for (round = 0; round < 110; round++) { clear; sieve to 65000, counting primes } print
  enum { Round, I, J, Count };
  // Laid out by a small assembler with labels, so that no offset is counted by hand.
  int32_t code[256];
  int n = 0, outer, clear, clearEnd, sieve, sieveEnd, next, mark, markEnd, done;
#define E1(A) code[n++] = A
#define E2(A, B) (code[n++] = A, code[n++] = B)
#define INCREMENT(L, BY) (E2(Load, L), E2(Push, BY), E1(Add), E2(Store, L))
  E2(Push, 0), E2(Store, Round);
  outer = n;
  E2(Load, Round), E2(Push, 110), E1(Less), E1(JumpIfZero);
  done = n++;
  E2(Push, 0), E2(Store, I), E2(Push, 0), E2(Store, Count);
  clear = n;
  E2(Load, I), E2(Push, 65000), E1(Less), E1(JumpIfZero);
  clearEnd = n++;
  E2(Load, I), E2(Push, 0), E1(StoreAt);
  INCREMENT(I, 1);
  E2(Jump, clear);
  code[clearEnd] = n;
  E2(Push, 2), E2(Store, I);
  sieve = n;
  E2(Load, I), E2(Push, 65000), E1(Less), E1(JumpIfZero);
  sieveEnd = n++;
  E2(Push, 0), E2(Load, I), E1(LoadAt), E1(Less); // 0 < memory[i] would be composite
  E2(Push, 1), E1(Subtract), E1(JumpIfZero);
  next = n++;
  INCREMENT(Count, 1);
  E2(Load, I), E2(Load, I), E1(Add), E2(Store, J);
  mark = n;
  E2(Load, J), E2(Push, 65000), E1(Less), E1(JumpIfZero);
  markEnd = n++;
  E2(Load, J), E2(Push, 1), E1(StoreAt);
  E2(Load, J), E2(Load, I), E1(Add), E2(Store, J);
  E2(Jump, mark);
  code[markEnd] = n;
  code[next] = n;
  INCREMENT(I, 1);
  E2(Jump, sieve);
  code[sieveEnd] = n;
  INCREMENT(Round, 1);
  E2(Jump, outer);
  code[done] = n;
  E2(Load, Count), E1(Print), E1(Halt);
  printf("%llu steps\n", (unsigned long long)execute(code));
  return 0;
}
