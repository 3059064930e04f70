//===-- Printer.cpp - From bytes to text -------------------------------------===//
//
// Sections in the order of the file, each entry a field of its own on a line of
// its own (spec 6.6). Functions are printed where the code section is. Entries
// are numbered as they come, imported ones first.
//
//===----------------------------------------------------------------------===//

#include "text/Printer.h"

#include "text/ModulePrinter.h"
#include "wasm/Limits.h"

namespace sinter {

static uint32_t firstOf(const ModuleLayout &layout, ExternKind kind) {
  return layout.imported[unsigned(kind)];
}

/// Sections as placements of custom sections call them, by id.
static constexpr std::string_view sectionNames[sectionEnd] = {
    "",       "type",  "import", "func", "table", "memory",    "global",
    "export", "start", "elem",   "code", "data",  "datacount", "tag"};

void ModulePrinter::define(std::string_view keyword, Names::Space space, uint32_t index) {
  out.line(1) << '(' << keyword;
  names.spaces[space].definition(out, index);
  (out << " (;").number(index) << ";)";
}

void ModulePrinter::valueTypes(std::string_view keyword, const std::vector<ValueType> &types) {
  if (types.empty())
    return;
  out << " (" << keyword;
  for (ValueType type : types) {
    out << ' ';
    instructions.valueType(type, out);
  }
  out << ')';
}

/// Named parameters one by one, the others together.
void ModulePrinter::parameters(const std::vector<ValueType> &types, const Identifiers *locals) {
  std::vector<ValueType> unnamed;
  for (uint32_t i = 0; i < types.size(); ++i) {
    if (locals == nullptr || !locals->has(i)) {
      unnamed.push_back(types[i]);
      continue;
    }
    valueTypes("param", unnamed);
    unnamed.clear();
    out << " (param";
    locals->definition(out, i);
    out << ' ';
    instructions.valueType(types[i], out);
    out << ')';
  }
  valueTypes("param", unnamed);
}

void ModulePrinter::functionType(uint32_t type, const Identifiers *locals) {
  out << ' ';
  instructions.typeUse(type, out);
  if (const FuncType *func = layout.funcType(type)) {
    parameters(func->parameters, locals);
    valueTypes("result", func->results);
  }
}

void ModulePrinter::limits(const EncodedLimits &limits) {
  out << (limits.is64 ? " i64 " : " ");
  out.number(limits.minimum);
  if (limits.hasMaximum)
    (out << ' ').number(limits.maximum);
  if (limits.shared)
    out << " shared";
  if (limits.hasPageSize)
    (out << " (pagesize ").number(uint64_t(1) << limits.pageSizeLog2) << ')';
}

void ModulePrinter::tableType(const EncodedLimits &size, ValueType element) {
  limits(size);
  out << ' ';
  instructions.valueType(element, out);
}

void ModulePrinter::globalType(const GlobalType &type) {
  out << (type.isMutable ? " (mut " : " ");
  instructions.valueType(type.type, out);
  if (type.isMutable)
    out << ')';
}

void ModulePrinter::composite(uint32_t index) {
  const ModuleLayout::Type &type = layout.types[index];
  auto field = [&](const ModuleLayout::Field &f) {
    out << (f.isMutable ? " (mut " : " ");
    if (f.packedBits != 0)
      (out << 'i').number(f.packedBits);
    else
      instructions.valueType(f.type, out);
    if (f.isMutable)
      out << ')';
  };
  switch (type.kind) {
  case ModuleLayout::Type::Kind::Func:
    out << "(func";
    parameters(type.func.parameters, nullptr);
    valueTypes("result", type.func.results);
    break;
  case ModuleLayout::Type::Kind::Struct: {
    out << "(struct";
    Identifiers fields = names.fieldsOf(index);
    for (uint32_t i = 0; i < type.fields.size(); ++i) {
      out << " (field";
      fields.definition(out, i);
      field(type.fields[i]);
      out << ')';
    }
    break;
  }
  case ModuleLayout::Type::Kind::Array:
    out << "(array";
    field(type.fields[0]);
    break;
  }
  out << ')';
}

void ModulePrinter::type(uint32_t index, size_t depth) {
  const ModuleLayout::Type &type = layout.types[index];
  out.line(depth) << "(type";
  names.spaces[Names::Types].definition(out, index);
  (out << " (;").number(index) << ";) ";
  if (type.isSub) {
    out << (type.isFinal ? "(sub final " : "(sub ");
    for (uint32_t super : type.supers) {
      instructions.index(Names::Types, super, out);
      out << ' ';
    }
  }
  composite(index);
  out << (type.isSub ? "))" : ")");
}

void ModulePrinter::types() {
  auto empty = layout.emptyGroups.begin();
  uint32_t groupEnd = 0;
  for (uint32_t i = 0; i <= layout.types.size(); ++i) {
    if (groupEnd != 0 && i == groupEnd) {
      out << ')';
      groupEnd = 0;
    }
    for (; empty != layout.emptyGroups.end() && *empty == i; ++empty)
      out.line(1) << "(rec)";
    if (i == layout.types.size())
      break;
    if (layout.types[i].groupSize != 0) {
      groupEnd = i + layout.types[i].groupSize;
      out.line(1) << "(rec";
    }
    type(i, groupEnd != 0 ? 2 : 1);
    out.drain();
  }
}

void ModulePrinter::import(EncodedReader &reader, uint32_t (&next)[5]) {
  std::string_view module = reader.name();
  std::string_view name = reader.name();
  ExternType type = reader.externType();
  if (reader.failed())
    return;
  static constexpr Names::Space spaces[] = {Names::Functions, Names::Tables, Names::Memories,
                                            Names::Globals, Names::Tags};
  uint32_t index = next[unsigned(type.kind)]++;
  define(toString(type.kind), spaces[unsigned(type.kind)], index);
  out << " (import ";
  string(module);
  out << ' ';
  string(name);
  out << ')';
  switch (type.kind) {
  case ExternKind::Func: {
    Identifiers parameters = names.localsOf(index);
    functionType(type.function, &parameters);
    break;
  }
  case ExternKind::Table:
    tableType(type.limits, type.element);
    break;
  case ExternKind::Memory:
    limits(type.limits);
    break;
  case ExternKind::Global:
    globalType(type.global);
    break;
  case ExternKind::Tag:
    functionType(type.function, nullptr);
    break;
  }
  out << ')';
}

void ModulePrinter::imports(EncodedReader &reader) {
  uint32_t next[5] = {};
  forEach(reader, [&](uint32_t) { import(reader, next); });
}

void ModulePrinter::tables(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    bool hasInit = reader.peek() == 0x40;
    if (hasInit) {
      reader.u8();
      reader.zero("table");
    }
    ValueType element = reader.referenceType();
    EncodedLimits limits = reader.limits(false);
    define("table", Names::Tables, firstOf(layout, ExternKind::Table) + i);
    tableType(limits, element);
    if (hasInit) {
      out << ' ';
      uint64_t where = reader.offset();
      if (instructions.expression(reader, out) == 0)
        reader.fail(where, "constant expression required");
    }
    out << ')';
  });
}

