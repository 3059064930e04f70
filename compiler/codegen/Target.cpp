//===-- Target.cpp - From -mcpu and friends to a TargetMachine -------------===//
//
// See Target.h for why CPUs are taken apart into rows of CpuFeatures.def.
//
//===----------------------------------------------------------------------===//

#include "codegen/Target.h"

#include "codegen/LlvmOptions.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Support/CodeGen.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/Target/TargetOptions.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

#include <mutex>

#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  extern "C" void LLVMInitialize##LLVM##TargetInfo();                                              \
  extern "C" void LLVMInitialize##LLVM##Target();                                                  \
  extern "C" void LLVMInitialize##LLVM##TargetMC();                                                \
  extern "C" void LLVMInitialize##LLVM##AsmPrinter();                                              \
  extern "C" void LLVMInitialize##LLVM##AsmParser();
#include "codegen/Targets.def"
#define BARE(LLVM)                                                                                 \
  extern "C" void LLVMInitialize##LLVM##TargetInfo();                                              \
  extern "C" void LLVMInitialize##LLVM##Target();                                                  \
  extern "C" void LLVMInitialize##LLVM##TargetMC();                                                \
  extern "C" void LLVMInitialize##LLVM##AsmPrinter();                                              \
  extern "C" void LLVMInitialize##LLVM##AsmParser();
#include "codegen/BareTargets.def"

