//===-- BoundsProof.cpp - What keeps all accesses of a loop in bounds ------===//
//
// See BoundsProof.h. Loops that the vectoriser refuses for other reasons (calls, floating-point
// sums, exits in the middle) are refused here too: a second copy would gain nothing.
//
//===----------------------------------------------------------------------===//

#include "codegen/BoundsProof.h"

#include "llvm/ADT/SmallSet.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/IVDescriptors.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/ScalarEvolutionExpressions.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/PatternMatch.h"
#include "llvm/Transforms/Utils/LoopUtils.h"
#include "llvm/Transforms/Utils/ScalarEvolutionExpander.h"

using namespace llvm;
using namespace llvm::PatternMatch;

namespace sinter {

namespace {

constexpr unsigned mostBlocks = 16, mostInstructions = 400, mostStreams = 16;
/// Loops known to run fewer times are left alone.
constexpr uint64_t fewTrips = 8;
/// Starts are below this, so that sums are exact.
constexpr unsigned startBits = 40;
constexpr unsigned expansionBudget = 24;
/// What a turn may cost, so that sums are exact here as well.
constexpr unsigned fuelBits = 24;

/// The block does nothing but trap, and perhaps put away what the loop had in a register.
bool isTrap(const BasicBlock *block) {
  for (unsigned steps = 0; steps < 3; ++steps) {
    if (isa<UnreachableInst>(block->getTerminator()))
      return true;
    auto *branch = dyn_cast<BranchInst>(block->getTerminator());
    if (!branch || branch->isConditional())
      return false;
    for (const Instruction &inst : *block)
      if (!isa<PHINode, StoreInst>(inst) && &inst != branch)
        return false;
    block = branch->getSuccessor(0);
  }
  return false;
}

/// Replaces recurrences of the loop under a zero extension.
class Widener : public SCEVRewriteVisitor<Widener> {
public:
  Widener(ScalarEvolution &se, function_ref<const SCEV *(const SCEVAddRecExpr *)> widen)
      : SCEVRewriteVisitor(se), widen(widen) {}
  const SCEV *visitZeroExtendExpr(const SCEVZeroExtendExpr *expression) {
    if (auto *recurrence = dyn_cast<SCEVAddRecExpr>(expression->getOperand()))
      if (const SCEV *wide = widen(recurrence))
        return wide;
    return expression;
  }

private:
  function_ref<const SCEV *(const SCEVAddRecExpr *)> widen;
};

/// Calls `found` for each recurrence of `loop` that is extended from 32 bits to 64.
struct RecurrenceFinder {
  const Loop &loop;
  function_ref<void(const SCEVAddRecExpr *)> found;
  bool follow(const SCEV *expression) {
    if (auto *extended = dyn_cast<SCEVZeroExtendExpr>(expression))
      if (auto *recurrence = dyn_cast<SCEVAddRecExpr>(extended->getOperand()))
        if (recurrence->getLoop() == &loop && recurrence->isAffine() &&
            recurrence->getType()->isIntegerTy(32) && extended->getType()->isIntegerTy(64))
          found(recurrence);
    return true;
  }
  [[nodiscard]] bool isDone() const { return false; }
};

} // namespace

BoundsProof::BoundsProof(Loop &loop, ScalarEvolution &se, DominatorTree &dt,
                         AssumptionCache &assumptions)
    : loop(loop), se(se), dt(dt), assumptions(assumptions),
      i64(Type::getInt64Ty(loop.getHeader()->getContext())) {}

bool BoundsProof::hasShape() {
  if (!loop.isInnermost() || !loop.isLoopSimplifyForm() || loop.getNumBlocks() > mostBlocks)
    return false;
  auto *branch = dyn_cast<BranchInst>(loop.getLoopLatch()->getTerminator());
  if (!branch || !branch->isConditional() || !loop.isLoopExiting(loop.getLoopLatch()))
    return false;
  // A second copy of something that is laid out by hand helps nobody.
  if (getBooleanLoopAttribute(&loop, "llvm.loop.isvectorized"))
    return false;
  findFuel();
  for (PHINode &phi : loop.getHeader()->phis()) {
    if (fuel && fuel->phi == &phi)
      continue;
    InductionDescriptor induction;
    if (InductionDescriptor::isInductionPHI(&phi, &loop, &se, induction))
      continue;
    RecurrenceDescriptor recurrence;
    if (RecurrenceDescriptor::isReductionPHI(&phi, &loop, recurrence, nullptr, &assumptions, &dt,
                                             &se)) {
      if (recurrence.hasExactFPMath())
        return false;
      continue;
    }
    // What was loaded in the turn before: LLVM sees that in one block alone, which the loop becomes
    // without its checks.
    bool isLoaded = fuel && isa<LoadInst>(phi.getIncomingValueForBlock(loop.getLoopLatch()));
    if (!isLoaded && !RecurrenceDescriptor::isFixedOrderRecurrence(&phi, &loop, &dt))
      return false;
  }
  const SCEV *count = se.getPredicatedExitCount(&loop, loop.getLoopLatch(), &predicates);
  if (isa<SCEVCouldNotCompute>(count) || !count->getType()->isIntegerTy() ||
      se.getTypeSizeInBits(count->getType()) > 64 || se.getUnsignedRangeMax(count).ult(fewTrips))
    return false;
  backedges = se.getNoopOrZeroExtend(count, i64);
  return true;
}

bool BoundsProof::analyse() { return hasShape() && readInstructions() && isWorthwhile; }

bool BoundsProof::readInstructions() {
  unsigned count = 0;
  for (BasicBlock *block : loop.blocks()) {
    if (block != loop.getLoopLatch() && loop.isLoopExiting(block) && !readTrapExit(*block))
      return false;
    for (Instruction &inst : *block) {
      if (++count > mostInstructions)
        return false;
      if (isa<LoadInst, StoreInst>(inst)) {
        if (!addAccess(inst))
          return false;
      } else if (auto *call = dyn_cast<CallBase>(&inst)) {
        if (!isa<IntrinsicInst>(call) || !(call->doesNotAccessMemory() || isa<AssumeInst>(call)))
          return false;
      } else if (inst.mayReadOrWriteMemory()) {
        return false;
      }
    }
  }
  if (accesses.empty())
    return false;
  isWorthwhile |= !recurrences.empty();
  for (const Pending &item : pending) {
    auto place = addToStream(item.key, widened(item.value));
    if (!place)
      return false;
    if (item.access != noAccess) {
      accesses[item.access].stream = place->first;
      accesses[item.access].offset = place->second;
    }
  }
  return touchesAllBytes();
}

/// Streams with holes, such as one field of many structs, gain nothing from vectors.
bool BoundsProof::touchesAllBytes() {
  struct Touched {
    int64_t bytes = 0;
    bool isStored = false;
    SmallSet<int64_t, 8> offsets;
  };
  SmallVector<Touched, 8> touched(streams.size());
  for (const Access &access : accesses) {
    if (access.stream == noAccess)
      continue;
    Touched &stream = touched[access.stream];
    stream.isStored |= isa<StoreInst>(access.inst);
    if (stream.offsets.insert(access.offset).second)
      stream.bytes +=
          int64_t(access.inst->getDataLayout().getTypeStoreSize(getLoadStoreType(access.inst)));
  }
  unsigned dense = 0, sparse = 0;
  for (unsigned s = 0; s < streams.size(); ++s) {
    if (touched[s].offsets.empty())
      continue;
    auto *step = dyn_cast<SCEVConstant>(streams[s].step);
    bool isDense = step && step->getAPInt().abs().sle(touched[s].bytes);
    if (touched[s].isStored && (!isDense || step->isZero()))
      return false;
    // Perhaps unrolled, which UnrolledBody can see when addresses are rewritten.
    isWorthwhile |= isDense && touched[s].offsets.size() > 1;
    isDense ? ++dense : ++sparse;
  }
  return dense > 0 && dense >= sparse;
}

void BoundsProof::noteRecurrences(const SCEV *value) {
  auto note = [&](const SCEVAddRecExpr *recurrence) {
    if (recurrenceOf.contains(recurrence))
      return;
    const SCEV *start = recurrence->getStart(), *step = recurrence->getStepRecurrence(se);
    for (unsigned g = 0; g < recurrences.size(); ++g) {
      Recurrence &group = recurrences[g];
      if (group.step != step)
        continue;
      auto *difference = dyn_cast<SCEVConstant>(se.getMinusSCEV(start, group.start));
      if (!difference)
        continue;
      int64_t distance = difference->getAPInt().getSExtValue();
      if (distance < 0) { // The newcomer is the lowest.
        group.start = start;
        group.span += uint64_t(-distance);
        for (auto &[other, place] : recurrenceOf)
          if (place.first == g)
            place.second += uint64_t(-distance);
        distance = 0;
      }
      group.span = std::max(group.span, uint64_t(distance));
      recurrenceOf[recurrence] = {g, uint64_t(distance)};
      return;
    }
    recurrenceOf[recurrence] = {unsigned(recurrences.size()), 0};
    recurrences.push_back({start, step, 0});
  };
  RecurrenceFinder finder{loop, note};
  visitAll(value, finder);
}

const SCEV *BoundsProof::wideStep(const SCEV *step) const {
  if (isa<SCEVConstant>(step))
    return se.getSignExtendExpr(step, i64);
  return se.getZeroExtendExpr(step, i64);
}

const SCEV *BoundsProof::wideStart(const SCEVAddRecExpr *recurrence) const {
  auto [group, distance] = recurrenceOf.lookup(recurrence);
  return se.getAddExpr(se.getZeroExtendExpr(recurrences[group].start, i64),
                       se.getConstant(i64, distance), SCEV::FlagNUW);
}

const SCEV *BoundsProof::widened(const SCEV *value) {
  auto widen = [&](const SCEVAddRecExpr *recurrence) -> const SCEV * {
    if (!recurrenceOf.contains(recurrence))
      return nullptr;
    return se.getAddRecExpr(wideStart(recurrence), wideStep(recurrence->getStepRecurrence(se)),
                            &loop, SCEV::FlagAnyWrap);
  };
  return Widener(se, widen).visit(value);
}

std::optional<std::pair<unsigned, int64_t>> BoundsProof::addToStream(const Stream &key,
                                                                     const SCEV *value) {
  const SCEV *start = value, *step = se.getZero(i64);
  if (auto *recurrence = dyn_cast<SCEVAddRecExpr>(value);
      recurrence && recurrence->getLoop() == &loop) {
    if (!recurrence->isAffine())
      return std::nullopt;
    start = recurrence->getStart();
    step = recurrence->getStepRecurrence(se);
  }
  if (!se.isLoopInvariant(start, &loop) || !se.isLoopInvariant(step, &loop))
    return std::nullopt;
  if (auto *constant = dyn_cast<SCEVConstant>(step)) {
    if (!constant->getAPInt().isSignedIntN(32))
      return std::nullopt;
  } else if (!se.getUnsignedRangeMax(step).isIntN(32)) {
    return std::nullopt;
  }
  for (unsigned s = 0; s < streams.size(); ++s) {
    Stream &stream = streams[s];
    if (stream.base != key.base || stream.limit != key.limit || stream.step != step)
      continue;
    auto *difference = dyn_cast<SCEVConstant>(se.getMinusSCEV(start, stream.start));
    if (!difference || !difference->getAPInt().isSignedIntN(startBits))
      continue;
    int64_t offset = difference->getAPInt().getSExtValue();
    if (offset < 0) {
      stream.start = start;
      stream.end -= offset;
      for (Access &access : accesses)
        if (access.stream == s)
          access.offset -= offset;
      offset = 0;
    }
    stream.end = std::max(stream.end, offset + key.end);
    return std::pair(s, offset);
  }
  if (streams.size() == mostStreams)
    return std::nullopt;
  streams.push_back(key);
  streams.back().start = start;
  streams.back().step = step;
  return std::pair(unsigned(streams.size() - 1), int64_t(0));
}

bool BoundsProof::addAccess(Instruction &inst) {
  auto *load = dyn_cast<LoadInst>(&inst);
  auto *store = dyn_cast<StoreInst>(&inst);
  if (load ? load->isAtomic() : store->isAtomic())
    return false;
  bool isVolatile = load ? load->isVolatile() : store->isVolatile();
  Value *pointer = getLoadStorePointerOperand(&inst);
  const SCEV *address = se.getSCEV(pointer);
  auto *base = dyn_cast<SCEVUnknown>(se.getPointerBase(address));
  if (!base || !loop.isLoopInvariant(base->getValue()))
    return false;
  std::optional<MemoryFacts> memory = memoryOfBase(base->getValue(), *inst.getFunction());
  if (!memory) // A piece of state: the vectoriser sees to it.
    return !isVolatile;

  const SCEV *offset = se.removePointerBase(address);
  if (!offset->getType()->isIntegerTy(64))
    return false;
  noteRecurrences(offset);
  Stream key;
  key.base = base->getValue();
  // Where a branch checks the access, that branch is what the loop must be rid of.
  if (!memory->isChecked)
    key.memory = memory;
  TypeSize size = inst.getDataLayout().getTypeStoreSize(getLoadStoreType(&inst));
  if (size.isScalable())
    return false;
  key.end = int64_t(size.getFixedValue());
  isWorthwhile |= isVolatile;
  pending.push_back({key, offset, unsigned(accesses.size())});
  accesses.push_back({&inst, base->getValue(), noAccess, 0});
  return true;
}

std::optional<std::pair<int64_t, int64_t>> BoundsProof::addedToFuel(Value *value,
                                                                    const PHINode &phi) const {
  if (value == &phi)
    return std::pair(int64_t(0), int64_t(0));
  auto *inst = dyn_cast<Instruction>(value);
  if (!inst || !loop.contains(inst) ||
      (inst->getParent() == loop.getHeader() && isa<PHINode>(inst)))
    return std::nullopt;
  const APInt *constant;
  Value *before;
  if (match(inst, m_Add(m_Value(before), m_APInt(constant)))) {
    auto range = addedToFuel(before, phi);
    if (!range || !constant->isSignedIntN(fuelBits) || range->first < minIntN(fuelBits) ||
        range->second > maxIntN(fuelBits))
      return std::nullopt;
    int64_t added = constant->getSExtValue();
    return std::pair(range->first + added, range->second + added);
  }
  std::optional<std::pair<int64_t, int64_t>> either;
  auto join = [&](Value *way) {
    auto range = addedToFuel(way, phi);
    if (!range)
      return false;
    either = either ? std::pair(std::min(either->first, range->first),
                                std::max(either->second, range->second))
                    : *range;
    return true;
  };
  if (auto *select = dyn_cast<SelectInst>(inst)) {
    if (join(select->getTrueValue()) && join(select->getFalseValue()))
      return either;
  } else if (auto *ways = dyn_cast<PHINode>(inst)) {
    if (all_of(ways->incoming_values(), join))
      return either;
  }
  return std::nullopt;
}

/// An exit to a trap where what is left of the fuel is below a constant.
std::optional<BoundsProof::TrapExit> BoundsProof::readFuelExit(BasicBlock &block) {
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  CmpPredicate predicate;
  Value *left;
  const APInt *least;
  if (!branch || !branch->isConditional() ||
      !match(branch->getCondition(), m_ICmp(predicate, m_Value(left), m_APInt(least))) ||
      !left->getType()->isIntegerTy(64) || !least->isSignedIntN(fuelBits))
    return std::nullopt;
  unsigned successor = loop.contains(branch->getSuccessor(0)) ? 1 : 0;
  CmpInst::Predicate trapsIf =
      successor == 0 ? CmpInst::Predicate(predicate) : CmpInst::getInversePredicate(predicate);
  // Unsigned comparisons are LLVM's of numbers that it knows not to be negative.
  bool isStrict = trapsIf == CmpInst::ICMP_SLT || trapsIf == CmpInst::ICMP_ULT;
  if ((!isStrict && trapsIf != CmpInst::ICMP_SLE && trapsIf != CmpInst::ICMP_ULE) ||
      !isTrap(branch->getSuccessor(successor)))
    return std::nullopt;
  int64_t bound = least->getSExtValue() + !isStrict;
  for (PHINode &phi : loop.getHeader()->phis()) {
    if (fuel && fuel->phi != &phi)
      continue;
    auto here = addedToFuel(left, phi);
    auto turn = addedToFuel(phi.getIncomingValueForBlock(loop.getLoopLatch()), phi);
    if (!here || !turn || turn->first > 0)
      continue;
    int64_t needed = bound - here->first;
    if (!fuel)
      fuel = Fuel{&phi, turn->first, turn->second, needed};
    fuel->needed = std::max(fuel->needed, needed);
    return TrapExit{&block, successor};
  }
  return std::nullopt;
}

/// Before anything asks what the header's phis are; without fuel there is no such exit.
void BoundsProof::findFuel() {
  for (BasicBlock *block : loop.blocks())
    if (block != loop.getLoopLatch() && loop.isLoopExiting(block))
      (void)readFuelExit(*block);
}

bool BoundsProof::readTrapExit(BasicBlock &block) {
  if (std::optional<TrapExit> exit = fuel ? readFuelExit(block) : std::nullopt) {
    trapExits.push_back(*exit);
    isWorthwhile = true;
    return true;
  }
  auto *branch = dyn_cast<BranchInst>(block.getTerminator());
  if (!branch || !branch->isConditional())
    return false;
  unsigned successor = loop.contains(branch->getSuccessor(0)) ? 1 : 0;
  if (!isTrap(branch->getSuccessor(successor)))
    return false;
  auto *compare = dyn_cast<ICmpInst>(branch->getCondition());
  if (!compare || !compare->getOperand(0)->getType()->isIntegerTy())
    return false;
  CmpInst::Predicate predicate =
      successor == 0 ? compare->getPredicate() : compare->getInversePredicate();
  const SCEV *left = se.getSCEV(compare->getOperand(0));
  const SCEV *right = se.getSCEV(compare->getOperand(1));
  if (se.isLoopInvariant(left, &loop)) {
    std::swap(left, right);
    predicate = CmpInst::getSwappedPredicate(predicate);
  }
  bool isStrict = predicate == CmpInst::ICMP_UGT;
  if ((!isStrict && predicate != CmpInst::ICMP_UGE) || !se.isLoopInvariant(right, &loop) ||
      se.getTypeSizeInBits(left->getType()) > 64)
    return false;
  left = se.getNoopOrZeroExtend(left, i64);
  noteRecurrences(left);
  Stream key;
  key.limit = se.getNoopOrZeroExtend(right, i64);
  key.end = isStrict ? 0 : 1;
  pending.push_back({key, left, noAccess});
  trapExits.push_back({&block, successor});
  isWorthwhile = true;
  return true;
}

bool BoundsProof::isCheap(SCEVExpander &expander, const TargetTransformInfo &tti,
                          Instruction *position) const {
  SmallVector<const SCEV *, 16> all = {backedges};
  for (const Stream &stream : streams) {
    all.push_back(stream.start);
    all.push_back(stream.step);
    if (stream.limit)
      all.push_back(stream.limit);
  }
  for (const Recurrence &recurrence : recurrences) {
    all.push_back(recurrence.start);
    all.push_back(recurrence.step);
  }
  for (const SCEV *expression : all)
    if (!expander.isSafeToExpandAt(expression, position))
      return false;
  return !expander.isHighCostExpansion(all, &loop, expansionBudget, &tti, position);
}

bool BoundsProof::isImplied(const Recurrence &recurrence) const {
  const SCEV *start = se.getZeroExtendExpr(recurrence.start, i64);
  const SCEV *step = wideStep(recurrence.step);
  bool falls = isa<SCEVConstant>(step) && cast<SCEVConstant>(step)->getAPInt().isNegative();
  for (const Stream &stream : streams) {
    if (!stream.memory || stream.step != step)
      continue;
    auto *difference = dyn_cast<SCEVConstant>(se.getMinusSCEV(stream.start, start));
    if (!difference || !difference->getAPInt().isSignedIntN(startBits))
      continue;
    int64_t distance = difference->getAPInt().getSExtValue();
    if (int64_t(recurrence.span) < distance + stream.end && (!falls || distance == 0))
      return true;
  }
  return false;
}

Value *BoundsProof::emitFuel(Value *count, IRBuilderBase &b) const {
  Value *left = fuel->phi->getIncomingValueForBlock(loop.getLoopPreheader());
  Value *spent = b.CreateMul(count, b.getInt64(uint64_t(-fuel->lowest)));
  return b.CreateICmpSGE(left, b.CreateAdd(spent, b.getInt64(uint64_t(fuel->needed))));
}

Value *BoundsProof::emitRecurrence(const Recurrence &recurrence, Value *count,
                                   SCEVExpander &expander, IRBuilderBase &b) const {
  Instruction *position = &*b.GetInsertPoint();
  Value *start = expander.expandCodeFor(se.getZeroExtendExpr(recurrence.start, i64), i64, position);
  const SCEV *step = wideStep(recurrence.step);
  Value *highest = b.CreateAdd(start, b.getInt64(recurrence.span));
  Value *limit = b.getInt64(UINT32_MAX);
  if (auto *constant = dyn_cast<SCEVConstant>(step);
      constant && constant->getAPInt().isNegative()) {
    Value *fall = b.CreateMul(count, b.getInt64((-constant->getAPInt()).getZExtValue()));
    return b.CreateAnd(b.CreateICmpUGE(start, fall), b.CreateICmpULE(highest, limit));
  }
  Value *rise = b.CreateMul(count, expander.expandCodeFor(step, i64, position));
  return b.CreateICmpULE(b.CreateAdd(highest, rise), limit);
}

Value *BoundsProof::emitStream(const Stream &stream, Value *count, SCEVExpander &expander,
                               IRBuilderBase &b) const {
  if (!stream.memory && !stream.limit)
    return nullptr;
  bool isSmall = se.getUnsignedRangeMax(stream.start).isIntN(startBits);
  auto *constant = dyn_cast<SCEVConstant>(stream.step);
  bool falls = constant && constant->getAPInt().isNegative();
  if (stream.memory && isSmall && !falls && se.getUnsignedRangeMax(backedges).isIntN(32)) {
    const SCEV *rise = se.getMulExpr(stream.step, backedges);
    const SCEV *end = se.getAddExpr(stream.start, se.getConstant(i64, uint64_t(stream.end)));
    const SCEV *last = se.getAddExpr(end, rise);
    if (se.getUnsignedRangeMax(last).ule(stream.memory->minimum))
      return nullptr;
  }
  Instruction *position = &*b.GetInsertPoint();
  Value *start = expander.expandCodeFor(stream.start, i64, position);
  Value *limit = stream.limit ? expander.expandCodeFor(stream.limit, i64, position)
                              : emitMemoryLength(b, *stream.memory);
  Value *end = b.CreateAdd(start, b.getInt64(uint64_t(stream.end)));
  Value *holds = nullptr;
  if (falls) {
    Value *fall = b.CreateMul(count, b.getInt64((-constant->getAPInt()).getZExtValue()));
    holds = b.CreateAnd(b.CreateICmpUGE(start, fall), b.CreateICmpULE(end, limit));
  } else {
    Value *rise = b.CreateMul(count, expander.expandCodeFor(stream.step, i64, position));
    holds = b.CreateICmpULE(b.CreateAdd(end, rise), limit);
  }
  if (!isSmall)
    holds = b.CreateAnd(holds, b.CreateICmpULT(start, b.getInt64(uint64_t(1) << startBits)));
  return holds;
}

Value *BoundsProof::emit(SCEVExpander &expander, IRBuilderBase &b) const {
  Instruction *position = &*b.GetInsertPoint();
  Value *all = nullptr;
  // Each part is frozen by itself: one that is poison must not hide that another is false.
  auto require = [&](Value *part) {
    part = isa<Constant>(part) ? part : b.CreateFreeze(part);
    all = all ? b.CreateAnd(all, part) : part;
  };
  Value *count = expander.expandCodeFor(backedges, i64, position);
  if (se.getUnsignedRangeMin(backedges).ult(fewTrips))
    require(b.CreateICmpUGE(count, b.getInt64(fewTrips)));
  if (!se.getUnsignedRangeMax(backedges).isIntN(32))
    require(b.CreateICmpULE(count, b.getInt64(UINT32_MAX)));
  for (const SCEVPredicate *predicate : predicates)
    require(b.CreateNot(expander.expandCodeForPredicate(predicate, position)));
  if (fuel)
    require(emitFuel(count, b));
  for (const Stream &stream : streams)
    if (Value *part = emitStream(stream, count, expander, b))
      require(part);
  for (const Recurrence &recurrence : recurrences)
    if (!isImplied(recurrence))
      require(emitRecurrence(recurrence, count, expander, b));
  return all ? all : b.getTrue();
}

} // namespace sinter