void ModulePrinter::memories(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    EncodedLimits type = reader.limits(true);
    define("memory", Names::Memories, firstOf(layout, ExternKind::Memory) + i);
    limits(type);
    out << ')';
  });
}

void ModulePrinter::globals(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    GlobalType type = reader.globalType();
    define("global", Names::Globals, firstOf(layout, ExternKind::Global) + i);
    globalType(type);
    out << ' ';
    instructions.expression(reader, out);
    out << ')';
  });
}

void ModulePrinter::tags(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    reader.zero("tag attribute");
    define("tag", Names::Tags, firstOf(layout, ExternKind::Tag) + i);
    functionType(reader.u32(), nullptr);
    out << ')';
  });
}

void ModulePrinter::exports(EncodedReader &reader) {
  static constexpr Names::Space spaces[] = {Names::Functions, Names::Tables, Names::Memories,
                                            Names::Globals, Names::Tags};
  forEach(reader, [&](uint32_t) {
    std::string_view name = reader.name();
    uint64_t where = reader.offset();
    uint8_t kind = reader.u8();
    if (kind >= std::size(spaces)) {
      reader.fail(where, "malformed export kind");
      return;
    }
    out.line(1) << "(export ";
    string(name);
    out << " (" << toString(ExternKind(kind)) << ' ';
    instructions.index(spaces[kind], reader.u32(), out);
    out << "))";
  });
}

void ModulePrinter::start(EncodedReader &reader) {
  out.line(1) << "(start ";
  instructions.index(Names::Functions, reader.u32(), out);
  out << ')';
}

