//===-- TypeReader.h - Decoding of types -----------------------------------===//
//
// Core 5.3, shared by the section reader and the instruction reader. A code of
// a proposal that is not to be had is reported by the proposal's name.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/Types.h"

namespace sinter {

[[nodiscard]] ValueType readValueType(ByteReader &reader, FeatureGate &gate);
/// A value type that must be a reference (tables, element segments).
[[nodiscard]] ValueType readReferenceType(ByteReader &reader, FeatureGate &gate);
[[nodiscard]] HeapType readHeapType(ByteReader &reader, FeatureGate &gate);
[[nodiscard]] BlockType readBlockType(ByteReader &reader, FeatureGate &gate);

} // namespace sinter
