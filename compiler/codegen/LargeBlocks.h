//===-- LargeBlocks.h - Straight code in pieces that can be selected ---------===//
//
// Instruction selection builds one graph for a basic block, and takes time that grows with the
// square of the block's loads: 60,000 loads one after the other took it half a minute. Generated
// code has such blocks. This pass cuts them, right before instruction selection (CodeGenPrepare
// would join the pieces again); the branches between pieces are gone when blocks are laid out.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Function;
class FunctionPass;
} // namespace llvm

namespace sinter {

/// Cuts the function's blocks; whether there was anything to cut.
bool cutLargeBlocks(llvm::Function &function);

/// The pass, for the code generator's pass manager, which owns it.
llvm::FunctionPass *createLargeBlocks();

} // namespace sinter
