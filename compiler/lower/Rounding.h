//===-- Rounding.h - ceil, floor, trunc and nearest ------------------------===//
//
// One machine instruction everywhere but on x86-64 before SSE4.1, where LLVM
// would call the C library once per lane. There it is done in line instead: a
// number below 2^52 (2^23 for f32) that has this added and subtracted again is
// rounded to the nearest integer, from which the others are at most 1 away.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/ModuleLowering.h"

#include "llvm/IR/Intrinsics.h"

namespace sinter {

/// The same numbers, and NaNs that do not signal.
[[nodiscard]] llvm::Value *quieted(ModuleLowering &m, llvm::IRBuilder<> &b, llvm::Value *value);

/// The same numbers; NaNs do not signal.
[[nodiscard]] llvm::Value *quieted(ModuleLowering &m, llvm::IRBuilder<> &b, llvm::Value *value);

/// `id` is ceil, floor, trunc or roundeven; `value` a float or a vector of them.
llvm::Value *roundToIntegral(ModuleLowering &m, llvm::IRBuilder<> &b, llvm::Intrinsic::ID id,
                             llvm::Value *value);

} // namespace sinter
