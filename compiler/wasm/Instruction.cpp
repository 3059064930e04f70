//===-- Instruction.cpp - Tables of instructions and features --------------===//
//
// Opcodes.def, Features.def and Limits.def, expanded once for everybody who
// asks by name.
//
//===----------------------------------------------------------------------===//
#include "wasm/Instruction.h"

#include "wasm/FeatureGate.h"
#include "wasm/Limits.h"
#include "wasm/OpcodeTables.h"

#include <fmt/format.h>

namespace sinter {

const FeatureInfo &featureInfo(Feature feature) {
  static constexpr FeatureInfo infos[] = {
#define FEATURE(NAME, OPTION, TEXT, BUILT, DEFAULT)                                                \
  {OPTION, TEXT, (BUILT) == 1, (BUILT) != 0, DEFAULT},
#include "wasm/Features.def"
  };
  return infos[unsigned(feature)];
}

template <typename Predicate> static FeatureSet featuresWhere(Predicate wanted) {
  FeatureSet set;
  for (unsigned i = 0; i < featureCount; ++i)
    if (wanted(featureInfo(Feature(i))))
      set.add(Feature(i));
  return set;
}

FeatureSet FeatureSet::defaults() {
  return featuresWhere([](const FeatureInfo &info) { return info.onByDefault; });
}

FeatureSet builtFeatures() {
  return featuresWhere([](const FeatureInfo &info) { return info.built; });
}

static std::string unavailable(Feature feature, bool built) {
  const FeatureInfo &info = featureInfo(feature);
  return fmt::format("feature {}: {} ({})", built ? "switched off" : "not supported yet", info.text,
                     info.option);
}

std::string unavailableFeatureMessage(Feature feature) {
  return unavailable(feature, featureInfo(feature).built);
}

bool FeatureGate::requireType(Feature feature, ByteReader &reader, uint64_t where) {
  used.add(feature);
  if (allowedTypes.has(feature))
    return true;
  reader.fail(where, unavailable(feature, featureInfo(feature).typesBuilt));
  return false;
}

FeatureGate::FeatureGate(FeatureSet enabled) {
  for (unsigned i = 0; i < featureCount; ++i) {
    if (enabled.has(Feature(i)) && featureInfo(Feature(i)).built)
      allowed.add(Feature(i));
    if (enabled.has(Feature(i)) && featureInfo(Feature(i)).typesBuilt)
      allowedTypes.add(Feature(i));
  }
  // What nothing in a module marks as new cannot be switched off.
  allowed.add(Feature::Mvp);
  allowed.add(Feature::MultiValue);
  allowed.add(Feature::MutableGlobals);
}

std::string limitMessage(Limit limit, uint64_t count) {
  static constexpr std::string_view texts[] = {
#define LIMIT(NAME, VALUE, TEXT) TEXT,
#include "wasm/Limits.def"
  };
  // "too many locals" is how the official scripts begin the one such message that they know.
  const char *what = limit == Limit::Locals ? "too many locals" : "limit exceeded";
  return fmt::format("{}: {} {} (the limit is {})", what, count, texts[unsigned(limit)],
                     limitValue(limit));
}

const OpcodeInfo &opcodeInfo(Opcode opcode) {
  static constexpr OpcodeInfo infos[] = {
#define ROW(GROUP, NAME, TEXT, PREFIX, CODE, IMMEDIATES, SIGNATURE, FEATURE)                       \
  {TEXT, PREFIX, CODE, ImmediateKind::IMMEDIATES, SIGNATURE, Feature::FEATURE, OpcodeGroup::GROUP},
#define CONTROL(...) ROW(Control, __VA_ARGS__)
#define PARAMETRIC(...) ROW(Parametric, __VA_ARGS__)
#define REFERENCE(...) ROW(Reference, __VA_ARGS__)
#define LOAD(...) ROW(Load, __VA_ARGS__)
#define STORE(...) ROW(Store, __VA_ARGS__)
#define MEMORY(...) ROW(Memory, __VA_ARGS__)
#define CONSTANT(...) ROW(Constant, __VA_ARGS__)
#define NUMERIC(...) ROW(Numeric, __VA_ARGS__)
#define GC(...) ROW(Gc, __VA_ARGS__)
#define SIMD(...) ROW(Simd, __VA_ARGS__)
#define ATOMIC(...) ROW(Atomic, __VA_ARGS__)
#include "wasm/Opcodes.def"
#undef ROW
  };
  return infos[unsigned(opcode)];
}

unsigned naturalAlignmentLog2(Opcode opcode) { return accessWidths[unsigned(opcode)]; }

} // namespace sinter
