//===-- Imports.cpp - What a program's imports bind to ---------------------===//
//
// See Imports.h. The tables are short, and a module has at most a few dozen
// imports that are looked up: a linear search will do.
//
//===----------------------------------------------------------------------===//

#include "link/Imports.h"

#include "link/Glue.h"

#include <algorithm>
#include <fmt/format.h>

namespace sinter {
namespace {

struct Provided {
  std::string_view module;
  std::string_view name;
  std::string_view symbol;
  std::string_view signature;
};

// Rows of preview 0 that differ come first; the rest of its rows are preview 1's.
constexpr Provided provided[] = {
#define WASI_UNSTABLE(NAME, FUNCTION, SIGNATURE)                                                   \
  {"wasi_unstable", NAME, "__sinter_wasi_unstable_" NAME, SIGNATURE},
#include "sinter/abi/Wasi.def"
#define WASI(NAME, FUNCTION, SIGNATURE)                                                            \
  {"wasi_snapshot_preview1", NAME, "__sinter_wasi_" NAME, SIGNATURE},                              \
      {"wasi_unstable", NAME, "__sinter_wasi_" NAME, SIGNATURE},
#include "sinter/abi/Wasi.def"
#define BUILTIN(MODULE, NAME, SYMBOL, SIGNATURE) {MODULE, NAME, SYMBOL, SIGNATURE},
#include "sinter/abi/Builtins.def"
};

const Provided *find(std::string_view module, std::string_view name) {
  for (const Provided &row : provided)
    if (row.module == module && row.name == name)
      return &row;
  return nullptr;
}

ValueType typeOf(char letter) {
  switch (letter) {
  case 'i':
    return ValueType::Kind::I32;
  case 'l':
    return ValueType::Kind::I64;
  case 'f':
    return ValueType::Kind::F32;
  default:
    return ValueType::Kind::F64;
  }
}

/// "ii:i" as a type.
FuncType typeOf(std::string_view signature) {
  FuncType type;
  std::vector<ValueType> *into = &type.parameters;
  for (char letter : signature) {
    if (letter == ':')
      into = &type.results;
    else
      into->push_back(typeOf(letter));
  }
  return type;
}

std::string describeLimits(const Limits &limits) {
  std::string text = fmt::format("{}{}", limits.is64 ? "i64 " : "", limits.minimum);
  if (limits.hasMaximum())
    text += fmt::format(" {}", limits.maximum);
  if (limits.shared)
    text += " shared";
  return text;
}

} // namespace

std::string toString(const FuncType &type) {
  return toString(type.parameters) + " -> " + toString(type.results);
}

std::string describeImport(const Module &module, ImportRef import) {
  switch (import.kind) {
  case ExternKind::Func:
    return "func " + toString(module.funcType(FuncIndex(import.index)));
  case ExternKind::Table: {
    const TableType &type = module.tables[TableIndex(import.index)].type;
    return fmt::format("table {} {}", describeLimits(type.limits), toString(type.element));
  }
  case ExternKind::Memory: {
    const MemoryType &type = module.memories[MemoryIndex(import.index)].type;
    return fmt::format("memory {}", describeLimits(type.limits));
  }
  case ExternKind::Global: {
    const GlobalType &type = module.globals[GlobalIndex(import.index)].type;
    return fmt::format("global {}{}", type.isMutable ? "mut " : "", toString(type.type));
  }
  case ExternKind::Tag:
    break;
  }
  return "tag " + toString(module.types[module.tags[TagIndex(import.index)].type].func);
}

bool isProvided(std::string_view module, std::string_view name) { return find(module, name); }

bool startsThreads(const std::vector<std::string> &symbols) {
  return std::find(symbols.begin(), symbols.end(), find("wasi", "thread-spawn")->symbol) !=
         symbols.end();
}

ImportResolver::ImportResolver(const Module &module, ImportOptions options)
    : symbols(module.importedFunctions), module(module), options(std::move(options)) {}

bool ImportResolver::resolveGlue(ImportRef import, Diagnostics &diag) {
  const ImportName &name = importName(module, import);
  const std::string &symbol = options.glue[import.index];
  const FuncType &type = module.funcType(FuncIndex(import.index));
  const FuncType &known = *glueTypes.emplace(symbol, &type).first->second;
  if (canBeGlue(type) && known == type) {
    symbols[import.index] = symbol;
    return true;
  }
  diag.error(Location::byte(name.offset),
             canBeGlue(type)
                 ? fmt::format("import {}.{} has type {}, and {} elsewhere, but the function {} "
                               "can have but one",
                               name.module, name.name, toString(type), toString(known), symbol)
                 : fmt::format("import {}.{} has type {}, but the function {} can take numbers and "
                               "return one only",
                               name.module, name.name, toString(type), symbol));
  return false;
}

/// What needs no function to stand for it.
bool ImportResolver::needsNoFunction(ImportRef import) const {
  if (options.spectest && importName(module, import).module == "spectest")
    return true;
  // Threads have their memory from whoever starts the program, by whatever name (wasi-threads):
  // it is as declared. Several modules would have to agree on which it is.
  return import.kind == ExternKind::Memory && options.preloaded.empty() &&
         module.memories[MemoryIndex(import.index)].type.limits.shared;
}

bool ImportResolver::resolve(std::span<const ImportRef> imports, Diagnostics &diag) {
  std::vector<std::string> unknown;
  bool onlyFunctions = true, onlyMissingExports = true;
  uint64_t firstUnknown = 0;
  bool mismatch = false;

  for (const ImportRef &import : imports) {
    const ImportName &name = importName(module, import);
    if (needsNoFunction(import))
      continue;
    bool isFunction = import.kind == ExternKind::Func;
    if (isFunction && !options.glue.empty() && !options.glue[import.index].empty()) {
      mismatch |= !resolveGlue(import, diag);
      continue;
    }
    const Provided *row = isFunction ? find(name.module, name.name) : nullptr;
    MemoryIndex memory =
        isFunction ? module.functions[FuncIndex(import.index)].callerMemory : MemoryIndex();
    if (row && module.memories.contains(memory) && module.memories[memory].type.limits.is64) {
      diag.error(Location::byte(name.offset),
                 fmt::format("import {}.{} works on a memory with 32-bit addresses, but the "
                             "module's memory has 64-bit ones; there is no 64-bit WASI yet",
                             name.module, name.name));
      return false;
    }
    if (row) {
      const FuncType &wanted = module.funcType(FuncIndex(import.index));
      FuncType offered = typeOf(row->signature);
      if (wanted == offered) {
        symbols[import.index] = row->symbol;
        continue;
      }
      diag.error(Location::byte(name.offset),
                 fmt::format("import {}.{} has type {}, but the function of that name has type {}",
                             name.module, name.name, toString(wanted), toString(offered)));
      mismatch = true;
      continue;
    }
    if (isFunction && options.trapUnknown)
      continue;
    onlyFunctions &= isFunction;
    bool isMissingExport = options.preloaded.contains(name.module);
    onlyMissingExports &= isMissingExport;
    if (unknown.empty())
      firstUnknown = name.offset;
    unknown.push_back(fmt::format("{}.{}: {}{}", name.module, name.name,
                                  describeImport(module, import),
                                  isMissingExport ? ", which that module does not export" : ""));
  }

  if (!unknown.empty()) {
    std::string message = unknown.size() == 1
                              ? std::string("nothing provides this import")
                              : fmt::format("nothing provides these {} imports", unknown.size());
    if (!onlyMissingExports)
      unknown.push_back(
          onlyFunctions ? "--trap-unknown-imports makes calls of them trap; -shared leaves them "
                          "to a host program; C functions in objects can provide them (sinter "
                          "glue), --preload another module"
                        : "-shared leaves them to a host program; --preload provides them from "
                          "another module");
    diag.error(Location::byte(firstUnknown), message, unknown);
  }
  return !mismatch && unknown.empty();
}

} // namespace sinter
