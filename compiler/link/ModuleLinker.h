//===-- ModuleLinker.h - Several modules as one ----------------------------===//
//
// `--preload NAME=lib.wasm` gives a program further modules. They are linked before anything is
// lowered, into one Module: its index spaces hold what each of them defines, an import that
// another one satisfies becomes that definition, and what is left of the imports stands in front.
// So lowering knows of one module as ever, and whatever it does within a module (direct calls that
// LLVM inlines, constants, type identities, tail calls, exceptions) it does across them.
//
// Rejected: merged bytes, as wasm-merge writes them, which need a second encoder and lose the
// offsets; an object per module, across which LLVM sees nothing and all state is external.
//
// The order is the specification's (core 4.5.4) once per module, each before the next: segments,
// start function, _initialize (Module::earlier).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Renumbering.h"

#include <deque>
#include <span>
#include <string>

namespace sinter {

/// A valid module. The last one of a program, its main module, needs no name.
struct LinkInput {
  std::string name; ///< what imports of its exports say
  const Module *module = nullptr;
  Diagnostics *diag = nullptr; ///< of its file
};

/// The modules as one, which refers to all of them and to what is beside it here.
struct LinkedModules {
  Module module;
  /// By input: where its imports end in Module::imports.
  std::vector<size_t> importsEnd;
  std::deque<Renumbering> renumberings;
  std::deque<std::string> functionNames;

  LinkedModules() = default;
  LinkedModules(const LinkedModules &) = delete;
  LinkedModules &operator=(const LinkedModules &) = delete;
};

/// Links modules in the order of their instantiation, all with the features `enabled`. False after
/// errors, each in its module's `diag`.
[[nodiscard]] bool linkModules(std::span<const LinkInput> inputs, FeatureSet enabled,
                               LinkedModules &linked);

} // namespace sinter
