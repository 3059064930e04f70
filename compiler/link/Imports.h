//===-- Imports.h - What a program's imports bind to -----------------------===//
//
// Static form has no host: every imported function is one of WASI's
// (abi/Wasi.def) or one that toolchains expect besides (abi/Builtins.def).
// This is decided in wasm terms, by module, name and type, before anything is lowered, so that
// the linker never meets a name that it does not know.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

#include <optional>
#include <string>
#include <vector>

namespace sinter {

struct ImportOptions {
  bool trapUnknown = false; ///< calls of functions that nothing provides trap
  bool spectest = false;    ///< module "spectest" is provided by lowering
  /// The user's C function for each imported function, by FuncIndex, "" where there is none; or
  /// empty.
  std::vector<std::string> glue;
};

/// The symbol of each imported function, by FuncIndex; "" for one that traps or that lowering
/// defines. Nothing after errors in `diag`.
[[nodiscard]] std::optional<std::vector<std::string>>
resolveImports(const Module &module, const ImportOptions &options, Diagnostics &diag);

/// Whether one of them starts a thread.
[[nodiscard]] bool startsThreads(const std::vector<std::string> &symbols);

/// Whether static form provides a function of that name, whatever its type.
[[nodiscard]] bool isProvided(std::string_view module, std::string_view name);

/// "[i32 i32] -> [i32]".
[[nodiscard]] std::string toString(const FuncType &type);

/// What `import` wants, as messages and `sinter inspect` show it: "func [i32] -> []", "memory 1
/// 10", ...
[[nodiscard]] std::string describeImport(const Module &module, ImportRef import);

} // namespace sinter
