//===-- ConstExpr.cpp - Constant expressions -------------------------------===//
//
// Instructions that are not constant are refused while reading, at their own
// offset; types are checked later and reported at the expression's start.
//
//===----------------------------------------------------------------------===//
#include "wasm/ConstExpr.h"

#include "wasm/InstructionReader.h"
#include "wasm/Limits.h"
#include "wasm/Subtyping.h"

#include <fmt/format.h>

namespace sinter {

void readConstExpr(ByteReader &reader, FeatureGate &gate, ConstExpr &expr) {
  expr.offset = reader.offset();
  Instruction inst;
  while (readInstruction(reader, gate, inst)) {
    ConstExpr::Operation op{inst.opcode, inst.index, inst.value, inst.bytes, inst.type};
    switch (inst.opcode) {
    case Opcode::End:
      return;
    case Opcode::I32Const:
      op.value = uint32_t(inst.value);
      break;
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const:
    case Opcode::V128Const:
    case Opcode::RefNull:
    case Opcode::RefFunc:
    case Opcode::GlobalGet:
      break;
    case Opcode::I32Add:
    case Opcode::I32Sub:
    case Opcode::I32Mul:
    case Opcode::I64Add:
    case Opcode::I64Sub:
    case Opcode::I64Mul:
      if (!gate.require(Feature::ExtendedConst, reader, inst.offset))
        return;
      break;
    default:
      reader.fail(inst.offset, fmt::format("constant expression required: {} is not constant",
                                           opcodeInfo(inst.opcode).text));
      return;
    }
    if (!withinLimit(Limit::ConstOperations, expr.operations.size() + 1, reader, inst.offset))
      return;
    expr.operations.push_back(op);
  }
}

/// What `op` puts on the stack. False after an error.
static bool typeOfOperation(const Module &module, const ConstExpr &expr,
                            const ConstExpr::Operation &op, uint32_t visibleGlobals,
                            bool typedFunctionReferences, Diagnostics &diag, ValueType &type) {
  auto fail = [&](std::string message) {
    diag.error(Location::byte(expr.offset), std::move(message));
    return false;
  };
  switch (op.opcode) {
  case Opcode::I32Const:
    type = ValueType::Kind::I32;
    return true;
  case Opcode::I64Const:
    type = ValueType::Kind::I64;
    return true;
  case Opcode::F32Const:
    type = ValueType::Kind::F32;
    return true;
  case Opcode::F64Const:
    type = ValueType::Kind::F64;
    return true;
  case Opcode::V128Const:
    type = ValueType::Kind::V128;
    return true;
  case Opcode::RefNull:
    if (op.type.heap().isIndex() && !module.types.contains(op.type.heap().index()))
      return fail(fmt::format("unknown type {}", raw(op.type.heap().index())));
    type = op.type;
    return true;
  case Opcode::RefFunc:
    if (!module.functions.contains(FuncIndex(op.index)))
      return fail(fmt::format("unknown function {}", op.index));
    type = typedFunctionReferences
               ? ValueType::ref(HeapType(module.functions[FuncIndex(op.index)].type), false)
               : ValueType::funcref();
    return true;
  case Opcode::GlobalGet: {
    if (op.index >= visibleGlobals)
      return fail(fmt::format("unknown global {}", op.index));
    const GlobalType &global = module.globals[GlobalIndex(op.index)].type;
    if (global.isMutable)
      return fail(fmt::format("constant expression required: global {} is mutable", op.index));
    type = global.type;
    return true;
  }
  default:
    return fail("constant expression required"); // readConstExpr lets nothing else through
  }
}

bool checkConstExpr(const Module &module, const ConstExpr &expr, ValueType expected,
                    uint32_t visibleGlobals, bool typedFunctionReferences, Diagnostics &diag) {
  auto fail = [&](const std::string &message) {
    diag.error(Location::byte(expr.offset), message);
    return false;
  };
  std::vector<ValueType> stack;
  for (const ConstExpr::Operation &op : expr.operations) {
    ValueType operand = ValueType::Kind::Bottom;
    switch (op.opcode) {
    case Opcode::I32Add:
    case Opcode::I32Sub:
    case Opcode::I32Mul:
      operand = ValueType::Kind::I32;
      break;
    case Opcode::I64Add:
    case Opcode::I64Sub:
    case Opcode::I64Mul:
      operand = ValueType::Kind::I64;
      break;
    default: {
      ValueType type;
      if (!typeOfOperation(module, expr, op, visibleGlobals, typedFunctionReferences, diag, type))
        return false;
      stack.push_back(type);
      continue;
    }
    }
    if (stack.size() < 2 || stack.back() != operand || stack[stack.size() - 2] != operand)
      return fail(
          fmt::format("type mismatch in {} of a constant expression", opcodeInfo(op.opcode).text));
    stack.pop_back();
  }
  if (stack.size() == 1 && valueTypeMatches(module, stack[0], expected))
    return true;
  if (stack.size() > 10)
    stack.resize(10); // enough for a message
  return fail(fmt::format("type mismatch in constant expression: expected [{}], got {}",
                          toString(expected), toString(stack)));
}

} // namespace sinter
