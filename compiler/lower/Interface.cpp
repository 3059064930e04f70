//===-- Interface.cpp - What a generated header knows of a module -----------===//

#include "lower/Interface.h"

namespace sinter {

static std::string list(const char *word, const std::vector<ValueType> &types) {
  if (types.empty())
    return {};
  std::string text = std::string(" (") + word;
  for (ValueType type : types)
    text += " " + toString(type);
  return text + ")";
}

static std::string text(const Limits &limits) {
  std::string text = (limits.is64 ? " i64 " : " ") + std::to_string(limits.minimum);
  if (limits.hasMaximum())
    text += " " + std::to_string(limits.maximum);
  return text + (limits.shared ? " shared" : "");
}

std::string describe(const Module &module, ExternKind kind, uint32_t index) {
  switch (kind) {
  case ExternKind::Func: {
    const FuncType &type = module.funcType(FuncIndex(index));
    return "func" + list("param", type.parameters) + list("result", type.results);
  }
  case ExternKind::Table: {
    const TableType &type = module.tables[TableIndex(index)].type;
    return "table" + text(type.limits) + " " + toString(type.element);
  }
  case ExternKind::Memory: {
    const MemoryType &type = module.memories[MemoryIndex(index)].type;
    std::string pages =
        type.pageSizeLog2 == 16
            ? ""
            : " (pagesize " + std::to_string(uint64_t(1) << type.pageSizeLog2) + ")";
    return "memory" + text(type.limits) + pages;
  }
  case ExternKind::Global: {
    const GlobalType &type = module.globals[GlobalIndex(index)].type;
    std::string value = toString(type.type);
    return "global " + (type.isMutable ? "(mut " + value + ")" : value);
  }
  case ExternKind::Tag:
    break;
  }
  return "tag" + list("param", module.types[module.tags[TagIndex(index)].type].func.parameters);
}

uint32_t slotOf(const ModulePlan &plan, ExternKind kind, uint32_t index) {
  switch (kind) {
  case ExternKind::Func:
    return plan.slots.functions[index];
  case ExternKind::Table:
    return plan.slots.tables[index];
  case ExternKind::Memory:
    return plan.slots.memories[index];
  case ExternKind::Global:
    return plan.slots.globals[index];
  case ExternKind::Tag:
    break;
  }
  return plan.slots.tags[index];
}

namespace {
struct Fnv {
  uint64_t state = 0xcbf29ce484222325;
  void add(std::string_view bytes) {
    for (char byte : bytes)
      state = (state ^ uint8_t(byte)) * 0x100000001b3;
    state = (state ^ 0x100) * 0x100000001b3; // where it ends
  }
  void add(const ModulePlan &plan, ExternKind kind, uint32_t index) {
    add(describe(plan.module, kind, index));
    add(std::to_string(slotOf(plan, kind, index)));
  }
};
} // namespace

uint64_t interfaceHash(const ModulePlan &plan) {
  const Module &module = plan.module;
  Fnv hash;
  for (ImportRef import : module.imports) {
    const ImportName &name = importName(module, import);
    hash.add(name.module);
    hash.add(name.name);
    hash.add(plan, import.kind, import.index);
  }
  hash.add("exports");
  for (const Export &entry : module.exports) {
    hash.add(entry.name);
    hash.add(plan, entry.kind, entry.index);
  }
  return hash.state;
}

} // namespace sinter
