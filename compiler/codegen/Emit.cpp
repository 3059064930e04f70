//===-- Emit.cpp - From LLVM IR to bytes -----------------------------------===//
//
// Code generation still runs under LLVM's legacy pass manager; this is the one
// place that meets it.
//
//===----------------------------------------------------------------------===//

#include "codegen/Emit.h"

#include "codegen/Context.h"
#include "codegen/InlinedFrames.h"
#include "codegen/LargeBlocks.h"
#include "codegen/MemoryInGs.h"
#include "codegen/ShortAddresses.h"
#include "codegen/WideIndices.h"

#include "llvm/Analysis/RuntimeLibcallInfo.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/Bitcode/BitcodeWriter.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineModuleInfo.h"
#include "llvm/CodeGen/Passes.h"
#include "llvm/CodeGen/TargetPassConfig.h"
#include "llvm/IR/LegacyPassManager.h"
#include "llvm/IR/Module.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"

namespace sinter {
namespace {

/// Puts our passes in front of instruction selection, and one at the end.
void addOwnPasses(llvm::TargetMachine &machine, llvm::TargetPassConfig &config,
                  bool hasMemoryInGs) {
  if (machine.getOptLevel() == llvm::CodeGenOptLevel::None)
    return;
  std::unique_ptr<llvm::Pass> prepare(llvm::createCodeGenPrepareLegacyPass());
  if (clearsUpperHalves(machine))
    config.insertPass(prepare->getPassID(), createWideIndices());
  config.insertPass(prepare->getPassID(), createLargeBlocks());
  if (hasMemoryInGs)
    config.insertPass(&llvm::ExpandPostRAPseudosID, createShortAddresses());
}

/// What TargetMachine::addPassesToEmitFile adds, with passes and a handler of ours.
bool addCodeGeneration(llvm::legacy::PassManager &passes, llvm::TargetMachine &machine,
                       llvm::raw_pwrite_stream &out, llvm::CodeGenFileType type,
                       bool hasMemoryInGs) {
  // Without it, no call to memmove and its kind is known, and each becomes a loop over bytes.
  const llvm::TargetOptions &options = machine.Options;
  passes.add(new llvm::RuntimeLibraryInfoWrapper(machine.getTargetTriple(), options.ExceptionModel,
                                                 options.FloatABIType, options.EABIVersion,
                                                 options.MCOptions.ABIName, options.VecLib));
  auto *info = new llvm::MachineModuleInfoWrapperPass(&machine);
  llvm::TargetPassConfig *config = machine.createPassConfig(passes);
  config->setDisableVerify(true);
  addOwnPasses(machine, *config, hasMemoryInGs);
  // Functions have scopes for backtraces (InlinedFrames), but no variables to follow.
  config->disablePass(&llvm::LiveDebugValuesID);
  passes.add(config);
  passes.add(info);
  if (config->addISelPasses())
    return false;
  config->addMachinePasses();
  config->setInitialized();
  llvm::Expected<std::unique_ptr<llvm::MCStreamer>> streamer =
      machine.createMCStreamer(out, nullptr, type, info->getMMI().getContext());
  if (!streamer) {
    llvm::consumeError(streamer.takeError());
    return false;
  }
  llvm::AsmPrinter *printer = machine.getTarget().createAsmPrinter(machine, std::move(*streamer));
  if (!printer)
    return false;
  printer->addAsmPrinterHandler(createInlinedFrames(*printer));
  passes.add(printer);
  passes.add(llvm::createFreeMachineFunctionPass());
  return true;
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
  llvm::legacy::PassManager passes;
  passes.add(new llvm::TargetLibraryInfoWrapperPass(availableCalls(machine.getTargetTriple())));
  llvm::CodeGenFileType type = kind == EmitKind::Object ? llvm::CodeGenFileType::ObjectFile
                                                        : llvm::CodeGenFileType::AssemblyFile;
  if (!addCodeGeneration(passes, machine, stream, type, hasMemoryInGs(module)))
    llvm::reportFatalInternalError("this target cannot emit the file asked for");
  passes.run(module);
  return bytes;
}

} // namespace sinter
