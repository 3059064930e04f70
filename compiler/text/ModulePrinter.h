//===-- ModulePrinter.h - The printer section by section ---------------------===//
//
// Internal to text/: what printModule is made of.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/InstructionPrinter.h"

#include <algorithm>
#include <optional>

namespace sinter {

class ModulePrinter {
public:
  ModulePrinter(const ModuleLayout &layout, const PrinterNames &names, Diagnostics &diag,
                const TextSink &sink)
      : layout(layout), names(names), diag(diag), instructions(names), out(sink),
        longer(layout.longer) {}

  bool print();

private:
  using Section = ModuleLayout::Section;
  using Names = PrinterNames;

  void section(const Section &section, EncodedReader &reader);
  void custom(const Section &section);
  void place();
  void types();
  void type(uint32_t index, size_t depth);
  void composite(uint32_t index);
  void imports(EncodedReader &reader);
  void import(EncodedReader &reader, uint32_t (&next)[5]);
  void tables(EncodedReader &reader);
  void memories(EncodedReader &reader);
  void globals(EncodedReader &reader);
  void tags(EncodedReader &reader);
  void exports(EncodedReader &reader);
  void start(EncodedReader &reader);
  void code();
  void function(uint32_t index, const ModuleLayout::Body &body);
  void localRuns(EncodedReader &reader, uint32_t local, const Identifiers &locals);
  void elems(EncodedReader &reader);
  void elem(EncodedReader &reader);
  void datas(EncodedReader &reader);
  void data(Bytes bytes);
  void sectionLengths();
  void notes();
  /// An instruction needs a data count section, and the assembler will make one.
  [[nodiscard]] bool lacksDataCount() const {
    return instructions.usesDatas() && !layout.dataCount;
  }

  // Parts of fields.
  void define(std::string_view keyword, Names::Space space, uint32_t index);
  void functionType(uint32_t type, const Identifiers *locals);
  void valueTypes(std::string_view keyword, const std::vector<ValueType> &types);
  void parameters(const std::vector<ValueType> &types, const Identifiers *locals);
  void limits(const EncodedLimits &limits);
  void tableType(const EncodedLimits &limits, ValueType element);
  void memoryType(const EncodedLimits &limits);
  void globalType(const GlobalType &type);
  void string(std::string_view name) { out.string(name, true); }
  template <typename One> void forEach(EncodedReader &reader, One one) {
    uint32_t count = reader.u32();
    for (uint32_t i = 0; i < count && !reader.failed() && !out.failed(); ++i) {
      one(i);
      out.drain();
    }
  }

  // Branch hints (BranchHints.cpp).
  void readBranchHints();

  const ModuleLayout &layout;
  const PrinterNames &names;
  Diagnostics &diag;
  InstructionPrinter instructions;
  TextOutput out;
  uint64_t longer;
  uint64_t emptyRuns = 0;               ///< declarations of no locals
  const Section *previous = nullptr;    ///< the last section that is not custom
  const Section *hintSection = nullptr; ///< the one that annotations stand for, or null
  std::vector<std::pair<uint32_t, InstructionPrinter::Hints>> hints; ///< by ascending function
};

} // namespace sinter
