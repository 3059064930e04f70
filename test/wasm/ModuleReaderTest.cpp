//===-- ModuleReaderTest.cpp - Sections, well-formed and otherwise ---------===//
#include "ModuleBuilder.h"

#include <gtest/gtest.h>

using namespace sinter;
using namespace sinter::test;

namespace {

const std::string unexpectedEnd = "unexpected end of section or function";

struct Loaded {
  explicit Loaded(const ModuleBuilder &b) : bytes(b.bytes) {
    ok = readModule(bytes, FeatureSet::defaults(), diag, module);
  }
  Raw bytes;
  Diagnostics diag{"t.wasm"};
  Module module;
  bool ok = false;
};

TEST(Header, MustBeThere) {
  EXPECT_EQ(check(Raw{}), "unexpected end: the file is empty");
  EXPECT_EQ(check(Raw{0, 'a', 's'}), "unexpected end: this is not a WebAssembly module");
  EXPECT_EQ(check(Raw{0x7f, 'E', 'L', 'F', 2, 1, 1, 0}),
            "magic header not detected: this is not a WebAssembly module");
  EXPECT_EQ(check(Raw{0, 'a', 's', 'm', 1, 0, 0}), unexpectedEnd);
  EXPECT_EQ(check(Raw{0, 'a', 's', 'm', 2, 0, 0, 0}), "unknown binary version 0x2");
  EXPECT_EQ(check(Raw{0, 'a', 's', 'm', 0x0d, 0, 1, 0}),
            "unknown binary version 0x1000d (a component; only core modules are supported)");
  EXPECT_EQ(check(ModuleBuilder()), "valid");
}

TEST(Sections, KeepTheirOrder) {
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {{0, 0}}).vec(sec::Type, std::vector<Raw>())),
            "unexpected content after last section: section 1 comes too late");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {{0, 0}}).vec(sec::Memory, {{0, 0}})),
            "unexpected content after last section: section 5 comes twice");
  EXPECT_EQ(check(ModuleBuilder().section(14, {})), "malformed section id 14");
  EXPECT_EQ(check(ModuleBuilder().section(sec::DataCount, {0}).vec(sec::Elem, std::vector<Raw>())),
            "unexpected content after last section: section 9 comes too late");
}

TEST(Sections, AreAsLongAsTheySay) {
  EXPECT_EQ(check(ModuleBuilder().raw({1, 5, 0})), "unexpected end: length out of bounds");
  EXPECT_EQ(check(ModuleBuilder().section(1, {0, 0})),
            "section size mismatch: content ends before the section");
  EXPECT_EQ(check(ModuleBuilder().section(1, {2, 0x60, 0, 0})), unexpectedEnd);
  EXPECT_EQ(check(ModuleBuilder().raw({1})), unexpectedEnd);
}

TEST(Sections, ErrorsHaveFileOffsets) {
  Loaded m(ModuleBuilder().section(1, {1, 0x60, 1, 0x00, 0}));
  EXPECT_FALSE(m.ok);
  EXPECT_EQ(m.diag.render(), "sinter: error: t.wasm:0xd: malformed value type 0x00\n");
}

TEST(Code, AndFunctionsCorrespond) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, {{0}, {0}});
  EXPECT_EQ(check(b), "function and code section have inconsistent lengths: 2 and 0");
  ModuleBuilder fewer = b;
  EXPECT_EQ(check(fewer.code({{0, 0x0b}})),
            "function and code section have inconsistent lengths: 2 and 1");
  EXPECT_EQ(check(b.code({{0, 0x0b}, {0, 0x0b}, {0, 0x0b}})),
            "function and code section have inconsistent lengths");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Func, std::vector<Raw>())), "valid");
}

TEST(Data, CountsCorrespond) {
  EXPECT_EQ(check(ModuleBuilder().section(sec::DataCount, {2}).vec(sec::Data, {{1, 0}})),
            "data count and data section have inconsistent lengths: 2 and 1");
  EXPECT_EQ(check(ModuleBuilder().section(sec::DataCount, {0})), "valid");
}

TEST(Data, IsRequiredBeforeCodeThatNamesIt) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, {{0}}).vec(sec::Memory, {{0, 0}});
  b.code({{0, 0xfc, 0x09, 0x00, 0x0b}}).vec(sec::Data, {{1, 0}});
  EXPECT_EQ(check(b), "data count section required");
}

TEST(Custom, SectionsAreKeptWherever) {
  ModuleBuilder b;
  b.custom("first", {1, 2})
      .vec(sec::Type, {func({}, {})})
      .custom("second", {})
      .custom("first", {3});
  Loaded m(b);
  ASSERT_TRUE(m.ok);
  ASSERT_EQ(m.module.customs.size(), 3u);
  EXPECT_EQ(m.module.customs[0].name, "first");
  EXPECT_EQ(m.module.customs[0].bytes.size(), 2u);
  EXPECT_EQ(m.module.customs[2].bytes[0], 3);
  EXPECT_EQ(check(ModuleBuilder().section(0, {})), unexpectedEnd);
  EXPECT_EQ(check(ModuleBuilder().section(0, {1, 0xff})), "malformed UTF-8 encoding");
}