namespace sinter {
namespace {

llvm::Triple tripleOf(const TargetInfo &target) {
  return llvm::Triple(llvm::StringRef(target.triple));
}

struct FeatureRow {
  unsigned bit;
  std::string_view name;
};

/// The rows of CpuFeatures.def that belong to `target`.
std::vector<FeatureRow> featureRows(const TargetInfo &target) {
  std::vector<FeatureRow> rows;
  switch (tripleOf(target).getArch()) {
  case llvm::Triple::x86_64:
#define X86_FEATURE(BIT, NAME, LEAF, SUBLEAF, REGISTER, REGISTER_BIT) rows.push_back({BIT, NAME});
#include "sinter/abi/CpuFeatures.def"
    break;
  case llvm::Triple::aarch64:
#define AARCH64_FEATURE(BIT, NAME, VECTOR, BITS) rows.push_back({BIT, NAME});
#include "sinter/abi/CpuFeatures.def"
    break;
  case llvm::Triple::riscv64:
#define RISCV_FEATURE(BIT, NAME, INSTRUCTION) rows.push_back({BIT, NAME});
#include "sinter/abi/CpuFeatures.def"
    break;
  default:
    break;
  }
  return rows;
}

/// LLVM's back ends and options are the process's; once is enough.
void initialiseLlvm() {
  static std::once_flag once;
  std::call_once(once, [] {
#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  LLVMInitialize##LLVM##TargetInfo();                                                              \
  LLVMInitialize##LLVM##Target();                                                                  \
  LLVMInitialize##LLVM##TargetMC();                                                                \
  LLVMInitialize##LLVM##AsmPrinter();                                                              \
  LLVMInitialize##LLVM##AsmParser();
#include "codegen/Targets.def"
#define BARE(LLVM)                                                                                 \
  LLVMInitialize##LLVM##TargetInfo();                                                              \
  LLVMInitialize##LLVM##Target();                                                                  \
  LLVMInitialize##LLVM##TargetMC();                                                                \
  LLVMInitialize##LLVM##AsmPrinter();                                                              \
  LLVMInitialize##LLVM##AsmParser();
#include "codegen/BareTargets.def"
    preferLlvmOptions();
  });
}

const llvm::Target &backEnd(const TargetInfo &target) {
  initialiseLlvm();
  std::string message;
  const llvm::Target *found = llvm::TargetRegistry::lookupTarget(tripleOf(target), message);
  if (!found)
    llvm::reportFatalInternalError(llvm::Twine(message));
  return *found;
}

std::unique_ptr<llvm::MCSubtargetInfo> subtarget(const TargetInfo &target, llvm::StringRef cpu) {
  return std::unique_ptr<llvm::MCSubtargetInfo>(
      backEnd(target).createMCSubtargetInfo(tripleOf(target), cpu, target.baselineFeatures));
}

/// The first row for the CPU that we run on; the first of all where there is none.
const TargetInfo *hostTarget() {
  for (const TargetInfo &row : allTargets())
    if (isHost(row))
      return &row;
  return &allTargets().front();
}

/// The row for `name`: as `sinter targets` lists it, or a triple in any of the spellings that clang
/// takes. The C library is of no consequence, since none is linked, but for Android's. Without a
/// system in it, it means Linux ("riscv64"), unless it says that there is none
/// ("aarch64-none-elf").
const TargetInfo *findTarget(std::string_view name) {
  for (const TargetInfo &row : allTargets())
    if (row.name == name)
      return &row;
  llvm::Triple asked(llvm::Triple::normalize(name));
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(name).split(parts, '-');
  bool isBare = llvm::is_contained(parts, "none") || llvm::is_contained(parts, "elf");
  bool isLinux = asked.isOSLinux() || (asked.getOS() == llvm::Triple::UnknownOS && !isBare);
  for (const TargetInfo &row : allTargets()) {
    llvm::Triple triple = tripleOf(row);
    if (isLinux && triple.getArch() == asked.getArch() && asked.isArch64Bit() && !asked.isX32() &&
        triple.isAndroid() == asked.isAndroid())
      return &row;
  }
  return nullptr;
}

/// A triple of LLVM's, for objects alone. Nothing after an error in `diag`.
std::optional<TargetInfo> bareTarget(std::string_view name, Diagnostics &diag) {
  initialiseLlvm();
  llvm::Triple triple(llvm::Triple::normalize(name));
  std::string message;
  if (!llvm::TargetRegistry::lookupTarget(triple, message)) {
    diag.error(Location::none(), "unknown target '" + std::string(name) +
                                     "'; `sinter targets` lists those there are");
    return std::nullopt;
  }
  if (!triple.isLittleEndian() || !triple.isOSBinFormatELF()) {
    diag.error(Location::none(), "target '" + std::string(name) +
                                     "': sinter makes ELF objects for "
                                     "little-endian CPUs only");
    return std::nullopt;
  }
  return TargetInfo{std::string(name), triple.str(), "", "", "", "", 4096, false};
}

/// Whether LLVM knows a CPU and features, "+a,-b", for a target without rows of its own.
bool checkBareCpu(const TargetSpec &spec, Diagnostics &diag) {
  std::unique_ptr<llvm::MCSubtargetInfo> info = subtarget(spec.target, "");
  if (!spec.cpu.empty() && !info->isCPUStringValid(spec.cpu)) {
    diag.error(Location::none(), "unknown CPU '" + spec.cpu + "' for target " + spec.target.name);
    return false;
  }
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(spec.features).split(parts, ',', -1, false);
  for (llvm::StringRef part : parts) {
    llvm::StringRef name = part.ltrim("+-");
    bool isKnown = llvm::any_of(info->getAllProcessorFeatures(),
                                [&](const auto &feature) { return name == feature.Key; });
    if (!isKnown) {
      diag.error(Location::none(),
                 "-mattr: unknown CPU feature '" + name.str() + "' for target " + spec.target.name);
      return false;
    }
  }
  return true;
}

/// The rows that the machine we run on has.
uint64_t hostFeatures(const std::vector<FeatureRow> &rows) {
  uint64_t mask = 0;
  llvm::StringMap<bool> host = llvm::sys::getHostCPUFeatures();
  for (const FeatureRow &row : rows)
    if (host.lookup(row.name))
      mask |= uint64_t(1) << row.bit;
  return mask;
}

/// Applies "+a,-b" to `mask`.
bool applyAttributes(std::string_view attributes, const std::vector<FeatureRow> &rows,
                     uint64_t &mask, Diagnostics &diag) {
  llvm::SmallVector<llvm::StringRef> parts;
  llvm::StringRef(attributes).split(parts, ',', -1, false);
  for (llvm::StringRef part : parts) {
    bool on = !part.starts_with("-");
    llvm::StringRef name = part.ltrim("+-");
    const FeatureRow *found = nullptr;
    for (const FeatureRow &row : rows)
      if (llvm::StringRef(row.name) == name)
        found = &row;
    if (!found) {
      diag.error(Location::none(),
                 "-mattr: unknown CPU feature '" + name.str() +
                     "'; `sinter targets` lists those that a program can require");
      return false;
    }
    uint64_t bit = uint64_t(1) << found->bit;
    mask = on ? mask | bit : mask & ~bit;
  }
  return true;
}

} // namespace

const std::vector<TargetInfo> &allTargets() {
  static const std::vector<TargetInfo> targets = {
#define TARGET(NAME, LLVM, RUNTIME, OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE)          \
  {OPTION, TRIPLE, BASE, FEATURES, CPU, EMULATION, PAGE},
#include "codegen/Targets.def"
  };
  return targets;
}

bool is64Bit(const TargetInfo &target) { return tripleOf(target).isArch64Bit(); }

bool hasTailCalls(const TargetInfo &target) {
  // Arguments on the stack stand in the way, of which 32-bit CPUs have some.
  return tripleOf(target).getArch() != llvm::Triple::riscv32;
}

bool isArm32(const TargetInfo &target) {
  llvm::Triple triple = tripleOf(target);
  return triple.isARM() || triple.isThumb();
}

bool hasGs(const TargetInfo &target) {
  return tripleOf(target).getArch() == llvm::Triple::x86_64;
}

void allowGs(TargetSpec &spec) {
  spec.features += spec.features.empty() ? "+fsgsbase" : ",+fsgsbase";
}

bool isHost(const TargetInfo &target) {
  return tripleOf(target).getArch() == llvm::Triple(llvm::sys::getProcessTriple()).getArch();
}

std::vector<std::string> cpuNames(const TargetInfo &target) {
  std::vector<std::string> names;
  std::unique_ptr<llvm::MCSubtargetInfo> info = subtarget(target, target.baselineCpu);
  bool hasWidths = tripleOf(target).getArch() != llvm::Triple::aarch64;
  for (const llvm::SubtargetSubTypeKV &cpu : info->getAllProcessorDescriptions()) {
    // LLVM's lists have 32-bit CPUs too.
    if (hasWidths && !subtarget(target, cpu.Key)->checkFeatures("+64bit"))
      continue;
    names.push_back(cpu.Key);
  }
  return names;
}

std::vector<std::string> featureNames(const TargetInfo &target) {
  std::vector<std::string> names;
  for (const FeatureRow &row : featureRows(target))
    names.emplace_back(row.name);
  return names;
}

std::optional<TargetSpec> resolveTarget(std::string_view target, std::string_view cpu,
                                        std::string_view attributes, Diagnostics &diag) {
  TargetSpec spec;
  if (const TargetInfo *row = target.empty() ? hostTarget() : findTarget(target)) {
    spec.target = *row;
  } else {
    std::optional<TargetInfo> bare = bareTarget(target, diag);
    if (!bare)
      return std::nullopt;
    spec.target = *bare;
    spec.cpu = spec.tuneCpu = cpu;
    spec.features = attributes;
    return checkBareCpu(spec, diag) ? std::optional(spec) : std::nullopt;
  }
  std::vector<FeatureRow> rows = featureRows(spec.target);

  spec.cpu = cpu.empty() ? spec.target.defaultCpu : cpu;
  if (spec.cpu == "native" && !isHost(spec.target)) {
    diag.error(Location::none(), "-mcpu=native: this machine's CPU is not one of target " +
                                     std::string(spec.target.name));
    return std::nullopt;
  }
  if (spec.cpu == "native") {
    spec.cpu = llvm::sys::getHostCPUName();
    spec.cpuFeatures = hostFeatures(rows);
  } else {
    if (!llvm::is_contained(cpuNames(spec.target), spec.cpu)) {
      diag.error(Location::none(), "unknown CPU '" + spec.cpu + "' for target " +
                                       std::string(spec.target.name) +
                                       "; `sinter targets` lists those there are");
      return std::nullopt;
    }
    std::unique_ptr<llvm::MCSubtargetInfo> info = subtarget(spec.target, spec.cpu);
    for (const FeatureRow &row : rows)
      if (info->checkFeatures("+" + std::string(row.name)))
        spec.cpuFeatures |= uint64_t(1) << row.bit;
  }
  if (!applyAttributes(attributes, rows, spec.cpuFeatures, diag))
    return std::nullopt;

  // The levels x86-64-v2 and so on name no real CPU: tune for the usual mixture, as clang does.
  bool isLevel = llvm::StringRef(spec.cpu).starts_with("x86-64");
  spec.tuneCpu = isLevel ? "generic" : spec.cpu;
  spec.features = spec.target.baselineFeatures;
  for (const FeatureRow &row : rows)
    if (spec.cpuFeatures >> row.bit & 1) {
      spec.features += spec.features.empty() ? "+" : ",+";
      spec.features += row.name;
    }
  return spec;
}

std::unique_ptr<llvm::TargetMachine> createTargetMachine(const TargetSpec &spec, OptLevel level,
                                                         bool positionIndependent) {
  llvm::TargetOptions options;
  // Sections of their own, so that --gc-sections keeps what is used; the names would only be bytes.
  options.FunctionSections = true;
  options.DataSections = true;
  options.UniqueSectionNames = false;
  // Core 4.3.3: every operation rounds on its own.
  options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
  options.UseInitArray = true;

  llvm::CodeGenOptLevel codegenLevel = llvm::CodeGenOptLevel::Default;
  if (level == OptLevel::O0 || level == OptLevel::Huge)
    codegenLevel = llvm::CodeGenOptLevel::None;
  else if (level == OptLevel::O1)
    codegenLevel = llvm::CodeGenOptLevel::Less;
  else if (level == OptLevel::O3)
    codegenLevel = llvm::CodeGenOptLevel::Aggressive;

  std::unique_ptr<llvm::TargetMachine> machine;
  machine.reset(
      backEnd(spec.target)
          .createTargetMachine(
              tripleOf(spec.target),
              spec.target.hasRuntime ? spec.target.baselineCpu : std::string_view(spec.cpu),
              spec.features, options, positionIndependent ? llvm::Reloc::PIC_ : llvm::Reloc::Static,
              llvm::CodeModel::Small, codegenLevel));
  if (!machine)
    llvm::reportFatalInternalError("no TargetMachine for this target");
  if (level == OptLevel::Huge) {
    // Lowering for the optimiser's sake relies on the usual instruction selection (hideFar).
    machine->setO0WantsFastISel(false);
    machine->setGlobalISel(false);
  }
  return machine;
}

} // namespace sinter
