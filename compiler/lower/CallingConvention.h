//===-- CallingConvention.h - The uniform prototype, packed and unpacked ---===//
//
// abi/Abi.h says in words where parameters and results of the uniform
// prototype go; this is the one place in the compiler that does it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/ModuleLowering.h"

namespace sinter {

using ValueList = llvm::SmallVector<llvm::Value *, 8>;

/// The actual arguments of a call; `area` is asked for only if the signature needs the argument
/// area.
ValueList packArguments(ModuleLowering &m, llvm::IRBuilder<> &b, const FuncType &type,
                        llvm::Value *instance, llvm::ArrayRef<llvm::Value *> values,
                        llvm::function_ref<llvm::Value *()> area);

/// The wasm parameters in a function that has the uniform prototype.
ValueList unpackParameters(ModuleLowering &m, llvm::IRBuilder<> &b, const FuncType &type,
                           llvm::Function *f, llvm::function_ref<llvm::Value *()> area);

/// Stores all results but the first in the area, and gives the integer to return.
llvm::Value *packResults(ModuleLowering &m, llvm::IRBuilder<> &b, const FuncType &type,
                         llvm::ArrayRef<llvm::Value *> values,
                         llvm::function_ref<llvm::Value *()> area);

/// The results after a call that returned `returned`.
ValueList unpackResults(ModuleLowering &m, llvm::IRBuilder<> &b, const FuncType &type,
                        llvm::Value *returned, llvm::function_ref<llvm::Value *()> area);

} // namespace sinter
