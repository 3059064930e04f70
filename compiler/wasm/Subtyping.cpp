//===-- Subtyping.cpp - When may a value stand for another type? -----------===//
//
// The four hierarchies of core 3.3.3: func, extern, exn and any, each with its
// bottom. A defined type matches itself and the supertypes that it declares, one above the other.
//
//===----------------------------------------------------------------------===//
#include "wasm/Subtyping.h"

namespace sinter {

static bool abstractMatches(HeapType::Abstract sub, HeapType::Abstract super) {
  switch (sub) {
  case HeapType::Bottom:
    return true;
  case HeapType::NoFunc:
    return super == HeapType::Func;
  case HeapType::NoExtern:
    return super == HeapType::Extern;
  case HeapType::NoExn:
    return super == HeapType::Exn;
  case HeapType::None:
    return super == HeapType::I31 || super == HeapType::Struct || super == HeapType::Array ||
           super == HeapType::Eq || super == HeapType::Any;
  case HeapType::I31:
  case HeapType::Struct:
  case HeapType::Array:
    return super == HeapType::Eq || super == HeapType::Any;
  case HeapType::Eq:
    return super == HeapType::Any;
  case HeapType::Func:
  case HeapType::Extern:
  case HeapType::Any:
  case HeapType::Exn:
    return false;
  }
  return false;
}

HeapType::Abstract abstractOf(const TypeDefinition &type) {
  switch (type.kind) {
  case TypeDefinition::Kind::Struct:
    return HeapType::Struct;
  case TypeDefinition::Kind::Array:
    return HeapType::Array;
  case TypeDefinition::Kind::Func:
    break;
  }
  return HeapType::Func;
}

bool typeIndexMatches(const Module &module, TypeIndex sub, TypeIndex super) {
  TypeIndex wanted = module.types[super].canonical;
  while (module.types[sub].canonical != wanted) {
    if (!module.types[sub].super)
      return false;
    sub = *module.types[sub].super;
  }
  return true;
}

/// A field that is written must be of the same type, one that is only read may be of a narrower.
static bool fieldTypeMatches(const Module &module, const FieldType &sub, const FieldType &super) {
  return sub.isMutable == super.isMutable && sub.packing == super.packing &&
         valueTypeMatches(module, sub.type, super.type) &&
         (!sub.isMutable || valueTypeMatches(module, super.type, sub.type));
}

bool compositeTypeMatches(const Module &module, const TypeDefinition &sub,
                          const TypeDefinition &super) {
  if (sub.kind != super.kind)
    return false;
  if (sub.isFunc())
    return resultTypesMatch(module, super.func.parameters, sub.func.parameters) &&
           resultTypesMatch(module, sub.func.results, super.func.results);
  if (sub.fields.size() < super.fields.size())
    return false;
  for (size_t i = 0; i < super.fields.size(); ++i)
    if (!fieldTypeMatches(module, sub.fields[i], super.fields[i]))
      return false;
  return true;
}

bool heapTypeMatches(const Module &module, HeapType sub, HeapType super) {
  if (sub == super)
    return true;
  if (sub.isIndex() && super.isIndex())
    return typeIndexMatches(module, sub.index(), super.index());
  if (sub.isIndex()) {
    HeapType above = abstractOf(module.types[sub.index()]);
    return above == super || abstractMatches(above.abstract(), super.abstract());
  }
  if (super.isIndex())
    return sub.abstract() == HeapType::Bottom ||
           sub.abstract() ==
               (module.types[super.index()].isFunc() ? HeapType::NoFunc : HeapType::None);
  return abstractMatches(sub.abstract(), super.abstract());
}

bool unequalTypeMatches(const Module &module, ValueType sub, ValueType super) {
  if (sub.isBottom())
    return true;
  if (!sub.isRef() || !super.isRef())
    return sub == super;
  if (sub.isNullable() && !super.isNullable())
    return false;
  return heapTypeMatches(module, sub.heap(), super.heap());
}

bool resultTypesMatch(const Module &module, std::span<const ValueType> sub,
                      std::span<const ValueType> super) {
  if (sub.size() != super.size())
    return false;
  for (size_t i = 0; i < sub.size(); ++i)
    if (!valueTypeMatches(module, sub[i], super[i]))
      return false;
  return true;
}

} // namespace sinter
