//===-- DiagnosticsTest.cpp - Errors exactly as printed --------------------===//
#include "support/Diagnostics.h"

#include <gtest/gtest.h>

using namespace sinter;

namespace {

TEST(Diagnostics, PrintsOffsetsAndNotesInLldsManner) {
  Diagnostics diag("app.wasm");
  diag.error(Location::byte(0x1a3), "type mismatch");
  diag.note("in function 12 (compute)");
  EXPECT_EQ(diag.render(), "sinter: error: app.wasm:0x1a3: type mismatch\n"
                           ">>> in function 12 (compute)\n");
}

TEST(Diagnostics, WithoutAPlaceThereIsNoFileName) {
  Diagnostics diag("app.wasm");
  diag.error(Location::none(), "cannot open x", {"note"});
  EXPECT_EQ(diag.render(), "sinter: error: cannot open x\n>>> note\n");
}

TEST(Diagnostics, SortsByOffset) {
  Diagnostics diag("a");
  diag.error(Location::byte(30), "third");
  diag.error(Location::byte(4), "second");
  diag.error(Location::none(), "first");
  EXPECT_EQ(diag.firstMessage(), "first");
  EXPECT_EQ(diag.render(), "sinter: error: first\n"
                           "sinter: error: a:0x4: second\n"
                           "sinter: error: a:0x1e: third\n");
}

TEST(Diagnostics, ErrorsOfOtherFilesComeFirst) {
  Diagnostics diag("a"), other("b");
  diag.error(Location::byte(1), "own");
  other.error(Location::byte(2), "other");
  diag.append(std::move(other));
  EXPECT_EQ(diag.render(), "sinter: error: b:0x2: other\nsinter: error: a:0x1: own\n");
  Diagnostics onlyOthers("a");
  other.error(Location::byte(2), "other");
  onlyOthers.append(std::move(other));
  EXPECT_TRUE(onlyOthers.hasErrors());
}

TEST(Diagnostics, ShowsTheForemostTwentyAndCountsTheRest) {
  Diagnostics diag("a");
  for (unsigned i = 1000; i > 0; --i)
    diag.error(Location::byte(i), "e" + std::to_string(i));
  std::string text = diag.render();
  EXPECT_NE(text.find("a:0x1: e1\n"), text.npos);
  EXPECT_NE(text.find("a:0x14: e20\n"), text.npos);
  EXPECT_EQ(text.find("e21\n"), text.npos);
  EXPECT_NE(text.find("too many errors; 980 more not shown\n"), text.npos);
}

TEST(Diagnostics, MergingDoesNotDependOnOrder) {
  auto build = [](bool reversed) {
    Diagnostics all("a");
    std::vector<Diagnostics> parts;
    for (unsigned p = 0; p < 5; ++p) {
      parts.emplace_back("a");
      for (unsigned i = 0; i < 30; ++i)
        parts[p].error(Location::byte(5 * i + p), "e");
    }
    for (unsigned p = 0; p < 5; ++p)
      all.merge(std::move(parts[reversed ? 4 - p : p]));
    return all.render();
  };
  EXPECT_EQ(build(false), build(true));
  EXPECT_NE(build(false).find("130 more"), std::string::npos);
}

TEST(Diagnostics, EscapesControlCharacters) {
  Diagnostics diag("a");
  diag.error(Location::byte(0), "name \x1b[31m\n");
  EXPECT_EQ(diag.render(), "sinter: error: a:0x0: name \\1b[31m\\0a\n");
}

TEST(Diagnostics, ShowsTheLineAndACaret) {
  SourceMap map;
  map.text = "(module\n\t(func $\xc3\xa9 (i32.add))\n)\n";
  uint64_t add = map.text.find("(i32.add");
  map.entries = {{0, 0}, {40, add}, {50, add + 9}};
  Diagnostics diag("app.wat");
  diag.setSourceMap(&map);
  diag.error(Location::byte(45), "type mismatch", {"in function 0"});
  EXPECT_EQ(diag.render(), "sinter: error: app.wat:2:11: type mismatch\n"
                           "\t(func $\xc3\xa9 (i32.add))\n"
                           "\t         ^\n"
                           ">>> in function 0\n");
}

TEST(Diagnostics, PlacesInTextNeedNoMapping) {
  SourceMap map;
  map.text = "abc\ndef";
  Diagnostics diag("x.wat");
  diag.setSourceMap(&map);
  diag.error(Location::text(7), "unexpected end");
  diag.error(Location::text(0), "first");
  EXPECT_EQ(diag.render(), "sinter: error: x.wat:1:1: first\nabc\n^\n"
                           "sinter: error: x.wat:2:4: unexpected end\ndef\n   ^\n");
}

TEST(Diagnostics, CutsLongLines) {
  SourceMap map;
  map.text = std::string(100000, 'x');
  Diagnostics diag("x.wat");
  diag.setSourceMap(&map);
  diag.error(Location::text(50000), "here");
  std::string text = diag.render();
  EXPECT_LT(text.size(), 400u);
  EXPECT_NE(text.find("x.wat:1:50001: here"), text.npos);
}

TEST(SourceMap, HoldsUntilTheNextEntry) {
  SourceMap map;
  map.entries = {{8, 100}, {10, 200}};
  EXPECT_EQ(map.textOffset(7), 0u);
  EXPECT_EQ(map.textOffset(8), 100u);
  EXPECT_EQ(map.textOffset(9), 100u);
  EXPECT_EQ(map.textOffset(1000), 200u);
}

} // namespace
