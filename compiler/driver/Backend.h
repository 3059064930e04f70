//===-- Backend.h - Partitions, from plan to bytes -------------------------===//
//
// Each partition is lowered, joined with the inlinable part of the runtime,
// optimised and emitted by one thread in an LLVMContext of its own, which is
// gone before the thread takes the next. Which functions make a partition is the plan's
// decision, so the products are the same for any number of threads.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/Emit.h"
#include "codegen/Target.h"
#include "driver/Progress.h"
#include "driver/TimeReport.h"
#include "lower/Lowering.h"

#include <optional>

namespace sinter {

struct BackendJob {
  const ModulePlan *plan = nullptr;
  const TargetSpec *spec = nullptr;
  OptLevel level = OptLevel::O2;
  bool positionIndependent = false;
  bool disableOptimiser = false;
  bool harden = false;
  EmitKind kind = EmitKind::Object;
  unsigned jobs = 1;
  std::string saveTemps; ///< prefix of the files to keep, or ""
};

using Product = llvm::SmallVector<char, 0>;

/// The product of each partition, in the plan's order. Nothing after errors in `diag`.
[[nodiscard]] std::optional<std::vector<Product>>
runBackend(const BackendJob &job, Progress &progress, TimeReport &times, Diagnostics &diag);

} // namespace sinter
