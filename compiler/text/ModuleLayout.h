//===-- ModuleLayout.h - What the printer must know before it starts ---------===//
//
// Text goes out in one pass over the sections, but a function shows its type
// and its name, which stand in other sections. So these are looked up first: where the
// sections are, the types, and how many of everything there are.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/EncodedReader.h"

#include <optional>

namespace sinter {

/// A module's sections by their ids (core 5.5.2).
enum SectionId : uint8_t {
  sectionCustom,
  sectionType,
  sectionImport,
  sectionFunction,
  sectionTable,
  sectionMemory,
  sectionGlobal,
  sectionExport,
  sectionStart,
  sectionElem,
  sectionCode,
  sectionData,
  sectionDataCount,
  sectionTag,
  sectionEnd
};

struct ModuleLayout {
  struct Section {
    uint8_t id = 0;
    Bytes bytes; ///< its contents; of custom sections, what follows the name
    uint64_t offset = 0;
    std::string_view name;  ///< of custom sections
    uint8_t sizeLength = 1; ///< how many bytes its size takes
  };
  struct Field {
    ValueType type;
    uint8_t packedBits = 0; ///< 8 or 16: then `type` means nothing
    bool isMutable = false;
  };
  struct Type {
    enum class Kind : uint8_t { Func, Struct, Array } kind = Kind::Func;
    bool isSub = false; ///< written with `sub`
    bool isFinal = true;
    /// Of the first type of a `rec`: how many there are; else none.
    uint32_t groupSize = 0;
    bool startsGroup = false;
    std::vector<uint32_t> supers;
    FuncType func;
    std::vector<Field> fields;
  };
  struct Body {
    Bytes bytes;
    uint64_t offset = 0;
  };

  std::vector<Section> sections;
  std::vector<Type> types;
  std::vector<uint32_t> functionTypes; ///< of every function, imported ones first
  std::vector<Body> bodies;
  uint32_t imported[5] = {}; ///< by ExternKind
  uint32_t counts[5] = {};   ///< with the imported ones
  uint32_t elems = 0;
  uint32_t datas = 0;
  std::optional<uint32_t> dataCount;
  /// `rec` groups of no types, by the index of the type they stand before.
  std::vector<uint32_t> emptyGroups;
  /// Encodings that text cannot tell from shorter ones, in section heads, types and imports.
  uint64_t longer = 0;
  uint64_t longSizes = 0;     ///< of sections, in more bytes than need be
  uint32_t emptySections = 0; ///< sections that say that they hold nothing

  [[nodiscard]] const FuncType *funcType(uint32_t index) const {
    bool known = index < types.size() && types[index].kind == Type::Kind::Func;
    return known ? &types[index].func : nullptr;
  }
};

/// Fills `layout`; false after an error in `diag`.
[[nodiscard]] bool readLayout(Bytes file, Diagnostics &diag, ModuleLayout &layout);

} // namespace sinter
