// A register machine with 32-bit instruction words: operands are fields of the word, calls keep frames.
#include "bench.h"

enum Op { LoadK, Move, AddR, SubR, AddK, MulR, XorR, ShiftR, LessR, Branch, Goto, Call, Return, Get, Set, Stop };
#define ABC(OP, A, B, C) ((uint32_t)(OP) | (uint32_t)(A) << 8 | (uint32_t)(B) << 16 | (uint32_t)(uint8_t)(C) << 24)
#define AX(OP, A, X) ((uint32_t)(OP) | (uint32_t)(A) << 8 | (uint32_t)(uint16_t)(X) << 16)

typedef struct Frame {
  const uint32_t *back;
  int64_t *base;
} Frame;

static int64_t registers[1 << 14], heap[1 << 12];
static Frame frames[1 << 10];

static int64_t execute(const uint32_t *code, uint64_t *steps) {
  int64_t *r = registers;
  Frame *frame = frames;
  uint64_t count = 0;
  for (const uint32_t *at = code;; count++) {
    uint32_t word = *at++;
    unsigned a = word >> 8 & 255, b = word >> 16 & 255, c = word >> 24;
    int x = (int16_t)(word >> 16);
    switch (word & 255) {
    case LoadK: r[a] = x; break;
    case Move: r[a] = r[b]; break;
    case AddR: r[a] = r[b] + r[c]; break;
    case SubR: r[a] = r[b] - r[c]; break;
    case AddK: r[a] = r[b] + (int8_t)c; break;
    case MulR: r[a] = (int64_t)((uint64_t)r[b] * (uint64_t)r[c]); break;
    case XorR: r[a] = r[b] ^ r[c]; break;
    case ShiftR: r[a] = (int64_t)((uint64_t)r[b] >> (r[c] & 63)); break;
    case LessR: r[a] = r[b] < r[c]; break;
    case Branch: if (r[a]) at += x; break;
    case Goto: at += x; break;
    case Call: // the callee's registers start at a; it begins at word x
      *frame++ = (Frame){at, r};
      r += a;
      at = code + x;
      break;
    case Return: // the result is the callee's register 0
      r[0] = r[a];
      frame--;
      at = frame->back;
      r = frame->base;
      break;
    case Get: r[a] = heap[r[b] & 4095]; break;
    case Set: heap[r[b] & 4095] = r[a]; break;
    case Stop: *steps = count; return r[a];
    }
  }
}

int main(void) {
  const uint32_t program[] = {
      /* 0 main: r0 = fib(30), then a mixing loop over the heap */
      AX(LoadK, 1, 32), AX(Call, 1, 18), ABC(Move, 0, 1, 0), AX(LoadK, 2, 0), AX(LoadK, 3, 30000),
      /* 5 outer */ AX(LoadK, 4, 0), AX(LoadK, 5, 500), AX(LoadK, 9, 7),
      /* 8 inner */ ABC(Get, 6, 4, 0), ABC(MulR, 7, 6, 5), ABC(AddR, 6, 7, 2), ABC(ShiftR, 7, 6, 9),
      ABC(XorR, 6, 6, 7), ABC(Set, 6, 4, 0), ABC(AddK, 4, 4, 1),
      /*15*/ AX(Goto, 0, 11),
      /*16 unused*/ AX(Stop, 0, 0), AX(Stop, 0, 0),
      /*18 fib(n in r0)*/ AX(LoadK, 1, 2), ABC(LessR, 2, 0, 1), AX(Branch, 2, 5), ABC(AddK, 3, 0, -1),
      AX(Call, 3, 18), ABC(AddK, 4, 0, -2), AX(Call, 4, 18), ABC(AddR, 0, 3, 4),
      /*26*/ AX(Return, 0, 0),
      /*27*/ ABC(LessR, 7, 4, 5), AX(Branch, 7, -21), ABC(AddR, 0, 0, 6), ABC(AddK, 2, 2, 1),
      ABC(LessR, 7, 2, 3), AX(Branch, 7, -28), AX(Stop, 0, 0)};
  for (int i = 0; i < 4096; i++)
    heap[i] = (int64_t)benchRandom();
  uint64_t steps;
  int64_t result = execute(program, &steps);
  printf("%llu steps\n", (unsigned long long)steps);
  benchPrint("result", (uint64_t)result);
  return 0;
}
