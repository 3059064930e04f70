//===-- UnrolledBody.cpp - Undo a producer's unrolling ---------------------===//
//
// See UnrolledBody.h.
//
//===----------------------------------------------------------------------===//

#include "codegen/UnrolledBody.h"

#include "llvm/ADT/SmallSet.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Instructions.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace sinter {

namespace {

constexpr unsigned greatestFactor = 16;

bool isReorderable(unsigned opcode) {
  return opcode == Instruction::Add || opcode == Instruction::Mul || opcode == Instruction::And ||
         opcode == Instruction::Or || opcode == Instruction::Xor;
}

} // namespace

UnrolledBody::UnrolledBody(Loop &loop, const BoundsProof &proof, PHINode *index)
    : loop(loop), proof(proof), index(index) {}

/// phi + t0 + t1 ..., in any grouping; intermediate sums have no other use.
bool UnrolledBody::readReduction(PHINode &phi) {
  auto *last = dyn_cast<BinaryOperator>(phi.getIncomingValueForBlock(loop.getLoopLatch()));
  if (!last || !isReorderable(last->getOpcode()) || !phi.hasOneUse())
    return false;
  Reduction reduction{&phi, last, {}};
  bool sawPhi = false;
  SmallVector<Value *, 8> work = {last};
  while (!work.empty()) {
    Value *value = work.pop_back_val();
    auto *op = dyn_cast<BinaryOperator>(value);
    if (value == &phi) {
      sawPhi = true;
    } else if (op && op->getOpcode() == last->getOpcode() && loop.contains(op) &&
               (op == last || op->hasOneUse())) {
      work.append({op->getOperand(0), op->getOperand(1)});
    } else {
      reduction.terms.push_back(value);
    }
    if (reduction.terms.size() > greatestFactor)
      return false;
  }
  reductions.push_back(std::move(reduction));
  return sawPhi;
}

unsigned UnrolledBody::findFactor() {
  BasicBlock *block = loop.getHeader();
  if (loop.getNumBlocks() != 1 || !loop.getUniqueExitBlock())
    return 1;
  for (PHINode &phi : block->phis())
    if (&phi != index && !readReduction(phi))
      return 1;
  for (PHINode &phi : loop.getUniqueExitBlock()->phis()) {
    Value *value = phi.getIncomingValueForBlock(block);
    auto isLast = [&](const Reduction &reduction) { return reduction.last == value; };
    if (!loop.isLoopInvariant(value) && none_of(reductions, isLast))
      return 1;
  }

  DenseMap<Instruction *, unsigned> byInstruction;
  for (unsigned i = 0; i < proof.accesses.size(); ++i)
    byInstruction[proof.accesses[i].inst] = i;
  for (Instruction &inst : *block) {
    if (!inst.mayReadOrWriteMemory())
      continue;
    auto found = byInstruction.find(&inst);
    if (found == byInstruction.end())
      return 1;
    positions[&inst] = order.size();
    order.push_back(found->second);
  }
  for (unsigned factor = std::min<size_t>(greatestFactor, order.size()); factor > 1; --factor)
    if (isRepeated(factor))
      return factor;
  return 1;
}

bool UnrolledBody::isRepeated(unsigned factor) {
  if (order.size() % factor != 0)
    return false;
  runLength = order.size() / factor;
  for (const BoundsProof::Stream &stream : proof.streams) {
    auto *step = dyn_cast<SCEVConstant>(stream.step);
    if (!step || step->getAPInt().getSExtValue() % int64_t(factor) != 0)
      return false;
  }
  for (unsigned i = runLength; i < order.size(); ++i) {
    const BoundsProof::Access &first = proof.accesses[order[i % runLength]];
    const BoundsProof::Access &other = proof.accesses[order[i]];
    const SCEV *step = proof.streams[first.stream].step;
    int64_t stride = cast<SCEVConstant>(step)->getAPInt().getSExtValue() / int64_t(factor);
    if (first.stream != other.stream ||
        other.offset - first.offset != stride * int64_t(i / runLength) ||
        first.inst->getOpcode() != other.inst->getOpcode() ||
        getLoadStoreType(first.inst) != getLoadStoreType(other.inst))
      return false;
    if (auto *store = dyn_cast<StoreInst>(first.inst))
      if (!corresponds(store->getValueOperand(), cast<StoreInst>(other.inst)->getValueOperand(),
                       i / runLength))
        return false;
  }
  for (Reduction &reduction : reductions)
    if (!sortTerms(reduction, factor))
      return false;
  return true;
}

