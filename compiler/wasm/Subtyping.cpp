//===-- Subtyping.cpp - When may a value stand for another type? -----------===//
//
// The four hierarchies of core 3.3.3: func, extern, exn and any, each with its
// bottom. Defined types are function types until structs and arrays are built.
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

bool heapTypeMatches(const Module &module, HeapType sub, HeapType super) {
  if (sub == super)
    return true;
  if (sub.isIndex() && super.isIndex())
    return module.types[sub.index()].canonical == module.types[super.index()].canonical;
  if (sub.isIndex())
    return super.abstract() == HeapType::Func;
  if (super.isIndex())
    return sub.abstract() == HeapType::NoFunc || sub.abstract() == HeapType::Bottom;
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
