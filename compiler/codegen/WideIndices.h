//===-- WideIndices.h - 32-bit indices that live in 64-bit registers --------===//
//
// WebAssembly's addresses are i32, an access needs them in 64 bits. Where the
// CPU clears the upper half with every 32-bit operation (x86-64), the
// extension costs nothing beside the operation, but instruction selection sees
// one block at a time: an index that comes from another block or from a phi,
// and so every loop's, is extended again by a `mov ecx, ecx` at each use.
//
// This pass extends such a value where it is made, gives phis of them 64 bits,
// and lets what wants 32 bits read the lower half, which is free. The value
// still occupies one register. It runs after CodeGenPrepare, right before
// instruction selection: earlier, loop strength reduction would lose the
// induction variables, and InstCombine would put the extensions back.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class FunctionPass;
class TargetMachine;
} // namespace llvm

namespace sinter {

/// Whether a 32-bit operation of this CPU clears the upper half of its register.
bool clearsUpperHalves(const llvm::TargetMachine &machine);

/// The pass, for the code generator's pass manager, which owns it.
llvm::FunctionPass *createWideIndices();

} // namespace sinter
