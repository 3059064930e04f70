//===-- MemoryInGs.cpp - Memory 0 by the segment register gs ----------------===//
//
// Null is an address like any other in address space 256 (NullPointerIsDefined), and scalar
// evolution, loop strength reduction and address sinking take getelementptrs from it as they take
// those from a base. Phis and selects of addresses are followed as long as all of what comes in is
// of memory 0.
//
//===----------------------------------------------------------------------===//

#include "codegen/MemoryInGs.h"

#include "codegen/MemoryFacts.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/bit.h"
#include "llvm/Analysis/ConstantFolding.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Instructions.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/IntrinsicsX86.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "llvm/Transforms/Utils/Local.h"

using namespace llvm;

namespace sinter {

namespace {

constexpr unsigned gsSpace = 256;

/// What is set and copied by some loads and stores: x86-64's own limit, eight of 16 bytes.
constexpr uint64_t mostBytes = 128, widestPart = 16;

// Of functions lowered for it, of those of them that others enter, and of those that may leave for
// another instance for good (lower/ModuleLowering.cpp); and of indirect calls that reach nobody
// else (lower/Calls.cpp).
constexpr StringRef gsAttribute = "sinter-gs";
constexpr StringRef gsEnteredAttribute = "sinter-gs-entered";
constexpr StringRef gsLeftAttribute = "sinter-gs-left";
constexpr StringRef gsKeptAttribute = "sinter-gs-kept";

/// Addresses of memory 0 in one function, and what they are in the other space.
class Addresses {
public:
  explicit Addresses(Function &function) : function(function) {}

  /// Whether there was anything to do.
  bool run() {
    find();
    dropMixed();
    SmallVector<std::pair<Instruction *, unsigned>> accesses;
    SmallSetVector<MemIntrinsic *, 8> blocks;
    for (auto &[address, inGs] : addresses)
      for (Use &use : address->uses())
        if (isAddressOfAccess(use))
          accesses.push_back({cast<Instruction>(use.getUser()), use.getOperandNo()});
        else if (auto *block = dyn_cast<MemIntrinsic>(use.getUser()); block && isSmall(*block))
          blocks.insert(block);
    if (accesses.empty() && blocks.empty())
      return false;
    translate();
    foldConstants();
    for (auto &[access, operand] : accesses)
      access->setOperand(operand, addresses[cast<Instruction>(access->getOperand(operand))]);
    for (MemIntrinsic *block : blocks)
      expand(*block);
    dropUnused();
    return true;
  }

private:
  static bool isAddressOfAccess(const Use &use) {
    const User *user = use.getUser();
    unsigned operand = use.getOperandNo();
    return (isa<LoadInst>(user) && operand == LoadInst::getPointerOperandIndex()) ||
           (isa<StoreInst>(user) && operand == StoreInst::getPointerOperandIndex()) ||
           (isa<AtomicRMWInst>(user) && operand == AtomicRMWInst::getPointerOperandIndex()) ||
           (isa<AtomicCmpXchgInst>(user) && operand == AtomicCmpXchgInst::getPointerOperandIndex());
  }

  /// What code generation would do without a call, and only of ordinary pointers.
  static bool isSmall(const MemIntrinsic &block) {
    auto *length = dyn_cast<ConstantInt>(block.getLength());
    auto *set = dyn_cast<MemSetInst>(&block);
    return length && length->getZExtValue() <= mostBytes &&
           (!set || isa<ConstantInt>(set->getValue()));
  }

  Value *inEither(Value *pointer) {
    auto *inst = dyn_cast<Instruction>(pointer);
    return inst && addresses.contains(inst) ? addresses[inst] : pointer;
  }