ModuleBuilder namedModule(const Raw &nameSection) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})});
  b.vec(sec::Import, {name("env") + name("imp") + Raw{0, 0}});
  b.vec(sec::Func, {{0}, {0}});
  b.vec(sec::Export, {name("exp") + Raw{0, 1}, name("exp2") + Raw{0, 1}});
  b.code({{0, 0x0b}, {0, 0x0b}});
  b.custom("name", nameSection);
  return b;
}

TEST(Names, ComeFromTheNameSection) {
  Raw functions = Raw{2, 1} + name("one") + Raw{2} + name("two");
  Raw moduleName = name("mod");
  Loaded m(namedModule(Raw{0} + leb(moduleName.size()) + moduleName + Raw{1} +
                       leb(functions.size()) + functions));
  ASSERT_TRUE(m.ok);
  EXPECT_EQ(m.module.moduleName, "mod");
  EXPECT_EQ(m.module.functionName(FuncIndex(0)), "env.imp");
  EXPECT_EQ(m.module.functionName(FuncIndex(1)), "one");
  EXPECT_EQ(m.module.functionName(FuncIndex(2)), "two");
}

TEST(Names, ElseFromExportsAndImports) {
  Loaded m(namedModule({}));
  ASSERT_TRUE(m.ok);
  EXPECT_EQ(m.module.functionName(FuncIndex(0)), "env.imp");
  EXPECT_EQ(m.module.functionName(FuncIndex(1)), "exp");
  EXPECT_EQ(m.module.functionName(FuncIndex(2)), "func[2]");
}

TEST(Names, MalformedOnesAreIgnored) {
  for (const Raw &bad : {Raw{1, 200, 1}, Raw{1, 3, 1, 1, 9}, Raw{1, 4, 1, 1, 1, 0xff}, Raw{0xff}}) {
    Loaded m(namedModule(bad));
    EXPECT_TRUE(m.ok) << m.diag.render();
    EXPECT_FALSE(m.diag.hasErrors());
    EXPECT_EQ(m.module.functionName(FuncIndex(1)), "exp");
  }
  Raw outOfRange = Raw{1, 99} + name("x");
  Loaded m(namedModule(Raw{1} + leb(outOfRange.size()) + outOfRange));
  EXPECT_TRUE(m.ok);
}

TEST(Imports, AreListedInOrder) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})});
  b.vec(sec::Import,
        {name("a") + name("g") + Raw{3, i64, 1}, name("a") + name("f") + Raw{0, 0},
         name("a") + name("m") + Raw{2, 1, 1, 2}, name("a") + name("t") + Raw{1, externref, 0, 5}});
  Loaded m(b);
  ASSERT_TRUE(m.ok) << m.diag.render();
  ASSERT_EQ(m.module.imports.size(), 4u);
  EXPECT_EQ(m.module.imports[0].kind, ExternKind::Global);
  EXPECT_EQ(m.module.imports[1].kind, ExternKind::Func);
  EXPECT_EQ(m.module.importedGlobals, 1u);
  EXPECT_EQ(m.module.memories[MemoryIndex(0)].type.limits.maximum, 2u);
  EXPECT_EQ(m.module.tables[TableIndex(0)].type.element, ValueType::externref());
  EXPECT_TRUE(m.module.featuresUsed.has(Feature::MutableGlobals));
  EXPECT_FALSE(m.module.featuresUsed.has(Feature::BulkMemory));
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Import, {name("a") + name("b") + Raw{5, 0}})),
            "malformed import kind 5");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Import, {name("a") + name("b") + Raw{0, 0}})),
            "unknown type 0");
}

TEST(Exports, AreUniqueAndKnown) {
  ModuleBuilder b;
  b.vec(sec::Memory, {{0, 0}});
  ModuleBuilder twice = b;
  EXPECT_EQ(check(twice.vec(sec::Export,
                            {name("a") + Raw{2, 0}, name("b") + Raw{2, 0}, name("a") + Raw{2, 0}})),
            "duplicate export name \"a\"");
  ModuleBuilder unknown = b;
  EXPECT_EQ(check(unknown.vec(sec::Export, {name("a") + Raw{2, 1}})), "unknown memory 1");
  EXPECT_EQ(check(b.vec(sec::Export, {name("a") + Raw{9, 0}})), "malformed export kind 9");
}

TEST(Functions, KnowWhoCanGetAtThem) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({}, {})}).vec(sec::Func, {{0}, {0}, {0}, {0}, {0}});
  b.vec(sec::Table, {{funcref, 0, 2}});
  b.vec(sec::Global, {{funcref, 0, 0xd2, 1, 0x0b}});
  b.vec(sec::Export, {name("e") + Raw{0, 0}}).section(sec::Start, {4});
  b.vec(sec::Elem, {{0, 0x41, 0, 0x0b, 1, 2}});
  Raw body = {0, 0x0b};
  Loaded m(b.code({body, body, body, body, body}));
  ASSERT_TRUE(m.ok) << m.diag.render();
  std::string referenced;
  for (const Function &function : m.module.functions)
    referenced += function.isReferenced && function.isDeclared ? '1' : '0';
  EXPECT_EQ(referenced,
            "11100"); // exported, in a global, in a segment; not one that is only the start
}

