//===-- HostileTest.cpp - Files that lie, and files at the limits ----------===//
//
// Each of these would take memory or time without bound from a reader that
// trusts what it reads. Peak memory is looked at through getrusage, for the
// process as a whole, so the bound is generous.
//
//===----------------------------------------------------------------------===//
#include "ModuleBuilder.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

using namespace sinter;
using namespace sinter::test;

namespace {

long peakKilobytes() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

ModuleBuilder oneFunction(const Raw &body) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, {{0}}).code({body});
  return b;
}

TEST(Hostile, ABillionLocalsCostNothing) {
  long before = peakKilobytes();
  EXPECT_EQ(check(oneFunction(Raw{1} + leb(1000000000) + Raw{i32, 0x0b})),
            "too many locals: 1000000000 locals of a function (the limit is 50000)");
  EXPECT_EQ(check(oneFunction(Raw{2} + leb(0xffffffff) + Raw{i32} + leb(2) + Raw{i64, 0x0b})),
            "too many locals: 4294967295 locals of a function (the limit is 50000)");
  EXPECT_EQ(check(oneFunction(Raw{1} + leb(50000) + Raw{i32, 0x0b})), "valid");
  EXPECT_EQ(check(oneFunction(Raw{1} + leb(50001) + Raw{i32, 0x0b})),
            "too many locals: 50001 locals of a function (the limit is 50000)");
  EXPECT_LT(peakKilobytes() - before, 100000);
}

TEST(Hostile, CountsThatLieCostNothing) {
  long before = peakKilobytes();
  for (uint8_t id = 1; id <= 13; ++id) {
    if (id == sec::Start)
      continue;
    for (uint64_t count : {uint64_t(0xffffffff), uint64_t(99999)}) {
      std::string error = check(ModuleBuilder().section(id, leb(count)));
      EXPECT_NE(error, "valid") << unsigned(id);
    }
  }
  Raw huge = leb(0xffffffff);
  EXPECT_NE(check(ModuleBuilder().vec(sec::Type, {Raw{0x60} + huge})), "valid");
  EXPECT_NE(check(ModuleBuilder().vec(sec::Elem, {Raw{1, 0} + leb(9999999)})), "valid");
  EXPECT_NE(check(oneFunction(Raw{0, 0x41, 0, 0x0e} + huge + Raw{0, 0x0b})), "valid");
  EXPECT_NE(check(oneFunction(Raw{0, 0x00, 0x1c} + huge + Raw{i32, 0x0b})), "valid");
  EXPECT_NE(check(oneFunction(huge)), "valid");
  EXPECT_LT(peakKilobytes() - before, 100000);
}

TEST(Hostile, LimitsAreNamed) {
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Type, {func(Raw(1001, i32), {})})),
            "limit exceeded: 1001 parameters of a function (the limit is 1000)");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Type, {func(Raw(1000, i32), Raw(1000, i32))})), "valid");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Type, {func({}, Raw(1001, i32))})),
            "limit exceeded: 1001 results of a function (the limit is 1000)");
  EXPECT_EQ(check(ModuleBuilder().section(sec::Type, leb(1000001))),
            "limit exceeded: 1000001 types (the limit is 1000000)");
  EXPECT_EQ(check(ModuleBuilder().section(sec::Data, leb(100001))),
            "limit exceeded: 100001 data segments (the limit is 100000)");
  Raw body(7654322, 0x01);
  body.front() = 0;
  body.back() = 0x0b;
  EXPECT_EQ(check(oneFunction(body)),
            "limit exceeded: 7654322 bytes in a function body (the limit is 7654321)");
  body.pop_back();
  body.back() = 0x0b;
  EXPECT_EQ(check(oneFunction(body)), "valid");
}

TEST(Hostile, DeepNestingIsNoProblem) {
  constexpr size_t depth = 2000000;
  Raw body = {0};
  for (size_t i = 0; i < depth; ++i)
    body.insert(body.end(), {0x02, 0x40});
  body.insert(body.end(), depth + 1, 0x0b);
  EXPECT_EQ(check(oneFunction(body)), "valid");
}

