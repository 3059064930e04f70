//===-- RenumberingTest.cpp - Indices as those of a program ----------------===//
#include "wasm/Renumbering.h"

#include <gtest/gtest.h>

using namespace sinter;

namespace {

/// Moves each index space by a number of its own.
Renumbering makeRenumbering() {
  Renumbering numbers;
  numbers.firstType = 10;
  numbers.firstElem = 20;
  numbers.firstData = 30;
  for (uint32_t i = 0; i < 4; ++i) {
    numbers.functions.push_back(FuncIndex(40 + i));
    numbers.tables.push_back(TableIndex(50 + i));
    numbers.memories.push_back(MemoryIndex(60 + i));
    numbers.globals.push_back(GlobalIndex(70 + i));
    numbers.tags.push_back(TagIndex(80 + i));
  }
  return numbers;
}

Instruction renumbered(Opcode opcode) {
  Instruction inst;
  inst.opcode = opcode;
  inst.index = 1;
  inst.index2 = 2;
  makeRenumbering().apply(inst);
  return inst;
}

TEST(Renumbering, EachOperandIsOfItsOwnSpace) {
  struct Row {
    Opcode opcode;
    uint32_t index, index2;
  };
  constexpr Row rows[] = {
      {Opcode::Call, 41, 2},          {Opcode::RefFunc, 41, 2},     {Opcode::CallRef, 11, 2},
      {Opcode::CallIndirect, 11, 52}, {Opcode::TableGet, 51, 2},    {Opcode::TableInit, 21, 52},
      {Opcode::TableCopy, 51, 52},    {Opcode::ElemDrop, 21, 2},    {Opcode::MemorySize, 61, 2},
      {Opcode::MemoryInit, 31, 62},   {Opcode::MemoryCopy, 61, 62}, {Opcode::DataDrop, 31, 2},
      {Opcode::I32Load, 61, 2},       {Opcode::GlobalSet, 71, 2},   {Opcode::Throw, 81, 2},
      {Opcode::LocalGet, 1, 2},       {Opcode::Br, 1, 2},           {Opcode::I32Add, 1, 2},
  };
  for (const Row &row : rows) {
    Instruction inst = renumbered(row.opcode);
    EXPECT_EQ(inst.index, row.index) << opcodeInfo(row.opcode).text;
    EXPECT_EQ(inst.index2, row.index2) << opcodeInfo(row.opcode).text;
  }
}

TEST(Renumbering, TypesInBlocksAndReferences) {
  Renumbering numbers = makeRenumbering();
  ValueType reference = ValueType::ref(HeapType(TypeIndex(3)), true);
  ValueType moved = ValueType::ref(HeapType(TypeIndex(13)), true);
  EXPECT_EQ(numbers.apply(reference), moved);
  EXPECT_EQ(numbers.apply(ValueType::funcref()), ValueType::funcref());
  Instruction inst;
  inst.opcode = Opcode::Block;
  inst.block = {BlockType::Kind::Value, reference, TypeIndex(0)};
  numbers.apply(inst);
  EXPECT_EQ(inst.block.value, moved);
  inst.opcode = Opcode::TryTable;
  inst.block = {BlockType::Kind::Index, {}, TypeIndex(3)};
  inst.catches = {{CatchClause::Kind::Catch, TagIndex(2), 0}, {CatchClause::Kind::CatchAll, {}, 1}};
  numbers.apply(inst);
  EXPECT_EQ(inst.block.index, TypeIndex(13));
  EXPECT_EQ(inst.catches[0].tag, TagIndex(82));
  EXPECT_EQ(inst.catches[1].tag, TagIndex(0));
}

TEST(Renumbering, ConstantExpressions) {
  ConstExpr expr;
  expr.operations.resize(2);
  expr.operations[0].opcode = Opcode::GlobalGet;
  expr.operations[0].index = 2;
  expr.operations[1].opcode = Opcode::RefFunc;
  expr.operations[1].index = 3;
  ConstExpr moved = makeRenumbering().apply(expr);
  EXPECT_EQ(moved.operations[0].index, 72u);
  EXPECT_EQ(moved.operations[1].index, 43u);
}

} // namespace