TEST(Start, HasNoParametersOrResults) {
  ModuleBuilder b;
  b.vec(sec::Type, {func({i32}, {})}).vec(sec::Func, {{0}});
  ModuleBuilder unknown = b;
  EXPECT_EQ(check(b.section(sec::Start, {0}).code({{0, 0x0b}})),
            "start function must have type [] -> [], not [i32] -> []");
  EXPECT_EQ(check(unknown.section(sec::Start, {1}).code({{0, 0x0b}})), "unknown function 1");
}

TEST(Limits, OfMemoriesAndTables) {
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {{1, 2, 1}})),
            "size minimum must not be greater than maximum (2 > 1)");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {Raw{0} + leb(65537)})),
            "memory size must be at most 65536 pages (4GiB)");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {Raw{0} + leb(65536)})), "valid");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Memory, {{0x10, 0}})), "malformed limits flags 0x10");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Table, {{funcref, 1, 5, 4}})),
            "size minimum must not be greater than maximum (5 > 4)");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Table, {{i32, 0, 0}})), "malformed reference type");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Table, {{funcref, 2, 0}})),
            "malformed limits flags 0x2");
}

TEST(Features, NotBuiltAreNamed) {
  if (builtFeatures().has(Feature::Gc))
    GTEST_SKIP() << "garbage collection is built";
  Loaded m(ModuleBuilder().vec(sec::Global, {{i32, 0, 0x41, 0, 0xfb, 0x1c, 0x0b}}));
  EXPECT_EQ(m.diag.render(),
            "sinter: error: t.wasm:0xf: feature not supported yet: garbage collection (gc)\n");
}

TEST(BranchHints, AreTakenOrIgnoredAsAWhole) {
  auto hints = [](const Raw &content) {
    ModuleBuilder b;
    b.vec(sec::Type, {func({}, {})}).vec(sec::Func, {{0}});
    b.section(0, name("metadata.code.branch_hint") + content);
    b.code({{0, 0x41, 0, 0x04, 0x40, 0x0b, 0x0b}});
    Loaded m(b);
    EXPECT_TRUE(m.diag.render().empty());
    return m.module.branchHints;
  };
  std::vector<BranchHint> good = hints({1, 0, 1, 3, 1, 1});
  ASSERT_EQ(good.size(), 1u);
  EXPECT_TRUE(good[0].isTaken);
  EXPECT_TRUE(hints({1, 0, 1, 3, 1, 2}).empty());          // neither 0 nor 1
  EXPECT_TRUE(hints({1, 0, 1, 3, 2, 1, 1}).empty());       // two bytes
  EXPECT_TRUE(hints({1, 7, 1, 3, 1, 1}).empty());          // no such function
  EXPECT_TRUE(hints({1, 0, 2, 3, 1, 1, 3, 1, 0}).empty()); // not in order
  EXPECT_TRUE(hints({1, 0, 1, 3, 1, 1, 0}).empty());       // more than it says
}

TEST(Features, SwitchedOffAreNamed) {
  FeatureSet some = FeatureSet::defaults();
  some.remove(Feature::BulkMemory);
  some.remove(Feature::SignExtension);
  EXPECT_EQ(check(ModuleBuilder().section(sec::DataCount, {0}).bytes, some),
            "feature switched off: bulk memory operations (bulk-memory)");
  ModuleBuilder b;
  b.vec(sec::Type, {func({i32}, {i32})}).vec(sec::Func, {{0}}).code({{0, 0x20, 0, 0xc0, 0x0b}});
  EXPECT_EQ(check(b.bytes), "valid");
  EXPECT_EQ(check(b.bytes, some), "feature switched off: sign extension (sign-ext)");
}

TEST(Segments, AreTyped) {
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Data, {{0, 0x41, 0, 0x0b, 0}})), "unknown memory 0");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Elem, {{0, 0x41, 0, 0x0b, 0}})), "unknown table 0");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Data, {{3}})), "malformed data segment kind 3");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Elem, {{8}})), "malformed elements segment kind 8");
  EXPECT_EQ(
      check(ModuleBuilder().vec(sec::Memory, {{0, 0}}).vec(sec::Data, {{0, 0x42, 0, 0x0b, 0}})),
      "type mismatch in constant expression: expected [i32], got [i64]");
  EXPECT_EQ(check(ModuleBuilder()
                      .vec(sec::Table, {{externref, 0, 0}})
                      .vec(sec::Elem, {{0, 0x41, 0, 0x0b, 0}})),
            "type mismatch: table 0 holds externref, the element segment (ref func)");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Elem, {{1, 0, 1, 0}})), "unknown function 0");
  EXPECT_EQ(check(ModuleBuilder().vec(sec::Elem, {{5, externref, 1, 0xd0, externref, 0x0b}})),
            "valid");
}

} // namespace
