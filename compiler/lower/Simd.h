//===-- Simd.h - One vector instruction as LLVM IR -------------------------===//
//
// A v128 is <2 x i64> wherever it rests (locals, globals, parameters); an
// instruction casts it to lanes and back, which costs nothing. Most
// instructions are written as the plain IR that LLVM's back ends match to one
// machine instruction (widen, add 1, shift and truncate is pavgb). Where they do not, or only with
// luck, x86-64 gets the intrinsic of its instruction, and other CPUs plain IR. What a machine
// instruction gets wrong at the edges (pmulhrsw of -32768 by itself, cvttps2dq out of range) is put
// right here, by the trick that takes the fewest further instructions.
//
// One file per area: Simd.cpp (lanes, bits), SimdInteger.cpp, SimdFloat.cpp,
// SimdConversions.cpp, SimdRelaxed.cpp; SimdMemory.cpp has the loads and stores.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/ModuleLowering.h"
#include "wasm/Instruction.h"

#include "llvm/IR/Intrinsics.h"

namespace sinter {

class SimdLowering {
public:
  SimdLowering(ModuleLowering &m, llvm::IRBuilder<> &b, const Instruction &inst,
               llvm::ArrayRef<llvm::Value *> operands);

  /// The result, a v128 as <2 x i64> or a scalar.
  [[nodiscard]] llvm::Value *lower();

private:
  using Value = llvm::Value *;
  using Predicate = llvm::CmpInst::Predicate;

  // Each returns lanes of any type, or a scalar; null for an instruction of another area.
  Value lowerLanes();
  Value lowerInteger();
  Value lowerIntegerWidth();
  Value lowerFloat();
  Value lowerConversion();
  Value lowerRelaxed();
  Value lowerCheapest();
  Value lowerFixed();

  // Simd.cpp
  /// A NaN in the result is one that the instruction makes, and --deterministic is given.
  bool mustBeCanonical() const;
  /// The same bits as lanes of another type; constants stay plain constants, to be looked at.
  Value as(Value value, llvm::Type *type);
  llvm::FixedVectorType *vector(llvm::Type *lane, unsigned count) const {
    return llvm::FixedVectorType::get(lane, count);
  }
  /// The same lanes, as integers.
  llvm::FixedVectorType *integers(llvm::Type *type) const;
  /// Lanes of all ones or all zeros.
  Value mask(Value bits) { return b.CreateSExt(bits, integers(shape)); }
  Value compare(Predicate predicate) { return mask(b.CreateCmp(predicate, x, y)); }
  Value unary(llvm::Intrinsic::ID id) { return b.CreateUnaryIntrinsic(id, x); }
  Value binary(llvm::Intrinsic::ID id) { return b.CreateBinaryIntrinsic(id, x, y); }
  /// An intrinsic of one CPU, whose types are fixed.
  Value machine(llvm::Intrinsic::ID id, llvm::ArrayRef<Value> arguments) {
    return b.CreateIntrinsic(id, {}, arguments);
  }
  /// The lanes from `first` on, every `step`th, half of all.
  Value half(Value value, unsigned first, unsigned step);
  Value swizzle();
  /// An instruction of RISC-V on whole registers, which may be longer than 16 bytes.
  Value onRegisters(llvm::Intrinsic::ID id, std::initializer_list<Value> further = {});
  Value allTrue();

  // SimdInteger.cpp
  Value shift(llvm::Instruction::BinaryOps op);
  Value shiftBytes(llvm::Instruction::BinaryOps op, Value amount);
  Value multiplyWide();
  Value narrow(bool isSigned);
  Value dot(Value left, Value right);
  Value extendPairwise(bool isSigned);
  Value multiplyRounded();

  // SimdFloat.cpp
  Value arithmetic(llvm::Instruction::BinaryOps op, Value left, Value right);
  Value minMax(bool isMin);
  /// `a` < `b` ? `a` : `b`, or > for a maximum: minps and its like.
  Value pick(bool isMin, Value left, Value right);

  // SimdConversions.cpp
  Value truncateSaturated(bool isSigned);
  Value truncateSaturatedZero(bool isSigned);
  /// <2 x T> with two lanes of zero behind it.
  Value appendZeros(Value value);

  ModuleLowering &m;
  llvm::IRBuilder<> &b;
  const Instruction &inst;
  llvm::FixedVectorType *shape; ///< that the instruction is named after
  llvm::Type *lane;
  unsigned count;
  Value x, y, z; ///< operands; vectors are cast to `shape`
};

} // namespace sinter
