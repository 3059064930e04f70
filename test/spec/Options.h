//===-- Options.h - How scripts are run -------------------------------------===//
#pragma once

#include "Machines.h"

#include <string>
#include <vector>

namespace sinter::spec {

struct Options {
  std::vector<std::string> files;
  std::string features;      ///< as for the compiler
  std::string cpuAttributes; ///< likewise, -mattr
  const MachineRow *machine = findMachine("");
  char optimisation = '2';
  bool checkedMemory = false;
  bool memoryInGs = false; ///< of modules that can have it there
  bool deterministic = false;
  bool interruptible = false;
  bool harden = false;
  bool hugeFunctions = false; ///< all functions count as huge
  bool staticForm = false;
  bool wasmApi = false; ///< through wasm.h instead of sinter.h
  bool verbose = false;
  unsigned processes = 1;
  unsigned timeout = 600; ///< seconds per file
  std::string folder;     ///< for compiled modules; removed at the end
};

} // namespace sinter::spec
