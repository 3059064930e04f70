//===-- Pipeline.cpp - The optimiser's passes, by level --------------------===//
//
// LLVM's default pipelines, which are what clang's users measure against, with
// two places of our own: beforeVectoriser(), where loops are brought into the
// shape that the vectoriser wants, and finish(), where nothing comes after but
// code generation. Both are empty of policy: passes live in files of their own.
//
//===----------------------------------------------------------------------===//

#include "codegen/Pipeline.h"

#include "codegen/Context.h"
#include "codegen/DevolatilizeLoads.h"
#include "codegen/FuelInRegisters.h"
#include "codegen/FuelPlacement.h"
#include "codegen/FunctionNames.h"
#include "codegen/InBoundsLoops.h"
#include "codegen/LargeBlocks.h"
#include "codegen/MemoryInGs.h"
#include "codegen/MergedChecks.h"
#include "codegen/NegativeOffsets.h"
#include "codegen/Polls.h"
#include "codegen/SplitBitScans.h"
#include "codegen/StackLimit.h"

#include "llvm/Analysis/AliasAnalysis.h"
#include "llvm/Analysis/CGSCCPassManager.h"
#include "llvm/Analysis/LoopAnalysisManager.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/PassManager.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Transforms/Scalar/EarlyCSE.h"
#include "llvm/Transforms/Scalar/SROA.h"
#include "llvm/Transforms/Scalar/SimplifyCFG.h"

namespace sinter {
namespace {

/// Runs after simplification and inlining, right before loops are vectorised.
void beforeVectoriser(llvm::FunctionPassManager &passes) { passes.addPass(InBoundsLoops()); }

/// What every level needs, and nothing may optimise afterwards.
void finish(llvm::Module &module) {
  insertPolls(module);
  addressMemoryByGs(module);
  insertStackLimitChecks(module);
  emitFunctionNames(module);
}

llvm::OptimizationLevel llvmLevel(OptLevel level) {
  switch (level) {
  case OptLevel::O0:
    return llvm::OptimizationLevel::O0;
  case OptLevel::O1:
    return llvm::OptimizationLevel::O1;
  case OptLevel::O2:
    return llvm::OptimizationLevel::O2;
  case OptLevel::O3:
    return llvm::OptimizationLevel::O3;
  case OptLevel::Os:
    return llvm::OptimizationLevel::Os;
  case OptLevel::Huge:
    break;
  }
  return llvm::OptimizationLevel::O2;
}

void setAttributes(llvm::Module &module, const TargetSpec &spec, OptLevel level) {
  for (llvm::Function &function : module) {
    if (function.isDeclaration())
      continue;
    if (!spec.tuneCpu.empty())
      function.addFnAttr("tune-cpu", spec.tuneCpu);
    if (level == OptLevel::Os)
      function.addFnAttr(llvm::Attribute::OptimizeForSize);
  }
}

/// For functions too big for more: passes that take time in proportion to the function. Code
/// generation for them is that of -O0, whose register allocator looks at one block at a time.
void simplify(llvm::Module &module, llvm::ModuleAnalysisManager &analyses) {
  llvm::FunctionPassManager passes;
  passes.addPass(llvm::SROAPass(llvm::SROAOptions::PreserveCFG));
  passes.addPass(llvm::EarlyCSEPass());
  passes.addPass(llvm::SimplifyCFGPass());
  llvm::ModulePassManager all;
  all.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(passes)));
  all.run(module, analyses);
  for (llvm::Function &function : module)
    cutLargeBlocks(function);
}

} // namespace

void optimise(llvm::Module &module, llvm::TargetMachine &machine, const TargetSpec &spec,
              OptLevel level) {
  setAttributes(module, spec, level);
  if (level == OptLevel::O0) {
    finish(module);
    return;
  }

  llvm::PipelineTuningOptions tuning;
  bool vectorise = level != OptLevel::O1;
  tuning.LoopVectorization = vectorise;
  tuning.SLPVectorization = vectorise;
  tuning.LoopInterleaving = vectorise;
  tuning.MergeFunctions = level == OptLevel::Os;
  tuning.CallGraphProfile = false;
  // Functions of 800 KB exist: what an analysis holds is given back early.
  tuning.EagerlyInvalidateAnalyses = true;

  llvm::PassBuilder builder(&machine, tuning);
  builder.registerPipelineStartEPCallback(
      [](llvm::ModulePassManager &passes, llvm::OptimizationLevel) {
        passes.addPass(llvm::createModuleToFunctionPassAdaptor(FuelPlacement()));
      });
  builder.registerPeepholeEPCallback(
      [](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) {
        passes.addPass(MergedChecks());
      });
  builder.registerScalarOptimizerLateEPCallback(
      [](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) {
        passes.addPass(SplitBitScans());
      });
  builder.registerVectorizerStartEPCallback(
      [&](llvm::FunctionPassManager &passes, llvm::OptimizationLevel) {
        passes.addPass(FuelInRegisters());
        if (vectorise && level != OptLevel::Os)
          beforeVectoriser(passes);
      });
  builder.registerOptimizerLastEPCallback(
      [](llvm::ModulePassManager &passes, llvm::OptimizationLevel, llvm::ThinOrFullLTOPhase) {
        llvm::FunctionPassManager last;
        last.addPass(NegativeOffsets());
        last.addPass(DevolatilizeLoads());
        last.addPass(FuelBySign());
        passes.addPass(llvm::createModuleToFunctionPassAdaptor(std::move(last)));
      });

  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  functions.registerPass(
      [&] { return llvm::TargetLibraryAnalysis(availableCalls(machine.getTargetTriple())); });
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  if (level == OptLevel::Huge)
    simplify(module, modules);
  else
    builder.buildPerModuleDefaultPipeline(llvmLevel(level)).run(module, modules);
  finish(module);
}

std::string verifyIr(const llvm::Module &module) {
  std::string problem;
  llvm::raw_string_ostream stream(problem);
  return llvm::verifyModule(module, &stream) ? problem : std::string();
}

} // namespace sinter
