//===-- ModuleValidator.cpp - All but the bodies ---------------------------===//
//
// Core 3.5. What later checks build on (types, and the types of functions) is
// settled first; if that fails, nothing else is looked at. Otherwise every
// fault is reported, each at its own declaration.
//
//===----------------------------------------------------------------------===//
#include "wasm/ModuleValidator.h"

#include "wasm/ConstExpr.h"
#include "wasm/Limits.h"
#include "wasm/Subtyping.h"
#include "wasm/TypeIdentity.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace sinter {
namespace {

class ModuleValidator {
public:
  ModuleValidator(Module &module, const FeatureGate &gate, Diagnostics &diag)
      : module(module), typedReferences(gate.allows(Feature::FunctionReferences)), diag(diag) {}

  bool run() {
    checkTypes();
    checkFunctionTypes();
    if (!isValid)
      return false;
    checkTables();
    checkMemories();
    checkTags();
    checkGlobals();
    checkExports();
    checkStart();
    checkElems();
    checkDatas();
    for (uint32_t f = 0; f != module.importedFunctions; ++f)
      module.functions[FuncIndex(f)].callerMemory = module.callerMemory();
    return isValid;
  }

private:
  void checkTypes();
  bool checkNames(uint32_t begin, uint32_t end);
  void checkFunctionTypes();
  void checkTables();
  void checkMemories();
  void checkTags();
  void checkGlobals();
  void checkExports();
  void checkStart();
  void checkElems();
  void checkDatas();

  void fail(uint64_t where, std::string message) {
    diag.error(Location::byte(where), std::move(message));
    isValid = false;
  }
  bool isKnown(ValueType type) const {
    return !type.isRef() || !type.heap().isIndex() || module.types.contains(type.heap().index());
  }
  void checkKnown(ValueType type, uint64_t where) {
    if (!isKnown(type))
      fail(where, fmt::format("unknown type {}", raw(type.heap().index())));
  }
  bool checkFunctionType(TypeIndex type, uint64_t where) {
    if (module.findFuncType(type))
      return true;
    fail(where, module.types.contains(type)
                    ? fmt::format("type mismatch: type {} is not a function type", raw(type))
                    : fmt::format("unknown type {}", raw(type)));
    return false;
  }
  void checkLimits(const Limits &limits, uint64_t where) {
    if (limits.minimum > limits.maximum)
      fail(where, fmt::format("size minimum must not be greater than maximum ({} > {})",
                              limits.minimum, limits.maximum));
  }
  void checkExpr(const ConstExpr &expr, ValueType expected, uint32_t visibleGlobals) {
    isValid &= checkConstExpr(module, expr, expected, visibleGlobals, typedReferences, diag);
    for (const ConstExpr::Operation &op : expr.operations)
      if (op.opcode == Opcode::RefFunc)
        reference(op.index);
  }
  /// The function can be got hold of without naming it in a call.
  void reference(uint32_t index) {
    if (!module.functions.contains(FuncIndex(index)))
      return;
    module.functions[FuncIndex(index)].isReferenced = true;
    module.functions[FuncIndex(index)].isDeclared = true;
  }
  static ValueType addressType(const Limits &limits) {
    return limits.is64 ? ValueType::Kind::I64 : ValueType::Kind::I32;
  }

  Module &module;
  bool typedReferences;
  Diagnostics &diag;
  bool isValid = true;
};

} // namespace

/// Types may name types of their own group and of earlier ones; supertypes come first.
bool ModuleValidator::checkNames(uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) {
    TypeDefinition &type = module.types[TypeIndex(i)];
    auto isKnownHere = [&](ValueType t) {
      if (!t.isRef() || !t.heap().isIndex() || raw(t.heap().index()) < end)
        return true;
      fail(type.offset, fmt::format("unknown type {} in type {}", raw(t.heap().index()), i));
      return false;
    };
    for (const std::vector<ValueType> *list : {&type.func.parameters, &type.func.results})
      for (ValueType t : *list)
        if (!isKnownHere(t))
          return false;
    for (const FieldType &field : type.fields)
      if (!isKnownHere(field.type))
        return false;
    if (!type.super)
      continue;
    if (raw(*type.super) >= i) {
      fail(type.offset, fmt::format("unknown type {}: the supertype of type {} must come before it",
                                    raw(*type.super), i));
      return false;
    }
    type.depth = module.types[*type.super].depth + 1;
    if (type.depth > limitValue(Limit::SubtypeDepth)) {
      fail(type.offset, limitMessage(Limit::SubtypeDepth, type.depth));
      return false;
    }
  }
  return true;
}

void ModuleValidator::checkTypes() {
  TypeIdentities identities(module);
  for (uint32_t begin = 0; begin < module.types.size();) {
    uint32_t end = begin + module.types[TypeIndex(begin)].groupSize;
    if (!checkNames(begin, end))
      return;
    identities.identify(begin, end);
    for (uint32_t i = begin; i < end; ++i) {
      const TypeDefinition &type = module.types[TypeIndex(i)];
      if (!type.super)
        continue;
      const TypeDefinition &super = module.types[*type.super];
      if (super.isFinal)
        return fail(type.offset, fmt::format("sub type {} cannot extend type {}, which is final", i,
                                             raw(*type.super)));
      if (!compositeTypeMatches(module, type, super))
        return fail(type.offset, fmt::format("sub type {} does not match its supertype {}", i,
                                             raw(*type.super)));
    }
    begin = end;
  }
}

