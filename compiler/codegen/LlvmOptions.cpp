//===-- LlvmOptions.cpp - What we have LLVM do otherwise by default ---------===//
//
// Some choices LLVM offers as options of the process alone. Those here are the ones that
// programs of scripts/bench run faster with; who names one (-mllvm) has the last word.
//
//===----------------------------------------------------------------------===//

#include "codegen/LlvmOptions.h"

#include "llvm/Support/CommandLine.h"

namespace sinter {

template <typename T> static void prefer(llvm::StringRef name, T value) {
  auto &options = llvm::cl::getRegisteredOptions();
  auto found = options.find(name);
  if (found != options.end() && !found->second->getNumOccurrences())
    *static_cast<llvm::cl::opt<T> *>(found->second) = value;
}

void preferLlvmOptions() {
  // LLVM turns conditional moves of loops into branches where it takes them for predictable. They
  // mostly choose a minimum or the like and are not: without, levenshtein takes 0.75 of its time,
  // all programs 0.98.
  prefer("x86-cmov-converter", false);
  // Blocks that are copied for each way into them bring hot loops more values than registers, and
  // what producers of WebAssembly found worth copying they have copied: without, zstd expands in
  // 0.91 of its time, SQLite inserts in 0.91, all programs take 0.97. Dispatch by a switch is
  // copied all the same.
  prefer("jump-threading-threshold", 0u);
}

} // namespace sinter
