// Is it UTF-8? Three tables of 16 entries, by the halves of a byte and of the next one, have a bit in common where
// the two cannot follow each other; a third or fourth byte is told by those two and three places before it.
// (The method is Keiser's and Lemire's, "Validating UTF-8 in less than one instruction per byte".)
#include "vector.h"
enum { Size = 1 << 20, Rounds = 2500 };
static uint8_t text[Size + 64];
static uint8_t firstHigh[16], firstLow[16], secondHigh[16];

/* One way to be wrong: sets of upper and lower halves of a byte, and of upper halves of the next. */
static void rule(int bit, unsigned high, unsigned low, unsigned next) {
  for (int i = 0; i < 16; i++) {
    firstHigh[i] |= (uint8_t)((high >> i & 1) << bit);
    firstLow[i] |= (uint8_t)((low >> i & 1) << bit);
    secondHigh[i] |= (uint8_t)((next >> i & 1) << bit);
  }
}

static void makeRules(void) {
  rule(0, 0xf000, 0xffff, 0xf0ff); // a beginning, and not continued
  rule(1, 0x00ff, 0xffff, 0x0f00); // ASCII, and continued
  rule(2, 0x4000, 0x0001, 0x0300); // e0 80..9f: would do with two bytes
  rule(3, 0x8000, 0xfff0, 0x0e00); // f4 90 and above: beyond Unicode
  rule(4, 0x4000, 0x2000, 0x0c00); // ed a0..bf: a surrogate
  rule(5, 0x1000, 0x0003, 0x0f00); // c0, c1: would do with one
  rule(6, 0x8000, 0xffe1, 0x0100); // f0 80..8f: would do with three; f5 and above
  rule(7, 0x0f00, 0xffff, 0x0f00); // two continuations, which may be right
}

static int isValid(const uint8_t *bytes, size_t size) {
  V high1 = table(firstHigh), low1 = table(firstLow), high2 = table(secondHigh);
  V before = zero(), wrong = zero(), half = splatI8(15);
  for (size_t i = 0; i < size; i += 16) {
    V now = load(bytes + i);
    V one = previous1(before, now);
    V pair = andV(andV(lookup(high1, shrU8(one, 4)), lookup(low1, andV(one, half))), lookup(high2, shrU8(now, 4)));
    V third = subSatU8(previous2(before, now), splatI8(0xe0 - 0x80));
    V fourth = subSatU8(previous3(before, now), splatI8(0xf0 - 0x80));
    wrong = orV(wrong, xorV(andV(orV(third, fourth), splatI8(-128)), pair));
    before = now;
  }
  return !anyTrue(wrong);
}

int main(void) {
  makeRules();
  size_t at = 0;
  while (at < Size) {
    uint32_t kind = benchBelow(8), c = kind < 4    ? benchBelow(0x80)
                                       : kind == 4 ? 0x80 + benchBelow(0x780)
                                       : kind < 7  ? 0x800 + benchBelow(0xd000)
                                                   : 0x10000 + benchBelow(0x100000);
    if (c < 0x80)
      text[at++] = (uint8_t)c;
    else if (c < 0x800) {
      text[at++] = (uint8_t)(0xc0 | c >> 6);
      text[at++] = (uint8_t)(0x80 | (c & 63));
    } else if (c < 0x10000) {
      text[at++] = (uint8_t)(0xe0 | c >> 12);
      text[at++] = (uint8_t)(0x80 | (c >> 6 & 63));
      text[at++] = (uint8_t)(0x80 | (c & 63));
    } else {
      text[at++] = (uint8_t)(0xf0 | c >> 18);
      text[at++] = (uint8_t)(0x80 | (c >> 12 & 63));
      text[at++] = (uint8_t)(0x80 | (c >> 6 & 63));
      text[at++] = (uint8_t)(0x80 | (c & 63));
    }
  }
  // The last character may be cut off: an end of spaces takes its place.
  memset(text + Size - 8, ' ', 72);
  for (at = Size - 9; (text[at] & 0xc0) == 0x80; at--)
    text[at] = ' ';
  if (text[at] >= 0x80)
    text[at] = ' ';
  uint32_t valid = 0;
  for (int round = 0; round < Rounds; round++) {
    uint32_t place = benchBelow(Size);
    uint8_t old = text[place];
    if (round & 1)
      text[place] = (uint8_t)benchBelow(256);
    int is = isValid(text, Size);
    valid = valid * 3 + (uint32_t)is;
    text[place] = old;
  }
  benchPrint("utf8", valid);
  return 0;
}
