//===-- LargeBlocks.cpp - Straight code in pieces that can be selected -------===//
//
// See LargeBlocks.h.
//
//===----------------------------------------------------------------------===//

#include "codegen/LargeBlocks.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Pass.h"

using namespace llvm;

namespace sinter {
namespace {

/// Instructions in a piece. Large enough for every block that people write.
constexpr unsigned pieceSize = 4096;

/// Cuts off what follows the first piece, and returns it; null where the block is small enough.
BasicBlock *cut(BasicBlock &block) {
  unsigned count = 0;
  for (llvm::Instruction &inst : block) {
    if (++count <= pieceSize || isa<PHINode>(inst) || inst.isEHPad())
      continue;
    // What must stand right before the block's end stays with it.
    if (inst.isTerminator() || inst.getNextNode()->isTerminator())
      return nullptr;
    return block.splitBasicBlock(inst.getIterator());
  }
  return nullptr;
}

class LargeBlocks : public FunctionPass {
public:
  static char ID;
  LargeBlocks() : FunctionPass(ID) {}

  StringRef getPassName() const override { return "Large blocks in pieces"; }

  bool runOnFunction(Function &function) override { return cutLargeBlocks(function); }
};

char LargeBlocks::ID = 0;

} // namespace

bool cutLargeBlocks(Function &function) {
  bool changed = false;
  // A piece that was cut off stands right behind its block, so it is looked at next.
  for (BasicBlock &block : function)
    changed |= cut(block) != nullptr;
  return changed;
}

FunctionPass *createLargeBlocks() { return new LargeBlocks(); }

} // namespace sinter
