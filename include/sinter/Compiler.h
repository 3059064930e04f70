//===-- Compiler.h - The compiler as a library -----------------------------===//
//
// What the command `sinter` does, for another program to do: one call from a
// module (a file, or bytes in memory) to a file. The options are the command's
// own; docs of each are in `sinter --help`. Nothing of LLVM shows here.
//
//   sinter::CompileOptions options;
//   options.input = "app.wasm";
//   options.output = "app.so";
//   options.kind = sinter::OutputKind::SharedObject;
//   sinter::CompileResult result = sinter::compile(options);
//   if (!result.ok)
//     fputs(result.messages.c_str(), stderr);
//
// Several calls may run at once in one process. A fault inside the compiler
// ends the process, as LLVM does; install a handler with LLVM to change that.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sinter {

enum class OutputKind : uint8_t {
  Executable,
  SharedObject,
  StaticLibrary,
  Object,
  Assembly,
  LlvmIr,
  Bitcode
};

struct CompileOptions {
  /// The module's file, .wasm or .wat ("-": standard input); what messages call it where `bytes` is
  /// given.
  std::string input;
  /// The module itself (binary format), instead of the file.
  std::span<const uint8_t> bytes;
  /// The file to make; "-" (Assembly and LlvmIr only) is standard output.
  std::string output;
  OutputKind kind = OutputKind::Executable;
  /// --header: a C header to write as well (SharedObject, StaticLibrary, Object of instanced form).
  std::string header;
  /// --name: what names in the header start with, and the descriptor's symbol ends with; empty:
  /// from `output`.
  std::string name;
  /// -O: '0' '1' '2' '3' 's'.
  char optimisation = '2';

  // Which machine. Empty: the default.
  std::string target;
  std::string cpu;
  std::string cpuAttributes;

  // How code is generated.
  bool staticForm = false;    ///< Object, Assembly, LlvmIr, Bitcode: as for an executable
  bool checkedMemory = false; ///< --memory=checked
  bool memoryInGs = false;    ///< --memory-base=gs: instanced form on x86-64, guarded memory
  /// --trap-state=: 'e'xact, 'r'elaxed, or 0: relaxed in static form, exact otherwise.
  char trapState = 0;
  /// --deterministic: every NaN made is canonical, relaxed SIMD has one result.
  bool deterministic = false;
  /// --harden: an executable that is loaded anywhere, and code whose jumps and returns the CPU
  /// checks where it can.
  bool harden = false;
  std::string features;          ///< --features=: "simd128,-bulk-memory"
  bool fuel = false;             ///< --fuel: a host says how many instructions may run
  bool interruptible = false;    ///< --interruptible: a host can end loops
  bool keepSymbols = false;      ///< -g: keeps the symbol table
  bool disableOptimiser = false; ///< -disable-llvm-passes: IR as it was lowered
  unsigned jobs = 0;             ///< -j; 0: one per hardware thread
  /// Bytes of wasm code per partition; 0: the default. For tests.
  uint32_t partitionBytes = 0;
  /// Bytes from which on a function gets few passes; 0: the default. For tests.
  uint32_t hugeFunctionBytes = 0;
  /// Whether loads and stores of 64-bit memories are checked. False: what measures the cost of the
  /// checks is the only use, for such code can reach anything.
  bool boundsChecks = true;

  /// --preload: further modules of the program, in the order of their instantiation, each before
  /// the main one. Their exports are what imports of the module `name` are.
  struct Preload {
    std::string name;
    std::string input;              ///< as `input` above
    std::span<const uint8_t> bytes; ///< as `bytes` above
  };
  std::vector<Preload> preloads;

  // What a program may do.
  struct Directory {
    std::string host;
    std::string guest;
    bool readOnly = false;
  };
  uint64_t stackSize = 8u << 20;
  std::vector<Directory> directories;
  std::vector<std::string> listeners;   ///< ADDRESS:PORT to listen at
  std::vector<std::string> environment; ///< "NAME" passes, "NAME=VALUE" sets
  bool inheritEnvironment = false;
  bool sealed = false;
  /// The second wall: system calls and files that the kernel refuses to the program.
  bool seccomp = true, landlock = true;
  bool requireSandbox = false; ///< Without a wall that it asks for it does not start.
  bool trapUnknownImports = false;

  /// --invoke=: "EXPORT[,argument..]", which the program calls instead of `entry`.
  std::string invoke;

  // For the conformance tests: a program whose exports a linked native driver calls.
  std::string entry = "_start";        ///< empty: none
  bool spectest = false;               ///< module "spectest" is provided
  bool exportSymbols = false;          ///< exports are symbols "sinter.export.<name>"
  std::vector<std::string> linkInputs; ///< further objects (Executable)
  /// -Wl,: arguments for lld (Executable, SharedObject).
  std::vector<std::string> linkArguments;

  // What the compiler tells.
  bool verbose = false;
  bool saveTemps = false;
  bool timeReport = false;
  bool progress = false; ///< a bar on stderr once it has taken a second
};

struct CompileResult {
  bool ok = false;
  std::string messages; ///< as the command would print them
};

/// Compiles. On failure there is no new output file, and `messages` says why.
[[nodiscard]] CompileResult compile(const CompileOptions &options);

/// Says whether the input is valid, and makes nothing. Only `input`, `bytes`, `features` and `jobs`
/// matter.
[[nodiscard]] CompileResult validate(const CompileOptions &options);

} // namespace sinter
