//===-- PrinterNames.h - Identifiers for the printer -------------------------===//
//
// Names of the name section become identifiers, from which the assembler makes a
// name section again. Where that would not be the same one (it has labels, say,
// or is in an order of its own), the section is printed as a custom section as
// well, and stands in place of the assembler's.
//
// A name that an earlier one has already, or an empty one, gets an identifier
// that nobody has, and its real text in a @name annotation.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/ModuleLayout.h"
#include "text/TextOutput.h"

#include <unordered_map>

namespace sinter {

using NameList = std::vector<std::pair<uint32_t, std::string_view>>; ///< by ascending index

/// The identifiers of one index space.
class Identifiers {
public:
  Identifiers() = default;
  explicit Identifiers(const NameList &names);

  /// The identifier of `index`, or its number.
  void reference(TextOutput &out, uint32_t index) const;
  /// What follows the keyword of a definition: " $id", and its @name.
  void definition(TextOutput &out, uint32_t index) const;
  [[nodiscard]] bool has(uint32_t index) const {
    return index < identifiers.size() && !identifiers[index].empty();
  }

private:
  std::vector<std::string> identifiers; ///< as spelt; empty where there is none
  std::unordered_map<uint32_t, std::string_view> realNames;
};

struct PrinterNames {
  /// Index spaces by the number of their subsection.
  enum Space : uint8_t {
    Functions = 1,
    Types = 4,
    Tables,
    Memories,
    Globals,
    Elems,
    Datas,
    Tags = 11,
    spaceCount
  };
  std::string_view module;
  Identifiers spaces[spaceCount];
  std::vector<std::pair<uint32_t, NameList>> locals; ///< by ascending function
  std::vector<std::pair<uint32_t, NameList>> fields; ///< by ascending type
  /// The section that the identifiers stand for, in ModuleLayout::sections; none if they do not.
  const ModuleLayout::Section *regenerated = nullptr;

  [[nodiscard]] Identifiers localsOf(uint32_t function) const { return inner(locals, function); }
  [[nodiscard]] Identifiers fieldsOf(uint32_t type) const { return inner(fields, type); }

private:
  static Identifiers inner(const std::vector<std::pair<uint32_t, NameList>> &lists, uint32_t key);
};

/// The names of the first name section. A malformed section has none.
[[nodiscard]] PrinterNames readPrinterNames(const ModuleLayout &layout);

} // namespace sinter
