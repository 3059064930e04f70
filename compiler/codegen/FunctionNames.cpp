//===-- FunctionNames.cpp - What backtraces call a function ----------------===//

#include "codegen/FunctionNames.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/Module.h"
#include "llvm/Transforms/Utils/ModuleUtils.h"

using namespace llvm;

namespace sinter {

void emitFunctionNames(llvm::Module &module) {
  LLVMContext &context = module.getContext();
  Type *i32 = Type::getInt32Ty(context);
  Type *i64 = Type::getInt64Ty(context);
  auto *rowType = StructType::get(i32, i32);
  SmallVector<GlobalValue *> rows;
  for (Function &function : module) {
    if (function.isDeclaration() || function.hasAvailableExternallyLinkage() ||
        !function.hasFnAttribute("sinter-name"))
      continue;
    StringRef text = function.getFnAttribute("sinter-name").getValueAsString();
    Constant *bytes = ConstantDataArray::getString(context, text);
    auto *name = new GlobalVariable(module, bytes->getType(), true, GlobalValue::PrivateLinkage,
                                    bytes, "sinter.name");
    name->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
    name->setAlignment(Align(1));

    auto *row = new GlobalVariable(module, rowType, true, GlobalValue::InternalLinkage, nullptr,
                                   "sinter.row");
    auto distance = [&](Constant *target, unsigned field) {
      Constant *from = ConstantExpr::getGetElementPtr(
          rowType, row, ArrayRef<Constant *>{ConstantInt::get(i32, 0), ConstantInt::get(i32, field)});
      return ConstantExpr::getTrunc(ConstantExpr::getSub(ConstantExpr::getPtrToInt(target, i64),
                                                         ConstantExpr::getPtrToInt(from, i64)),
                                    i32);
    };
    row->setInitializer(ConstantStruct::get(rowType, {distance(&function, 0), distance(name, 1)}));
    row->setSection("sinter_functions");
    row->setAlignment(Align(4));
    row->setMetadata(LLVMContext::MD_associated,
                     MDNode::get(context, ValueAsMetadata::get(&function)));
    rows.push_back(row);
  }
  appendToCompilerUsed(module, rows);
}

} // namespace sinter
