//===-- Target.h - From -mcpu and friends to a TargetMachine ---------------===//
//
// A program must not start on a CPU that lacks what its code uses, and the
// start code checks exactly the rows of abi/CpuFeatures.def. So a CPU named by
// -mcpu contributes two things: those rows which it has, added one by one to
// the target's baseline, and its tuning. A feature without a row is never
// used: nobody would check for it. This is what makes `native` safe to ship.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Diagnostics.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace llvm {
class TargetMachine;
} // namespace llvm

namespace sinter {

/// One row of Targets.def, or any other triple, for which there is no runtime.
struct TargetInfo {
  std::string name;
  std::string triple;
  std::string_view baselineCpu;
  std::string_view baselineFeatures; ///< what the baseline has that its CPU's name does not say
  std::string_view defaultCpu;
  std::string_view emulation; ///< lld's -m
  uint64_t pageSize;
  bool hasRuntime = true;
};

[[nodiscard]] const std::vector<TargetInfo> &allTargets();

/// What -O asks for, and what functions get that are too big for it.
enum class OptLevel : uint8_t { O0, O1, O2, O3, Os, Huge };

/// A target with everything that code generation needs to know about its CPU.
struct TargetSpec {
  TargetInfo target;
  std::string cpu;          ///< as asked for, for messages; "native" replaced by the host's name
  std::string tuneCpu;      ///< whose costs the scheduler and the vectoriser assume
  std::string features;     ///< LLVM's form, "+sse3,+ssse3"
  uint64_t cpuFeatures = 0; ///< the same as a mask of CpuFeatures.def rows
};

/// Resolves --target, -mcpu and -mattr ("+avx2,-bmi"); empty strings mean the defaults. Nothing
/// after an error in `diag`.
[[nodiscard]] std::optional<TargetSpec> resolveTarget(std::string_view target, std::string_view cpu,
                                                      std::string_view attributes,
                                                      Diagnostics &diag);

/// Whether addresses have 64 bits.
[[nodiscard]] bool is64Bit(const TargetInfo &target);
/// Whether LLVM makes every tail call there that the uniform prototype asks for.
[[nodiscard]] bool hasTailCalls(const TargetInfo &target);
/// Whether it is one of Arm's 32-bit CPUs.
[[nodiscard]] bool isArm32(const TargetInfo &target);

/// Whether it has the segment register gs, with 64 bits.
[[nodiscard]] bool hasGs(const TargetInfo &target);
/// Lets code read and write gs, which has no row: that a CPU can is not enough, its kernel must let
/// it, and libsinter asks that.
void allowGs(TargetSpec &spec);

/// Whether the machine we run on has this target's CPU.
[[nodiscard]] bool isHost(const TargetInfo &target);

/// Names of the CPUs that -mcpu takes for `target`, and of the features that -mattr takes.
[[nodiscard]] std::vector<std::string> cpuNames(const TargetInfo &target);
[[nodiscard]] std::vector<std::string> featureNames(const TargetInfo &target);

/// The machine for one partition; each thread needs its own. `positionIndependent` as instanced
/// form needs it; otherwise absolute addresses in the low 2 GiB.
[[nodiscard]] std::unique_ptr<llvm::TargetMachine>
createTargetMachine(const TargetSpec &spec, OptLevel level, bool positionIndependent);

} // namespace sinter
