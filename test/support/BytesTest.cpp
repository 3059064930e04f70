//===-- BytesTest.cpp - LEB128 and UTF-8 at their edges --------------------===//
#include "support/Bytes.h"

#include <gtest/gtest.h>
#include <limits>

using namespace sinter;

namespace {

using Input = std::vector<uint8_t>;

/// What a reader says about `bytes`: the value, or the message.
template <typename Read> std::string decode(const Input &bytes, Read read) {
  Diagnostics diag("t");
  ByteReader reader(bytes, 0, diag);
  auto value = read(reader);
  if (reader.failed())
    return diag.firstMessage();
  if (!reader.atEnd())
    return "bytes left";
  return std::to_string(value);
}

std::string u32(const Input &b) {
  return decode(b, [](ByteReader &r) { return r.leb32(); });
}
std::string u64(const Input &b) {
  return decode(b, [](ByteReader &r) { return r.leb64(); });
}
std::string s32(const Input &b) {
  return decode(b, [](ByteReader &r) { return r.sleb32(); });
}
std::string s33(const Input &b) {
  return decode(b, [](ByteReader &r) { return r.sleb33(); });
}
std::string s64(const Input &b) {
  return decode(b, [](ByteReader &r) { return r.sleb64(); });
}

const char *const tooLong = "integer representation too long";
const char *const tooLarge = "integer too large";
const char *const unexpectedEnd = "unexpected end of section or function";

TEST(Leb128, Unsigned32) {
  EXPECT_EQ(u32({0x00}), "0");
  EXPECT_EQ(u32({0x7f}), "127");
  EXPECT_EQ(u32({0x80, 0x01}), "128");
  EXPECT_EQ(u32({0x80, 0x80, 0x80, 0x80, 0x00}), "0"); // padded, but within five bytes
  EXPECT_EQ(u32({0xff, 0xff, 0xff, 0xff, 0x0f}), "4294967295");
  EXPECT_EQ(u32({0xff, 0xff, 0xff, 0xff, 0x1f}), tooLarge);
  EXPECT_EQ(u32({0x80, 0x80, 0x80, 0x80, 0x10}), tooLarge);
  EXPECT_EQ(u32({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), tooLong);
  EXPECT_EQ(u32({0x80, 0x80}), unexpectedEnd);
  EXPECT_EQ(u32({}), unexpectedEnd);
}

TEST(Leb128, Unsigned64) {
  EXPECT_EQ(u64({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}),
            "18446744073709551615");
  EXPECT_EQ(u64({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02}), tooLarge);
  EXPECT_EQ(u64({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), tooLong);
}

TEST(Leb128, Signed32) {
  EXPECT_EQ(s32({0x3f}), "63");
  EXPECT_EQ(s32({0x40}), "-64");
  EXPECT_EQ(s32({0x7f}), "-1");
  EXPECT_EQ(s32({0xff, 0xff, 0xff, 0xff, 0x7f}), "-1");
  EXPECT_EQ(s32({0x80, 0x80, 0x80, 0x80, 0x78}), "-2147483648");
  EXPECT_EQ(s32({0xff, 0xff, 0xff, 0xff, 0x07}), "2147483647");
  EXPECT_EQ(s32({0xff, 0xff, 0xff, 0xff, 0x0f}), tooLarge); // positive, but bit 31 is set
  EXPECT_EQ(s32({0x80, 0x80, 0x80, 0x80, 0x70}), tooLarge); // negative, but bit 31 is clear
  EXPECT_EQ(s32({0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), tooLong);
}

TEST(Leb128, Signed33And64) {
  EXPECT_EQ(s33({0xff, 0xff, 0xff, 0xff, 0x0f}), "4294967295");
  EXPECT_EQ(s33({0x80, 0x80, 0x80, 0x80, 0x70}), "-4294967296");
  EXPECT_EQ(s33({0xff, 0xff, 0xff, 0xff, 0x1f}), tooLarge);
  EXPECT_EQ(s64({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f}),
            std::to_string(std::numeric_limits<int64_t>::min()));
  EXPECT_EQ(s64({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00}),
            std::to_string(std::numeric_limits<int64_t>::max()));
  EXPECT_EQ(s64({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}), tooLarge);
  EXPECT_EQ(s64({0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), tooLong);
}

TEST(Leb128, WriterAndReaderAgree) {
  std::vector<int64_t> values = {0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, -8192, -8193};
  for (unsigned bit = 0; bit < 64; ++bit)
    for (int64_t near : {-1, 0, 1})
      values.push_back(int64_t((uint64_t(1) << bit) + uint64_t(near)));
  for (int64_t v : values) {
    ByteWriter writer;
    writer.sleb(v);
    EXPECT_EQ(s64(writer.out), std::to_string(v));
    ByteWriter other;
    other.leb(uint64_t(v));
    EXPECT_EQ(u64(other.out), std::to_string(uint64_t(v)));
  }
}

TEST(ByteReader, ReportsTheFirstErrorAndDrains) {
  Diagnostics diag("t");
  Input bytes = {0x01, 0xff};
  ByteReader reader(bytes, 100, diag);
  EXPECT_EQ(reader.u8(), 1);
  EXPECT_EQ(reader.leb32(), 0u);
  EXPECT_TRUE(reader.failed());
  EXPECT_TRUE(reader.atEnd());
  EXPECT_EQ(reader.fixed64(), 0u);
  reader.fail(7, "later");
  EXPECT_EQ(diag.render(), "sinter: error: t:0x66: unexpected end of section or function\n");
}

TEST(ByteReader, SubReadersKeepFileOffsetsAndCannotReachFurther) {
  Diagnostics diag("t");
  Input bytes = {1, 2, 3, 4};
  ByteReader reader(bytes, 10, diag);
  reader.u8();
  ByteReader sub = reader.sub(2);
  EXPECT_EQ(reader.offset(), 13u);
  EXPECT_EQ(sub.offset(), 11u);
  EXPECT_EQ(sub.u8(), 2);
  EXPECT_EQ(sub.u8(), 3);
  EXPECT_TRUE(sub.atEnd());
  EXPECT_FALSE(diag.hasErrors());
  EXPECT_TRUE(reader.sub(2).failed());
  EXPECT_TRUE(reader.failed());
}

TEST(ByteReader, FixedWidthIsLittleEndian) {
  Diagnostics diag("t");
  Input bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  ByteReader reader(bytes, 0, diag);
  EXPECT_EQ(reader.fixed32(), 0x04030201u);
  EXPECT_EQ(reader.fixed64(), 0x0c0b0a0908070605u);
}

TEST(Utf8, AcceptsWhatUnicodeEncodes) {
  EXPECT_TRUE(isUtf8(""));
  EXPECT_TRUE(isUtf8("plain ascii, longer than eight"));
  EXPECT_TRUE(isUtf8(std::string_view("a\0b", 3)));
  EXPECT_TRUE(isUtf8("\xc2\x80"));
  EXPECT_TRUE(isUtf8("\xdf\xbf"));
  EXPECT_TRUE(isUtf8("\xe0\xa0\x80"));
  EXPECT_TRUE(isUtf8("\xed\x9f\xbf"));
  EXPECT_TRUE(isUtf8("\xee\x80\x80"));
  EXPECT_TRUE(isUtf8("\xef\xbf\xbf"));
  EXPECT_TRUE(isUtf8("\xf0\x90\x80\x80"));
  EXPECT_TRUE(isUtf8("\xf4\x8f\xbf\xbf"));
}

TEST(Utf8, RefusesTheRest) {
  for (const char *text : {
           "\x80",             // a continuation byte alone
           "\xc0\x80",         // overlong
           "\xc1\xbf",         // overlong
           "\xc2",             // cut short
           "\xc2\x7f",         // no continuation
           "\xe0\x9f\xbf",     // overlong
           "\xed\xa0\x80",     // surrogate
           "\xed\xbf\xbf",     // surrogate
           "\xe1\x80",         // cut short
           "\xf0\x8f\xbf\xbf", // overlong
           "\xf4\x90\x80\x80", // beyond U+10FFFF
           "\xf5\x80\x80\x80", // no lead byte
           "\xff",             //
           "abcdefgh\xff",     // behind eight bytes of ASCII
       })
    EXPECT_FALSE(isUtf8(text)) << testing::PrintToString(std::string(text));
}

TEST(ByteReader, NamesAreCheckedAndBounded) {
  Diagnostics diag("t");
  Input bad = {2, 0xc0, 0x80};
  ByteReader reader(bad, 0, diag);
  EXPECT_EQ(reader.name(), "");
  EXPECT_EQ(diag.firstMessage(), "malformed UTF-8 encoding");

  Diagnostics other("t");
  Input longer = {0xff, 0xff, 0xff, 0xff, 0x0f, 'x'};
  ByteReader second(longer, 0, other);
  EXPECT_EQ(second.name(), "");
  EXPECT_EQ(other.firstMessage(), "unexpected end: length out of bounds");
}

} // namespace