void ModuleValidator::checkFunctionTypes() {
  for (const Function &function : module.functions)
    checkFunctionType(function.type, function.offset);
}

void ModuleValidator::checkTables() {
  for (const Table &table : module.tables) {
    checkKnown(table.type.element, table.offset);
    checkLimits(table.type.limits, table.offset);
    if (table.init)
      checkExpr(*table.init, table.type.element, module.importedGlobals);
    else if (!table.import && !table.type.element.isDefaultable())
      fail(table.offset,
           "type mismatch: a table of non-nullable references needs an initial value");
  }
}

void ModuleValidator::checkMemories() {
  for (const Memory &memory : module.memories) {
    const Limits &limits = memory.type.limits;
    checkLimits(limits, memory.offset);
    unsigned addressBits = limits.is64 ? 64 : 32;
    unsigned pageBits = addressBits - memory.type.pageSizeLog2;
    uint64_t largest = pageBits >= 64 ? ~uint64_t(0) : uint64_t(1) << pageBits;
    if (limits.minimum > largest || (limits.hasMaximum() && limits.maximum > largest))
      fail(memory.offset, fmt::format("memory size must be at most {} pages{}", largest,
                                      pageBits == 16 ? " (4GiB)" : ""));
    if (limits.shared && !limits.hasMaximum())
      fail(memory.offset, "shared memory must have maximum");
  }
}

void ModuleValidator::checkTags() {
  for (const Tag &tag : module.tags) {
    if (checkFunctionType(tag.type, tag.offset) && !module.types[tag.type].func.results.empty())
      fail(tag.offset, "non-empty tag result type");
  }
}

void ModuleValidator::checkGlobals() {
  for (uint32_t i = 0; i < module.globals.size(); ++i) {
    const Global &global = module.globals[GlobalIndex(i)];
    checkKnown(global.type.type, global.offset);
    if (!global.import)
      checkExpr(global.init, global.type.type, i);
  }
}

void ModuleValidator::checkExports() {
  std::vector<const Export *> byName;
  byName.reserve(module.exports.size());
  for (const Export &e : module.exports) {
    byName.push_back(&e);
    auto unknown = [&] {
      fail(e.offset,
           fmt::format("unknown {} {}", e.kind == ExternKind::Func ? "function" : toString(e.kind),
                       e.index));
    };
    switch (e.kind) {
    case ExternKind::Func:
      if (!module.functions.contains(FuncIndex(e.index)))
        unknown();
      else if (Function &f = module.functions[FuncIndex(e.index)]; !f.exportIndex)
        f.exportIndex = uint32_t(&e - module.exports.data());
      reference(e.index);
      break;
    case ExternKind::Table:
      if (!module.tables.contains(TableIndex(e.index)))
        unknown();
      break;
    case ExternKind::Memory:
      if (!module.memories.contains(MemoryIndex(e.index)))
        unknown();
      break;
    case ExternKind::Global:
      if (!module.globals.contains(GlobalIndex(e.index)))
        unknown();
      else if (module.globals[GlobalIndex(e.index)].type.isMutable)
        module.featuresUsed.add(Feature::MutableGlobals);
      break;
    case ExternKind::Tag:
      if (!module.tags.contains(TagIndex(e.index)))
        unknown();
      break;
    }
  }
  std::sort(byName.begin(), byName.end(), [](const Export *a, const Export *b) {
    return std::tie(a->name, a->offset) < std::tie(b->name, b->offset);
  });
  for (size_t i = 1; i < byName.size(); ++i)
    if (byName[i]->name == byName[i - 1]->name)
      fail(byName[i]->offset, fmt::format("duplicate export name \"{}\"", byName[i]->name));
}

void ModuleValidator::checkStart() {
  if (!module.start)
    return;
  if (!module.functions.contains(*module.start))
    return fail(module.startOffset, fmt::format("unknown function {}", raw(*module.start)));
  const FuncType &type = module.funcType(*module.start);
  if (!type.parameters.empty() || !type.results.empty())
    fail(module.startOffset, fmt::format("start function must have type [] -> [], not {} -> {}",
                                         toString(type.parameters), toString(type.results)));
}

void ModuleValidator::checkElems() {
  for (const ElemSegment &segment : module.elems) {
    checkKnown(segment.type, segment.fileOffset);
    if (segment.mode == SegmentMode::Active) {
      if (!module.tables.contains(segment.table)) {
        fail(segment.fileOffset, fmt::format("unknown table {}", raw(segment.table)));
      } else {
        const TableType &table = module.tables[segment.table].type;
        if (isKnown(segment.type) && !valueTypeMatches(module, segment.type, table.element))
          fail(segment.fileOffset,
               fmt::format("type mismatch: table {} holds {}, the element segment {}",
                           raw(segment.table), toString(table.element), toString(segment.type)));
        checkExpr(segment.offset, addressType(table.limits), module.globals.size());
      }
    }
    for (const ConstExpr &item : segment.items)
      checkExpr(item, segment.type, module.globals.size());
  }
}

void ModuleValidator::checkDatas() {
  for (const DataSegment &segment : module.datas) {
    if (segment.mode != SegmentMode::Active)
      continue;
    if (!module.memories.contains(segment.memory))
      fail(segment.fileOffset, fmt::format("unknown memory {}", raw(segment.memory)));
    else
      checkExpr(segment.offset, addressType(module.memories[segment.memory].type.limits),
                module.globals.size());
  }
}

bool validateDeclarations(Module &module, const FeatureGate &gate, Diagnostics &diag) {
  return ModuleValidator(module, gate, diag).run();
}

} // namespace sinter
