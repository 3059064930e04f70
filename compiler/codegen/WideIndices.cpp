//===-- WideIndices.cpp - 32-bit indices that live in 64-bit registers ------===//
//
// Phis are taken together with the phis that feed them: such a web is widened
// as a whole or not at all. What it gains is the extensions of its phis, what
// it costs is an extension for each value that comes in from an operation that
// does not clear the upper half; both are weighed by the depth of their loop.
//
//===----------------------------------------------------------------------===//

#include "codegen/WideIndices.h"

#include "llvm/ADT/EquivalenceClasses.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/IR/Function.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/Pass.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

namespace sinter {
namespace {

/// Selected as an operation on a 32-bit register, which clears the upper half.
bool clearsUpperHalf(const Value *value) {
  if (isa<BinaryOperator, LoadInst, SelectInst, ZExtInst, SExtInst>(value))
    return true;
  auto *call = dyn_cast<IntrinsicInst>(value);
  if (!call)
    return false;
  switch (call->getIntrinsicID()) {
  case Intrinsic::ctlz:
  case Intrinsic::cttz:
  case Intrinsic::ctpop:
  case Intrinsic::fshl:
  case Intrinsic::fshr:
  case Intrinsic::bswap:
  case Intrinsic::umin:
  case Intrinsic::umax:
  case Intrinsic::smin:
  case Intrinsic::smax:
    return true;
  default:
    return false;
  }
}

class Widening {
public:
  Widening(Function &function) : function(function), dominators(function), loops(dominators) {
    wide = Type::getInt64Ty(function.getContext());
    narrow = Type::getInt32Ty(function.getContext());
  }

  bool run(ArrayRef<ZExtInst *> found) {
    for (ZExtInst *extension : found)
      extensions[extension->getOperand(0)].push_back(extension);
    findWebs();
    for (PHINode *phi : chosen)
      makeWidePhi(*phi);
    for (PHINode *phi : chosen)
      fillWidePhi(*phi);
    for (auto &[value, users] : extensions)
      if (!isa<PHINode>(value) && worthHoisting(*value, users))
        extended(value);
    for (auto &[value, extension] : atDefinition)
      replaceUses(value, extension);
    for (PHINode *phi : chosen)
      phi->eraseFromParent();
    return !atDefinition.empty();
  }

private:
  double weight(const BasicBlock *block) const {
    return double(uint64_t(1) << (3 * std::min(loops.getLoopDepth(block), 10u)));
  }

  const BasicBlock *home(const Value *value) const {
    if (auto *inst = dyn_cast<llvm::Instruction>(value))
      return inst->getParent();
    return &function.getEntryBlock();
  }

  /// There is a place right behind it; behind an invoke, other edges may meet.
  static bool canBeExtended(const Value &value) {
    auto *inst = dyn_cast<llvm::Instruction>(&value);
    return !inst || !inst->isTerminator();
  }

  void findWebs() {
    EquivalenceClasses<PHINode *> webs;
    SmallVector<PHINode *> work;
    SetVector<PHINode *> members;
    for (auto &[value, users] : extensions)
      if (auto *phi = dyn_cast<PHINode>(value))
        work.push_back(phi);
    while (!work.empty()) {
      PHINode *phi = work.pop_back_val();
      if (!members.insert(phi))
        continue;
      webs.insert(phi);
      for (Value *incoming : phi->incoming_values())
        if (auto *feeding = dyn_cast<PHINode>(incoming)) {
          webs.unionSets(phi, feeding);
          work.push_back(feeding);
        }
    }
    MapVector<PHINode *, double> gain;
    SmallPtrSet<PHINode *, 8> impossible;
    for (PHINode *phi : members) {
      PHINode *leader = webs.getLeaderValue(phi);
      double &sum = gain[leader];
      if (auto users = extensions.find(phi); users != extensions.end())
        for (ZExtInst *extension : users->second)
          sum += weight(extension->getParent());
      for (Value *incoming : phi->incoming_values()) {
        if (isa<Constant, PHINode>(incoming))
          continue;
        if (!canBeExtended(*incoming))
          impossible.insert(leader);
        if (!clearsUpperHalf(incoming))
          sum -= weight(home(incoming));
      }
    }
    for (PHINode *phi : members) {
      PHINode *leader = webs.getLeaderValue(phi);
      if (gain[leader] > 0 && !impossible.contains(leader))
        chosen.insert(phi);
    }
  }

