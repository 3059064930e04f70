//===-- FeatureGate.h - May this module use that feature? ------------------===//
//
// Decoder and validator ask here before anything that some proposal brought,
// so that a module which needs what Sinter cannot do yet (or what was switched
// off) hears the feature's name and the offset, not "illegal opcode". What was
// met is collected for `sinter inspect`.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "wasm/Instruction.h"

namespace sinter {

/// Features that Sinter can compile (the `built` column of Features.def).
[[nodiscard]] FeatureSet builtFeatures();

/// "feature not supported yet: garbage collection (gc)".
[[nodiscard]] std::string unavailableFeatureMessage(Feature feature);

class FeatureGate {
public:
  /// Lets through what is both `enabled` and built.
  explicit FeatureGate(FeatureSet enabled);

  [[nodiscard]] bool allows(Feature feature) const { return allowed.has(feature); }
  /// Notes that `feature` is used; false after an error at `where` if it is not to be had.
  bool require(Feature feature, ByteReader &reader, uint64_t where) {
    used.add(feature);
    if (allowed.has(feature)) [[likely]]
      return true;
    reader.fail(where, unavailableFeatureMessage(feature));
    return false;
  }

  /// The same for a type that `feature` brings, of which there may be more than instructions.
  bool requireType(Feature feature, ByteReader &reader, uint64_t where);

  FeatureSet used;

private:
  FeatureSet allowed, allowedTypes;
};

} // namespace sinter
