//===-- ModuleLinker.cpp - Several modules as one --------------------------===//
//
// First the types of all, so that one module's can be compared with another's;
// then each import is resolved, to an Entity that some module defines or that a
// host must provide; then entities get their indices, and everything that names
// one is copied with those.
//
// A module's exports are there for those that come after it. What an earlier
// one of the right name does not export is left to whoever else may provide it,
// so that a module can stand for a part of WASI and use the rest, or the same
// function, itself.
//
//===----------------------------------------------------------------------===//

#include "link/ModuleLinker.h"

#include "link/Imports.h"
#include "wasm/BodyScan.h"
#include "wasm/Subtyping.h"
#include "wasm/TypeIdentity.h"

#include <array>
#include <fmt/format.h>
#include <map>

namespace sinter {
namespace {

constexpr MemoryIndex noMemory{~0u};
constexpr std::string_view startExport = "_start", initializeExport = "_initialize";

/// Something as the module knows it that defines it, or that has to import it.
struct Entity {
  size_t input = 0;
  uint32_t index = 0;
  bool operator==(const Entity &) const = default;
};

class ModuleLinker {
public:
  ModuleLinker(std::span<const LinkInput> inputs, FeatureSet enabled, LinkedModules &linked)
      : inputs(inputs), enabled(enabled), linked(linked), merged(linked.module),
        entities(inputs.size()), exports(inputs.size()), forwarded(inputs.size()) {}

  bool run();

private:
  using Entities = std::array<std::vector<Entity>, 5>; // by ExternKind

  void addTypes();
  bool checkLibrary(size_t k);
  bool resolve(size_t k);
  bool resolve(size_t k, ImportRef import);
  bool checkOrder(size_t k, const ImportName &name);
  bool importsFrom(size_t from, size_t to) const;
  bool matches(size_t k, ImportRef import, ExternKind kind, const Entity &entity) const;

  template <typename I, typename T>
  void number(ExternKind kind, IndexVector<I, T> Module::*items, uint32_t Module::*imported,
              std::vector<I> Renumbering::*numbers);
  template <typename I, typename T, typename Copy>
  void copy(ExternKind kind, IndexVector<I, T> Module::*items, std::vector<I> Renumbering::*numbers,
            Copy copyOne);
  void copyEntities();
  void copyImports();
  void copySegments();
  void copyExports();
  void markReferences();
  void markReferences(const ConstExpr &expr);
  void nameFunctions();

  const Module &module(size_t k) const { return *inputs[k].module; }
  [[nodiscard]] const Export *findExport(size_t k, std::string_view name) const {
    auto found = exports[k].find(name);
    return found == exports[k].end() ? nullptr : found->second;
  }
  size_t last() const { return inputs.size() - 1; }
  std::vector<Entity> &of(size_t k, ExternKind kind) { return entities[k][size_t(kind)]; }
  /// What module k knows by that index is its own, be it an import that no other module satisfies.
  bool isOwn(size_t k, ExternKind kind, uint32_t index) {
    return of(k, kind)[index] == Entity{k, index};
  }

