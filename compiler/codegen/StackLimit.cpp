//===-- StackLimit.cpp - Stack exhaustion without a guard page -------------===//
//
// The stack pointer is read as a register, which on all targets happens after
// the prologue, so the function's own frame counts. A frame that is larger than
// the reserve probes its pages on the way (attribute probe-stack), and so meets
// the guard page below any stack before it does harm.
//
//===----------------------------------------------------------------------===//

#include "codegen/StackLimit.h"

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
      if (!call || isa<IntrinsicInst>(call) || call->doesNotReturn() || call->isMustTailCall())
        continue;
      return true;
    }
  }
  return slots > leafFrameLimit;
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
  bool isX86 = module.getTargetTriple().isX86();
  MDNode *registerName = MDNode::get(context, MDString::get(context, isX86 ? "rsp" : "sp"));
  Value *stack = b.CreateIntrinsic(Intrinsic::read_register, {i64},
                                   {MetadataAsValue::get(context, registerName)});
  bool instanced = function.getFnAttribute("sinter-stack-limit").getValueAsString() == "instance";
  auto field = [&](Type *type, Value *record, unsigned slot) {
    return b.CreateAlignedLoad(type, b.CreateConstInBoundsGEP1_32(i64, record, slot), Align(8));
  };
  Value *limit;
  if (instanced) {
    Value *owner = field(pointer, function.getArg(0), SINTER_SLOT_Instance_context);
    limit = field(i64, owner, SINTER_SLOT_Context_stackLimit);
  } else {
    auto *variable = cast<GlobalVariable>(module.getOrInsertGlobal("__sinter_stack_limit", i64));
    variable->setDSOLocal(true);
    limit = b.CreateAlignedLoad(i64, variable, Align(8));
  }
  BasicBlock *trap = BasicBlock::Create(context, "exhausted", &function);
  b.CreateCondBr(b.CreateICmpULT(stack, limit), trap, body,
                 MDBuilder(context).createUnlikelyBranchWeights());

  b.SetInsertPoint(trap);
  Value *code = b.getInt32(SINTER_TRAP_StackExhausted);
  SmallVector<Value *, 2> arguments;
  SmallVector<Type *, 2> types;
  if (instanced) {
    arguments.push_back(function.getArg(0));
    types.push_back(pointer);
  }
  arguments.push_back(code);
  types.push_back(code->getType());
  FunctionCallee callee =
      module.getOrInsertFunction(instanced ? "__sinter_trap_instance" : "__sinter_trap",
                                 FunctionType::get(b.getVoidTy(), types, false));
  cast<Function>(callee.getCallee())->setDSOLocal(true);
  CallInst *call = b.CreateCall(callee, arguments);
  call->setDoesNotReturn();
  call->setDoesNotThrow();
  b.CreateUnreachable();
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
    if (!function.isDeclaration() && function.hasFnAttribute("sinter-stack-limit") &&
        !function.hasAvailableExternallyLinkage() && needsCheck(function))
      functions.push_back(&function);
  for (Function *function : functions)
    insertCheck(*function);
  eraseFakeUses(module);
}

} // namespace sinter