  /// All loads come before the stores, for the two places may overlap.
  void expand(MemIntrinsic &block) {
    IRBuilder<> b(&block);
    auto *transfer = dyn_cast<MemTransferInst>(&block);
    Value *target = inEither(block.getRawDest());
    Value *source = transfer ? inEither(transfer->getRawSource()) : nullptr;
    auto at = [&](Value *pointer, uint64_t offset) {
      return b.CreatePtrAdd(pointer, b.getInt64(offset), "", GEPNoWrapFlags::noUnsignedWrap());
    };
    SmallVector<std::pair<uint64_t, Value *>> parts;
    uint64_t length = cast<ConstantInt>(block.getLength())->getZExtValue();
    for (uint64_t offset = 0; offset != length;) {
      uint64_t bytes = std::min(bit_floor(length - offset), widestPart);
      Type *type = b.getIntNTy(unsigned(8 * std::min<uint64_t>(bytes, 8)));
      if (bytes > 8)
        type = FixedVectorType::get(type, unsigned(bytes / 8));
      Value *part;
      if (transfer) {
        auto *load = b.CreateAlignedLoad(type, at(source, offset), Align(1), block.isVolatile());
        load->setAAMetadata(block.getAAMetadata());
        part = load;
      } else {
        uint8_t byte =
            uint8_t(cast<ConstantInt>(cast<MemSetInst>(block).getValue())->getZExtValue());
        part = ConstantInt::get(type, APInt::getSplat(type->getScalarSizeInBits(), APInt(8, byte)));
      }
      parts.push_back({offset, part});
      offset += bytes;
    }
    for (auto [offset, part] : parts) {
      StoreInst *store =
          b.CreateAlignedStore(part, at(target, offset), Align(1), block.isVolatile());
      store->setAAMetadata(block.getAAMetadata());
    }
    block.eraseFromParent();
  }

  /// An operation on addresses that has addresses as its result.
  static bool isStep(const Use &use) {
    const User *user = use.getUser();
    if (!user->getType()->isPointerTy())
      return false;
    return isa<PHINode, FreezeInst>(user) ||
           (isa<GetElementPtrInst>(user) && use.getOperandNo() == 0) ||
           (isa<SelectInst>(user) && use.getOperandNo() != 0);
  }

  void find() {
    SmallVector<Instruction *> work;
    auto add = [&](Instruction *address) {
      if (addresses.insert({address, nullptr}).second)
        work.push_back(address);
    };
    for (Instruction *base : basesOfFirstMemory(function))
      add(base);
    while (!work.empty())
      for (Use &use : work.pop_back_val()->uses())
        if (isStep(use))
          add(cast<Instruction>(use.getUser()));
  }

  /// Either an address of memory 0, or whatever is right where it is not used.
  bool isOurs(Value *value) {
    auto *inst = dyn_cast<Instruction>(value);
    return isa<UndefValue>(value) || (inst && addresses.contains(inst));
  }

  bool isMixed(Instruction *address) {
    if (auto *phi = dyn_cast<PHINode>(address))
      return !all_of(phi->incoming_values(), [&](Value *value) { return isOurs(value); });
    if (auto *select = dyn_cast<SelectInst>(address))
      return !isOurs(select->getTrueValue()) || !isOurs(select->getFalseValue());
    if (isa<GetElementPtrInst, FreezeInst>(address))
      return !isOurs(address->getOperand(0));
    return false;
  }

  void dropMixed() {
    for (bool changed = true; changed;) {
      changed = false;
      addresses.remove_if([&](auto &entry) {
        bool goes = isMixed(entry.first);
        changed |= goes;
        return goes;
      });
    }
  }

  Value *inGs(Value *value) {
    auto *space = PointerType::get(function.getContext(), gsSpace);
    if (auto *inst = dyn_cast<Instruction>(value))
      return addresses[inst];
    return isa<PoisonValue>(value) ? PoisonValue::get(space) : UndefValue::get(space);
  }

  /// Copies whose operands are the old ones at first, so that their order does not matter.
  void translate() {
    auto *space = PointerType::get(function.getContext(), gsSpace);
    for (auto &[address, copy] : addresses) {
      if (isa<LoadInst>(address)) {
        copy = ConstantPointerNull::get(space);
      } else if (auto *phi = dyn_cast<PHINode>(address)) {
        copy = PHINode::Create(space, phi->getNumIncomingValues(), "", phi->getIterator());
      } else {
        auto *inst = address->clone();
        inst->mutateType(space);
        inst->insertAfter(address->getIterator());
        copy = inst;
      }
    }
    for (auto &[address, copy] : addresses) {
      if (auto *phi = dyn_cast<PHINode>(address)) {
        for (auto [value, block] : zip(phi->incoming_values(), phi->blocks()))
          cast<PHINode>(copy)->addIncoming(inGs(value), block);
      } else if (auto *select = dyn_cast<SelectInst>(address)) {
        cast<SelectInst>(copy)->setTrueValue(inGs(select->getTrueValue()));
        cast<SelectInst>(copy)->setFalseValue(inGs(select->getFalseValue()));
      } else if (auto *inst = dyn_cast<Instruction>(copy)) {
        inst->setOperand(0, inGs(address->getOperand(0)));
      }
    }
  }

