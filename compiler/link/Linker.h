//===-- Linker.h - Joining objects, by lld in this process -----------------===//
//
// The only place with lld. Three products:
//
//   executable   static form: objects and what they need of the runtime, at
//                fixed addresses, memory 0 above the image, or hardened (see
//                Script.h)
//   shared       instanced form: the same, position independent, exporting
//                the module's descriptor and nothing else, needing no other library
//   relocatable  several objects joined into one; with the runtime's archive,
//                self-contained and with its hidden symbols made local
//
// Objects arrive as MemoryFiles. lld writes to job.output, which should be an
// OutputFile's temporary path. Its entry is not re-entrant, so links of one
// process wait for each other.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/Target.h"
#include "link/MemoryFile.h"
#include "lower/Lowering.h"

namespace sinter {

enum class LinkKind : uint8_t { Executable, Shared, Relocatable };

struct LinkJob {
  LinkKind kind = LinkKind::Executable;
  const TargetInfo *target = nullptr;
  std::vector<MemoryFile> objects;
  std::vector<std::string> extraObjects; ///< files, linked as well
  Bytes archive;                         ///< the runtime's; empty: none
  std::vector<ImagePiece> pieces;
  uint64_t pageSize = 4096;               ///< that segments are aligned to
  std::vector<std::string> userArguments; ///< for lld as they are
  bool hasThreadLocals = false;
  bool harden = false; ///< an executable that can be loaded anywhere
  std::string output;
  bool keepSymbols = false; ///< else the symbol table is left out
  unsigned threads = 1;
  bool verbose = false; ///< prints lld's command line to stderr
};

/// Links. False after an error in `diag`.
[[nodiscard]] bool link(const LinkJob &job, Diagnostics &diag);

} // namespace sinter
