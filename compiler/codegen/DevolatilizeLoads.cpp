//===-- DevolatilizeLoads.cpp - Loads that code generation cannot lose -----===//
//
// One walk over each block from its end: what stays marks its operands as
// needed, what is needed and computes from all of its operands marks those in
// turn. A load that keeps its volatility stays as well, so its address is
// needed.
//
//===----------------------------------------------------------------------===//

#include "codegen/DevolatilizeLoads.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Analysis/DemandedBits.h"
#include "llvm/Analysis/VectorUtils.h"
#include "llvm/IR/DataLayout.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/Operator.h"

using namespace llvm;

namespace sinter {

namespace {

/// Neither code generation's clean-up nor its sinking touches it.
bool stays(const llvm::Instruction &inst) {
  if (inst.isTerminator())
    return true;
  if (isa<AssumeInst>(inst) || inst.isLifetimeStartOrEnd() || isa<PseudoProbeInst>(inst))
    return false;
  return inst.mayHaveSideEffects();
}

/// A result that can only be computed with the value of each operand. All lanes of a vector are
/// needed or it is not marked.
bool needsItsOperands(const llvm::Instruction &inst) {
  // A constant may blot out lanes, which then need not be loaded.
  if (inst.getType()->isVectorTy() && isa<BinaryOperator>(inst) &&
      (isa<Constant>(inst.getOperand(0)) || isa<Constant>(inst.getOperand(1))))
    return false;
  if (isa<CastInst>(inst) || isa<CmpInst>(inst) || isa<GetElementPtrInst>(inst) ||
      isa<FreezeInst>(inst))
    return true;
  switch (inst.getOpcode()) {
  case llvm::Instruction::Add:
  case llvm::Instruction::Sub:
  case llvm::Instruction::Mul:
  case llvm::Instruction::Xor:
  case llvm::Instruction::And:
  case llvm::Instruction::Or:
  case llvm::Instruction::Shl:
  case llvm::Instruction::LShr:
  case llvm::Instruction::AShr:
  case llvm::Instruction::FAdd:
  case llvm::Instruction::FSub:
  case llvm::Instruction::FMul:
  case llvm::Instruction::FDiv:
  case llvm::Instruction::FNeg:
  case llvm::Instruction::UDiv:
  case llvm::Instruction::SDiv:
  case llvm::Instruction::URem:
  case llvm::Instruction::SRem:
    return true;
  default:
    return false;
  }
}

/// The store puts back what a load of the same address gave, perhaps with some bits changed: code
/// generation may leave out the bytes that stay as they are, in both.
bool storesBack(const StoreInst &store) {
  SmallVector<const Value *, 8> work = {store.getValueOperand()};
  for (unsigned steps = 0; !work.empty(); ++steps) {
    if (steps == 16)
      return true;
    const Value *value = work.pop_back_val();
    if (auto *load = dyn_cast<LoadInst>(value)) {
      if (load->getPointerOperand() == store.getPointerOperand())
        return true;
    } else if (auto *op = dyn_cast<BinaryOperator>(value); op && op->isBitwiseLogicOp()) {
      work.append({op->getOperand(0), op->getOperand(1)});
    } else if (isa<CastInst>(value)) {
      work.push_back(cast<CastInst>(value)->getOperand(0));
    }
  }
  return false;
}

/// Where a load reads: a pointer and an offset from it.
using Place = std::pair<const Value *, int64_t>;

class BlockWalk {
public:
  BlockWalk(BasicBlock &block, DemandedBits &bits) : block(block), bits(bits) {
    findRepeatedPlaces();
  }

