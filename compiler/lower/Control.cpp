//===-- Control.cpp - Blocks, branches and traps ---------------------------===//
//
// Every label has one target block whose phis hold what branches bring. The
// phis are made when the block opens, from its declared results, so that a body
// is lowered in one pass; LLVM removes those that turn out trivial.
//
//===----------------------------------------------------------------------===//

#include "lower/CallingConvention.h"
#include "lower/FunctionLowering.h"

#include "llvm/IR/MDBuilder.h"

using namespace llvm;

namespace sinter {

FunctionLowering::FunctionLowering(ModuleLowering &m, FuncIndex index, llvm::Function *function)
    : m(m), index(index), function(function), b(BasicBlock::Create(m.context, "entry", function)),
      access(m, b, m.plan.isStatic() ? nullptr : function->getArg(0)) {
  if (m.plan.options.optimize)
    b.SetCurrentDebugLocation(m.locate(function, m.module.functionName(index)));
}

BasicBlock *FunctionLowering::newBlock(const char *name) {
  return BasicBlock::Create(m.context, name, function);
}

void FunctionLowering::makePhis(Label &label, std::span<const ValueType> types) {
  for (ValueType type : types)
    label.phis.push_back(PHINode::Create(m.type(type), 2, "", label.target));
}

void FunctionLowering::addIncoming(Label &label, In values) {
  for (size_t i = 0; i < label.phis.size(); ++i)
    label.phis[i]->addIncoming(hideConstant(values[i].value), b.GetInsertBlock());
}

void FunctionLowering::beginFunction(Label &label, const FuncType &type,
                                     std::span<const ValueType> declared) {
  this->type = &type;
  bool uniform = m.plan.isUniform(index);
  ValueList parameters;
  if (uniform) {
    parameters = unpackParameters(m, b, type, function, [&] { return access.argumentArea(); });
  } else {
    unsigned first = m.plan.isStatic() ? 0 : 1;
    for (size_t i = 0; i < type.parameters.size(); ++i)
      parameters.push_back(function->getArg(first + unsigned(i)));
  }
  auto addLocal = [&](Type *localType, llvm::Value *initial) {
    AllocaInst *slot = b.CreateAlloca(localType);
    locals.push_back(slot);
    b.CreateStore(initial, slot);
  };
  for (size_t i = 0; i < parameters.size(); ++i)
    addLocal(m.type(type.parameters[i]), parameters[i]);
  for (ValueType local : declared)
    addLocal(m.type(local), hideConstant(Constant::getNullValue(m.type(local))));

  beginFuel();
  label.isFunction = true;
  body = &label;
  label.target = newBlock("return");
  makePhis(label, type.results);
}

void FunctionLowering::beginBlock(Label &label, std::span<const ValueType> results) {
  label.inside = handler;
  label.target = newBlock("end");
  makePhis(label, results);
}

void FunctionLowering::beginLoop(Label &label, Out parameters) {
  label.isLoop = true;
  label.inside = handler;
  label.target = newBlock("loop");
  for (Op &parameter : parameters) {
    PHINode *phi = PHINode::Create(m.type(parameter.type), 2, "", label.target);
    phi->addIncoming(hideConstant(parameter.value), b.GetInsertBlock());
    label.phis.push_back(phi);
    parameter.value = phi;
  }
  closePiece();
  b.CreateBr(label.target);
  b.SetInsertPoint(label.target);
  openPiece();
  checkFuel();
  payOne(); // So that no turn is for nothing.
}

void FunctionLowering::beginIf(Label &label, std::span<const ValueType> results,
                               const Op &condition, In parameters, Likelihood likelihood) {
  label.inside = handler;
  label.target = newBlock("end");
  makePhis(label, results);
  BasicBlock *thenBlock = newBlock("then");
  label.elseBlock = newBlock("else");
  for (const Op &parameter : parameters)
    label.parameters.push_back(hideConstant(parameter.value));
  payOne();
  closePiece();
  expect(b.CreateCondBr(toBool(condition.value), thenBlock, label.elseBlock), likelihood);
  b.SetInsertPoint(thenBlock);
}

void FunctionLowering::beginElse(Label &label, bool reached, In results, Out parameters) {
  if (reached)
    branch(label, results);
  b.SetInsertPoint(label.elseBlock);
  label.elseBlock = nullptr;
  for (size_t i = 0; i < parameters.size(); ++i)
    parameters[i].value = label.parameters[i];
}

bool FunctionLowering::end(Label &label, bool reached, In results, Out out) {
  if (label.isTry)
    closeTry(label);
  // Only branches go to a loop's target; falling out of it goes nowhere special.
  if (label.isLoop) {
    for (size_t i = 0; reached && i < out.size(); ++i)
      out[i].value = results[i].value;
    return reached;
  }
  if (reached)
    branch(label, results);
  if (label.elseBlock) {
    b.SetInsertPoint(label.elseBlock);
    for (size_t i = 0; i < label.phis.size(); ++i)
      label.phis[i]->addIncoming(label.parameters[i], label.elseBlock);
    b.CreateBr(label.target);
  }
  if (pred_empty(label.target)) {
    label.target->eraseFromParent();
    return false;
  }
  b.SetInsertPoint(label.target);
  for (size_t i = 0; i < out.size(); ++i)
    out[i].value = label.phis[i];

  if (label.isFunction) {
    ValueList values(label.phis.begin(), label.phis.end());
    if (m.plan.isUniform(index)) {
      b.CreateRet(packResults(m, b, *type, values, [&] { return access.argumentArea(); }));
    } else if (values.empty()) {
      b.CreateRetVoid();
    } else if (values.size() == 1) {
      b.CreateRet(values[0]);
    } else {
      llvm::Value *all = PoisonValue::get(m.resultType(*type));
      for (unsigned i = 0; i < values.size(); ++i)
        all = b.CreateInsertValue(all, values[i], i);
      b.CreateRet(all);
    }
  }
  return true;
}

void FunctionLowering::branch(Label &label, In values) {
  closePiece();
  addIncoming(label, values);
  b.CreateBr(label.target);
}

void FunctionLowering::branchIf(Label &label, const Op &condition, In values,
                                Likelihood likelihood) {
  BasicBlock *next = newBlock("next");
  payOne();
  closePiece();
  addIncoming(label, values);
  expect(b.CreateCondBr(toBool(condition.value), label.target, next), likelihood);
  b.SetInsertPoint(next);
}

void FunctionLowering::branchOnNull(Label &label, const Op &reference, In values) {
  BasicBlock *next = newBlock("notnull");
  payOne();
  closePiece();
  addIncoming(label, values);
  b.CreateCondBr(b.CreateIsNull(reference.value), label.target, next);
  b.SetInsertPoint(next);
}

void FunctionLowering::branchOnNonNull(Label &label, In values) {
  BasicBlock *next = newBlock("null");
  payOne();
  closePiece();
  addIncoming(label, values);
  b.CreateCondBr(b.CreateIsNull(values.back().value), next, label.target);
  b.SetInsertPoint(next);
}

void FunctionLowering::branchTable(const Op &index, std::span<Label *const> labels, In values) {
  // Several edges may lead from here to one block, and must bring the same values there.
  SmallVector<Op, 4> hidden(values.begin(), values.end());
  for (Op &value : hidden)
    value.value = hideConstant(value.value);
  values = hidden;
  payOne();
  closePiece();
  Label *otherwise = labels.back();
  SwitchInst *table = b.CreateSwitch(index.value, otherwise->target, unsigned(labels.size() - 1));
  addIncoming(*otherwise, values);
  for (size_t i = 0; i + 1 < labels.size(); ++i) {
    if (labels[i]->target == otherwise->target)
      continue;
    table->addCase(ConstantInt::get(m.i32, i), labels[i]->target);
    addIncoming(*labels[i], values);
  }
}

void FunctionLowering::returnValues(In values) { branch(*body, values); }

void FunctionLowering::unreachable() {
  closePiece();
  access.callTrap(TrapCode::Unreachable);
  b.CreateUnreachable();
}

llvm::Value *FunctionLowering::toBool(llvm::Value *condition) {
  // A comparison's result is used as it is, rather than widened and compared again.
  if (auto *extended = dyn_cast<ZExtInst>(condition))
    if (extended->getSrcTy()->isIntegerTy(1))
      return extended->getOperand(0);
  return b.CreateICmpNE(condition, Constant::getNullValue(condition->getType()));
}

llvm::Value *FunctionLowering::fromBool(llvm::Value *bit) { return b.CreateZExt(bit, m.i32); }

void FunctionLowering::expect(llvm::Instruction *branch, bool isTrueLikely) {
  MDBuilder md(m.context);
  branch->setMetadata(LLVMContext::MD_prof, isTrueLikely ? md.createLikelyBranchWeights()
                                                         : md.createUnlikelyBranchWeights());
}

void FunctionLowering::expect(llvm::Instruction *branch, Likelihood likelihood) {
  if (likelihood != Likelihood::Unknown)
    expect(branch, likelihood == Likelihood::Taken);
}

BasicBlock *FunctionLowering::trapBlock(TrapCode code) {
  BasicBlock *&block = trapBlocks[uint32_t(code)];
  if (!block) {
    IRBuilder<>::InsertPointGuard guard(b);
    block = newBlock("trap");
    b.SetInsertPoint(block);
    access.callTrap(code);
    b.CreateUnreachable();
  }
  return block;
}

void FunctionLowering::trapIf(llvm::Value *condition, TrapCode code) {
  BasicBlock *next = newBlock("next");
  expect(b.CreateCondBr(condition, trapBlock(code), next), false);
  b.SetInsertPoint(next);
}

} // namespace sinter
