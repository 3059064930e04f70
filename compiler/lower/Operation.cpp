//===-- Operation.cpp - From an instruction to the area that lowers it -----===//
//
// Locals, globals, select and constants are short enough to stand here.
//
//===----------------------------------------------------------------------===//

#include "lower/CanonicalNan.h"
#include "lower/FunctionLowering.h"
#include "lower/Simd.h"

using namespace llvm;

namespace sinter {

void FunctionLowering::operation(const Instruction &inst, In in, Out out) {
  payOne();
  llvm::Value *result = nullptr;
  switch (opcodeInfo(inst.opcode).group) {
  case OpcodeGroup::Numeric:
    if (out.size() > 1)
      return lowerWide(inst.opcode, in, out);
    result = lowerNumeric(inst.opcode, in);
    if (m.plan.options.deterministic && makesNan(inst.opcode))
      result = canonicalNan(b, result);
    break;
  case OpcodeGroup::Constant:
    if (inst.opcode == Opcode::V128Const)
      result = m.known(out[0].type, KnownValue::vector(inst.bytes));
    else
      result = m.known(out[0].type, {inst.value, {}});
    break;
  case OpcodeGroup::Load:
    result = out[0].type.kind() == ValueType::Kind::V128 ? lowerVectorLoad(inst, in)
                                                         : lowerLoad(inst, in[0].value);
    break;
  case OpcodeGroup::Store:
    if (in[1].type.kind() == ValueType::Kind::V128)
      lowerVectorStore(inst, in);
    else
      lowerStore(inst, in[0].value, in[1].value);
    break;
  case OpcodeGroup::Memory:
    result = lowerMemory(inst, in);
    break;
  case OpcodeGroup::Simd: {
    SmallVector<llvm::Value *, 3> operands;
    for (const Op &operand : in)
      operands.push_back(operand.value);
    result = SimdLowering(m, b, inst, operands).lower();
    break;
  }
  case OpcodeGroup::Atomic:
    result = lowerAtomic(inst, in);
    break;
  case OpcodeGroup::Reference:
    result = lowerReference(inst, in);
    break;
  case OpcodeGroup::Control:
    lowerCall(inst, in, out);
    return;
  case OpcodeGroup::Parametric:
    switch (inst.opcode) {
    case Opcode::Select:
    case Opcode::SelectTyped:
      result =
          b.CreateSelect(toBool(in[2].value), hideConstant(in[0].value), hideConstant(in[1].value));
      break;
    case Opcode::LocalGet:
      result = b.CreateLoad(m.type(out[0].type), locals[inst.index]);
      break;
    case Opcode::LocalSet:
      b.CreateStore(hideConstant(in[0].value), locals[inst.index]);
      break;
    case Opcode::LocalTee:
      b.CreateStore(hideConstant(in[0].value), locals[inst.index]);
      result = in[0].value;
      break;
    case Opcode::GlobalGet: {
      GlobalIndex global{inst.index};
      if (m.plan.isConstant(global)) {
        result = m.known(out[0].type, m.plan.constantValue(global));
        break;
      }
      LoadInst *load =
          b.CreateAlignedLoad(m.type(out[0].type), access.globalAddress(global), Align(8));
      load->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::State));
      result = load;
      break;
    }
    case Opcode::GlobalSet: {
      StoreInst *store =
          b.CreateAlignedStore(in[0].value, access.globalAddress(GlobalIndex(inst.index)), Align(8),
                               m.plan.volatileStores());
      store->setMetadata(LLVMContext::MD_tbaa, m.storageTag(Storage::State));
      break;
    }
    default: // Drop
      break;
    }
    break;
  default:
    llvm_unreachable("an instruction whose feature is not built");
  }
  if (!out.empty())
    out[0].value = result;
}

} // namespace sinter
