//===-- ModuleReader.cpp - Sections ----------------------------------------===//
//
// Core 5.5, one function per section. Each section is read through a reader of
// its own that ends where the section says, so no length can reach further than
// its section. Vectors grow as their elements are read, never by their count, and counts
// are held against Limits.def first: memory is bounded by the size of the file.
// Bodies are not looked into here.
//
//===----------------------------------------------------------------------===//
#include "wasm/ModuleReader.h"

#include "support/File.h"
#include "wasm/ConstExpr.h"
#include "wasm/Limits.h"
#include "wasm/ModuleValidator.h"
#include "wasm/TypeReader.h"

#include <algorithm>
#include <fmt/format.h>

namespace sinter {

static_assert(maxInputSize == limitValue(Limit::ModuleSize));

namespace {

enum class Section : uint8_t {
  Custom,
  Type,
  Import,
  Function,
  Table,
  Memory,
  Global,
  Export,
  Start,
  Elem,
  Code,
  Data,
  DataCount,
  Tag
};
constexpr unsigned sectionCount = unsigned(Section::Tag) + 1;

/// The place that core 5.5.2 gives each section, by its id; custom sections may be anywhere.
constexpr uint8_t sectionOrder[sectionCount] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

class ModuleReader {
public:
  ModuleReader(Bytes file, FeatureSet enabled, Diagnostics &diag, Module &module)
      : file(file), gate(enabled), diag(diag), module(module) {}

  bool run();

private:
  bool readHeader(ByteReader &reader);
  void readSection(Section id, ByteReader &reader);
  void readCustom(ByteReader &reader);
  void readTypes(ByteReader &reader);
  void readImports(ByteReader &reader);
  void readFunctions(ByteReader &reader);
  void readTables(ByteReader &reader);
  void readMemories(ByteReader &reader);
  void readTags(ByteReader &reader);
  void readGlobals(ByteReader &reader);
  void readExports(ByteReader &reader);
  void readStart(ByteReader &reader);
  void readElems(ByteReader &reader);
  void readDataCount(ByteReader &reader);
  void readCode(ByteReader &reader);
  void readDatas(ByteReader &reader);

  void readSubType(ByteReader &reader, uint64_t where);
  void readCompositeType(ByteReader &reader, TypeDefinition &type);
  FieldType readFieldType(ByteReader &reader);
  void readValueTypes(ByteReader &reader, Limit limit, std::vector<ValueType> &types);
  Limits readLimits(ByteReader &reader, bool isMemory, uint32_t &pageSizeLog2);
  TableType readTableType(ByteReader &reader);
  MemoryType readMemoryType(ByteReader &reader);
  GlobalType readGlobalType(ByteReader &reader);
  TypeIndex readTagType(ByteReader &reader);
  void addTable(Table table, ByteReader &reader);
  void addMemory(Memory memory, ByteReader &reader);
  void readElem(ByteReader &reader);
  void checkCounts(uint64_t end);

  /// Calls `one(where)` for each element of a vector whose count, with the `already` there, `limit`
  /// allows.
  template <typename One> void forEach(ByteReader &reader, Limit limit, uint32_t already, One one) {
    uint64_t where = reader.offset();
    uint32_t count = reader.leb32();
    if (!withinLimit(limit, uint64_t(already) + count, reader, where))
      return;
    for (uint32_t i = 0; i < count && !reader.failed(); ++i)
      one(reader.offset());
  }