/// Declarations of locals, the first of which has the index `local`.
void ModulePrinter::localRuns(EncodedReader &reader, uint32_t local, const Identifiers &locals) {
  uint32_t runs = reader.u32();
  uint64_t declared = 0;
  bool isOpen = false; // a "(local" of locals without names
  auto close = [&] {
    if (isOpen)
      out << ')';
    isOpen = false;
  };
  std::optional<ValueType> last;
  for (uint32_t i = 0; i < runs && !reader.failed(); ++i) {
    uint64_t where = reader.offset();
    uint32_t count = reader.u32();
    ValueType type = reader.valueType();
    declared += count;
    if (declared > limitValue(Limit::Locals)) {
      reader.fail(where, limitMessage(Limit::Locals, declared));
      return;
    }
    emptyRuns += count == 0;
    if (count == 0)
      continue;
    if (last && *last == type) { // the assembler would join them
      close();
      out.line(2) << "(@sinter.run)";
    }
    last = type;
    for (uint32_t j = 0; j < count; ++j, ++local) {
      bool isNamed = locals.has(local);
      if (isNamed)
        close();
      if (!isOpen)
        out.line(2) << "(local";
      if (isNamed)
        locals.definition(out, local);
      out << ' ';
      instructions.valueType(type, out);
      isOpen = true;
      if (isNamed)
        close();
    }
  }
  close();
}

void ModulePrinter::function(uint32_t index, const ModuleLayout::Body &body) {
  EncodedReader reader(body.bytes, body.offset, diag, longer);
  Identifiers locals = names.localsOf(index);
  define("func", Names::Functions, index);
  uint32_t type = layout.functionTypes[index];
  functionType(type, &locals);
  const FuncType *func = layout.funcType(type);
  localRuns(reader, func ? uint32_t(func->parameters.size()) : 0, locals);
  auto found = std::lower_bound(hints.begin(), hints.end(), index,
                                [](const auto &entry, uint32_t f) { return entry.first < f; });
  static const InstructionPrinter::Hints none;
  bool hasHints = found != hints.end() && found->first == index;
  instructions.body(reader, body, locals, hasHints ? found->second : none, out);
  if (!reader.failed() && !reader.atEnd())
    reader.fail(reader.offset(), "unexpected content after the end of the function");
  out << ')';
}

void ModulePrinter::code() {
  uint32_t first = firstOf(layout, ExternKind::Func);
  for (uint32_t i = 0; i < layout.bodies.size() && !diag.hasErrors() && !out.failed(); ++i) {
    function(first + i, layout.bodies[i]);
    out.drain();
  }
}

void ModulePrinter::elem(EncodedReader &reader) {
  uint64_t where = reader.offset();
  uint32_t flags = reader.u32();
  if (flags > 7) {
    reader.fail(where, "malformed elements segment kind");
    return;
  }
  bool isActive = !(flags & 1);
  bool hasTable = isActive && (flags & 2);
  bool hasExpressions = flags & 4;
  uint32_t table = hasTable ? reader.u32() : 0;
  TextOutput offset;
  if (isActive)
    instructions.wrapped(reader, "offset", offset);
  ValueType type = ValueType::funcref();
  if ((flags & 3) && hasExpressions)
    type = reader.referenceType();
  else if (flags & 3)
    reader.zero("element kind");
  // Without a table, a segment is of table 0 and of functions.
  if (hasTable && table == 0 && type == ValueType::funcref()) {
    hasTable = false;
    reader.noteLonger();
  }
  if (hasTable) {
    out << " (table ";
    instructions.index(Names::Tables, table, out);
    out << ')';
  }
  if (isActive)
    out << ' ' << offset.text;
  else if (flags & 2)
    out << " declare";
  out << ' ';
  if (hasExpressions)
    instructions.valueType(type, out);
  else
    out << "func";
  constexpr uint32_t perLine = 12;
  bool onLines = reader.peek() > perLine;
  forEach(reader, [&](uint32_t i) {
    if (onLines && i % perLine == 0)
      out.line(2);
    else
      out << ' ';
    if (hasExpressions)
      instructions.wrapped(reader, "item", out);
    else
      instructions.index(Names::Functions, reader.u32(), out);
  });
}

void ModulePrinter::elems(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    define("elem", Names::Elems, i);
    elem(reader);
    out << ')';
  });
}

/// A string, in pieces on lines of their own where it is long.
void ModulePrinter::data(Bytes bytes) {
  constexpr size_t perLine = 64;
  std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  bool onLines = text.size() > perLine;
  for (size_t at = 0; at == 0 || at < text.size(); at += perLine) {
    if (onLines)
      out.line(2);
    else
      out << ' ';
    out.string(text.substr(at, perLine), false);
    out.drain();
  }
}

