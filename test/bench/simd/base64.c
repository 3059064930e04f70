// Base64 there and back: 12 bytes become 16 letters, and 16 letters 12 bytes, with a check of each letter.
#include "vector.h"
enum { Bytes = 12 << 16, Letters = Bytes / 3 * 4, Rounds = 2000 };
static uint8_t input[Bytes + 16], text[Letters + 16], output[Bytes + 16];

static void encode(void) {
  // What to add to a number to get its letter, by which of the five ranges it lies in.
  static const uint8_t offsets[16] = {'a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                                      '0' - 52, '0' - 52, '0' - 52, (uint8_t)('+' - 62), (uint8_t)('/' - 63), 'A'};
  V letters = table(offsets);
  uint8_t *to = text;
  for (const uint8_t *from = input; from < input + Bytes; from += 12, to += 16) {
    // Each lane of 32 bits gets its three bytes as b a c b, so that each of its numbers of six bits lies in one piece.
    V bytes = SHUFFLE_BYTES(load(from), 1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10);
    V even = orV(andV(shrU32(bytes, 10), splatI32(0x3f)), andV(shrU32(bytes, 6), splatI32(0x3f0000)));
    V odd = orV(andV(shlI32(bytes, 4), splatI32(0x3f00)), andV(shlI32(bytes, 8), splatI32(0x3f000000)));
    V numbers = orV(even, odd);
    V range = subSatU8(numbers, splatI8(51));
    range = orV(range, andV(greaterI8(splatI8(26), numbers), splatI8(13)));
    store(to, addI8(numbers, lookup(letters, range)));
  }
}

/* Whether all letters were such. */
static int decode(void) {
  // A letter is wrong if its upper and lower half of byte have a bit in common here.
  static const uint8_t lows[16] = {0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                                   0x11, 0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a};
  static const uint8_t highs[16] = {0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08,
                                    0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10};
  static const uint8_t rolls[16] = {0, 16, 19, 4, (uint8_t)-65, (uint8_t)-65, (uint8_t)-71, (uint8_t)-71};
  V low = table(lows), high = table(highs), roll = table(rolls), wrong = zero();
  uint8_t *to = output;
  for (const uint8_t *from = text; from < text + Letters; from += 16, to += 12) {
    V letters = load(from);
    V upper = shrU8(letters, 4), lower = andV(letters, splatI8(15));
    wrong = orV(wrong, andV(lookup(low, lower), lookup(high, upper)));
    V slash = equalI8(letters, splatI8('/'));
    V numbers = addI8(letters, lookup(roll, addI8(slash, upper)));
    V pairs = dotI8(splatI16(0x0140), numbers);
    V triples = dotI16(pairs, splatI32(0x00011000));
    store(to, SHUFFLE_BYTES(triples, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15));
  }
  return !anyTrue(wrong);
}

int main(void) {
  for (int i = 0; i < Bytes; i++)
    input[i] = (uint8_t)benchBelow(256);
  uint32_t right = 0;
  for (int round = 0; round < Rounds; round++) {
    encode();
    right += (uint32_t)decode();
    for (int i = 0; i < Bytes; i += 4093)
      input[i] = (uint8_t)(output[i] + round);
  }
  text[77] = '!';
  benchPrint("base64", benchHash(text, Letters));
  benchPrint("back", benchHash(output, Bytes));
  printf("%u right, the last %s\n", (unsigned)right, decode() ? "too" : "not");
  return 0;
}
