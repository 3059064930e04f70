//===-- BodyScan.h - A valid body's instructions, one after the other ------===//
//
// For those who look for something in bodies that were validated before:
// nothing is typed, no error can come, and indices are the program's
// (Renumbering.h).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/InstructionReader.h"
#include "wasm/Renumbering.h"

namespace sinter {

class BodyScan {
public:
  explicit BodyScan(FeatureSet enabled) : gate(enabled) {}

  /// Calls `look(instruction)` with each instruction of `function`.
  template <typename Look> void scan(const Function &function, Look look) {
    ByteReader reader = open(function);
    while (!reader.atEnd() && readInstruction(reader, gate, inst)) {
      if (function.renumbering)
        function.renumbering->apply(inst);
      look(inst);
    }
  }

private:
  /// Stands behind the locals.
  [[nodiscard]] ByteReader open(const Function &function);

  Diagnostics ignored{""};
  FeatureGate gate;
  Instruction inst;
};

} // namespace sinter
