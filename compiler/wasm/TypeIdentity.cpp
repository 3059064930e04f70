//===-- TypeIdentity.cpp - Which types are the same? -----------------------===//
#include "wasm/TypeIdentity.h"

namespace sinter {

/// The group's written form, with types of the group by their place in it and others by their
/// canonical index: equal exactly for groups that are the same (core 3.1.4).
std::string TypeIdentities::groupKey(uint32_t begin, uint32_t end) const {
  constexpr uint32_t inGroup = 0x40000000; // above all indices
  std::string key;
  auto number = [&](uint64_t value) {
    key.append(reinterpret_cast<const char *>(&value), sizeof value);
  };
  auto index = [&](TypeIndex t) {
    return raw(t) >= begin ? inGroup + (raw(t) - begin) : raw(module.types[t].canonical);
  };
  auto value = [&](ValueType type) {
    if (type.isRef() && type.heap().isIndex())
      type = ValueType::ref(HeapType(TypeIndex(index(type.heap().index()))), type.isNullable());
    number(type.bits());
  };
  for (uint32_t i = begin; i < end; ++i) {
    const TypeDefinition &type = module.types[TypeIndex(i)];
    number(uint64_t(type.kind) | uint64_t(type.isFinal) << 8);
    number(type.super ? index(*type.super) + uint64_t(1) : 0);
    if (type.isFunc()) {
      for (const std::vector<ValueType> *list : {&type.func.parameters, &type.func.results}) {
        number(list->size());
        for (ValueType t : *list)
          value(t);
      }
      continue;
    }
    number(type.fields.size());
    for (const FieldType &field : type.fields) {
      number(uint64_t(field.packing) | uint64_t(field.isMutable) << 8);
      value(field.type);
    }
  }
  return key;
}

void TypeIdentities::identify(uint32_t begin, uint32_t end) {
  uint32_t first = groups.emplace(groupKey(begin, end), begin).first->second;
  for (uint32_t i = begin; i < end; ++i)
    module.types[TypeIndex(i)].canonical = TypeIndex(first + (i - begin));
}

} // namespace sinter