  std::span<const LinkInput> inputs;
  FeatureSet enabled;
  LinkedModules &linked;
  Module &merged;
  std::vector<Entities> entities;
  /// By module and name: modules may have as many exports as imports.
  std::vector<std::map<std::string_view, const Export *>> exports;
  bool isOrderWrong = false; ///< which is said once
  /// Functions of a host that a module imports from another that imports them: their names there.
  std::vector<std::map<uint32_t, ImportName>> forwarded;
};

} // namespace

void ModuleLinker::addTypes() {
  TypeIdentities identities(merged);
  for (size_t k = 0; k != inputs.size(); ++k) {
    Renumbering &numbers = linked.renumberings.emplace_back();
    numbers.firstType = merged.types.size();
    numbers.branchHints = &module(k).branchHints;
    for (const TypeDefinition &type : module(k).types)
      merged.types.push(numbers.apply(type));
    for (uint32_t begin = numbers.firstType; begin < merged.types.size();) {
      uint32_t end = begin + merged.types[TypeIndex(begin)].groupSize;
      identities.identify(begin, end);
      begin = end;
    }
  }
}

/// What is linked with a program is a library (a reactor, in WASI's words).
bool ModuleLinker::checkLibrary(size_t k) {
  const Module &library = module(k);
  if (const Export *start = library.findExport(startExport, ExternKind::Func)) {
    inputs[k].diag->error(Location::byte(start->offset),
                          fmt::format("\"{}\" is exported, so this is a program; what --preload "
                                      "takes is a library, which clang makes with "
                                      "-mexec-model=reactor",
                                      startExport));
    return false;
  }
  const Export *initialize = library.findExport(initializeExport, ExternKind::Func);
  if (!initialize)
    return true;
  const FuncType &type = library.funcType(FuncIndex(initialize->index));
  if (type == FuncType())
    return true;
  inputs[k].diag->error(
      Location::byte(initialize->offset),
      fmt::format("\"{}\" has type {}, but what initialises a module has type [] -> []",
                  initializeExport, toString(type)));
  return false;
}

/// Whether module `from` needs module `to`, by itself or by others.
bool ModuleLinker::importsFrom(size_t from, size_t to) const {
  std::vector<bool> seen(inputs.size());
  std::vector<size_t> pending = {from};
  while (!pending.empty()) {
    size_t k = pending.back();
    pending.pop_back();
    if (seen[k])
      continue;
    seen[k] = true;
    for (const ImportRef &import : module(k).imports) {
      std::string_view name = importName(module(k), import).module;
      for (size_t j = 0; j != last(); ++j)
        if (j != k && inputs[j].name == name) {
          if (j == to)
            return true;
          pending.push_back(j);
        }
    }
  }
  return false;
}

/// An import that no earlier module satisfies must not be one that a later module would.
bool ModuleLinker::checkOrder(size_t k, const ImportName &name) {
  for (size_t j = k + 1; j < last(); ++j) {
    if (inputs[j].name != name.module || !findExport(j, name.name))
      continue;
    isOrderWrong = true;
    bool isCycle = importsFrom(j, k);
    inputs[k].diag->error(Location::byte(name.offset),
                          isCycle
                              ? fmt::format("import {}.{}: modules \"{}\" and \"{}\" need each "
                                            "other, but one must be there first",
                                            name.module, name.name, inputs[k].name, name.module)
                              : fmt::format("import {}.{}: module \"{}\" comes behind module "
                                            "\"{}\", which sees those before it; change the order "
                                            "of --preload",
                                            name.module, name.name, name.module, inputs[k].name));
    return false;
  }
  return true;
}

/// Core 3.3.9.
static bool limitsMatch(const Limits &sub, const Limits &super) {
  return sub.is64 == super.is64 && sub.shared == super.shared && sub.minimum >= super.minimum &&
         (!super.hasMaximum() || sub.maximum <= super.maximum);
}

/// Core 3.3.11 and following: may what another module exports stand for what is imported? What
/// counts is the type of whoever defines it, as when instances are linked (core 4.5.4).
bool ModuleLinker::matches(size_t k, ImportRef import, ExternKind kind,
                           const Entity &entity) const {
  if (import.kind != kind)
    return false;
  const Module &importer = module(k), &owner = module(entity.input);
  const Renumbering &to = linked.renumberings[k], &from = linked.renumberings[entity.input];
  auto isSame = [&](ValueType a, ValueType b) {
    return valueTypeMatches(merged, a, b) && valueTypeMatches(merged, b, a);
  };
  switch (import.kind) {
  case ExternKind::Func:
    return typeIndexMatches(merged, from.apply(owner.functions[FuncIndex(entity.index)].type),
                            to.apply(importer.functions[FuncIndex(import.index)].type));
  case ExternKind::Table: {
    const TableType &wanted = importer.tables[TableIndex(import.index)].type;
    const TableType &offered = owner.tables[TableIndex(entity.index)].type;
    return limitsMatch(offered.limits, wanted.limits) &&
           isSame(from.apply(offered.element), to.apply(wanted.element));
  }
  case ExternKind::Memory: {
    const MemoryType &wanted = importer.memories[MemoryIndex(import.index)].type;
    const MemoryType &offered = owner.memories[MemoryIndex(entity.index)].type;
    return limitsMatch(offered.limits, wanted.limits) &&
           offered.pageSizeLog2 == wanted.pageSizeLog2;
  }
  case ExternKind::Global: {
    const GlobalType &wanted = importer.globals[GlobalIndex(import.index)].type;
    const GlobalType &offered = owner.globals[GlobalIndex(entity.index)].type;
    ValueType sub = from.apply(offered.type), super = to.apply(wanted.type);
    return offered.isMutable == wanted.isMutable &&
           (wanted.isMutable ? isSame(sub, super) : valueTypeMatches(merged, sub, super));
  }
  case ExternKind::Tag:
    break;
  }
  TypeIndex offered = from.apply(owner.tags[TagIndex(entity.index)].type);
  TypeIndex wanted = to.apply(importer.tags[TagIndex(import.index)].type);
  return merged.types[offered].canonical == merged.types[wanted].canonical;
}

bool ModuleLinker::resolve(size_t k, ImportRef import) {
  const ImportName &name = importName(module(k), import);
  for (size_t j = 0; j != k; ++j) {
    const Export *entry = inputs[j].name == name.module ? findExport(j, name.name) : nullptr;
    if (!entry)
      continue;
    Entity entity = of(j, entry->kind)[entry->index];
    const Module &owner = module(entity.input);
    if (!matches(k, import, entry->kind, entity)) {
      std::string wanted = describeImport(module(k), import);
      std::string offered = describeImport(owner, {entry->kind, entity.index});
      inputs[k].diag->error(Location::byte(name.offset),
                            fmt::format("import {}.{} is {}, but what {} exports by that name is "
                                        "{}{}",
                                        name.module, name.name, wanted, inputs[j].diag->fileName(),
                                        offered, wanted == offered ? " of another type" : ""));
      return false;
    }
    if (entry->kind == ExternKind::Func && entity.index < owner.importedFunctions) {
      // A host's function works for whoever calls it, so it is imported once more.
      auto known = forwarded[entity.input].find(entity.index);
      ImportName inner = known != forwarded[entity.input].end()
                             ? known->second
                             : *owner.functions[FuncIndex(entity.index)].import;
      forwarded[k][import.index] = {inner.module, inner.name, name.offset};
      return true;
    }
    of(k, import.kind)[import.index] = entity;
    return true;
  }
  return isOrderWrong || checkOrder(k, name);
}

bool ModuleLinker::resolve(size_t k) {
  const Module &m = module(k);
  const size_t counts[] = {m.functions.size(), m.tables.size(), m.memories.size(), m.globals.size(),
                           m.tags.size()};
  for (size_t kind = 0; kind != std::size(counts); ++kind)
    for (uint32_t i = 0; i != counts[kind]; ++i)
      entities[k][kind].push_back({k, i});
  bool good = true;
  for (const ImportRef &import : m.imports)
    good &= resolve(k, import);
  return good;
}

/// Indices in the program: imports first, in the order of the modules, then definitions.
template <typename I, typename T>
void ModuleLinker::number(ExternKind kind, IndexVector<I, T> Module::*items,
                          uint32_t Module::*imported, std::vector<I> Renumbering::*numbers) {
  constexpr uint32_t none = ~0u;
  std::vector<std::vector<uint32_t>> index;
  for (size_t k = 0; k != inputs.size(); ++k)
    index.emplace_back((module(k).*items).size(), none);
  uint32_t next = 0;
  auto take = [&](size_t k, uint32_t i) {
    if (isOwn(k, kind, i) && index[k][i] == none)
      index[k][i] = next++;
  };
  for (size_t k = 0; k != inputs.size(); ++k)
    for (uint32_t i = 0; i != module(k).*imported; ++i)
      take(k, i);
  merged.*imported = next;
  // Memory 0 of an executable is the one whose base costs nothing, so it is the main module's.
  if (kind == ExternKind::Memory && !index.back().empty())
    take(of(last(), kind)[0].input, of(last(), kind)[0].index);
  for (size_t k = 0; k != inputs.size(); ++k)
    for (uint32_t i = module(k).*imported; i != (module(k).*items).size(); ++i)
      take(k, i);
  for (size_t k = 0; k != inputs.size(); ++k)
    for (const Entity &entity : of(k, kind))
      (linked.renumberings[k].*numbers).push_back(I(index[entity.input][entity.index]));
  (merged.*items).resize(next);
}

/// Fills an index space with what copyOne(k, item) makes of each module's own.
template <typename I, typename T, typename Copy>
void ModuleLinker::copy(ExternKind kind, IndexVector<I, T> Module::*items,
                        std::vector<I> Renumbering::*numbers, Copy copyOne) {
  for (size_t k = 0; k != inputs.size(); ++k)
    for (uint32_t i = 0; i != (module(k).*items).size(); ++i)
      if (isOwn(k, kind, i)) {
        T item = (module(k).*items)[I(i)];
        copyOne(linked.renumberings[k], item);
        (merged.*items)[(linked.renumberings[k].*numbers)[i]] = std::move(item);
      }
}

void ModuleLinker::copyEntities() {
  copy(ExternKind::Func, &Module::functions, &Renumbering::functions,
       [](const Renumbering &numbers, Function &f) {
         f.type = numbers.apply(f.type);
         uint32_t memory = raw(f.callerMemory);
         f.callerMemory = memory < numbers.memories.size() ? numbers.memories[memory] : noMemory;
         f.renumbering = &numbers;
         f.exportIndex.reset();
         f.isReferenced = false;
       });
  copy(ExternKind::Table, &Module::tables, &Renumbering::tables,
       [](const Renumbering &numbers, Table &table) {
         table.type.element = numbers.apply(table.type.element);
         if (table.init)
           table.init = numbers.apply(*table.init);
       });
  copy(ExternKind::Memory, &Module::memories, &Renumbering::memories,
       [](const Renumbering &, Memory &) {});
  copy(ExternKind::Global, &Module::globals, &Renumbering::globals,
       [](const Renumbering &numbers, Global &global) {
         global.type.type = numbers.apply(global.type.type);
         global.init = numbers.apply(global.init);
       });
  copy(ExternKind::Tag, &Module::tags, &Renumbering::tags,
       [](const Renumbering &numbers, Tag &tag) { tag.type = numbers.apply(tag.type); });
}

void ModuleLinker::copyImports() {
  for (size_t k = 0; k != inputs.size(); ++k) {
    const Renumbering &numbers = linked.renumberings[k];
    for (const auto &[index, name] : forwarded[k])
      merged.functions[numbers.functions[index]].import = name;
    for (const ImportRef &import : module(k).imports)
      if (isOwn(k, import.kind, import.index))
        merged.imports.push_back({import.kind, numbers.apply(import.kind, import.index)});
    linked.importsEnd.push_back(merged.imports.size());
  }
}

void ModuleLinker::copySegments() {
  for (size_t k = 0; k != inputs.size(); ++k) {
    const Module &m = module(k);
    Renumbering &numbers = linked.renumberings[k];
    bool reachesEarlier = false;
    numbers.firstElem = merged.elems.size();
    for (ElemSegment elem : m.elems) {
      if (elem.mode == SegmentMode::Active) {
        reachesEarlier |= !isOwn(k, ExternKind::Table, raw(elem.table));
        elem.table = numbers.tables[raw(elem.table)];
        elem.offset = numbers.apply(elem.offset);
      }
      elem.type = numbers.apply(elem.type);
      for (ConstExpr &item : elem.items)
        item = numbers.apply(item);
      merged.elems.push(std::move(elem));
    }
    numbers.firstData = merged.datas.size();
    for (DataSegment data : m.datas) {
      if (data.mode == SegmentMode::Active) {
        reachesEarlier |= !isOwn(k, ExternKind::Memory, raw(data.memory));
        data.memory = numbers.memories[raw(data.memory)];
        data.offset = numbers.apply(data.offset);
      }
      merged.datas.push(std::move(data));
    }
    if (k == last()) {
      merged.lastReachesEarlier = reachesEarlier;
      continue;
    }
    Instantiation &step = merged.earlier.emplace_back();
    step.elemsEnd = ElemIndex(merged.elems.size());
    step.dataEnd = DataIndex(merged.datas.size());
    step.reachesEarlier = reachesEarlier;
    if (m.start)
      step.calls.push_back(numbers.functions[raw(*m.start)]);
    if (const Export *initialize = m.findExport(initializeExport, ExternKind::Func))
      step.calls.push_back(numbers.functions[initialize->index]);
  }
  merged.dataCount = merged.datas.size();
}

/// The main module's exports are the program's.
void ModuleLinker::copyExports() {
  const Renumbering &numbers = linked.renumberings[last()];
  for (Export entry : module(last()).exports) {
    entry.index = numbers.apply(entry.kind, entry.index);
    if (entry.kind == ExternKind::Func) {
      Function &f = merged.functions[FuncIndex(entry.index)];
      f.isReferenced = true;
      if (!f.exportIndex)
        f.exportIndex = uint32_t(merged.exports.size());
    }
    merged.exports.push_back(entry);
  }
}

void ModuleLinker::markReferences(const ConstExpr &expr) {
  for (const ConstExpr::Operation &op : expr.operations)
    if (op.opcode == Opcode::RefFunc)
      merged.functions[FuncIndex(op.index)].isReferenced = true;
}

/// Exports that only another module of the program uses are called directly, as its own functions
/// are; whatever else can be got hold of has the uniform prototype (abi/Abi.h).
void ModuleLinker::markReferences() {
  for (const Table &table : merged.tables)
    if (table.init)
      markReferences(*table.init);
  for (const Global &global : merged.globals)
    markReferences(global.init);
  for (const ElemSegment &elem : merged.elems)
    for (const ConstExpr &item : elem.items)
      markReferences(item);
  for (size_t k = 0; k != inputs.size(); ++k)
    for (uint32_t i = 0; i != module(k).functions.size(); ++i)
      merged.functions[linked.renumberings[k].functions[i]].isDeclared |=
          module(k).functions[FuncIndex(i)].isDeclared;
  // A body may also name a function that stands in none of these, but is exported.
  BodyScan bodies(enabled);
  for (size_t f = merged.importedFunctions; f != merged.functions.size(); ++f)
    bodies.scan(merged.functions[FuncIndex(uint32_t(f))], [&](const Instruction &inst) {
      if (inst.opcode == Opcode::RefFunc)
        merged.functions[FuncIndex(inst.index)].isReferenced = true;
    });
}

/// What messages and backtraces call functions: "lib!name" where another module than the main one
/// defines them.
void ModuleLinker::nameFunctions() {
  merged.functionNames.resize(merged.functions.size());
  for (size_t k = 0; k != inputs.size(); ++k) {
    const Module &m = module(k);
    for (uint32_t i = m.importedFunctions; i != m.functions.size(); ++i) {
      std::string prefix = k == last() ? "" : inputs[k].name + "!";
      linked.functionNames.push_back(prefix + m.functionName(FuncIndex(i)));
      merged.functionNames[linked.renumberings[k].functions[i]] = linked.functionNames.back();
    }
  }
}

bool ModuleLinker::run() {
  addTypes();
  for (size_t k = 0; k != last(); ++k)
    for (const Export &entry : module(k).exports)
      exports[k].emplace(entry.name, &entry);
  bool good = true;
  for (size_t k = 0; k != inputs.size(); ++k) {
    good &= k == last() || checkLibrary(k);
    good &= resolve(k);
  }
  if (!good)
    return false;
  number(ExternKind::Func, &Module::functions, &Module::importedFunctions, &Renumbering::functions);
  number(ExternKind::Table, &Module::tables, &Module::importedTables, &Renumbering::tables);
  number(ExternKind::Memory, &Module::memories, &Module::importedMemories, &Renumbering::memories);
  number(ExternKind::Global, &Module::globals, &Module::importedGlobals, &Renumbering::globals);
  number(ExternKind::Tag, &Module::tags, &Module::importedTags, &Renumbering::tags);
  copyEntities();
  copyImports();
  copySegments();
  copyExports();
  markReferences();
  nameFunctions();

  const Module &main = module(last());
  merged.file = main.file;
  merged.moduleName = main.moduleName;
  merged.startOffset = main.startOffset;
  if (main.start)
    merged.start = linked.renumberings[last()].functions[raw(*main.start)];
  for (size_t k = 0; k != inputs.size(); ++k)
    merged.featuresUsed.add(module(k).featuresUsed);
  return true;
}

bool linkModules(std::span<const LinkInput> inputs, FeatureSet enabled, LinkedModules &linked) {
  return ModuleLinker(inputs, enabled, linked).run();
}

} // namespace sinter
