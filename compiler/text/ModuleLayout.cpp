//===-- ModuleLayout.cpp - Finding sections, types and bodies ----------------===//
//
// Core 5.5. Counts of vectors are never trusted: what they announce is read, or
// the reader fails at the section's end.
//
//===----------------------------------------------------------------------===//

#include "text/ModuleLayout.h"

#include <algorithm>

namespace sinter {

namespace {

/// The place that core 5.5.2 gives each section, by its id.
constexpr uint8_t sectionOrder[sectionEnd] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 11, 6};

class LayoutReader {
public:
  LayoutReader(Bytes file, Diagnostics &diag, ModuleLayout &layout)
      : file(file), diag(diag), layout(layout) {}

  bool run();

private:
  bool header(EncodedReader &reader);
  bool section(EncodedReader &reader, unsigned &lastOrder);
  void contents(const ModuleLayout::Section &section, EncodedReader &reader);
  void recursionGroup(EncodedReader &reader);
  void subType(EncodedReader &reader, bool alone);
  void imports(EncodedReader &reader);
  void bodies(EncodedReader &reader);

  Bytes file;
  Diagnostics &diag;
  ModuleLayout &layout;
};

} // namespace

bool LayoutReader::header(EncodedReader &reader) {
  static constexpr uint8_t magic[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  if (file.size() >= sizeof magic && std::equal(magic, std::end(magic), file.begin())) {
    reader.bytes(sizeof magic);
    return true;
  }
  reader.fail(0, "this is not a WebAssembly module of version 1");
  return false;
}

bool LayoutReader::section(EncodedReader &reader, unsigned &lastOrder) {
  uint64_t where = reader.offset();
  ModuleLayout::Section section;
  section.id = reader.u8();
  if (section.id >= sectionEnd)
    reader.fail(where, "malformed section id " + std::to_string(section.id));
  uint32_t size = reader.u32();
  section.offset = reader.offset();
  section.sizeLength = uint8_t(section.offset - where - 1);
  section.bytes = reader.bytes(size);
  if (reader.failed())
    return false;
  uint64_t ignored = 0; // what is counted while it is printed
  bool isCounted = section.id <= sectionFunction || section.id == sectionCode;
  EncodedReader inner(section.bytes, section.offset, diag, isCounted ? layout.longer : ignored);
  if (section.id == sectionCustom) {
    section.name = inner.name();
    section.offset = inner.offset();
    section.bytes = section.bytes.last(inner.remaining());
  } else if (sectionOrder[section.id] <= lastOrder) {
    reader.fail(where, "unexpected content after last section");
  } else {
    lastOrder = sectionOrder[section.id];
    contents(section, inner);
  }
  layout.sections.push_back(section);
  return !inner.failed() && !reader.failed();
}

void LayoutReader::contents(const ModuleLayout::Section &section, EncodedReader &reader) {
  // Every entry takes a byte at least; who announces more is found out when it is printed.
  auto entries = [&] { return uint32_t(std::min<size_t>(reader.u32(), reader.remaining())); };
  auto count = [&](ExternKind kind) { layout.counts[unsigned(kind)] += entries(); };
  bool isVector = section.id != sectionStart && section.id != sectionDataCount;
  layout.emptySections += isVector && reader.peek() == 0;
  switch (section.id) {
  case sectionType: {
    uint32_t groups = reader.u32();
    for (uint32_t i = 0; i < groups && !reader.failed(); ++i)
      recursionGroup(reader);
    break;
  }
  case sectionImport:
    imports(reader);
    break;
  case sectionFunction: {
    uint32_t functions = reader.u32();
    for (uint32_t i = 0; i < functions && !reader.failed(); ++i)
      layout.functionTypes.push_back(reader.u32());
    layout.counts[unsigned(ExternKind::Func)] = uint32_t(layout.functionTypes.size());
    break;
  }
  case sectionCode:
    bodies(reader);
    break;
  case sectionTable:
    return count(ExternKind::Table);
  case sectionMemory:
    return count(ExternKind::Memory);
  case sectionGlobal:
    return count(ExternKind::Global);
  case sectionTag:
    return count(ExternKind::Tag);
  case sectionElem:
    layout.elems = entries();
    return;
  case sectionData:
    layout.datas = entries();
    return;
  case sectionDataCount:
    layout.dataCount = reader.u32();
    return;
  default:
    return;
  }
  if (!reader.failed() && !reader.atEnd())
    reader.fail(reader.offset(), "section size mismatch: content ends before the section");
}

void LayoutReader::recursionGroup(EncodedReader &reader) {
  if (reader.peek() != 0x4e)
    return subType(reader, true);
  reader.u8();
  uint32_t members = reader.u32();
  uint32_t first = uint32_t(layout.types.size());
  if (members == 0)
    layout.emptyGroups.push_back(first);
  if (members == 1)
    reader.noteLonger(); // a group of one is what a type by itself is
  for (uint32_t i = 0; i < members && !reader.failed(); ++i)
    subType(reader, false);
  if (members != 0 && !reader.failed()) {
    layout.types[first].startsGroup = true;
    layout.types[first].groupSize = members;
  }
}

void LayoutReader::subType(EncodedReader &reader, bool alone) {
  ModuleLayout::Type type;
  type.startsGroup = alone;
  uint64_t where = reader.offset();
  uint8_t form = reader.u8();
  if (form == 0x50 || form == 0x4f) {
    type.isSub = true;
    type.isFinal = form == 0x4f;
    uint32_t supers = reader.u32();
    if (type.isFinal && supers == 0)
      reader.noteLonger();
    for (uint32_t i = 0; i < supers && !reader.failed(); ++i)
      type.supers.push_back(reader.u32());
    where = reader.offset();
    form = reader.u8();
  }
  auto types = [&](std::vector<ValueType> &list) {
    uint32_t count = reader.u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i)
      list.push_back(reader.valueType());
  };
  auto field = [&] {
    ModuleLayout::Field field;
    if (reader.peek() == 0x78 || reader.peek() == 0x77)
      field.packedBits = reader.u8() == 0x78 ? 8 : 16;
    else
      field.type = reader.valueType();
    uint64_t at = reader.offset();
    uint8_t mutability = reader.u8();
    if (mutability > 1)
      reader.fail(at, "malformed mutability");
    field.isMutable = mutability == 1;
    type.fields.push_back(field);
  };
  if (form == 0x60) {
    types(type.func.parameters);
    types(type.func.results);
  } else if (form == 0x5f) {
    type.kind = ModuleLayout::Type::Kind::Struct;
    uint32_t fields = reader.u32();
    for (uint32_t i = 0; i < fields && !reader.failed(); ++i)
      field();
  } else if (form == 0x5e) {
    type.kind = ModuleLayout::Type::Kind::Array;
    field();
  } else {
    reader.fail(where, "malformed type form");
  }
  layout.types.push_back(std::move(type));
}