TEST(Hostile, TheOperandStackIsBounded) {
  // Calls that each push 1000 results, two bytes apiece.
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, Raw(1000, i64))}).vec(sec::Func, {{0}});
  Raw body = {0};
  for (size_t i = 0; i < 1000000; ++i)
    body.insert(body.end(), {0x10, 0x00});
  body.insert(body.end(), {0x00, 0x0b});
  EXPECT_EQ(check(b.code({body})),
            "limit exceeded: 10001000 operands on the stack (the limit is 10000000)");
}

TEST(Hostile, ABranchTableIsLinear) {
  // A million entries, all to labels that take 1000 values.
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, Raw(1000, i32))}).vec(sec::Func, {{0}});
  Raw body = {0, 0x00, 0x0e};
  body = body + leb(1000000);
  body.insert(body.end(), 1000001, 0);
  body.push_back(0x0b);
  EXPECT_EQ(check(b.code({body})), "valid");
}

TEST(Hostile, ManyBadFunctionsGiveTwentyErrors) {
  constexpr size_t count = 2000;
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, std::vector<Raw>(count, Raw{0}));
  b.code(std::vector<Raw>(count, Raw{0, 0x6a, 0x0b}));
  std::string first;
  for (unsigned threads : {1u, 2u, 5u}) {
    Diagnostics diag("t.wasm");
    Module module;
    ASSERT_TRUE(readModule(b.bytes, FeatureSet::defaults(), diag, module));
    FeatureSet used;
    EXPECT_FALSE(validateModule(module, FeatureSet::defaults(), used, threads, diag));
    std::string text = diag.render();
    EXPECT_NE(text.find("in function 0 "), text.npos);
    EXPECT_NE(text.find("in function 19 "), text.npos);
    EXPECT_EQ(text.find("in function 20 "), text.npos);
    EXPECT_NE(text.find("too many errors; 1980 more not shown"), text.npos);
    if (first.empty())
      first = text;
    EXPECT_EQ(text, first);
  }
}

TEST(Hostile, ThreadsAgree) {
  // Enough code for several threads, with faults in the middle.
  constexpr size_t count = 3000;
  Raw good = {0};
  for (int i = 0; i < 100; ++i)
    good.insert(good.end(), {0x41, 0x01, 0x1a});
  good.push_back(0x0b);
  std::vector<Raw> bodies(count, good);
  bodies[1500] = {0, 0x6a, 0x0b};
  bodies[2900] = {0, 0x20, 0x05, 0x0b};
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, std::vector<Raw>(count, Raw{0})).code(bodies);
  std::string texts[2];
  for (unsigned i = 0; i < 2; ++i) {
    Diagnostics diag("t.wasm");
    Module module;
    ASSERT_TRUE(readModule(b.bytes, FeatureSet::defaults(), diag, module));
    FeatureSet used;
    EXPECT_FALSE(validateModule(module, FeatureSet::defaults(), used, i ? 8 : 1, diag));
    texts[i] = diag.render();
  }
  EXPECT_EQ(texts[0], texts[1]);
  EXPECT_NE(texts[0].find("in function 1500 "), std::string::npos);
  EXPECT_NE(texts[0].find("in function 2900 "), std::string::npos);
}

TEST(Hostile, EveryTruncationIsAnError) {
  Raw whole =
      around({i32}, {i32}, {1, 2, i64, 0x20, 0, 0x02, i32, 0x41, 1, 0x0b, 0x6a, 0x0b}).bytes;
  ASSERT_EQ(check(whole), "valid");
  size_t valid = 0;
  for (size_t n = 0; n < whole.size(); ++n)
    valid += check(Raw(whole.begin(), whole.begin() + n)) == "valid";
  // Between sections a shorter file can be a module, but not once functions are declared.
  EXPECT_LE(valid, 3u);
}

TEST(Hostile, EveryFlippedByteIsSurvived) {
  Raw whole =
      around({i32}, {i32}, {1, 2, i64, 0x20, 0, 0x02, i32, 0x41, 1, 0x0b, 0x6a, 0x0b}).bytes;
  for (size_t at = 0; at < whole.size(); ++at)
    for (unsigned value = 0; value < 256; ++value) {
      Raw changed = whole;
      changed[at] = uint8_t(value);
      EXPECT_NE(check(changed), "result and diagnostics disagree");
    }
}

} // namespace
