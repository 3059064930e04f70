//===-- Module.h - A module, decoded -----------------------------------===//
//
// Plain data, filled once by ModuleReader, checked by ModuleValidator, const
// from then on. It refers to the file's bytes (names, data, bodies) and must not outlive them.
// Imported entities come first in each index space, as in core 2.5.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "wasm/Instruction.h"

#include <optional>
#include <string_view>

namespace sinter {

enum class ExternKind : uint8_t { Func, Table, Memory, Global, Tag };
[[nodiscard]] std::string_view toString(ExternKind kind);

/// What a struct or an array holds (core 2.3.9). A packed field's type is i32.
struct FieldType {
  enum class Packing : uint8_t { None, I8, I16 };
  ValueType type;
  Packing packing = Packing::None;
  bool isMutable = false;
};

/// A definition of the type section (core 2.3.10).
struct TypeDefinition {
  enum class Kind : uint8_t { Func, Struct, Array };
  FuncType func; ///< empty unless `kind` is Func
  /// Index of the first type that is identical to this one: equal exactly for equal types.
  TypeIndex canonical{};
  Kind kind = Kind::Func;
  bool isFinal = true;
  std::optional<TypeIndex> super;
  uint32_t depth = 0;            ///< how many supertypes it has, one above the other
  std::vector<FieldType> fields; ///< of a struct; the one of an array
  /// The recursion group, whose types may name each other.
  uint32_t groupBegin = 0;
  uint32_t groupSize = 1;
  uint64_t offset = 0;

  [[nodiscard]] bool isFunc() const { return kind == Kind::Func; }
  /// What WebAssembly had before recursion groups: a function type alone, final, without supertype.
  [[nodiscard]] bool isPlain() const { return isFunc() && isFinal && !super && groupSize == 1; }
};

/// Present in an imported entity.
struct ImportName {
  std::string_view module;
  std::string_view name;
  uint64_t offset = 0;
};

/// A constant expression as its instructions in order, `end` left out
/// (core 3.4.15; only constant instructions occur).
struct ConstExpr {
  struct Operation {
    Opcode opcode;
    uint32_t index = 0;              ///< of ref.func, global.get
    uint64_t value = 0;              ///< of constants (bits; i32 zero-extended)
    std::array<uint8_t, 16> bytes{}; ///< of v128.const
    ValueType type;                  ///< of ref.null
  };
  uint64_t offset = 0;
  std::vector<Operation> operations;
};

struct Renumbering;

struct Function {
  TypeIndex type{};
  uint64_t offset = 0; ///< of the declaration or import
  std::optional<ImportName> import;
  Bytes body;              ///< locals and code, without the size; empty for imports
  uint64_t bodyOffset = 0; ///< file offset of `body`
  /// The first export of the function, an index of Module::exports.
  std::optional<uint32_t> exportIndex;
  bool isReferenced =
      false; ///< exported, in an element segment or global: may be called from anywhere
  bool isDeclared = false; ///< may stand in ref.func (core 3.4.15 refs)
  /// Of an import: the memory that WASI and glue work on when called by it, which is
  /// Module::callerMemory() of the module that imports it. There may be none of that index.
  MemoryIndex callerMemory{};
  /// Of a linked module: what indices in the body are (Renumbering.h); else null.
  const Renumbering *renumbering = nullptr;
};

struct Table {
  TableType type;
  uint64_t offset = 0;
  std::optional<ImportName> import;
  std::optional<ConstExpr> init; ///< initial element other than null
};

struct Memory {
  MemoryType type;
  uint64_t offset = 0;
  std::optional<ImportName> import;
};

struct Global {
  GlobalType type;
  uint64_t offset = 0;
  std::optional<ImportName> import;
  ConstExpr init;
};

struct Tag {
  TypeIndex type{};
  uint64_t offset = 0;
  std::optional<ImportName> import;
};

struct Export {
  std::string_view name;
  ExternKind kind{};
  uint32_t index = 0;
  uint64_t offset = 0;
};

/// An import in the order of the import section, which is the order that matters to hosts.
struct ImportRef {
  ExternKind kind{};
  uint32_t index = 0;
};

enum class SegmentMode : uint8_t { Active, Passive, Declarative };

struct ElemSegment {
  SegmentMode mode{};
  TableIndex table{};
  ConstExpr offset; ///< if active
  ValueType type;
  std::vector<ConstExpr> items;
  uint64_t fileOffset = 0;
};

struct DataSegment {
  SegmentMode mode{};
  MemoryIndex memory{};
  ConstExpr offset; ///< if active
  Bytes bytes;
  uint64_t fileOffset = 0;
};

/// How the `if` or `br_if` at that offset of the file mostly goes.
struct BranchHint {
  uint64_t offset = 0;
  bool isTaken = false; ///< the condition is mostly not 0
};

enum class Likelihood : uint8_t { Unknown, Taken, NotTaken };

/// The end of one module's instantiation among those of linked modules: its segments end there, and
/// are followed by calls.
struct Instantiation {
  ElemIndex elemsEnd{};
  DataIndex dataEnd{};
  std::vector<FuncIndex> calls; ///< the start function, _initialize
  /// Some active segment is for a table or memory that an earlier module can access.
  bool reachesEarlier = false;
};

struct CustomSection {
  std::string_view name;
  Bytes bytes;
  uint64_t offset = 0;
};

struct Module {
  Bytes file;
  IndexVector<TypeIndex, TypeDefinition> types;
  IndexVector<FuncIndex, Function> functions;
  IndexVector<TableIndex, Table> tables;
  IndexVector<MemoryIndex, Memory> memories;
  IndexVector<GlobalIndex, Global> globals;
  IndexVector<TagIndex, Tag> tags;
  IndexVector<ElemIndex, ElemSegment> elems;
  IndexVector<DataIndex, DataSegment> datas;
  std::vector<ImportRef> imports;
  std::vector<Export> exports;
  std::vector<CustomSection> customs;
  std::optional<FuncIndex> start;
  uint64_t startOffset = 0;
  std::optional<uint32_t> dataCount;
  /// Of linked modules, all but the last's; and of the last, Instantiation::reachesEarlier.
  std::vector<Instantiation> earlier;
  bool lastReachesEarlier = false;
  /// What the module uses outside function bodies (bodies add theirs while they are validated).
  FeatureSet featuresUsed;

