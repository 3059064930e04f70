//===-- MemFunctionsTest.cpp - mem* beside a byte loop ----------------------===//

#include "memory/MemFunctions.h"
#include <gtest/gtest.h>
#include <vector>

using namespace sinter::rt;

namespace {

const size_t lengths[] = {0,   1,   2,   3,   4,   5,   7,    8,    9,    15,   16,   17,
                          24,  31,  32,  33,  47,  63,  64,   65,   95,   96,   97,   127,
                          128, 129, 160, 191, 192, 193, 1000, 2047, 2048, 2049, 10000};

std::vector<unsigned char> pattern(size_t size) {
  std::vector<unsigned char> bytes(size);
  for (size_t i = 0; i != size; ++i)
    bytes[i] = static_cast<unsigned char>(i * 131 + i / 256 * 7 + 1);
  return bytes;
}

TEST(MemFunctions, CopyAtAllAlignments) {
  for (size_t size : lengths)
    for (size_t to = 0; to != 17; ++to)
      for (size_t from = 0; from < 17; from += 3) {
        std::vector<unsigned char> source = pattern(size + 64), target(size + 64, 0xee);
        EXPECT_EQ(copyBlock(target.data() + to, source.data() + from, size), target.data() + to);
        for (size_t i = 0; i != target.size(); ++i)
          ASSERT_EQ(target[i], i >= to && i < to + size ? source[from + i - to] : 0xee)
              << size << " to " << to << " from " << from << " at " << i;
      }
}

TEST(MemFunctions, MoveWithAllOverlaps) {
  for (size_t size : lengths)
    for (size_t distance : {0, 1, 2, 7, 8, 15, 16, 17, 31, 48, 63, 64, 65, 100, 129, 5000})
      for (bool up : {false, true}) {
        std::vector<unsigned char> before = pattern(size + distance + 32), after = before;
        size_t to = 5 + (up ? distance : 0), from = 5 + (up ? 0 : distance);
        moveBlock(after.data() + to, after.data() + from, size);
        for (size_t i = 0; i != after.size(); ++i)
          ASSERT_EQ(after[i], i >= to && i < to + size ? before[from + i - to] : before[i])
              << size << " to " << to << " from " << from << " at " << i;
      }
}

TEST(MemFunctions, SetTouchesNothingElse) {
  for (size_t size : lengths)
    for (size_t to = 0; to != 17; ++to) {
      std::vector<unsigned char> target(size + 64, 0x11);
      setBlock(target.data() + to, 0x1ab, size);
      for (size_t i = 0; i != target.size(); ++i)
        ASSERT_EQ(target[i], i >= to && i < to + size ? 0xab : 0x11) << size << " at " << i;
    }
}

TEST(MemFunctions, CompareFindsTheFirstDifference) {
  for (size_t size : lengths)
    for (size_t offset : {0, 1, 5}) {
      std::vector<unsigned char> a = pattern(size + 16), b = a;
      const unsigned char *left = a.data() + offset;
      unsigned char *right = b.data() + offset;
      EXPECT_EQ(compareBlocks(left, right, size), 0);
      for (size_t at = 0; at < size; at += size > 300 ? 97 : 1) {
        unsigned char old = right[at];
        right[at] = old + 1;
        int expected = old < right[at] ? -1 : 1;
        // A later difference the other way must not matter.
        unsigned char last = right[size - 1];
        if (at != size - 1)
          right[size - 1] = expected < 0 ? 0 : 255;
        int order = compareBlocks(left, right, size);
        EXPECT_EQ(order < 0, expected < 0) << size << " at " << at;
        EXPECT_NE(order, 0);
        right[size - 1] = last;
        right[at] = old;
      }
    }
}

} // namespace
