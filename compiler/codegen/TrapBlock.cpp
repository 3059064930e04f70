//===-- TrapBlock.cpp - Traps that are inserted behind the optimiser --------===//
//
// The runtime's function for it takes the instance where there is one, and so two forms have two.
//
//===----------------------------------------------------------------------===//

#include "codegen/TrapBlock.h"

#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace sinter {

BasicBlock *createTrapBlock(Function &function, Value *instance, uint32_t trap) {
  llvm::Module &module = *function.getParent();
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

} // namespace sinter
