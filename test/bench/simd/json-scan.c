// Where a JSON text's structure is: braces, brackets, colons and commas outside of strings, and where strings begin. 64
// bytes become 64 bits of each kind, and bit arithmetic tells strings from the rest.
#include "vector.h"
enum { Size = 1 << 20, Rounds = 900 };
static uint8_t text[Size + 64];
static uint32_t places[Size];

static size_t scan(void) {
  // , is 2c, : is 3a, brackets are 5b and 5d, braces 7b and 7d.
  static const uint8_t lows[16] = {[0xa] = 2, [0xb] = 4, [0xc] = 1, [0xd] = 4};
  static const uint8_t highs[16] = {[2] = 1, [3] = 2, [5] = 4, [7] = 4};
  V low = table(lows), high = table(highs);
  uint64_t inString = 0, escapes = 0;
  size_t count = 0;
  for (size_t at = 0; at < Size; at += 64) {
    uint64_t quotes = 0, slashes = 0, structure = 0;
    for (int i = 0; i < 4; i++) {
      V bytes = load(text + at + 16 * i);
      V kinds = andV(lookup(low, andV(bytes, splatI8(15))), lookup(high, shrU8(bytes, 4)));
      quotes |= (uint64_t)bitmaskI8(equalI8(bytes, splatI8('"'))) << (16 * i);
      slashes |= (uint64_t)bitmaskI8(equalI8(bytes, splatI8('\\'))) << (16 * i);
      structure |= (uint64_t)(bitmaskI8(equalI8(kinds, zero())) ^ 0xffff) << (16 * i);
    }
    // A backslash that is not escaped itself escapes what follows.
    uint64_t escaped = escapes;
    escapes = 0;
    for (slashes &= ~escaped; slashes; slashes &= slashes - 1) {
      uint64_t slash = slashes & -slashes;
      escaped |= slash << 1;
      slashes &= ~(slash << 1);
      escapes = slash >> 63;
    }
    quotes &= ~escaped;
    uint64_t string = quotes; // each bit: whether an odd number of quotes came so far
    for (int shift = 1; shift < 64; shift *= 2)
      string ^= string << shift;
    string ^= inString;
    inString = (uint64_t)((int64_t)string >> 63);
    for (uint64_t marks = (structure & ~string) | (quotes & string); marks; marks &= marks - 1)
      places[count++] = (uint32_t)(at + (size_t)__builtin_ctzll(marks));
  }
  return count;
}

static size_t put(size_t at, const char *string) {
  for (; *string && at < Size; string++)
    text[at++] = (uint8_t)*string;
  return at;
}

int main(void) {
  char number[32];
  size_t at = put(0, "[");
  while (at < Size - 200) {
    snprintf(number, sizeof number, "%u", (unsigned)benchBelow(100000000));
    at = put(put(put(at, "{\"number\": "), number), ", \"text\": \"");
    for (uint32_t n = benchBelow(40); n; n--) {
      text[at++] = (uint8_t)(' ' + benchBelow(90));
      if (text[at - 1] == '"' || text[at - 1] == '\\')
        text[at - 1] = 'x';
    }
    at = put(at, benchBelow(4) ? "\"" : " \\\"a, b\\\\\"");
    at = put(at, benchBelow(2) ? ", \"list\": [1, 2.5, true]}, " : ", \"none\": {}}, ");
  }
  at = put(at, "0]");
  memset(text + at, ' ', Size - at);
  uint64_t hash = 0;
  for (int round = 0; round < Rounds; round++) {
    size_t count = scan();
    hash = hash * 31 + count + places[count / (size_t)(round + 2)];
    text[places[count / 2 + (size_t)round]] ^= 1;
  }
  benchPrint("json", hash);
  benchPrint("places", benchHash(places, 4096));
  return 0;
}