  void makeWidePhi(PHINode &phi) {
    IRBuilder<> builder(&phi);
    atDefinition[&phi] = builder.CreatePHI(wide, phi.getNumIncomingValues());
  }

  void fillWidePhi(PHINode &phi) {
    auto *result = cast<PHINode>(atDefinition[&phi]);
    for (auto [incoming, block] : zip(phi.incoming_values(), phi.blocks()))
      result->addIncoming(extended(incoming), block);
  }

  /// The value in 64 bits, extended right behind its definition.
  Value *extended(Value *value) {
    if (auto *constant = dyn_cast<ConstantInt>(value))
      return ConstantInt::get(wide, constant->getZExtValue());
    if (isa<UndefValue>(value))
      return ConstantInt::get(wide, 0);
    if (auto known = atDefinition.find(value); known != atDefinition.end())
      return known->second;
    BasicBlock::iterator place = function.getEntryBlock().getFirstInsertionPt();
    if (auto *inst = dyn_cast<llvm::Instruction>(value))
      place = *inst->getInsertionPointAfterDef();
    Value *result = new ZExtInst(value, wide, "", place);
    atDefinition[value] = result;
    return result;
  }

  bool worthHoisting(Value &value, ArrayRef<ZExtInst *> users) const {
    if (!canBeExtended(value))
      return false;
    const BasicBlock *block = home(&value);
    return any_of(users, [&](ZExtInst *extension) {
      if (clearsUpperHalf(&value))
        return extension->getParent() != block;
      return loops.getLoopDepth(extension->getParent()) > loops.getLoopDepth(block);
    });
  }

  /// Extensions give way to the one at the definition; 32-bit uses in other blocks read its lower
  /// half, so that one register goes from block to block.
  void replaceUses(Value *value, Value *extension) {
    SmallDenseMap<BasicBlock *, Value *, 8> halves;
    for (Use &use : make_early_inc_range(value->uses())) {
      auto *user = cast<llvm::Instruction>(use.getUser());
      if (user == extension)
        continue;
      if (auto *phi = dyn_cast<PHINode>(user); phi && chosen.contains(phi))
        continue;
      if (isa<ZExtInst>(user) && user->getType() == wide) {
        user->replaceAllUsesWith(extension);
        dead.push_back(user);
        continue;
      }
      BasicBlock *block = user->getParent();
      if (auto *phi = dyn_cast<PHINode>(user))
        block = phi->getIncomingBlock(use);
      if (!isa<PHINode>(value) && block == home(value))
        continue;
      Value *&half = halves[block];
      if (!half)
        half = new TruncInst(extension, narrow, "", block->getFirstInsertionPt());
      use.set(half);
    }
    for (llvm::Instruction *inst : dead)
      inst->eraseFromParent();
    dead.clear();
  }

  Function &function;
  DominatorTree dominators;
  LoopInfo loops;
  Type *wide, *narrow;
  MapVector<Value *, SmallVector<ZExtInst *, 4>> extensions; ///< By what they extend.
  SetVector<PHINode *> chosen;                               ///< To be widened.
  MapVector<Value *, Value *> atDefinition;                  ///< i32 to i64.
  SmallVector<llvm::Instruction *, 8> dead;
};

class WideIndices : public FunctionPass {
public:
  static char ID;
  WideIndices() : FunctionPass(ID) {}

  StringRef getPassName() const override { return "Indices in 64-bit registers"; }

  bool runOnFunction(Function &function) override {
    SmallVector<ZExtInst *> found;
    for (llvm::Instruction &inst : instructions(function))
      if (auto *extension = dyn_cast<ZExtInst>(&inst))
        if (extension->getType()->isIntegerTy(64) && extension->getSrcTy()->isIntegerTy(32) &&
            !isa<Constant>(extension->getOperand(0)))
          found.push_back(extension);
    return !found.empty() && Widening(function).run(found);
  }
};

char WideIndices::ID = 0;

} // namespace

bool clearsUpperHalves(const TargetMachine &machine) {
  return machine.getTargetTriple().isX86_64();
}

FunctionPass *createWideIndices() { return new WideIndices(); }

} // namespace sinter