  bool run() {
    bool changed = false;
    if (BasicBlock *next = block.getSingleSuccessor())
      for (PHINode &phi : next->phis())
        need(phi.getIncomingValueForBlock(&block));
    for (llvm::Instruction &inst : reverse(block)) {
      auto *load = dyn_cast<LoadInst>(&inst);
      if (load && load->isVolatile()) {
        if (needed.contains(load) && !load->isAtomic() && needsLastByte(*load) &&
            (placeOf(*load).second >= 0 || needsFirstByte(*load)) && !repeated.contains(load)) {
          load->setVolatile(false);
          changed = true;
        }
        need(load->getPointerOperand());
      } else if (auto *store = dyn_cast<StoreInst>(&inst)) {
        need(store->getPointerOperand());
        if (store->isVolatile() || !storesBack(*store))
          need(store->getValueOperand());
      } else if (stays(inst)) {
        for (Value *operand : inst.operands())
          need(operand);
      } else if (needed.contains(&inst)) {
        if (needsItsOperands(inst)) {
          for (Value *operand : inst.operands())
            need(operand);
        } else if (auto *select = dyn_cast<SelectInst>(&inst)) {
          need(select->getCondition());
        } else if (auto *insert = dyn_cast<InsertElementInst>(&inst)) {
          need(insert->getOperand(1));
        } else if (auto *shuffle = dyn_cast<ShuffleVectorInst>(&inst)) {
          if (Value *scalar = getSplatValue(shuffle))
            need(scalar);
        } else if (load) {
          need(load->getPointerOperand());
        }
      }
    }
    return changed;
  }

private:
  void need(Value *value) {
    auto *inst = dyn_cast<llvm::Instruction>(value);
    if (inst && inst->getParent() == &block && hasLastByte(*inst))
      needed.insert(inst);
  }

  /// A float that is looked at as an integer may be narrowed like one; of a vector, lanes may go.
  bool hasLastByte(llvm::Instruction &inst) {
    auto *cast = dyn_cast<BitCastInst>(&inst);
    if (cast && cast->getSrcTy()->isVectorTy() && !cast->getType()->isVectorTy())
      return false;
    return !cast || (needsLastByte(*cast) && needsFirstByte(*cast));
  }

  bool needsLastByte(llvm::Instruction &inst) {
    if (!inst.getType()->isIntegerTy())
      return true;
    return bits.getDemandedBits(&inst).countl_zero() < 8;
  }

  bool needsFirstByte(llvm::Instruction &inst) {
    if (!inst.getType()->isIntegerTy())
      return !inst.getType()->isVectorTy();
    return bits.getDemandedBits(&inst).countr_zero() < 8;
  }

  Place placeOf(const LoadInst &load) const {
    const DataLayout &layout = block.getDataLayout();
    const Value *pointer = load.getPointerOperand();
    APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
    pointer = pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
    return {pointer, offset.getSExtValue()};
  }

  void findRepeatedPlaces() {
    DenseMap<Place, const LoadInst *> seen;
    for (const llvm::Instruction &inst : block) {
      if (auto *load = dyn_cast<LoadInst>(&inst)) {
        auto [earlier, isNew] = seen.insert({placeOf(*load), load});
        if (!isNew) {
          repeated.insert(load);
          repeated.insert(earlier->second);
        }
      } else if (isa<CallBase>(inst) && stays(inst)) {
        seen.clear();
      }
    }
  }

  BasicBlock &block;
  DemandedBits &bits;
  SmallPtrSet<llvm::Instruction *, 32> needed;
  SmallPtrSet<const LoadInst *, 16> repeated;
};

} // namespace

PreservedAnalyses DevolatilizeLoads::run(Function &function, FunctionAnalysisManager &analyses) {
  if (function.getFnAttribute("sinter-traps").getValueAsString() != "relaxed")
    return PreservedAnalyses::all();
  auto &bits = analyses.getResult<DemandedBitsAnalysis>(function);
  bool changed = false;
  for (BasicBlock &block : function)
    changed |= BlockWalk(block, bits).run();
  return changed ? PreservedAnalyses::none() : PreservedAnalyses::all();
}

} // namespace sinter
