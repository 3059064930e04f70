//===-- Module.cpp - Looking things up in a module -------------------------===//
//
// Names for people: what backtraces, diagnostics and `inspect` call a function.
//
//===----------------------------------------------------------------------===//
#include "wasm/Module.h"

#include <fmt/format.h>

namespace sinter {

std::string_view toString(ExternKind kind) {
  switch (kind) {
  case ExternKind::Func:
    return "func";
  case ExternKind::Table:
    return "table";
  case ExternKind::Memory:
    return "memory";
  case ExternKind::Global:
    return "global";
  case ExternKind::Tag:
    return "tag";
  }
  return "?";
}

std::string Module::functionName(FuncIndex f) const {
  if (functionNames.contains(f) && !functionNames[f].empty())
    return std::string(functionNames[f]);
  if (functions.contains(f) && functions[f].exportIndex)
    return std::string(exports[*functions[f].exportIndex].name);
  if (functions.contains(f) && functions[f].import)
    return fmt::format("{}.{}", functions[f].import->module, functions[f].import->name);
  return fmt::format("func[{}]", raw(f));
}

const Export *Module::findExport(std::string_view name, ExternKind kind) const {
  for (const Export &e : exports)
    if (e.kind == kind && e.name == name)
      return &e;
  return nullptr;
}

MemoryIndex Module::callerMemory() const {
  const Export *exported = findExport("memory", ExternKind::Memory);
  return MemoryIndex(exported ? exported->index : 0);
}

std::vector<Instantiation> Module::instantiations() const {
  std::vector<Instantiation> all = earlier;
  Instantiation &last = all.emplace_back();
  last.elemsEnd = ElemIndex(elems.size());
  last.dataEnd = DataIndex(datas.size());
  last.reachesEarlier = lastReachesEarlier;
  if (start)
    last.calls.push_back(*start);
  return all;
}

uint8_t abiCode(const Module &module, ValueType type) {
  if (type.isRef() && type.heap().isIndex() && !module.types[type.heap().index()].isFunc())
    return abiCode(ValueType::ref(HeapType::Any, true));
  return abiCode(type);
}

const ImportName &importName(const Module &module, ImportRef import) {
  switch (import.kind) {
  case ExternKind::Func:
    return *module.functions[FuncIndex(import.index)].import;
  case ExternKind::Table:
    return *module.tables[TableIndex(import.index)].import;
  case ExternKind::Memory:
    return *module.memories[MemoryIndex(import.index)].import;
  case ExternKind::Global:
    return *module.globals[GlobalIndex(import.index)].import;
  case ExternKind::Tag:
    break;
  }
  return *module.tags[TagIndex(import.index)].import;
}

} // namespace sinter
