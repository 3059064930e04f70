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

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace sinter {

struct ImportOptions {
  bool trapUnknown = false; ///< calls of functions that nothing provides trap
  bool spectest = false;    ///< module "spectest" is provided by lowering
  /// The user's C function for each imported function, by FuncIndex, "" where there is none; or
  /// empty.
  std::vector<std::string> glue;
  /// Names of the modules that are linked with the program.
  std::set<std::string, std::less<>> preloaded;
};

class ImportResolver {
public:
  ImportResolver(const Module &module, ImportOptions options);

  /// Resolves imports, of one file. False after errors in its `diag`.
  [[nodiscard]] bool resolve(std::span<const ImportRef> imports, Diagnostics &diag);

  /// The symbol of each imported function, by FuncIndex; "" for one that traps or that lowering
  /// defines.
  std::vector<std::string> symbols;

private:
  [[nodiscard]] bool resolveGlue(ImportRef import, Diagnostics &diag);
  [[nodiscard]] bool needsNoFunction(ImportRef import) const;

  const Module &module;
  const ImportOptions options;
  /// The types with which C functions are imported, of which they can have but one.
  std::map<std::string, const FuncType *> glueTypes;
};

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
