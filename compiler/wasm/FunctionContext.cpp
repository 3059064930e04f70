//===-- FunctionContext.cpp - What walking a body needs --------------------===//
//
// Locals are declared in runs (core 5.4.5). A run's length is held against the
// limit before anything is made of it, so a billion locals cost nothing.
//
//===----------------------------------------------------------------------===//
#include "wasm/FunctionContext.h"

#include "wasm/Limits.h"
#include "wasm/OpcodeTables.h"
#include "wasm/Subtyping.h"
#include "wasm/TypeReader.h"

#include <algorithm>
#include <fmt/format.h>

namespace sinter {

bool FunctionContext::open(FuncIndex index) {
  const Function &function = module.functions[index];
  reader = ByteReader(function.body, function.bodyOffset, diag);
  type = &module.funcType(index);
  renumbering = function.renumbering;
  locals = type->parameters;
  tracksLocals = false;
  blockResults.clear();
  return readLocals();
}

bool FunctionContext::readLocals() {
  inst.offset = reader.offset();
  uint32_t runs = reader.leb32();
  uint64_t total = locals.size();
  for (uint32_t i = 0; i < runs && !reader.failed(); ++i) {
    uint64_t where = reader.offset();
    uint32_t count = reader.leb32();
    ValueType type = readValueType(reader, gate);
    if (reader.failed())
      break;
    if (renumbering)
      type = renumbering->apply(type);
    inst.offset = where;
    if (!withinLimit(Limit::Locals, total += count, reader, where) || !checkType(type))
      return false;
    locals.resize(total, type);
    tracksLocals |= count && !type.isDefaultable();
  }
  return !reader.failed();
}

void FunctionContext::noteFunction(FuncIndex function) {
  diag.note(fmt::format("in function {} ({})", raw(function), module.functionName(function)));
}

bool FunctionContext::fail(std::string message) {
  reader.fail(inst.offset, std::move(message));
  return false;
}

bool FunctionContext::failUnknown(std::string_view what, uint32_t index) {
  return fail(fmt::format("unknown {} {}", what, index));
}

/// As much of a list of types as a person wants to read.
static std::string spell(FunctionContext::Types types) {
  constexpr size_t most = 16;
  std::vector<ValueType> shown(types.begin(), types.begin() + std::min(types.size(), most));
  std::string text = toString(shown);
  if (types.size() > most)
    text.insert(text.size() - 1, " ...");
  return text;
}

bool FunctionContext::failMismatch(Types expected, const std::vector<ValueType> &got) {
  return fail(fmt::format("type mismatch in {}: expected {}, got {}", opcodeInfo(inst.opcode).text,
                          spell(expected), spell(got)));
}

bool FunctionContext::failMismatchAtEnd(Types expected, const std::vector<ValueType> &got) {
  return fail(fmt::format("type mismatch at the {} of a block: expected {}, got {}",
                          opcodeInfo(inst.opcode).text, spell(expected), spell(got)));
}

bool FunctionContext::blockTypes(const BlockType &block, Types &parameters, Types &results) {
  static constexpr ValueType common[] = {
      ValueType::Kind::I32,  ValueType::Kind::I64, ValueType::Kind::F32,   ValueType::Kind::F64,
      ValueType::Kind::V128, ValueType::funcref(), ValueType::externref(),
  };
  parameters = results = {};
  switch (block.kind) {
  case BlockType::Kind::Empty:
    return true;
  case BlockType::Kind::Value:
    for (const ValueType &known : common) {
      if (known == block.value) {
        results = {&known, 1};
        return true;
      }
    }
    if (!checkType(block.value))
      return false;
    results = {&blockResults.emplace_back(block.value), 1};
    return true;
  case BlockType::Kind::Index:
    if (const FuncType *type = functionType(raw(block.index))) {
      parameters = type->parameters;
      results = type->results;
      return true;
    }
    return false;
  }
  return false;
}

const FuncType *FunctionContext::functionType(uint32_t index) {
  const FuncType *type = module.findFuncType(TypeIndex(index));
  if (!type && module.types.contains(TypeIndex(index)))
    fail(fmt::format("type mismatch in {}: type {} is not a function type",
                     opcodeInfo(inst.opcode).text, index));
  else if (!type)
    failUnknown("type", index);
  return type;
}

Likelihood FunctionContext::likelihood() const {
  const std::vector<BranchHint> &hints =
      renumbering ? *renumbering->branchHints : module.branchHints;
  auto hint =
      std::lower_bound(hints.begin(), hints.end(), inst.offset,
                       [](const BranchHint &h, uint64_t offset) { return h.offset < offset; });
  if (hint == hints.end() || hint->offset != inst.offset)
    return Likelihood::Unknown;
  return hint->isTaken ? Likelihood::Taken : Likelihood::NotTaken;
}

bool FunctionContext::checkType(ValueType type) {
  if (type.isRef() && type.heap().isIndex() && !module.types.contains(type.heap().index()))
    return failUnknown("type", raw(type.heap().index()));
  return true;
}

bool FunctionContext::checkTable(uint32_t index) {
  return module.tables.contains(TableIndex(index)) || failUnknown("table", index);
}

bool FunctionContext::checkMemory(uint32_t index) {
  return module.memories.contains(MemoryIndex(index)) || failUnknown("memory", index);
}

bool FunctionContext::checkElem(uint32_t index) {
  return module.elems.contains(ElemIndex(index)) || failUnknown("elem segment", index);
}

bool FunctionContext::checkData(uint32_t index) {
  // The count must come before the code, so that one pass is enough (core 5.5.16).
  if (!module.dataCount)
    return fail("data count section required");
  return index < *module.dataCount || failUnknown("data segment", index);
}

bool FunctionContext::checkMemArg(ValueType &address) {
  if (!checkMemory(inst.index))
    return false;
  address = memoryAddress(inst.index);
  unsigned natural = accessWidths[unsigned(inst.opcode)];
  bool isAtomic = opcodeFeatures[unsigned(inst.opcode)] == Feature::Threads;
  if (inst.align > natural)
    return fail(fmt::format("alignment must not be larger than natural: 2^{} in {}, at most 2^{}",
                            inst.align, opcodeInfo(inst.opcode).text, natural));
  if (isAtomic && inst.align != natural)
    return fail(fmt::format("alignment must be natural: 2^{} in {}, not 2^{}", inst.align,
                            opcodeInfo(inst.opcode).text, natural));
  if (address == i32 && inst.value > 0xffffffff)
    return fail(fmt::format("offset out of range: {}", inst.value));
  return true;
}

/// The number of lanes that "i8x16.extract_lane_s" has.
static unsigned laneCount(std::string_view text) {
  unsigned count = 0;
  for (size_t i = text.find('x') + 1; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
    count = count * 10 + unsigned(text[i] - '0');
  return count;
}

bool FunctionContext::checkLanes() {
  unsigned limit = 0;
  switch (immediateKinds[unsigned(inst.opcode)]) {
  case ImmediateKind::Lane:
    limit = laneCount(opcodeInfo(inst.opcode).text);
    break;
  case ImmediateKind::MemArgLane:
    limit = 16u >> accessWidths[unsigned(inst.opcode)];
    break;
  case ImmediateKind::Shuffle:
    for (uint8_t lane : inst.bytes)
      if (lane >= 32)
        return fail(fmt::format("invalid lane index {}", lane));
    return true;
  default:
    return true;
  }
  return inst.lane < limit || fail(fmt::format("invalid lane index {}", inst.lane));
}

const FuncType *FunctionContext::indirectCallee() {
  if (!checkTable(inst.index2))
    return nullptr;
  if (inst.index2 && !gate.require(Feature::ReferenceTypes, reader, inst.offset))
    return nullptr;
  ValueType element = module.tables[TableIndex(inst.index2)].type.element;
  if (!valueTypeMatches(module, element, ValueType::funcref())) {
    fail(fmt::format("type mismatch in {}: table {} holds {}, not functions",
                     opcodeInfo(inst.opcode).text, inst.index2, toString(element)));
    return nullptr;
  }
  return functionType(inst.index);
}

bool FunctionContext::tableSignature(SmallSignature &signature) {
  if (inst.opcode == Opcode::ElemDrop)
    return checkElem(inst.index) && signature.set({}, {});
  if (inst.opcode == Opcode::TableInit) {
    if (!checkElem(inst.index) || !checkTable(inst.index2))
      return false;
    ValueType from = module.elems[ElemIndex(inst.index)].type;
    ValueType to = module.tables[TableIndex(inst.index2)].type.element;
    if (!valueTypeMatches(module, from, to))
      return failMismatch({&to, 1}, {from});
    return signature.set({tableAddress(inst.index2), i32, i32}, {});
  }
  if (!checkTable(inst.index))
    return false;
  ValueType element = module.tables[TableIndex(inst.index)].type.element;
  ValueType address = tableAddress(inst.index);
  switch (inst.opcode) {
  case Opcode::TableGet:
    return signature.set({address}, {element});
  case Opcode::TableSet:
    return signature.set({address, element}, {});
  case Opcode::TableSize:
    return signature.set({}, {address});
  case Opcode::TableGrow:
    return signature.set({element, address}, {address});
  case Opcode::TableFill:
    return signature.set({address, element, address}, {});
  default:
    break;
  }
  // table.copy
  if (!checkTable(inst.index2))
    return false;
  ValueType from = module.tables[TableIndex(inst.index2)].type.element;
  if (!valueTypeMatches(module, from, element))
    return failMismatch({&element, 1}, {from});
  ValueType fromAddress = tableAddress(inst.index2);
  return signature.set({address, fromAddress, address == i32 ? i32 : fromAddress}, {});
}

bool FunctionContext::memorySignature(SmallSignature &signature) {
  if (inst.opcode == Opcode::DataDrop)
    return checkData(inst.index) && signature.set({}, {});
  if (inst.opcode == Opcode::MemoryInit)
    return checkMemory(inst.index2) && checkData(inst.index) &&
           signature.set({memoryAddress(inst.index2), i32, i32}, {});
  if (!checkMemory(inst.index))
    return false;
  ValueType address = memoryAddress(inst.index);
  switch (inst.opcode) {
  case Opcode::MemorySize:
    return signature.set({}, {address});
  case Opcode::MemoryGrow:
    return signature.set({address}, {address});
  case Opcode::MemoryFill:
    return signature.set({address, i32, address}, {});
  default:
    break;
  }
  // memory.copy
  if (!checkMemory(inst.index2))
    return false;
  ValueType from = memoryAddress(inst.index2);
  return signature.set({address, from, address == i32 ? i32 : from}, {});
}

} // namespace sinter