void LayoutReader::imports(EncodedReader &reader) {
  uint32_t count = reader.u32();
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    reader.name();
    reader.name();
    ExternType type = reader.externType();
    if (reader.failed())
      return;
    if (type.kind == ExternKind::Func)
      layout.functionTypes.push_back(type.function);
    ++layout.imported[unsigned(type.kind)];
    ++layout.counts[unsigned(type.kind)];
  }
}

void LayoutReader::bodies(EncodedReader &reader) {
  uint32_t count = reader.u32();
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    uint32_t size = reader.u32();
    uint64_t offset = reader.offset();
    layout.bodies.push_back({reader.bytes(size), offset});
  }
}

bool LayoutReader::run() {
  EncodedReader reader(file, 0, diag, layout.longSizes);
  if (!header(reader))
    return false;
  unsigned lastOrder = 0;
  while (!reader.atEnd())
    if (!section(reader, lastOrder))
      return false;
  if (layout.dataCount && *layout.dataCount != layout.datas)
    reader.fail(file.size(), "data count and data section have inconsistent lengths");
  size_t declared = layout.functionTypes.size() - layout.imported[unsigned(ExternKind::Func)];
  if (declared != layout.bodies.size())
    reader.fail(file.size(), "function and code section have inconsistent lengths");
  return !diag.hasErrors();
}

bool readLayout(Bytes file, Diagnostics &diag, ModuleLayout &layout) {
  return LayoutReader(file, diag, layout).run();
}

} // namespace sinter
