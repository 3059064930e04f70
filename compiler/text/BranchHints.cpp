//===-- BranchHints.cpp - Hints as annotations -------------------------------===//
//
// The section metadata.code.branch_hint speaks of offsets in bodies. As
// annotations its hints stay with their instructions even if the text assembles to
// bodies of other sizes. They can stand for the section only where the assembler
// would put it, right before the code; any other such section stays what it is.
//
//===----------------------------------------------------------------------===//

#include "text/ModulePrinter.h"

namespace sinter {

void ModulePrinter::readBranchHints() {
  const Section *found = nullptr;
  for (size_t i = 0; i + 1 < layout.sections.size(); ++i)
    if (const Section &s = layout.sections[i];
        s.id == sectionCustom && s.name == "metadata.code.branch_hint") {
      if (found != nullptr || layout.sections[i + 1].id != sectionCode)
        return;
      found = &s;
    }
  if (found == nullptr)
    return;
  Diagnostics ignored("");
  uint64_t unshown = 0;
  EncodedReader reader(found->bytes, found->offset, ignored, unshown);
  uint32_t functions = reader.u32();
  bool isCanonical = functions != 0;
  for (uint32_t i = 0; i < functions && !reader.failed() && isCanonical; ++i) {
    uint32_t function = reader.u32();
    uint32_t count = reader.u32();
    isCanonical = count != 0 && (hints.empty() || hints.back().first < function) &&
                  function >= layout.imported[unsigned(ExternKind::Func)] &&
                  function < layout.functionTypes.size();
    hints.emplace_back(function, InstructionPrinter::Hints());
    InstructionPrinter::Hints &list = hints.back().second;
    for (uint32_t j = 0; j < count && !reader.failed() && isCanonical; ++j) {
      uint32_t offset = reader.u32();
      uint32_t size = reader.u32();
      uint8_t value = reader.u8();
      isCanonical = size == 1 && value <= 1 && (list.empty() || list.back().first < offset);
      list.emplace_back(offset, value);
    }
  }
  if (isCanonical && !reader.failed() && reader.atEnd() && unshown == 0)
    hintSection = found;
  else
    hints.clear();
}

} // namespace sinter
