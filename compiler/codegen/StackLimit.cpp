//===-- StackLimit.cpp - Stack exhaustion without a guard page -------------===//
//
// The stack pointer is read as a register, which on all targets happens after
// the prologue, so the function's own frame counts. A frame that is larger than
// the reserve probes its pages on the way (attribute probe-stack), and so meets
// the guard page below any stack before it does harm.
//
//===----------------------------------------------------------------------===//

#include "codegen/StackLimit.h"

#include "codegen/TrapBlock.h"
#include "sinter/abi/Abi.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"

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

LoadInst *loadField(IRBuilder<> &b, Type *type, Value *record, unsigned slot) {
  return b.CreateAlignedLoad(type, b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), record, slot),
                             Align(8));
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
  BasicBlock *trap = createTrapBlock(function, instanced ? function.getArg(0) : nullptr,
                                     SINTER_TRAP_StackExhausted);
  b.CreateCondBr(b.CreateICmpULT(stack, limit), trap, body,
                 MDBuilder(context).createUnlikelyBranchWeights());
}

/// Lowering's, which have kept instances for the checks and for polls.
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
    if (!function.isDeclaration() && function.hasFnAttribute("sinter-stack-limit") &&
        !function.hasAvailableExternallyLinkage() && needsCheck(function))
      functions.push_back(&function);
  for (Function *function : functions)
    insertCheck(*function);
  eraseFakeUses(module);
}

} // namespace sinter
