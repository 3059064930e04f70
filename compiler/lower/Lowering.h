//===-- Lowering.h - From validated modules to LLVM IR ---------------------===//
//
// What the driver sees of lower/. A ModulePlan holds every decision that
// concerns more than one function: which partition a function belongs to, which
// functions keep a prototype of their own, which segments are prelinked, what each import binds to.
// It depends on the module and the options only, never on -j or the machine,
// so the output is the same bytes everywhere. Each partition then becomes an
// llvm::Module in a context of its own, lowered, optimised and emitted by any
// thread, and freed when its object exists.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace llvm {
class LLVMContext;
class Module;
class TargetMachine;
} // namespace llvm

namespace sinter {

/// Where state lives: link-time constants of one program, or behind an instance pointer.
enum class Form : uint8_t { Static, Instanced };
/// How an access finds out that it is out of bounds.
enum class MemoryMode : uint8_t { Guard, Checked };
/// What memory holds at a trap: what the specification says, or (executables, where nobody can
/// look) anything.
enum class TrapState : uint8_t { Exact, Relaxed };

/// What is granted when compiling: a row of SinterGrant.
struct Grant {
  std::string host;
  std::string guest;
  uint64_t kind = 0; ///< SINTER_GRANT_*
};

/// What a program (static form) is told when compiled.
struct ProgramOptions {
  uint64_t stackSize = 8u << 20; ///< bytes
  uint64_t cpuFeatures = 0;      ///< rows of abi/CpuFeatures.def that the target CPU has
  std::vector<Grant> grants;
  std::vector<std::string> environment; ///< "NAME" or "NAME=VALUE"
  bool inheritEnvironment = false;
  bool sealed = false;
  bool seccomp = true, landlock = true, requireSandbox = false;
  std::string about;            ///< what `sinter inspect` says of the program
  std::string entry = "_start"; ///< the export to run; empty: none (a driver calls exports itself)
  /// The entry's arguments by their bits (null references: 0); its results are printed.
  std::vector<uint64_t> arguments;
  /// The module starts threads, each with an instance of its own (wasi-threads).
  bool hasThreads = false;
  /// An exported function of no parameters and results that is called before the entry; empty:
  /// none.
  std::string initializer;
};

struct LoweringOptions {
  Form form = Form::Static;
  MemoryMode memory = MemoryMode::Guard;
  TrapState trapState = TrapState::Relaxed;
  bool hasRuntime = true;     ///< instanced form: what Sinter's runtime provides can be referred to
  /// Instanced form on x86-64, of a guarded memory 0: its base is in gs (codegen/MemoryInGs.h).
  bool memoryInGs = false;
  bool fuel = false;          ///< instanced form: instructions are counted (Fuel.cpp)
  bool interruptible = false; ///< instanced form: loops look whether the host wants them to end
  bool deterministic = false; ///< the same bits on every CPU (core, deterministic profile)
  bool harden = false; ///< static form: position independent, memory 0 wherever start-up finds room
  bool optimize = true; ///< false at -O0: no work that only the optimiser would use
  FeatureSet features = FeatureSet::defaults();
  ProgramOptions program;
  /// Instanced form: what tells the module's descriptor from others' in one program, a C
  /// identifier.
  std::string name = "module";
  /// Static form: what each imported function binds to, by FuncIndex: a C function with the natural
  /// prototype, or "" for one that traps when called.
  std::vector<std::string> importSymbols;
  /// Static form, for the conformance tests: imports of module "spectest" are defined in place.
  bool spectest = false;
  /// Static form, likewise: each exported function (uniform prototype, see Abi.h) and global also
  /// gets the symbol exportSymbol(name), and a program without an entry starts in `driverSymbol`.
  bool exportSymbols = false;
  /// Static form: what the image is mapped in, the target's largest page.
  uint64_t imagePage = 4096;
  /// Target size of a partition in bytes of wasm code.
  uint32_t partitionBytes = 256 * 1024;
  /// From this size on a function is compiled by itself and with few passes: those of the usual
  /// pipeline take time that grows faster than the function.
  uint32_t hugeFunctionBytes = 512 * 1024;
  /// Accesses of memories that guard pages cannot bound are checked. False is for measurements
  /// alone: a module can then reach anything.
  bool boundsChecks = true;
};

/// A run of memory 0's initial contents that the link places at its address (static form).
struct ImagePiece {
  std::string section; ///< section name in the object
  uint64_t begin = 0;  ///< byte offset in the memory, page-aligned
};

class ModulePlan;

struct ModulePlanDeleter {
  void operator()(ModulePlan *plan) const;
};
using ModulePlanPtr = std::unique_ptr<ModulePlan, ModulePlanDeleter>;

/// Makes the plan. `module` and `options` must outlive it, and be valid.
[[nodiscard]] ModulePlanPtr planModule(const Module &module, const LoweringOptions &options);

/// How many llvm::Modules the plan has (at least one).
[[nodiscard]] unsigned partitionCount(const ModulePlan &plan);

/// Whether the partition's functions are too big for the usual pipeline.
[[nodiscard]] bool isHuge(const ModulePlan &plan, unsigned partition);

/// All such functions.
[[nodiscard]] std::vector<FuncIndex> hugeFunctions(const ModulePlan &plan);

/// Lowers one partition into `context`. `machine` gives triple and data layout. Thread-safe for
/// different contexts. Null after an error in `diag` (a function that does not validate).
[[nodiscard]] std::unique_ptr<llvm::Module>
lowerPartition(const ModulePlan &plan, unsigned partition, llvm::LLVMContext &context,
               const llvm::TargetMachine &machine, Diagnostics &diag);

/// Pieces of memory 0 that the linker must place (static form; empty otherwise).
[[nodiscard]] const std::vector<ImagePiece> &imagePieces(const ModulePlan &plan);

/// Whether the program's state is thread-local.
[[nodiscard]] bool hasThreads(const ModulePlan &plan);

/// The export that threads begin with.
inline constexpr const char *threadStartExport = "wasi_thread_start";

/// The absolute symbol at which static form expects memory 0; the linker defines it.
inline constexpr const char *memorySymbol = "__sinter_memory";

/// What an export is called under LoweringOptions::exportSymbols: "sinter.export.<name>", with
/// "%XX" for each byte that linkers give a meaning to or that is not printable.
[[nodiscard]] std::string exportSymbol(std::string_view name);
inline constexpr const char *driverSymbol = "sinter.driver";

} // namespace sinter
