//===-- Backend.cpp - Partitions, from plan to bytes -----------------------===//
//
// A failed partition stops the others from starting, not from finishing: the
// first error is enough, since after the checkpoint any is a bug or a full disk.
//
//===----------------------------------------------------------------------===//

#include "driver/Backend.h"

#include "codegen/Context.h"
#include "codegen/Harden.h"
#include "codegen/Pipeline.h"
#include "codegen/RuntimeBitcode.h"
#include "driver/Workers.h"
#include "link/RuntimeArchive.h"
#include "support/File.h"

#include "llvm/IR/LLVMContext.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Target/TargetMachine.h"

#include <atomic>
#include <mutex>

namespace sinter {
namespace {

/// Shares of a partition's work, for the bar.
enum Share : uint64_t { shareLower = 1, shareOptimise = 5, shareEmit = 4 };

Bytes bytesOf(const Product &product) {
  return {reinterpret_cast<const uint8_t *>(product.data()), product.size()};
}

/// Keeps what a partition looks like at one point.
bool keep(const BackendJob &job, size_t partition, const char *suffix, const Product &product,
          Diagnostics &diag) {
  OutputFile file(job.saveTemps + "." + std::to_string(partition) + suffix);
  return file.write(bytesOf(product), diag) && file.commit(false, diag);
}

#ifndef NDEBUG
void verify(const llvm::Module &module, const char *when) {
  std::string problem = verifyIr(module);
  if (!problem.empty())
    llvm::reportFatalInternalError(llvm::Twine("invalid IR ") + when + ": " + problem);
}
#else
void verify(const llvm::Module &, const char *) {}
#endif

bool runPartition(const BackendJob &job, size_t partition, Product &product, Progress &progress,
                  TimeReport &times, Diagnostics &diag) {
  bool keepNames =
      job.kind == EmitKind::Ir || job.kind == EmitKind::Bitcode || !job.saveTemps.empty();
  OptLevel level = isHuge(*job.plan, unsigned(partition)) ? OptLevel::Huge : job.level;
  std::unique_ptr<llvm::LLVMContext> context = createContext(keepNames);
  std::unique_ptr<llvm::TargetMachine> machine =
      createTargetMachine(*job.spec, level, job.positionIndependent);
  std::unique_ptr<llvm::Module> module;
  {
    StageTimer timer(times, Stage::Lower);
    module = lowerPartition(*job.plan, unsigned(partition), *context, *machine, diag);
    if (!module)
      return false;
    verify(*module, "from lowering");
    if (!job.saveTemps.empty() &&
        !keep(job, partition, ".lowered.ll", emit(*module, *machine, EmitKind::Ir), diag))
      return false;
  }
  progress.advance(shareLower);
  if (!job.disableOptimiser) {
    StageTimer timer(times, Stage::Optimise);
    if (level != OptLevel::O0 && level != OptLevel::Huge)
      linkRuntimeBitcode(*module, runtimeBitcode(job.spec->target.name));
    optimise(*module, *machine, *job.spec, level);
    verify(*module, "from the optimiser");
    if (!job.saveTemps.empty() &&
        !keep(job, partition, ".optimised.ll", emit(*module, *machine, EmitKind::Ir), diag))
      return false;
  }
  progress.advance(shareOptimise);
  StageTimer timer(times, Stage::Emit);
  if (job.harden)
    hardenControlFlow(*module);
  product = emit(*module, *machine, job.kind);
  progress.advance(shareEmit);
  return job.saveTemps.empty() || job.kind != EmitKind::Object ||
         keep(job, partition, ".o", product, diag);
}

} // namespace

std::optional<std::vector<Product>> runBackend(const BackendJob &job, Progress &progress,
                                               TimeReport &times, Diagnostics &diag) {
  size_t count = partitionCount(*job.plan);
  progress.expect(count * (shareLower + shareOptimise + shareEmit));
  std::vector<Product> products(count);
  std::mutex merging;
  std::atomic<bool> failed = false;
  forEachIndex(count, job.jobs, [&](size_t partition) {
    if (failed)
      return;
    Diagnostics found(diag.fileName());
    if (runPartition(job, partition, products[partition], progress, times, found))
      return;
    failed = true;
    std::lock_guard<std::mutex> lock(merging);
    diag.merge(std::move(found));
  });
  if (failed)
    return std::nullopt;
  return products;
}

} // namespace sinter
