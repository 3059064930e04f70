//===-- CanonicalNan.h - One NaN only, under --deterministic ----------------===//
//
// The deterministic profile (core, appendix "Profiles") leaves each instruction
// that may make a NaN one result: the positive canonical NaN of its format.
// CPUs differ in which NaN they make, so such a result is replaced where it is
// one: a comparison and a select per operation. What only moves bits (loads, reinterpret, abs,
// neg, copysign, pmin, pmax) is left alone.
//
// An operand of such an instruction need not be canonical, since a NaN in any
// form gives a NaN: it is taken as it was before the replacement, which then
// often has no use left. So a chain of operations pays at its end.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Instruction.h"

#include "llvm/IR/IRBuilder.h"

namespace sinter {

/// Makes a NaN of its own out of its operands, rather than to move one.
[[nodiscard]] bool makesNan(Opcode opcode);

/// `value` (a float or a vector of them), a NaN replaced by the canonical one.
[[nodiscard]] llvm::Value *canonicalNan(llvm::IRBuilder<> &b, llvm::Value *value);

/// What canonicalNan() was given, if `value` (or what it is a bit cast of) is its result and has
/// the same type; else `value`.
[[nodiscard]] llvm::Value *beforeCanonicalNan(llvm::Value *value);

} // namespace sinter