bool UnrolledBody::sortTerms(Reduction &reduction, unsigned factor) const {
  SmallVector<Value *> &terms = reduction.terms;
  if (terms.size() != factor)
    return false;
  for (unsigned first = 0; first < factor; ++first) {
    SmallVector<Value *> left(terms), sorted = {left[first]};
    left.erase(left.begin() + first);
    while (!left.empty()) {
      auto next =
          find_if(left, [&](Value *term) { return corresponds(sorted[0], term, sorted.size()); });
      if (next == left.end())
        break;
      sorted.push_back(*next);
      left.erase(next);
    }
    if (left.empty()) {
      terms = std::move(sorted);
      return true;
    }
  }
  return false;
}

bool UnrolledBody::corresponds(Value *first, Value *other, unsigned run) const {
  SmallVector<std::pair<Value *, Value *>, 16> work = {{first, other}};
  SmallSet<std::pair<Value *, Value *>, 16> seen;
  while (!work.empty()) {
    auto pair = work.pop_back_val();
    if (!seen.insert(pair).second)
      continue;
    auto [a, b] = pair;
    if (loop.isLoopInvariant(a) || loop.isLoopInvariant(b)) {
      if (a != b)
        return false;
      continue;
    }
    auto *instA = cast<Instruction>(a), *instB = cast<Instruction>(b);
    auto placeA = positions.find(a);
    if (placeA != positions.end()) {
      auto placeB = positions.find(b);
      if (placeB == positions.end() || placeA->second >= runLength ||
          placeB->second != placeA->second + run * runLength)
        return false;
      continue;
    }
    if (isa<PHINode>(instA) || !instA->isSameOperationAs(instB) ||
        instA->getNumOperands() != instB->getNumOperands())
      return false;
    if (auto *op = dyn_cast<BinaryOperator>(instA);
        op && op->isCommutative() && instA->getOperand(0) != instB->getOperand(0)) {
      // Whichever way round fits, judged by what the operands are.
      auto alike = [&](Value *x, Value *y) {
        if (loop.isLoopInvariant(x) || loop.isLoopInvariant(y))
          return x == y;
        return positions.contains(x) == positions.contains(y) &&
               cast<Instruction>(x)->getOpcode() == cast<Instruction>(y)->getOpcode() &&
               (!positions.contains(x) ||
                positions.lookup(y) == positions.lookup(x) + run * runLength);
      };
      if (!alike(op->getOperand(0), instB->getOperand(0)) &&
          alike(op->getOperand(0), instB->getOperand(1))) {
        work.push_back({op->getOperand(0), instB->getOperand(1)});
        work.push_back({op->getOperand(1), instB->getOperand(0)});
        continue;
      }
    }
    for (unsigned i = 0; i < instA->getNumOperands(); ++i)
      work.push_back({instA->getOperand(i), instB->getOperand(i)});
  }
  return true;
}

void UnrolledBody::roll() {
  for (Reduction &reduction : reductions) {
    IRBuilder<> b(loop.getLoopLatch()->getTerminator());
    Value *sum = b.CreateBinOp(reduction.last->getOpcode(), reduction.phi, reduction.terms[0]);
    reduction.last->replaceAllUsesWith(sum);
    RecursivelyDeleteTriviallyDeadInstructions(reduction.last);
  }
  SmallVector<WeakTrackingVH, 16> rest;
  for (unsigned i = runLength; i < order.size(); ++i) {
    Instruction *inst = proof.accesses[order[i]].inst;
    if (auto *store = dyn_cast<StoreInst>(inst)) {
      rest.push_back(store->getValueOperand());
      store->eraseFromParent();
    }
  }
  for (WeakTrackingVH &value : rest)
    if (value)
      RecursivelyDeleteTriviallyDeadInstructions(value);
}

} // namespace sinter
