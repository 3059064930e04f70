//===-- RuntimeBitcode.cpp - Runtime functions that are inlined ------------===//
//
// See RuntimeBitcode.h. The bitcode was made by a clang of the same LLVM major
// version (runtime-support/CMakeLists.txt sees to that).
//
//===----------------------------------------------------------------------===//

#include "codegen/RuntimeBitcode.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Bitcode/BitcodeReader.h"
#include "llvm/IR/Module.h"
#include "llvm/Linker/Linker.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Transforms/IPO/Internalize.h"

namespace sinter {

void linkRuntimeBitcode(llvm::Module &module, Bytes bitcode) {
  if (bitcode.empty())
    return;
  llvm::MemoryBufferRef buffer(
      llvm::StringRef(reinterpret_cast<const char *>(bitcode.data()), bitcode.size()),
      "runtime bitcode");
  llvm::Expected<std::unique_ptr<llvm::Module>> runtime =
      llvm::getLazyBitcodeModule(buffer, module.getContext());
  if (!runtime)
    llvm::reportFatalInternalError(runtime.takeError());

  bool needed = false;
  for (llvm::Function &function : **runtime) {
    // Compiled for any CPU; here it is compiled for the one at hand.
    function.removeFnAttr("target-cpu");
    function.removeFnAttr("target-features");
    function.removeFnAttr("tune-cpu");
    llvm::Function *caller = module.getFunction(function.getName());
    needed |= caller && caller->isDeclaration() && !function.isDeclaration();
  }
  if (!needed)
    return;
  (*runtime)->setTargetTriple(module.getTargetTriple());
  (*runtime)->setDataLayout(module.getDataLayout());
  // Flags such as the PIC level are the partition's own; producer's names are of no interest.
  for (const char *name : {"llvm.module.flags", "llvm.ident"})
    if (llvm::NamedMDNode *node = (*runtime)->getNamedMetadata(name))
      node->eraseFromParent();
  bool failed = llvm::Linker::linkModules(
      module, std::move(*runtime), llvm::Linker::LinkOnlyNeeded,
      [](llvm::Module &merged, const llvm::StringSet<> &added) {
        llvm::internalizeModule(merged, [&](const llvm::GlobalValue &value) {
          return !value.hasName() || !added.contains(value.getName());
        });
      });
  if (failed)
    llvm::reportFatalInternalError("the runtime's bitcode does not link");
}

} // namespace sinter
