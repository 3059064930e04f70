//===-- Emit.h - From LLVM IR to bytes -------------------------------------===//
//
// The last step of a partition: an object, assembly, or the IR itself as text
// or bitcode, always into memory, so that no failure leaves a file behind.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "llvm/ADT/SmallVector.h"

#include <cstdint>

namespace llvm {
class Module;
class TargetMachine;
} // namespace llvm

namespace sinter {

enum class EmitKind : uint8_t { Object, Assembly, Ir, Bitcode };

/// `module` in the form `kind`. Object and Assembly run code generation, which changes `module`.
[[nodiscard]] llvm::SmallVector<char, 0> emit(llvm::Module &module, llvm::TargetMachine &machine,
                                              EmitKind kind);

} // namespace sinter
