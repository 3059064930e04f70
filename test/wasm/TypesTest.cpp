//===-- TypesTest.cpp - Types as people and as the validator see them ------===//
#include "wasm/Types.h"
#include "ModuleBuilder.h"
#include "wasm/Subtyping.h"

#include <gtest/gtest.h>

using namespace sinter;
using namespace sinter::test;

namespace {

TEST(Types, AreSpeltAsInText) {
  EXPECT_EQ(toString(ValueType(ValueType::Kind::I32)), "i32");
  EXPECT_EQ(toString(ValueType(ValueType::Kind::V128)), "v128");
  EXPECT_EQ(toString(ValueType::funcref()), "funcref");
  EXPECT_EQ(toString(ValueType::externref()), "externref");
  EXPECT_EQ(toString(ValueType::ref(HeapType::None, true)), "nullref");
  EXPECT_EQ(toString(ValueType::ref(HeapType(TypeIndex(3)), true)), "(ref null 3)");
  EXPECT_EQ(toString(ValueType::ref(HeapType::Func, false)), "(ref func)");
  EXPECT_EQ(toString(std::vector<ValueType>{ValueType::Kind::I32, ValueType::Kind::F64}),
            "[i32 f64]");
  EXPECT_EQ(toString(std::vector<ValueType>{}), "[]");
}

TEST(Types, AbiCodes) {
  EXPECT_EQ(abiCode(ValueType::Kind::I32), 0x7f);
  EXPECT_EQ(abiCode(ValueType::Kind::F64), 0x7c);
  EXPECT_EQ(abiCode(ValueType::funcref()), 0x70);
  EXPECT_EQ(abiCode(ValueType::externref()), 0x6f);
  EXPECT_EQ(abiCode(ValueType::ref(HeapType(TypeIndex(0)), false)), 0x70);
}

TEST(Types, EqualFunctionTypesShareACanonicalIndex) {
  ModuleBuilder b;
  b.vec(sec::Type,
        {func({i32}, {}), func({}, {i32}), func({i32}, {}), func({i32}, {i32}), func({}, {i32})});
  Diagnostics diag("t");
  Module module;
  ASSERT_TRUE(readModule(b.bytes, FeatureSet::defaults(), diag, module)) << diag.render();
  std::vector<uint32_t> canonical;
  for (const TypeDefinition &type : module.types)
    canonical.push_back(raw(type.canonical));
  EXPECT_EQ(canonical, (std::vector<uint32_t>{0, 1, 0, 3, 1}));
}

TEST(Types, RecursionGroupsAreComparedAsWholes) {
  // Twice (rec (func (param (ref 1))) (sub (struct i8))), once with the members' order changed,
  // and the second member alone.
  ModuleBuilder b;
  Raw f0{0x60, 1, 0x64, 1, 0}, f2{0x60, 1, 0x64, 3, 0}, s{0x50, 0, 0x5f, 1, 0x78, 0};
  auto rec = [](const Raw &x, const Raw &y) {
    Raw out{0x4e, 2};
    out.insert(out.end(), x.begin(), x.end());
    out.insert(out.end(), y.begin(), y.end());
    return out;
  };
  Raw f5{0x60, 1, 0x64, 4, 0};
  b.vec(sec::Type, {rec(f0, s), rec(f2, s), rec(s, f5), s});
  Diagnostics diag("t");
  Module module;
  ASSERT_TRUE(readModule(b.bytes, FeatureSet::defaults(), diag, module)) << diag.render();
  std::vector<uint32_t> canonical;
  for (const TypeDefinition &type : module.types)
    canonical.push_back(raw(type.canonical));
  EXPECT_EQ(canonical, (std::vector<uint32_t>{0, 1, 0, 1, 4, 5, 6}));
}

TEST(Types, DeclaredSubtypes) {
  // 0: open struct; 1 and 2 below it; 3 below 1.
  ModuleBuilder b;
  b.vec(sec::Type, {{0x50, 0, 0x5f, 0},
                    {0x50, 1, 0, 0x5f, 1, 0x7f, 0},
                    {0x50, 1, 0, 0x5f, 1, 0x7e, 0},
                    {0x4f, 1, 1, 0x5f, 2, 0x7f, 0, 0x77, 1}});
  Diagnostics diag("t");
  Module module;
  ASSERT_TRUE(readModule(b.bytes, FeatureSet::defaults(), diag, module)) << diag.render();
  auto matches = [&](uint32_t a, uint32_t b) {
    return typeIndexMatches(module, TypeIndex(a), TypeIndex(b));
  };
  EXPECT_TRUE(matches(3, 0) && matches(3, 1) && matches(2, 0));
  EXPECT_FALSE(matches(0, 3) || matches(3, 2) || matches(1, 2));
  EXPECT_EQ(module.types[TypeIndex(3)].depth, 2u);
  EXPECT_TRUE(heapTypeMatches(module, HeapType(TypeIndex(3)), HeapType::Eq));
  EXPECT_FALSE(heapTypeMatches(module, HeapType(TypeIndex(3)), HeapType::Func));
  EXPECT_TRUE(heapTypeMatches(module, HeapType::None, HeapType(TypeIndex(3))));
  EXPECT_FALSE(heapTypeMatches(module, HeapType::NoFunc, HeapType(TypeIndex(3))));
}

TEST(Types, Subtyping) {
  Module module;
  module.types.push({{{ValueType::Kind::I32}, {}}, TypeIndex(0)});
  module.types.push({{{ValueType::Kind::I32}, {}}, TypeIndex(0)});
  module.types.push({{{}, {}}, TypeIndex(2)});
  auto ref = [](HeapType heap, bool nullable = true) { return ValueType::ref(heap, nullable); };
  auto matches = [&](ValueType a, ValueType b) { return valueTypeMatches(module, a, b); };
  HeapType t0{TypeIndex(0)}, t1{TypeIndex(1)}, t2{TypeIndex(2)};

  EXPECT_TRUE(matches(ValueType::Kind::I32, ValueType::Kind::I32));
  EXPECT_FALSE(matches(ValueType::Kind::I32, ValueType::Kind::I64));
  EXPECT_TRUE(matches(ValueType::Kind::Bottom, ValueType::funcref()));
  EXPECT_FALSE(matches(ValueType::funcref(), ValueType::Kind::I32));
  EXPECT_TRUE(matches(ref(t0, false), ref(t0)));
  EXPECT_FALSE(matches(ref(t0), ref(t0, false)));
  EXPECT_TRUE(matches(ref(t0), ref(t1)));
  EXPECT_FALSE(matches(ref(t0), ref(t2)));
  EXPECT_TRUE(matches(ref(t0), ValueType::funcref()));
  EXPECT_FALSE(matches(ValueType::funcref(), ref(t0)));
  EXPECT_TRUE(matches(ref(HeapType::NoFunc), ref(t2)));
  EXPECT_FALSE(matches(ValueType::funcref(), ValueType::externref()));
  EXPECT_TRUE(matches(ref(HeapType::None), ref(HeapType::Any)));
  EXPECT_TRUE(matches(ref(HeapType::I31), ref(HeapType::Eq)));
  EXPECT_FALSE(matches(ref(HeapType::Eq), ref(HeapType::I31)));
  EXPECT_FALSE(matches(ref(HeapType::NoExtern), ref(HeapType::Any)));
}

} // namespace
