//===-- Subtyping.h - When may a value stand for another type? -------------===//
//
// Core 3.3. Type indices compare through the canonical index that the reader
// computed, so that equal function types are one type whatever their numbers.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

#include <span>

namespace sinter {

[[nodiscard]] bool heapTypeMatches(const Module &module, HeapType sub, HeapType super);
/// The abstract type that a defined one is directly below (core 3.3.3).
[[nodiscard]] HeapType::Abstract abstractOf(const TypeDefinition &type);
[[nodiscard]] bool typeIndexMatches(const Module &module, TypeIndex sub, TypeIndex super);
/// What a type says may stand for what its declared supertype says (core 3.3.8).
[[nodiscard]] bool compositeTypeMatches(const Module &module, const TypeDefinition &sub,
                                        const TypeDefinition &super);
/// The cold half of valueTypeMatches.
[[nodiscard]] bool unequalTypeMatches(const Module &module, ValueType sub, ValueType super);

[[nodiscard]] inline bool valueTypeMatches(const Module &module, ValueType sub, ValueType super) {
  return sub == super || unequalTypeMatches(module, sub, super);
}

/// The same for a whole list of values.
[[nodiscard]] bool resultTypesMatch(const Module &module, std::span<const ValueType> sub,
                                    std::span<const ValueType> super);

} // namespace sinter
