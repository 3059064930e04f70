//===-- InstructionTest.cpp - The tables, and decoding by them -------------===//
#include "ModuleBuilder.h"
#include "wasm/InstructionReader.h"
#include "wasm/OpcodeTables.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

using namespace sinter;
using namespace sinter::test;

namespace {

TEST(OpcodeTable, NoCodeIsTaken) {
  std::set<std::pair<unsigned, unsigned>> codes;
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const OpcodeInfo &info = opcodeInfo(Opcode(i));
    EXPECT_TRUE(codes.insert({info.prefix, info.code}).second) << info.text;
  }
}

TEST(OpcodeTable, NaturalAlignment) {
  auto log2 = [](Opcode opcode) { return naturalAlignmentLog2(opcode); };
  EXPECT_EQ(log2(Opcode::I32Load), 2u);
  EXPECT_EQ(log2(Opcode::I64Load), 3u);
  EXPECT_EQ(log2(Opcode::F32Store), 2u);
  EXPECT_EQ(log2(Opcode::F64Load), 3u);
  EXPECT_EQ(log2(Opcode::I64Load8S), 0u);
  EXPECT_EQ(log2(Opcode::I64Load16U), 1u);
  EXPECT_EQ(log2(Opcode::I64Store32), 2u);
  EXPECT_EQ(log2(Opcode::V128Load), 4u);
  EXPECT_EQ(log2(Opcode::V128Load8x8S), 3u);
  EXPECT_EQ(log2(Opcode::V128Load32x2U), 3u);
  EXPECT_EQ(log2(Opcode::V128Load16Splat), 1u);
  EXPECT_EQ(log2(Opcode::V128Load64Zero), 3u);
  EXPECT_EQ(log2(Opcode::V128Store32Lane), 2u);
  EXPECT_EQ(log2(Opcode::MemoryAtomicNotify), 2u);
  EXPECT_EQ(log2(Opcode::MemoryAtomicWait64), 3u);
  EXPECT_EQ(log2(Opcode::I64AtomicRmw16CmpxchgU), 1u);
  EXPECT_EQ(log2(Opcode::I64AtomicRmwAdd), 3u);
}

TEST(OpcodeTable, SignaturesFitWhatTheyOperateOn) {
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const OpcodeInfo &info = opcodeInfo(Opcode(i));
    const Signature &s = signatures[i];
    EXPECT_EQ(s.isFixed, info.signature != "*") << info.text;
    if (info.group == OpcodeGroup::Load)
      EXPECT_TRUE(s.hasAddress && s.resultCount == 1) << info.text;
    if (info.group == OpcodeGroup::Store)
      EXPECT_TRUE(s.hasAddress && s.resultCount == 0) << info.text;
    bool hasMemArg =
        info.immediates == ImmediateKind::MemArg || info.immediates == ImmediateKind::MemArgLane;
    EXPECT_EQ(s.hasAddress, hasMemArg) << info.text;
  }
}

TEST(FeatureTable, DefaultsAreWhatIsMarked) {
  FeatureSet set = FeatureSet::defaults();
  for (unsigned i = 0; i < featureCount; ++i)
    EXPECT_EQ(set.has(Feature(i)), featureInfo(Feature(i)).onByDefault);
  EXPECT_TRUE(builtFeatures().has(Feature::Mvp));
}

/// Decodes one instruction; "" or the error. All features are let through as far as they are built.
std::string decode(const Raw &bytes, Instruction &inst, size_t *left = nullptr) {
  Diagnostics diag("t");
  ByteReader reader(bytes, 0, diag);
  FeatureSet all;
  for (unsigned i = 0; i < featureCount; ++i)
    all.add(Feature(i));
  FeatureGate gate(all);
  bool good = readInstruction(reader, gate, inst);
  EXPECT_EQ(good, !diag.hasErrors());
  if (left)
    *left = reader.remaining();
  return diag.firstMessage();
}

TEST(InstructionReader, EveryRowIsDecodedOrRefusedByName) {
  for (unsigned i = 0; i < opcodeCount; ++i) {
    const OpcodeInfo &info = opcodeInfo(Opcode(i));
    Raw bytes = info.prefix ? Raw{info.prefix} + leb(info.code) : Raw{uint8_t(info.code)};
    bytes.resize(bytes.size() + 40); // zeros, which are good immediates of every kind but types
    if (info.immediates == ImmediateKind::HeapType)
      bytes[bytes.size() - 40] = funcref;
    Instruction inst;
    std::string error = decode(bytes, inst);
    if (featureInfo(info.feature).built) {
      EXPECT_EQ(error, "") << info.text;
      EXPECT_EQ(inst.opcode, Opcode(i)) << info.text;
    } else {
      EXPECT_EQ(error, unavailableFeatureMessage(info.feature)) << info.text;
    }
  }
}

