//===-- StackLimit.cpp - Stack exhaustion without a guard page -------------===//
//
// The stack pointer is read as a register, which on all targets happens after
// the prologue, so the function's own frame counts. A frame that is larger than
// the reserve probes its pages on the way (attribute probe-stack), and so meets
// the guard page below any stack before it does harm.
//
//===----------------------------------------------------------------------===//

#include "codegen/StackLimit.h"

#include "codegen/BoundedLoops.h"
#include "sinter/abi/Abi.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Analysis/CFG.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InlineAsm.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"

using namespace llvm;

namespace sinter {

namespace {

/// A function that calls nothing still needs the check if its stack slots exceed this many bytes.
constexpr uint64_t leafFrameLimit = 4096;

bool needsCheck(const Function &function) {
  uint64_t slots = 0;
  for (const BasicBlock &block : function) {
    for (const Instruction &instruction : block) {
      if (auto *alloca = dyn_cast<AllocaInst>(&instruction)) {
        slots +=
            alloca->getAllocationSize(function.getDataLayout()).value_or(TypeSize::getFixed(0));
        continue;
      }
      auto *call = dyn_cast<CallBase>(&instruction);
      // A guaranteed tail call leaves no frame behind.
      if (!call || isa<IntrinsicInst>(call) || call->isInlineAsm() || call->doesNotReturn() ||
          call->isMustTailCall())
        continue;
      return true;
    }
  }
  return slots > leafFrameLimit;
}

/// A call that does not return, in a block of its own.
BasicBlock *trapBlock(Function &function, Value *instance, uint32_t trap) {
  Module &module = *function.getParent();
  LLVMContext &context = module.getContext();
  BasicBlock *block = BasicBlock::Create(context, "trap", &function);
  IRBuilder<> b(block);
  Value *code = b.getInt32(trap);
  SmallVector<Value *, 2> arguments;
  SmallVector<Type *, 2> types;
  if (instance) {
    arguments.push_back(instance);
    types.push_back(instance->getType());
  }
  arguments.push_back(code);
  types.push_back(code->getType());
  FunctionCallee callee =
      module.getOrInsertFunction(instance ? "__sinter_trap_instance" : "__sinter_trap",
                                 FunctionType::get(b.getVoidTy(), types, false));
  cast<Function>(callee.getCallee())->setDSOLocal(true);
  CallInst *call = b.CreateCall(callee, arguments);
  call->setDoesNotReturn();
  call->setDoesNotThrow();
  b.CreateUnreachable();
  return block;
}

LoadInst *loadField(IRBuilder<> &b, Type *type, Value *record, unsigned slot) {
  return b.CreateAlignedLoad(type, b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), record, slot),
                             Align(8));
}

/// Where every cycle of the function, and every cycle of guaranteed tail calls, comes by: behind
/// the first turn of a loop, which is the last of most, if there is one way back to its beginning.
/// Exception pads take no branch, so their cycles are met where they begin again.
SmallVector<BasicBlock *> pollPlaces(Function &function, const BlockSet &bounded) {
  SmallVector<std::pair<const BasicBlock *, const BasicBlock *>> edges;
  FindFunctionBackedges(function, edges);
  MapVector<BasicBlock *, SetVector<BasicBlock *>> waysBack;
  for (auto [from, to] : edges)
    if (!bounded.contains(to))
      waysBack[const_cast<BasicBlock *>(to)].insert(const_cast<BasicBlock *>(from));
  SetVector<BasicBlock *> places;
  for (auto &[to, from] : waysBack) {
    if (to->isEHPad())
      places.insert_range(from);
    else if (from.size() == 1 && llvm::count(successors(from[0]), to) == 1 &&
             isa<BranchInst>(from[0]->getTerminator()))
      places.insert(SplitEdge(from[0], to));
    else
      places.insert(to);
  }
  for (BasicBlock &block : function)
    if (block.getTerminatingMustTailCall())
      places.insert(&block);
  return places.takeVector();
}

/// Whether Context.interrupted is set. The context is loaded each time, since a register for it all
/// along would be spilled, or saved by functions that rarely come to a loop. LLVM folds no load
/// into a comparison that it may neither leave out nor move.
Value *isInterrupted(IRBuilder<> &b, Function &function) {
  LoadInst *context = loadField(b, b.getPtrTy(), function.getArg(0), SINTER_SLOT_Instance_context);
  context->setVolatile(true);
  Value *flag =
      b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), context, SINTER_SLOT_Context_interrupted);
  if (function.getParent()->getTargetTriple().getArch() != Triple::x86_64) {
    LoadInst *load = b.CreateAlignedLoad(b.getInt64Ty(), flag, Align(8));
    load->setAtomic(AtomicOrdering::Monotonic);
    return b.CreateIsNotNull(load);
  }
  InlineAsm *comparison =
      InlineAsm::get(FunctionType::get(b.getInt8Ty(), {flag->getType()}, false), "cmpq $$0, $1",
                     "={@ccne},*m,~{dirflag},~{fpsr},~{flags}", /*hasSideEffects=*/true);
  CallInst *differs = b.CreateCall(comparison, {flag});
  differs->addParamAttr(0, Attribute::get(b.getContext(), Attribute::ElementType, b.getInt64Ty()));
  differs->setDoesNotThrow();
  return b.CreateIsNotNull(differs);
}