  uint32_t importedFunctions = 0;
  uint32_t importedTables = 0;
  uint32_t importedMemories = 0;
  uint32_t importedGlobals = 0;
  uint32_t importedTags = 0;

  /// From the name section; empty where it gives none. Not checked for uniqueness.
  std::string_view moduleName;
  IndexVector<FuncIndex, std::string_view> functionNames;
  /// In the order of their offsets.
  std::vector<BranchHint> branchHints;

  [[nodiscard]] const FuncType &funcType(FuncIndex f) const {
    return types[functions[f].type].func;
  }
  /// The type of that index if there is one and functions are of it, else null.
  [[nodiscard]] const FuncType *findFuncType(TypeIndex t) const {
    return types.contains(t) && types[t].isFunc() ? &types[t].func : nullptr;
  }
  /// The name section's name, else an export's, else an import's ("module.name"), else "func[N]".
  [[nodiscard]] std::string functionName(FuncIndex f) const;
  /// The export of that name and kind.
  [[nodiscard]] const Export *findExport(std::string_view name, ExternKind kind) const;
  /// The memory that calls of a host are about: the one exported as "memory", else the first.
  [[nodiscard]] MemoryIndex callerMemory() const;
  /// What instantiation does, in the order of linked modules; of a module alone just one.
  [[nodiscard]] std::vector<Instantiation> instantiations() const;
};

/// What the type is at the border to a host: a number's code in the binary format, or that of the
/// hierarchy of references that it is in (0x70 func, 0x6f extern, 0x69 exn, 0x6e any).
[[nodiscard]] uint8_t abiCode(const Module &module, ValueType type);

/// Module and name of an import.
[[nodiscard]] const ImportName &importName(const Module &module, ImportRef import);

} // namespace sinter
