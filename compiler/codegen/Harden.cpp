//===-- Harden.cpp - Jumps and returns that the CPU checks ------------------===//
//
// See Harden.h. The module's flags make the note, and on x86-64 the code as well; on AArch64
// the functions' attributes do that.
//
//===----------------------------------------------------------------------===//

#include "codegen/Harden.h"

#include "llvm/IR/Function.h"
#include "llvm/IR/Module.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

namespace sinter {

void hardenControlFlow(llvm::Module &module) {
  const Triple &triple = module.getTargetTriple();
  auto flag = [&](StringRef name, uint32_t value) {
    module.setModuleFlag(llvm::Module::Override, name, value);
  };
  if (triple.isX86()) {
    flag("cf-protection-branch", 1);
    flag("cf-protection-return", 1);
  }
  if (!triple.isAArch64())
    return;
  constexpr uint32_t asFunctionsSay = 2;
  flag("branch-target-enforcement", asFunctionsSay);
  flag("sign-return-address", asFunctionsSay);
  flag("guarded-control-stack", asFunctionsSay);
  for (Function &function : module) {
    if (function.isDeclaration())
      continue;
    function.addFnAttr("branch-target-enforcement");
    function.addFnAttr("guarded-control-stack");
    function.addFnAttr("sign-return-address", "non-leaf");
    function.addFnAttr("sign-return-address-key", "a_key");
  }
}

} // namespace sinter