TEST(InstructionReader, Immediates) {
  Instruction inst;
  size_t left = 0;
  EXPECT_EQ(decode({0x41, 0x7f}, inst), "");
  EXPECT_EQ(inst.value, ~uint64_t(0)); // sign-extended
  EXPECT_EQ(decode({0x28, 0x02, 0x90, 0x01}, inst), "");
  EXPECT_EQ(inst.align, 2u);
  EXPECT_EQ(inst.value, 0x90u);
  EXPECT_EQ(inst.index, 0u);
  EXPECT_EQ(decode({0x28, 0x42, 0x05, 0x06}, inst), "");
  EXPECT_EQ(inst.align, 2u);
  EXPECT_EQ(inst.index, 5u);
  EXPECT_EQ(inst.value, 6u);
  EXPECT_EQ(decode({0x0e, 0x02, 0x01, 0x02, 0x03, 0x55}, inst, &left), "");
  EXPECT_EQ(inst.labels, (std::vector<uint32_t>{1, 2, 3}));
  EXPECT_EQ(left, 1u);
  EXPECT_EQ(decode({0x0e, 0x00, 0x07}, inst), "");
  EXPECT_EQ(inst.labels, (std::vector<uint32_t>{7})); // nothing is left of the one before
  EXPECT_EQ(decode({0x11, 0x03, 0x04}, inst), "");
  EXPECT_EQ(inst.index, 3u);
  EXPECT_EQ(inst.index2, 4u);
  EXPECT_EQ(decode({0x1c, 0x01, externref}, inst), "");
  EXPECT_EQ(inst.types, (std::vector<ValueType>{ValueType::externref()}));
  EXPECT_EQ(decode({0xfc, 0x08, 0x01, 0x02}, inst), "");
  EXPECT_EQ(inst.opcode, Opcode::MemoryInit);
  EXPECT_EQ(inst.index, 1u);
  EXPECT_EQ(inst.index2, 2u);
  EXPECT_EQ(decode({0x43, 1, 2, 3, 4}, inst), "");
  EXPECT_EQ(inst.value, 0x04030201u);
}

TEST(InstructionReader, BlockTypes) {
  Instruction inst;
  EXPECT_EQ(decode({0x02, 0x40}, inst), "");
  EXPECT_EQ(inst.block.kind, BlockType::Kind::Empty);
  EXPECT_EQ(decode({0x02, i64}, inst), "");
  EXPECT_EQ(inst.block.kind, BlockType::Kind::Value);
  EXPECT_EQ(inst.block.value, ValueType(ValueType::Kind::I64));
  EXPECT_EQ(decode({0x02, 0x80, 0x01}, inst), "");
  EXPECT_EQ(inst.block.kind, BlockType::Kind::Index);
  EXPECT_EQ(inst.block.index, TypeIndex(128));
  EXPECT_EQ(decode({0x02, 0xff, 0x7f}, inst), "malformed block type"); // i32 in two bytes
  EXPECT_EQ(decode({0x02, 0x41}, inst), "malformed value type 0x41");
  EXPECT_EQ(decode({0x02}, inst), "unexpected end of section or function");
}

TEST(InstructionReader, Malformed) {
  Instruction inst;
  EXPECT_EQ(decode({0xff}, inst), "illegal opcode 0xff");
  EXPECT_EQ(decode({0x27}, inst), "illegal opcode 0x27");
  EXPECT_EQ(decode({0xfc, 0x7f}, inst), "illegal opcode 0xfc 0x7f");
  EXPECT_EQ(decode({0xfd, 0xff, 0xff, 0x03}, inst), "illegal opcode 0xfd 0xffff");
  EXPECT_EQ(decode({0x28, 0x80, 0x01, 0x00}, inst), "malformed memop flags");
  EXPECT_EQ(decode({0x0e, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x00}, inst),
            "unexpected end of section or function");
  EXPECT_EQ(decode({}, inst), "unexpected end of section or function");
}

} // namespace