void ModulePrinter::datas(EncodedReader &reader) {
  forEach(reader, [&](uint32_t i) {
    uint64_t where = reader.offset();
    uint32_t flags = reader.u32();
    if (flags > 2) {
      reader.fail(where, "malformed data segment kind");
      return;
    }
    define("data", Names::Datas, i);
    if (flags == 2) {
      if (uint32_t memory = reader.u32(); memory != 0) {
        out << " (memory ";
        instructions.index(Names::Memories, memory, out);
        out << ')';
      } else {
        reader.noteLonger();
      }
    }
    if (flags != 1) {
      out << ' ';
      instructions.wrapped(reader, "offset", out);
    }
    uint32_t size = reader.u32();
    data(reader.bytes(size));
    out << ')';
  });
}

/// Where a custom section stands: behind the last section that is none.
void ModulePrinter::place() {
  if (previous == nullptr)
    out << " (before first)";
  else
    out << " (after " << sectionNames[previous->id] << ')';
}

void ModulePrinter::custom(const Section &section) {
  if (&section == hintSection)
    return;
  if (&section == names.regenerated) {
    if (&section == &layout.sections.back())
      return; // where the assembler puts it anyway
    out.line(1) << "(@sinter.names";
    place();
  } else {
    out.line(1) << "(@custom ";
    string(section.name);
    place();
    if (!section.bytes.empty())
      data(section.bytes);
  }
  out << ')';
}

void ModulePrinter::section(const Section &section, EncodedReader &reader) {
  switch (section.id) {
  case sectionType:
    return types();
  case sectionCode:
    return code();
  case sectionFunction:
    return;
  case sectionImport:
    imports(reader);
    break;
  case sectionTable:
    tables(reader);
    break;
  case sectionMemory:
    memories(reader);
    break;
  case sectionTag:
    tags(reader);
    break;
  case sectionGlobal:
    globals(reader);
    break;
  case sectionExport:
    exports(reader);
    break;
  case sectionStart:
    start(reader);
    break;
  case sectionElem:
    elems(reader);
    break;
  case sectionData:
    datas(reader);
    break;
  case sectionDataCount:
    reader.u32();
    break;
  }
  if (!reader.failed() && !reader.atEnd())
    reader.fail(reader.offset(), "section size mismatch: content ends before the section");
}

/// Says how long sizes of sections are, if need be, and if the assembler will make the same
/// sections.
void ModulePrinter::sectionLengths() {
  if (layout.longSizes == 0)
    return;
  if (layout.emptySections != 0 || lacksDataCount()) {
    longer += layout.longSizes;
    return;
  }
  out.line(1) << "(@sinter.sections";
  for (const Section &s : layout.sections)
    (out << ' ').number(s.sizeLength);
  out << ')';
}

void ModulePrinter::notes() {
  auto note = [&](uint64_t count, std::string_view what) {
    if (count != 0)
      (out << ";; ").number(count) << ' ' << what << '\n';
  };
  bool any = lacksDataCount() || longer != 0 || layout.emptySections != 0 || emptyRuns != 0 ||
             instructions.lostHints() != 0;
  if (any)
    out << ";; This text assembles to an equivalent module, but not to the same bytes:\n";
  note(longer, "encodings are longer than need be in the binary module");
  note(layout.emptySections, "sections of it are empty");
  note(emptyRuns, "declarations of locals declare none");
  note(lacksDataCount(), "data count section is missing");
  note(instructions.lostHints(), "branch hints are of no branch, and left out");
}

bool ModulePrinter::print() {
  readBranchHints();
  out << "(module";
  if (!names.module.empty())
    (out << ' ').identifier(names.module);
  for (const Section &s : layout.sections) {
    if (diag.hasErrors() || out.failed())
      break;
    if (s.id == sectionCustom) {
      custom(s);
      continue;
    }
    uint64_t counted = 0; // by the layout already
    bool again = s.id == sectionImport;
    EncodedReader reader(s.bytes, s.offset, diag, again ? counted : longer);
    section(s, reader);
    previous = &s;
  }
  if (layout.dataCount && !instructions.usesDatas())
    out.line(1) << "(@sinter.datacount)";
  sectionLengths();
  out << ")\n";
  notes();
  out.flush();
  return !diag.hasErrors() && !out.failed();
}

bool printModule(Bytes file, Diagnostics &diag, const TextSink &sink) {
  ModuleLayout layout;
  if (!readLayout(file, diag, layout))
    return false;
  PrinterNames names = readPrinterNames(layout);
  return ModulePrinter(layout, names, diag, sink).print();
}

} // namespace sinter
