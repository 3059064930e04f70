//===-- BranchHints.cpp - Which way a branch mostly goes --------------------===//
//
// The section metadata.code.branch_hint of the branch hinting proposal. As with
// every custom section, a malformed one is ignored as a whole; what it says of
// instructions that are no branch, nobody asks for.
//
//===----------------------------------------------------------------------===//
#include "wasm/ModuleReader.h"

namespace sinter {

void readBranchHints(const CustomSection &section, Module &module) {
  Diagnostics ignored("");
  ByteReader reader(section.bytes, section.offset, ignored);
  std::vector<BranchHint> hints;
  uint32_t functions = reader.leb32();
  for (uint32_t i = 0; i < functions && !reader.failed(); ++i) {
    FuncIndex function{reader.leb32()};
    uint32_t count = reader.leb32();
    for (uint32_t k = 0; k < count && !reader.failed(); ++k) {
      uint32_t offset = reader.leb32();
      uint32_t size = reader.leb32();
      uint8_t value = reader.u8();
      if (size != 1 || value > 1 || !module.functions.contains(function))
        return;
      uint64_t where = module.functions[function].bodyOffset + offset;
      if (!hints.empty() && hints.back().offset >= where)
        return;
      hints.push_back({where, value == 1});
    }
  }
  if (!reader.failed() && reader.atEnd())
    module.branchHints = std::move(hints);
}

} // namespace sinter
