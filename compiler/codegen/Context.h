//===-- Context.h - An LLVMContext that keeps our rules --------------------===//
//
// What validated wasm becomes always compiles: a diagnostic of severity error
// from LLVM is a bug of ours, and ends the process as one. Warnings and
// remarks are nothing that a user could act on.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <memory>

namespace llvm {
class LLVMContext;
class Triple;
class TargetLibraryInfoImpl;
} // namespace llvm

namespace sinter {

/// A fresh context. `keepNames`: IR values keep their names, for output that people read.
[[nodiscard]] std::unique_ptr<llvm::LLVMContext> createContext(bool keepNames);

/// What LLVM may call, and recognise loops as: the freestanding runtime's mem* functions and
/// nothing else.
[[nodiscard]] llvm::TargetLibraryInfoImpl availableCalls(const llvm::Triple &triple);

} // namespace sinter
