//===-- ModuleAssembler.h - Module fields to sections ------------------------===//
//
// Internal to text/: what assembleModule and the script parser are made of.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/InstructionAssembler.h"

#include <iterator>
#include <map>
#include <optional>

namespace sinter {

struct AssemblyResult {
  std::vector<uint8_t> bytes;
  std::map<uint64_t, uint64_t> sourceMap; ///< byte offset to text offset
  std::optional<ParseError> error;
};

/// A module by its form: `(module id? definition? ...)`, or bare fields.
struct ModuleForm {
  enum class Kind : uint8_t { Text, Binary, Quote } kind = Kind::Text;
  std::string name;          ///< its identifier, or empty
  bool isDefinition = false; ///< not to be instantiated (scripts only)
  uint32_t first = 0;        ///< tokens of its fields or strings
  uint32_t last = 0;
};

/// Reads the head of the module that the cursor is at, which spans the tokens up to `last`.
[[nodiscard]] ModuleForm parseModuleHead(Parser &parser, uint32_t last);

/// The bytes of a module in any form.
[[nodiscard]] AssemblyResult assembleForm(std::string_view source, const TokenList &tokens,
                                          const ModuleForm &form);

/// A whole text: one module.
[[nodiscard]] AssemblyResult assembleText(std::string_view source);

/// The order of sections in a file (spec 5.5.2), and the places between them as numbers.
struct SectionOrder {
  struct Section {
    std::string_view name; ///< as annotations call it
    uint8_t id;
  };
  static constexpr Section sections[] = {
      {"type", 1},       {"import", 2}, {"func", 3},   {"table", 4}, {"memory", 5},
      {"tag", 13},       {"global", 6}, {"export", 7}, {"start", 8}, {"elem", 9},
      {"datacount", 12}, {"code", 10},  {"data", 11},
  };
  static constexpr uint32_t first = 0;
  static constexpr uint32_t before(uint32_t section) { return 2 * section + 1; }
  static constexpr uint32_t after(uint32_t section) { return 2 * section + 2; }
  static constexpr uint32_t last = 2 * uint32_t(std::size(sections)) + 1;
};

class ModuleAssembler {
public:
  ModuleAssembler(std::string_view source, const TokenList &tokens, const ModuleForm &form)
      : context(source, tokens, form.first, form.last), parser(context.parser), types(context),
        instructions(context), list(tokens), form(form) {}

  AssemblyResult assemble();

private:
  enum class FieldKind : uint8_t {
    Type,
    Rec,
    Import,
    Func,
    Table,
    Memory,
    Global,
    Tag,
    Export,
    Start,
    Elem,
    Data
  };
  struct Field {
    FieldKind kind;
    uint32_t token; ///< its "("
  };
  struct CustomSection {
    std::string name;
    std::string bytes;
    uint32_t place = 0;   ///< see SectionOrder
    bool isNames = false; ///< the name section that identifiers make
    uint64_t textOffset = 0;
  };
  /// Initialisers of an element segment, in the form that all allow.
  struct ElementList {
    uint32_t count = 0;
    bool areIndices = false; ///< then `items` are function indices, else expressions
    std::vector<uint8_t> type;
    MarkedBytes items;
  };

  // First pass (ModuleNames.cpp): indices and identifiers.
  void declareFields();
  void declareField(const Field &field, uint32_t end);
  void declareImport(uint32_t token, uint32_t end);
  void declareEntity(FieldKind kind, uint32_t token, uint32_t end);
  void bind(IndexSpace &space, uint32_t token);
  void bindAnonymous(IndexSpace &space) { space.bind({}); }
  void noteDefinition(std::string_view what);
  IndexSpace &spaceOf(FieldKind kind);
  std::optional<FieldKind> fieldKind(uint32_t token) const;
  bool containsGroup(uint32_t first, uint32_t end, std::string_view keyword) const;

  // Annotations that mean something (Annotations.cpp).
  void collectAnnotations();
  void nameAnnotation(const Annotation &annotation);
  void branchHint(const Annotation &annotation);
  void placeCustomSections();
  void customSection(const Annotation &annotation);
  void lengthList(const Annotation &annotation, std::vector<uint8_t> &lengths);
  void namesPlace(const Annotation &annotation);
  std::optional<uint32_t> customPlace(Parser &inner, const Token &at);
  void checkHintsUsed();

  // Second pass (ModuleAssembler.cpp, Segments.cpp).
  void encodeField(const Field &field);
  void importField();
  void functionField();
  void tableField();
  void memoryField();
  void globalField();
  void tagField();
  void exportField();
  void startField();
  void elemField();
  void dataField();
  void inlineExports(uint8_t kind, uint32_t index);
  bool inlineImport(uint8_t kind);
  void importHead(uint64_t textOffset, std::string_view module, std::string_view name,
                  uint8_t kind);
  void functionBody(uint32_t function, uint64_t textOffset, IndexSpace &locals);
  void tableElements(uint32_t table, bool is64, uint64_t textOffset);
  void offsetExpression(MarkedBytes &out);
  void expression(MarkedBytes &out);
  void constantOffset(MarkedBytes &out, bool is64);
  ElementList elementList(bool bareIndices);
  void elementItems(ElementList &elements);
  [[nodiscard]] bool atBareIndex() const;
  std::string dataStrings();

  // The file.
  void writeModule(AssemblyResult &result);
  void writeSection(AssemblyResult &result, uint8_t id, const MarkedBytes &content);
  void writeVector(AssemblyResult &result, uint8_t id, const SectionBuilder &section);
  void writeCustoms(AssemblyResult &result, uint32_t place);
  void writeNames(AssemblyResult &result);
  void writeBranchHints(AssemblyResult &result);

  ModuleContext context;
  Parser &parser;
  TypeAssembler types;
  InstructionAssembler instructions;
  const TokenList &list;
  ModuleForm form;

  std::vector<Field> fields;
  std::vector<CustomSection> customs;
  /// How many bytes the size of each section takes, in the order of the file, where more than one
  /// would choose.
  std::vector<uint8_t> sectionLengths;
  uint32_t sectionsWritten = 0;
  std::string_view firstDefinition; ///< what kind of thing was defined first
  bool hasStart = false;
  uint32_t start = 0;
  uint64_t startOffset = 0;
  /// How many of each space the second pass has come to.
  uint32_t nextFunction = 0, nextTable = 0, nextMemory = 0, nextGlobal = 0, nextTag = 0;

  SectionBuilder importSection, functionSection, tableSection, memorySection, tagSection,
      globalSection, exportSection, elemSection, codeSection, dataSection, branchHints;
  /// Per function that names any: its local names.
  std::vector<std::pair<uint32_t, std::vector<std::pair<uint32_t, std::string>>>> localNames;
};

} // namespace sinter
