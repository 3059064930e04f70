//===-- Emit.cpp - From LLVM IR to bytes -----------------------------------===//
//
// Code generation still runs under LLVM's legacy pass manager; this is the one
// place that meets it.
//
//===----------------------------------------------------------------------===//

#include "codegen/Emit.h"

#include "codegen/Context.h"
#include "codegen/LargeBlocks.h"
#include "codegen/WideIndices.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/CodeGen/Passes.h"
#include "llvm/CodeGen/TargetPassConfig.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/RegisterTargetPassConfigCallback.h"
#include "llvm/Target/TargetMachine.h"

namespace sinter {
namespace {

/// Puts our passes in front of instruction selection, whenever a pipeline of code generation is
/// built.
void addOwnPasses(llvm::TargetMachine &machine, llvm::PassManagerBase &,
                  llvm::TargetPassConfig *config) {
  if (machine.getOptLevel() == llvm::CodeGenOptLevel::None)
    return;
  std::unique_ptr<llvm::Pass> prepare(llvm::createCodeGenPrepareLegacyPass());
  if (clearsUpperHalves(machine))
    config->insertPass(prepare->getPassID(), createWideIndices());
  config->insertPass(prepare->getPassID(), createLargeBlocks());
}

} // namespace

llvm::SmallVector<char, 0> emit(llvm::Module &module, llvm::TargetMachine &machine, EmitKind kind) {
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  switch (kind) {
  case EmitKind::Ir:
    module.print(stream, nullptr);
    return bytes;
  case EmitKind::Bitcode:
    llvm::WriteBitcodeToFile(module, stream);
    return bytes;
  case EmitKind::Object:
  case EmitKind::Assembly:
    break;
  }
  static const llvm::RegisterTargetPassConfigCallback ownPasses(addOwnPasses);
  llvm::legacy::PassManager passes;
  passes.add(new llvm::TargetLibraryInfoWrapperPass(availableCalls(machine.getTargetTriple())));
  llvm::CodeGenFileType type = kind == EmitKind::Object ? llvm::CodeGenFileType::ObjectFile
                                                        : llvm::CodeGenFileType::AssemblyFile;
  if (machine.addPassesToEmitFile(passes, stream, nullptr, type, /*DisableVerify=*/true))
    llvm::reportFatalInternalError("this target cannot emit the file asked for");
  passes.run(module);
  return bytes;
}

} // namespace sinter
