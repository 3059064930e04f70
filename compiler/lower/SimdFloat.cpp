//===-- SimdFloat.cpp - Floating-point lanes -------------------------------===//
//
// As in Numeric.cpp, LLVM must not fold x*1, x/1, x-0 or x+(-0) to x, which
// would keep a signalling NaN. A splat of such a constant makes the operation
// llvm.canonicalize; lanes of it among others are hidden behind a fence.
// Vectors of these constants are hidden where they go into a local or another
// function (FunctionLowering::hideConstant), but for zero: integers are full of
// zero vectors, so the one operation that minds hides its operand instead.
//
//===----------------------------------------------------------------------===//

#include "lower/Rounding.h"
#include "lower/Simd.h"

#include "llvm/IR/IntrinsicsAArch64.h"
#include "llvm/IR/IntrinsicsX86.h"

using namespace llvm;

namespace sinter {

namespace {

/// Calls visit(lane) for each lane of a constant; false if a lane is none or visit says so.
bool forLanes(llvm::Value *value, function_ref<bool(const APFloat &)> visit) {
  auto *constant = dyn_cast<Constant>(value);
  if (!constant)
    return false;
  for (unsigned i = 0; i < cast<FixedVectorType>(value->getType())->getNumElements(); ++i) {
    auto *lane = dyn_cast_or_null<ConstantFP>(constant->getAggregateElement(i));
    if (!lane || !visit(lane->getValueAPF()))
      return false;
  }
  return true;
}

bool isSplatOf(llvm::Value *value, double number) {
  return forLanes(value, [&](const APFloat &lane) { return lane.isExactlyValue(number); });
}

/// Has a lane that LLVM might fold an operation with.
bool hasFoldableLane(llvm::Value *value) {
  bool found = false;
  forLanes(value, [&](const APFloat &lane) {
    found |= lane.isZero() || lane.isExactlyValue(1) || lane.isExactlyValue(-1);
    return true;
  });
  return found;
}

/// May turn out to be a constant once locals are values and calls are inlined.
bool mayBecomeConstant(llvm::Value *value) {
  while (auto *cast = dyn_cast<CastInst>(value))
    value = cast->getOperand(0);
  return isa<PHINode, SelectInst, Argument, CallInst>(value) ||
         (isa<LoadInst>(value) && isa<AllocaInst>(cast<LoadInst>(value)->getPointerOperand()));
}

} // namespace

llvm::Value *SimdLowering::arithmetic(llvm::Instruction::BinaryOps op, Value left, Value right) {
  using Inst = llvm::Instruction;
  auto quiet = [&](Value value) { return quieted(m, b, value); };
  bool isCommutative = op == Inst::FAdd || op == Inst::FMul;
  if (isCommutative && isa<Constant>(left))
    std::swap(left, right);
  switch (op) {
  case Inst::FMul:
  case Inst::FDiv:
    if (isSplatOf(right, 1))
      return quiet(left);
    if (isSplatOf(right, -1))
      return b.CreateFNeg(quiet(left));
    break;
  case Inst::FAdd:
    if (isSplatOf(right, -0.0))
      return quiet(left);
    break;
  default:
    if (isSplatOf(right, 0))
      return quiet(left);
    if (isSplatOf(left, -0.0))
      return b.CreateFNeg(quiet(right));
    if (m.plan.options.optimize && mayBecomeConstant(right))
      right = b.CreateArithmeticFence(right, shape);
    break;
  }
  for (Value *operand : {&left, &right})
    if (m.plan.options.optimize && hasFoldableLane(*operand))
      *operand = b.CreateArithmeticFence(*operand, shape);
  return b.CreateBinOp(op, left, right);
}

llvm::Value *SimdLowering::pick(bool isMin, Value left, Value right) {
  // As a select it might end in a masked store, or be turned round.
  bool isSingle = left->getType()->getScalarType()->isFloatTy();
  if (m.machine.isX86 && isSingle)
    return machine(isMin ? Intrinsic::x86_sse_min_ps : Intrinsic::x86_sse_max_ps, {left, right});
  if (m.machine.isX86)
    return machine(isMin ? Intrinsic::x86_sse2_min_pd : Intrinsic::x86_sse2_max_pd, {left, right});
  Value isFirst = isMin ? b.CreateFCmpOLT(left, right) : b.CreateFCmpOGT(left, right);
  return b.CreateSelect(isFirst, left, right);
}

llvm::Value *SimdLowering::minMax(bool isMin) {
  // As FunctionLowering::minMax: taken both ways round, two minps differ only for zeros of
  // different sign, where the bits decide, and NaNs, where x + y is quiet.
  if (isa<Constant>(x))
    std::swap(x, y);
  if (forLanes(y, [](const APFloat &lane) { return !lane.isNaN() && !lane.isZero(); }))
    return quieted(m, b, pick(isMin, y, x));
  if (m.machine.isAArch64) // fmin and fmax are as core 4.3.3 has them
    return b.CreateIntrinsic(isMin ? Intrinsic::aarch64_neon_fmin : Intrinsic::aarch64_neon_fmax,
                             {shape}, {x, y});
  if (m.machine.hasRiscvVectors)
    return binary(isMin ? Intrinsic::minimum : Intrinsic::maximum);
  Value one = as(pick(isMin, x, y), integers(shape));
  Value other = as(pick(isMin, y, x), integers(shape));
  Value both = isMin ? b.CreateOr(one, other) : b.CreateAnd(one, other);
  return b.CreateSelect(b.CreateFCmpUNO(x, y), arithmetic(llvm::Instruction::FAdd, x, y),
                        as(both, shape));
}

llvm::Value *SimdLowering::lowerFloat() {
  using Inst = llvm::Instruction;
  switch (inst.opcode) {
  case Opcode::F32x4Eq:
  case Opcode::F64x2Eq:
    return compare(CmpInst::FCMP_OEQ);
  case Opcode::F32x4Ne:
  case Opcode::F64x2Ne:
    return compare(CmpInst::FCMP_UNE);
  case Opcode::F32x4Lt:
  case Opcode::F64x2Lt:
    return compare(CmpInst::FCMP_OLT);
  case Opcode::F32x4Gt:
  case Opcode::F64x2Gt:
    return compare(CmpInst::FCMP_OGT);
  case Opcode::F32x4Le:
  case Opcode::F64x2Le:
    return compare(CmpInst::FCMP_OLE);
  case Opcode::F32x4Ge:
  case Opcode::F64x2Ge:
    return compare(CmpInst::FCMP_OGE);
  case Opcode::F32x4Abs:
  case Opcode::F64x2Abs:
    return unary(Intrinsic::fabs);
  case Opcode::F32x4Neg:
  case Opcode::F64x2Neg:
    return b.CreateFNeg(x);
  case Opcode::F32x4Sqrt:
  case Opcode::F64x2Sqrt:
    return unary(Intrinsic::sqrt);
  case Opcode::F32x4Ceil:
  case Opcode::F64x2Ceil:
    return roundToIntegral(m, b, Intrinsic::ceil, x);
  case Opcode::F32x4Floor:
  case Opcode::F64x2Floor:
    return roundToIntegral(m, b, Intrinsic::floor, x);
  case Opcode::F32x4Trunc:
  case Opcode::F64x2Trunc:
    return roundToIntegral(m, b, Intrinsic::trunc, x);
  case Opcode::F32x4Nearest:
  case Opcode::F64x2Nearest:
    return roundToIntegral(m, b, Intrinsic::roundeven, x);
  case Opcode::F32x4Add:
  case Opcode::F64x2Add:
    return arithmetic(Inst::FAdd, x, y);
  case Opcode::F32x4Sub:
  case Opcode::F64x2Sub:
    return arithmetic(Inst::FSub, x, y);
  case Opcode::F32x4Mul:
  case Opcode::F64x2Mul:
    return arithmetic(Inst::FMul, x, y);
  case Opcode::F32x4Div:
  case Opcode::F64x2Div:
    return arithmetic(Inst::FDiv, x, y);
  case Opcode::F32x4Min:
  case Opcode::F64x2Min:
    return minMax(true);
  case Opcode::F32x4Max:
  case Opcode::F64x2Max:
    return minMax(false);
  case Opcode::F32x4Pmin:
  case Opcode::F64x2Pmin:
    return pick(true, y, x);
  case Opcode::F32x4Pmax:
  case Opcode::F64x2Pmax:
    return pick(false, y, x);
  default:
    return nullptr;
  }
}

} // namespace sinter