/// Makes loops look whether somebody has set that flag: a branch that the processor foresees.
void insertPolls(Function &function) {
  SmallVector<BasicBlock *> places = pollPlaces(function, findBoundedLoops(function));
  if (places.empty())
    return;
  BasicBlock &entry = function.getEntryBlock();
  BasicBlock *trap = trapBlock(function, function.getArg(0), SINTER_TRAP_Interrupted);
  for (BasicBlock *place : places) {
    BasicBlock::iterator begin =
        place == &entry ? entry.getFirstNonPHIOrDbgOrAlloca() : place->getFirstInsertionPt();
    BasicBlock *body = place->splitBasicBlock(begin, "polled");
    place->getTerminator()->eraseFromParent();
    IRBuilder<> b(place);
    b.CreateCondBr(isInterrupted(b, function), trap, body,
                   MDBuilder(function.getContext()).createUnlikelyBranchWeights());
  }
}

/// What is left of the stack begins there. The register's name, which LLVM does not know
/// everywhere, costs nothing; saving the stack pointer may.
Value *stackPointer(IRBuilder<> &b, Module &module) {
  LLVMContext &context = module.getContext();
  const Triple &triple = module.getTargetTriple();
  Type *word = module.getDataLayout().getIntPtrType(context);
  Value *stack = nullptr;
  if (triple.isX86() || triple.isAArch64() || triple.isRISCV()) {
    const char *name = triple.isArch32Bit() && triple.isX86() ? "esp"
                       : triple.isX86()                       ? "rsp"
                                                              : "sp";
    MDNode *registerName = MDNode::get(context, MDString::get(context, name));
    stack = b.CreateIntrinsic(Intrinsic::read_register, {word},
                              {MetadataAsValue::get(context, registerName)});
  } else {
    stack = b.CreatePtrToInt(b.CreateStackSave(), word);
  }
  return b.CreateZExt(stack, b.getInt64Ty());
}

void insertCheck(Function &function) {
  Module &module = *function.getParent();
  LLVMContext &context = module.getContext();
  BasicBlock &entry = function.getEntryBlock();
  auto position = entry.begin();
  while (isa<AllocaInst>(*position))
    ++position;
  BasicBlock *body = entry.splitBasicBlock(position, "body");
  entry.getTerminator()->eraseFromParent();

  IRBuilder<> b(&entry);
  Type *i64 = b.getInt64Ty();
  PointerType *pointer = b.getPtrTy();
  Value *stack = stackPointer(b, module);
  StringRef place = function.getFnAttribute("sinter-stack-limit").getValueAsString();
  bool instanced = place == "instance";
  Value *limit;
  if (instanced) {
    Value *owner = loadField(b, pointer, function.getArg(0), SINTER_SLOT_Instance_context);
    limit = loadField(b, i64, owner, SINTER_SLOT_Context_stackLimit);
  } else {
    bool isThreads = place == "thread";
    auto *variable = cast<GlobalVariable>(module.getOrInsertGlobal(
        isThreads ? "__sinter_thread_stack_limit" : "__sinter_stack_limit", i64));
    variable->setDSOLocal(true);
    if (isThreads)
      variable->setThreadLocalMode(GlobalValue::LocalExecTLSModel);
    limit = b.CreateAlignedLoad(i64, variable, Align(8));
  }
  BasicBlock *trap =
      trapBlock(function, instanced ? function.getArg(0) : nullptr, SINTER_TRAP_StackExhausted);
  b.CreateCondBr(b.CreateICmpULT(stack, limit), trap, body,
                 MDBuilder(context).createUnlikelyBranchWeights());
}

/// Lowering's, which have kept instances for the checks.
void eraseFakeUses(llvm::Module &module) {
  Function *fakeUse = module.getFunction("llvm.fake.use");
  if (!fakeUse)
    return;
  for (User *user : make_early_inc_range(fakeUse->users()))
    cast<Instruction>(user)->eraseFromParent();
  fakeUse->eraseFromParent();
}

} // namespace

void insertStackLimitChecks(llvm::Module &module) {
  SmallVector<Function *> functions;
  for (Function &function : module)
    if (!function.isDeclaration() && function.hasFnAttribute("sinter-interruptible") &&
        !function.hasAvailableExternallyLinkage())
      insertPolls(function);
  for (Function &function : module)
    if (!function.isDeclaration() && function.hasFnAttribute("sinter-stack-limit") &&
        !function.hasAvailableExternallyLinkage() && needsCheck(function))
      functions.push_back(&function);
  for (Function *function : functions)
    insertCheck(*function);
  eraseFakeUses(module);
}

} // namespace sinter