  /// As instructions they would be put into registers.
  void foldConstants() {
    for (auto &[address, copy] : addresses) {
      auto *inst = dyn_cast<GetElementPtrInst>(copy);
      Constant *constant = inst ? ConstantFoldInstruction(inst, function.getDataLayout()) : nullptr;
      if (!constant)
        continue;
      inst->replaceAllUsesWith(constant);
      inst->eraseFromParent();
      copy = constant;
    }
  }

  /// On either side, of what was there twice.
  void dropUnused() {
    SmallVector<WeakTrackingVH> all;
    for (auto &[address, copy] : addresses) {
      all.push_back(address);
      all.push_back(copy);
    }
    for (WeakTrackingVH &value : all)
      if (auto *inst = dyn_cast_or_null<Instruction>(value)) {
        if (auto *phi = dyn_cast<PHINode>(inst))
          RecursivelyDeleteDeadPHINode(phi);
        else
          RecursivelyDeleteTriviallyDeadInstructions(inst);
      }
  }

  Function &function;
  MapVector<Instruction *, Value *> addresses;
};

/// Has gs hold the base where `function` needs it to.
class Keeper {
public:
  explicit Keeper(Function &function) : function(function) {}

  void run(bool hasAccesses) {
    SmallVector<CallBase *> calls;
    SmallVector<LandingPadInst *> pads;
    bool needsIt = hasAccesses;
    for (Instruction &inst : instructions(function)) {
      if (auto *pad = dyn_cast<LandingPadInst>(&inst))
        pads.push_back(pad);
      auto *call = dyn_cast<CallBase>(&inst);
      if (!call || isa<IntrinsicInst>(call) || call->isInlineAsm())
        continue;
      Function *callee = call->getCalledFunction();
      // Whom an indirect call reaches may have nobody else to see to it.
      needsIt |= !callee || callee->hasFnAttribute(gsAttribute);
      if (mayReturnElsewhere(*call, callee))
        calls.push_back(call);
    }
    for (CallBase *call : calls)
      establishBehind(*call);
    for (LandingPadInst *pad : pads)
      establish(std::next(pad->getIterator()));
    if (needsIt && function.hasFnAttribute(gsEnteredAttribute))
      establish(function.getEntryBlock().getFirstNonPHIOrDbgOrAlloca());
  }

private:
  static bool mayReturnElsewhere(const CallBase &call, const Function *callee) {
    if (call.isMustTailCall() || call.doesNotReturn())
      return false;
    return callee ? callee->hasFnAttribute(gsLeftAttribute)
                  : !call.getAttributes().hasFnAttr(gsKeptAttribute);
  }

  void establishBehind(CallBase &call) {
    auto *invoke = dyn_cast<InvokeInst>(&call);
    if (!invoke) {
      establish(std::next(call.getIterator()));
      return;
    }
    BasicBlock *next = invoke->getNormalDest();
    if (!next->getSinglePredecessor())
      next = SplitEdge(invoke->getParent(), next);
    establish(next->getFirstInsertionPt());
  }

  void establish(BasicBlock::iterator place) {
    IRBuilder<> b(place->getParent(), place);
    // Loaded once for each use, which so is a comparison with memory.
    auto base = [&] {
      return b.CreateAlignedLoad(b.getInt64Ty(), memoryBaseAddress(b, function, 0), Align(8));
    };
    Value *now = b.CreateIntrinsic(Intrinsic::x86_rdgsbase_64, ArrayRef<Value *>());
    Value *differs = b.CreateICmpNE(now, base());
    Instruction *write =
        SplitBlockAndInsertIfThen(differs, place, /*Unreachable=*/false,
                                  MDBuilder(b.getContext()).createUnlikelyBranchWeights());
    b.SetInsertPoint(write);
    b.CreateIntrinsic(Intrinsic::x86_wrgsbase_64, ArrayRef<Value *>(base()));
  }

  Function &function;
};

} // namespace

void addressMemoryByGs(llvm::Module &module) {
  for (Function &function : module)
    if (!function.isDeclaration() && !function.hasAvailableExternallyLinkage() &&
        function.hasFnAttribute(gsAttribute))
      Keeper(function).run(Addresses(function).run());
}

bool hasMemoryInGs(const llvm::Module &module) {
  return any_of(module, [](const Function &function) {
    return !function.isDeclaration() && function.hasFnAttribute(gsAttribute);
  });
}

} // namespace sinter