  Bytes file;
  FeatureGate gate;
  Diagnostics &diag;
  Module &module;
  uint32_t bodies = 0;
  uint64_t elemItems = 0;
};

} // namespace

bool ModuleReader::readHeader(ByteReader &reader) {
  static constexpr uint8_t magic[] = {0x00, 'a', 's', 'm'};
  if (file.size() < 4) {
    reader.fail(0, file.empty() ? "unexpected end: the file is empty"
                                : "unexpected end: this is not a WebAssembly module");
    return false;
  }
  if (!std::equal(magic, magic + 4, file.begin())) {
    reader.fail(0, "magic header not detected: this is not a WebAssembly module");
    return false;
  }
  reader.bytes(4);
  uint32_t version = reader.fixed32();
  if (reader.failed())
    return false;
  if (version != 1) {
    bool isComponent = version >> 16 == 1;
    reader.fail(4,
                fmt::format("unknown binary version {:#x}{}", version,
                            isComponent ? " (a component; only core modules are supported)" : ""));
    return false;
  }
  return true;
}

bool ModuleReader::run() {
  module.file = file;
  ByteReader reader(file, 0, diag);
  if (!withinLimit(Limit::ModuleSize, file.size(), reader, 0) || !readHeader(reader))
    return false;
  unsigned lastOrder = 0;
  while (!reader.atEnd()) {
    uint64_t where = reader.offset();
    uint8_t id = reader.u8();
    if (id >= sectionCount) {
      reader.fail(where, fmt::format("malformed section id {}", id));
      return false;
    }
    uint32_t size = reader.leb32();
    ByteReader section = reader.sub(size);
    if (reader.failed())
      return false;
    if (Section(id) != Section::Custom) {
      if (sectionOrder[id] <= lastOrder) {
        reader.fail(where, fmt::format("unexpected content after last section: section {} comes {}",
                                       id, sectionOrder[id] == lastOrder ? "twice" : "too late"));
        return false;
      }
      lastOrder = sectionOrder[id];
    }
    readSection(Section(id), section);
    if (!section.failed() && !section.atEnd())
      section.fail(section.offset(), "section size mismatch: content ends before the section");
    if (section.failed())
      return false;
  }
  checkCounts(file.size());
  if (diag.hasErrors() || !validateDeclarations(module, gate, diag))
    return false;
  auto custom = [&](std::string_view name, void (*read)(const CustomSection &, Module &)) {
    auto found = std::find_if(module.customs.begin(), module.customs.end(),
                              [&](const CustomSection &c) { return c.name == name; });
    if (found != module.customs.end())
      read(*found, module);
  };
  custom("name", readNameSection);
  custom("metadata.code.branch_hint", readBranchHints);
  module.featuresUsed.add(gate.used);
  return true;
}

void ModuleReader::readSection(Section id, ByteReader &reader) {
  switch (id) {
  case Section::Custom:
    return readCustom(reader);
  case Section::Type:
    return readTypes(reader);
  case Section::Import:
    return readImports(reader);
  case Section::Function:
    return readFunctions(reader);
  case Section::Table:
    return readTables(reader);
  case Section::Memory:
    return readMemories(reader);
  case Section::Global:
    return readGlobals(reader);
  case Section::Export:
    return readExports(reader);
  case Section::Start:
    return readStart(reader);
  case Section::Elem:
    return readElems(reader);
  case Section::Code:
    return readCode(reader);
  case Section::Data:
    return readDatas(reader);
  case Section::DataCount:
    return readDataCount(reader);
  case Section::Tag:
    return readTags(reader);
  }
}

/// Counts that two sections must agree on (core 5.5.16).
void ModuleReader::checkCounts(uint64_t end) {
  uint32_t declared = module.functions.size() - module.importedFunctions;
  if (declared != bodies)
    diag.error(Location::byte(end),
               fmt::format("function and code section have inconsistent lengths: {} and {}",
                           declared, bodies));
  if (module.dataCount && *module.dataCount != module.datas.size())
    diag.error(Location::byte(end),
               fmt::format("data count and data section have inconsistent lengths: {} and {}",
                           *module.dataCount, module.datas.size()));
}

void ModuleReader::readCustom(ByteReader &reader) {
  uint64_t where = reader.offset();
  if (!withinLimit(Limit::CustomSections, module.customs.size() + 1, reader, where))
    return;
  CustomSection section;
  section.name = reader.name();
  section.offset = reader.offset();
  section.bytes = reader.bytes(reader.remaining());
  if (!reader.failed())
    module.customs.push_back(section);
}

void ModuleReader::readValueTypes(ByteReader &reader, Limit limit, std::vector<ValueType> &types) {
  forEach(reader, limit, 0, [&](uint64_t) { types.push_back(readValueType(reader, gate)); });
}

FieldType ModuleReader::readFieldType(ByteReader &reader) {
  FieldType field;
  uint8_t code = reader.peek();
  if (code == 0x78 || code == 0x77) {
    reader.u8();
    field.packing = code == 0x78 ? FieldType::Packing::I8 : FieldType::Packing::I16;
  } else {
    field.type = readValueType(reader, gate);
  }
  uint64_t where = reader.offset();
  uint8_t mutability = reader.u8();
  if (mutability > 1)
    reader.fail(where, "malformed mutability");
  field.isMutable = mutability == 1;
  return field;
}

void ModuleReader::readCompositeType(ByteReader &reader, TypeDefinition &type) {
  uint64_t where = reader.offset();
  switch (uint8_t form = reader.u8()) {
  case 0x60:
    readValueTypes(reader, Limit::Parameters, type.func.parameters);
    readValueTypes(reader, Limit::Results, type.func.results);
    if (type.func.results.size() > 1)
      gate.used.add(Feature::MultiValue);
    return;
  case 0x5f:
    type.kind = TypeDefinition::Kind::Struct;
    if (gate.requireType(Feature::Gc, reader, where))
      forEach(reader, Limit::Fields, 0,
              [&](uint64_t) { type.fields.push_back(readFieldType(reader)); });
    return;
  case 0x5e:
    type.kind = TypeDefinition::Kind::Array;
    if (gate.requireType(Feature::Gc, reader, where))
      type.fields.push_back(readFieldType(reader));
    return;
  default:
    reader.fail(where, form & 0x80 ? "integer representation too long"
                                   : fmt::format("malformed type form {:#04x}", form));
  }
}

void ModuleReader::readSubType(ByteReader &reader, uint64_t where) {
  TypeDefinition type;
  type.offset = where;
  type.groupBegin = module.types.size();
  uint8_t form = reader.peek();
  if (form == 0x4f || form == 0x50) { // sub final, sub
    if (!gate.requireType(Feature::Gc, reader, where))
      return;
    reader.u8();
    type.isFinal = form == 0x4f;
    uint64_t count = reader.leb32();
    if (count > 1)
      reader.fail(where, "sub type: more than one supertype");
    else if (count == 1)
      type.super = TypeIndex(reader.leb32());
  }
  readCompositeType(reader, type);
  if (!reader.failed())
    module.types.push(std::move(type));
}

void ModuleReader::readTypes(ByteReader &reader) {
  forEach(reader, Limit::Types, 0, [&](uint64_t where) {
    if (!withinLimit(Limit::Types, uint64_t(module.types.size()) + 1, reader, where))
      return;
    if (reader.peek() != 0x4e) {
      readSubType(reader, where);
      return;
    }
    if (!gate.requireType(Feature::Gc, reader, where))
      return;
    reader.u8();
    uint32_t begin = module.types.size();
    forEach(reader, Limit::Types, begin, [&](uint64_t at) { readSubType(reader, at); });
    for (uint32_t i = begin; i < module.types.size(); ++i) {
      module.types[TypeIndex(i)].groupBegin = begin;
      module.types[TypeIndex(i)].groupSize = module.types.size() - begin;
    }
  });
}

Limits ModuleReader::readLimits(ByteReader &reader, bool isMemory, uint32_t &pageSizeLog2) {
  uint64_t where = reader.offset();
  uint8_t flags = reader.u8();
  Limits limits;
  if (reader.failed())
    return limits;
  uint8_t known = isMemory ? 0x0f : 0x05;
  if (flags & ~known) {
    reader.fail(where, fmt::format("malformed limits flags {:#x}", flags));
    return limits;
  }
  limits.shared = flags & 2;
  limits.is64 = flags & 4;
  if ((limits.shared && !gate.require(Feature::Threads, reader, where)) ||
      (limits.is64 && !gate.require(Feature::Memory64, reader, where)) ||
      ((flags & 8) && !gate.require(Feature::CustomPageSizes, reader, where)))
    return limits;
  limits.minimum = limits.is64 ? reader.leb64() : reader.leb32();
  if (flags & 1)
    limits.maximum = limits.is64 ? reader.leb64() : reader.leb32();
  if (flags & 8) {
    pageSizeLog2 = reader.leb32();
    if (!reader.failed() && pageSizeLog2 != 0 && pageSizeLog2 != 16)
      reader.fail(where, "invalid custom page size");
  }
  return limits;
}

TableType ModuleReader::readTableType(ByteReader &reader) {
  TableType type;
  uint32_t unused = 0;
  type.element = readReferenceType(reader, gate);
  if (type.element != ValueType::funcref())
    gate.require(Feature::ReferenceTypes, reader, reader.offset());
  type.limits = readLimits(reader, false, unused);
  return type;
}

MemoryType ModuleReader::readMemoryType(ByteReader &reader) {
  MemoryType type;
  type.limits = readLimits(reader, true, type.pageSizeLog2);
  return type;
}

GlobalType ModuleReader::readGlobalType(ByteReader &reader) {
  GlobalType type;
  type.type = readValueType(reader, gate);
  uint64_t where = reader.offset();
  uint8_t mutability = reader.u8();
  if (mutability > 1)
    reader.fail(where, "malformed mutability");
  type.isMutable = mutability == 1;
  return type;
}

TypeIndex ModuleReader::readTagType(ByteReader &reader) {
  uint64_t where = reader.offset();
  if (!gate.require(Feature::Exceptions, reader, where))
    return {};
  if (reader.u8() != 0)
    reader.fail(where, "malformed tag attribute");
  return TypeIndex(reader.leb32());
}

void ModuleReader::addTable(Table table, ByteReader &reader) {
  if (!module.tables.empty() && !gate.require(Feature::ReferenceTypes, reader, table.offset))
    return;
  module.tables.push(std::move(table));
}

void ModuleReader::addMemory(Memory memory, ByteReader &reader) {
  if (!module.memories.empty() && !gate.require(Feature::MultiMemory, reader, memory.offset))
    return;
  module.memories.push(std::move(memory));
}

void ModuleReader::readImports(ByteReader &reader) {
  forEach(reader, Limit::Imports, 0, [&](uint64_t where) {
    ImportName name;
    name.offset = where;
    name.module = reader.name();
    name.name = reader.name();
    uint64_t kindOffset = reader.offset();
    uint8_t kind = reader.u8();
    if (reader.failed())
      return;
    ImportRef ref{ExternKind(kind), 0};
    switch (kind) {
    case 0: {
      Function function;
      function.import = name;
      function.offset = where;
      function.type = TypeIndex(reader.leb32());
      ref.index = raw(module.functions.push(std::move(function)));
      module.importedFunctions = module.functions.size();
      break;
    }
    case 1: {
      Table table;
      table.import = name;
      table.offset = where;
      table.type = readTableType(reader);
      ref.index = module.tables.size();
      addTable(std::move(table), reader);
      module.importedTables = module.tables.size();
      break;
    }
    case 2: {
      Memory memory;
      memory.import = name;
      memory.offset = where;
      memory.type = readMemoryType(reader);
      ref.index = module.memories.size();
      addMemory(std::move(memory), reader);
      module.importedMemories = module.memories.size();
      break;
    }
    case 3: {
      Global global;
      global.import = name;
      global.offset = where;
      global.type = readGlobalType(reader);
      if (global.type.isMutable)
        gate.used.add(Feature::MutableGlobals);
      ref.index = raw(module.globals.push(std::move(global)));
      module.importedGlobals = module.globals.size();
      break;
    }
    case 4: {
      Tag tag;
      tag.import = name;
      tag.offset = where;
      tag.type = readTagType(reader);
      ref.index = raw(module.tags.push(std::move(tag)));
      module.importedTags = module.tags.size();
      break;
    }
    default:
      reader.fail(kindOffset, fmt::format("malformed import kind {}", kind));
      return;
    }
    module.imports.push_back(ref);
  });
}

void ModuleReader::readFunctions(ByteReader &reader) {
  forEach(reader, Limit::Functions, module.functions.size(), [&](uint64_t where) {
    Function function;
    function.offset = where;
    function.type = TypeIndex(reader.leb32());
    module.functions.push(std::move(function));
  });
}

void ModuleReader::readTables(ByteReader &reader) {
  forEach(reader, Limit::Tables, module.tables.size(), [&](uint64_t where) {
    Table table;
    table.offset = where;
    bool hasInit = reader.peek() == 0x40;
    if (hasInit) {
      reader.u8();
      if (!gate.require(Feature::FunctionReferences, reader, where))
        return;
      if (reader.u8() != 0)
        reader.fail(where, "malformed table: zero byte expected");
    }
    table.type = readTableType(reader);
    if (hasInit)
      readConstExpr(reader, gate, table.init.emplace());
    addTable(std::move(table), reader);
  });
}

void ModuleReader::readMemories(ByteReader &reader) {
  forEach(reader, Limit::Memories, module.memories.size(), [&](uint64_t where) {
    Memory memory;
    memory.offset = where;
    memory.type = readMemoryType(reader);
    addMemory(std::move(memory), reader);
  });
}

void ModuleReader::readTags(ByteReader &reader) {
  forEach(reader, Limit::Tags, module.tags.size(), [&](uint64_t where) {
    Tag tag;
    tag.offset = where;
    tag.type = readTagType(reader);
    module.tags.push(std::move(tag));
  });
}

void ModuleReader::readGlobals(ByteReader &reader) {
  forEach(reader, Limit::Globals, module.globals.size(), [&](uint64_t where) {
    Global global;
    global.offset = where;
    global.type = readGlobalType(reader);
    readConstExpr(reader, gate, global.init);
    module.globals.push(std::move(global));
  });
}

void ModuleReader::readExports(ByteReader &reader) {
  forEach(reader, Limit::Exports, 0, [&](uint64_t where) {
    Export e;
    e.offset = where;
    e.name = reader.name();
    uint64_t kindOffset = reader.offset();
    uint8_t kind = reader.u8();
    e.index = reader.leb32();
    if (kind > 4)
      reader.fail(kindOffset, fmt::format("malformed export kind {}", kind));
    else if (kind == 4)
      gate.require(Feature::Exceptions, reader, kindOffset);
    e.kind = ExternKind(kind);
    module.exports.push_back(e);
  });
}

void ModuleReader::readStart(ByteReader &reader) {
  module.startOffset = reader.offset();
  module.start = FuncIndex(reader.leb32());
}

void ModuleReader::readElem(ByteReader &reader) {
  ElemSegment segment;
  segment.fileOffset = reader.offset();
  uint32_t flags = reader.leb32();
  if (flags > 7) {
    reader.fail(segment.fileOffset, fmt::format("malformed elements segment kind {}", flags));
    return;
  }
  // Bit 0: not active; bit 1: an explicit table, or declarative; bit 2: expressions.
  bool isActive = !(flags & 1);
  segment.mode = isActive      ? SegmentMode::Active
                 : (flags & 2) ? SegmentMode::Declarative
                               : SegmentMode::Passive;
  if (flags && !gate.require(Feature::BulkMemory, reader, segment.fileOffset))
    return;
  if (isActive) {
    segment.table = TableIndex(flags & 2 ? reader.leb32() : 0);
    readConstExpr(reader, gate, segment.offset);
  }
  bool hasExpressions = flags & 4;
  // Plain indices are never null; that matters only where types can say so.
  bool isNullable = hasExpressions || !gate.allows(Feature::FunctionReferences);
  segment.type = ValueType::ref(HeapType::Func, isNullable);
  if (flags & 3) {
    uint64_t where = reader.offset();
    if (hasExpressions)
      segment.type = readReferenceType(reader, gate);
    else if (reader.u8() != 0)
      reader.fail(where, "malformed element kind");
  }
  forEach(reader, Limit::ElemItems, uint32_t(elemItems), [&](uint64_t where) {
    if (segment.items.size() == segment.items.capacity())
      segment.items.reserve(segment.items.size() + segment.items.size() / 4 + 8);
    ConstExpr item;
    item.offset = where;
    if (hasExpressions) {
      readConstExpr(reader, gate, item);
    } else {
      item.operations.resize(1);
      item.operations[0].opcode = Opcode::RefFunc;
      item.operations[0].index = reader.leb32();
    }
    segment.items.push_back(std::move(item));
  });
  elemItems += segment.items.size();
  module.elems.push(std::move(segment));
}

void ModuleReader::readElems(ByteReader &reader) {
  forEach(reader, Limit::ElemSegments, 0, [&](uint64_t) { readElem(reader); });
}

void ModuleReader::readDataCount(ByteReader &reader) {
  uint64_t where = reader.offset();
  module.dataCount = reader.leb32();
  if (!withinLimit(Limit::DataSegments, *module.dataCount, reader, where))
    return;
  gate.require(Feature::BulkMemory, reader, where);
}

void ModuleReader::readCode(ByteReader &reader) {
  uint64_t start = reader.offset();
  forEach(reader, Limit::Functions, 0, [&](uint64_t where) {
    uint32_t size = reader.leb32();
    uint64_t bodyOffset = reader.offset();
    if (!withinLimit(Limit::BodySize, size, reader, where))
      return;
    Bytes body = reader.bytes(size);
    FuncIndex function{module.importedFunctions + bodies++};
    if (!module.functions.contains(function)) {
      reader.fail(start, "function and code section have inconsistent lengths");
      return;
    }
    module.functions[function].body = body;
    module.functions[function].bodyOffset = bodyOffset;
  });
}

void ModuleReader::readDatas(ByteReader &reader) {
  forEach(reader, Limit::DataSegments, 0, [&](uint64_t where) {
    DataSegment segment;
    segment.fileOffset = where;
    uint32_t flags = reader.leb32();
    if (flags > 2) {
      reader.fail(where, fmt::format("malformed data segment kind {}", flags));
      return;
    }
    if (flags && !gate.require(Feature::BulkMemory, reader, where))
      return;
    segment.mode = flags == 1 ? SegmentMode::Passive : SegmentMode::Active;
    if (flags == 2)
      segment.memory = MemoryIndex(reader.leb32());
    if (segment.mode == SegmentMode::Active)
      readConstExpr(reader, gate, segment.offset);
    uint32_t size = reader.leb32();
    segment.bytes = reader.bytes(size);
    module.datas.push(std::move(segment));
  });
}

bool readModule(Bytes file, FeatureSet enabled, Diagnostics &diag, Module &module) {
  return ModuleReader(file, enabled, diag, module).run();
}

} // namespace sinter
