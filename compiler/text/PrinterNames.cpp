//===-- PrinterNames.cpp - Names from bytes to identifiers -------------------===//
//
// Core 7.4.1 and the extended name section. Errors are nobody's business:
// custom sections cannot make a module wrong.
//
//===----------------------------------------------------------------------===//

#include "text/PrinterNames.h"

#include "wasm/Limits.h"

#include <algorithm>
#include <unordered_set>

namespace sinter {

Identifiers::Identifiers(const NameList &names) {
  if (names.empty())
    return;
  identifiers.resize(names.back().first + 1);
  std::unordered_set<std::string> taken;
  std::vector<bool> isOwn(names.size());
  for (size_t i = 0; i < names.size(); ++i)
    isOwn[i] = !names[i].second.empty() && taken.emplace(names[i].second).second;
  TextOutput spelt;
  for (size_t i = 0; i < names.size(); ++i) {
    auto [index, name] = names[i];
    std::string id(name);
    if (!isOwn[i]) {
      id += '#' + std::to_string(index);
      while (!taken.insert(id).second)
        id += '#';
      realNames.emplace(index, name);
    }
    spelt.text.clear();
    spelt.identifier(id);
    identifiers[index] = spelt.text;
  }
}

void Identifiers::reference(TextOutput &out, uint32_t index) const {
  if (has(index))
    out << identifiers[index];
  else
    out.number(index);
}

void Identifiers::definition(TextOutput &out, uint32_t index) const {
  if (!has(index))
    return;
  out << ' ' << identifiers[index];
  if (auto real = realNames.find(index); real != realNames.end())
    (out << " (@name ").string(real->second, true) << ')';
}

Identifiers PrinterNames::inner(const std::vector<std::pair<uint32_t, NameList>> &lists,
                                uint32_t key) {
  auto found = std::lower_bound(lists.begin(), lists.end(), key,
                                [](const auto &entry, uint32_t k) { return entry.first < k; });
  return found != lists.end() && found->first == key ? Identifiers(found->second) : Identifiers();
}

namespace {

class NameReader {
public:
  explicit NameReader(const ModuleLayout &layout) : layout(layout) {}

  PrinterNames read();

private:
  bool section(EncodedReader &reader);
  NameList nameMap(EncodedReader &reader, uint64_t limit);
  void nested(EncodedReader &reader, uint32_t outerLimit,
              std::vector<std::pair<uint32_t, NameList>> &lists);
  uint64_t innerLimit(uint32_t outer);
  uint64_t spaceSize(uint8_t id) const;

  const ModuleLayout &layout;
  PrinterNames names;
  Diagnostics ignored{""};
  uint64_t longer = 0;
  bool isCanonical = true; ///< what the assembler would make, but for encodings
  bool inFields = false;
};

uint64_t NameReader::spaceSize(uint8_t id) const {
  switch (id) {
  case PrinterNames::Functions:
    return layout.counts[unsigned(ExternKind::Func)];
  case PrinterNames::Types:
    return layout.types.size();
  case PrinterNames::Tables:
    return layout.counts[unsigned(ExternKind::Table)];
  case PrinterNames::Memories:
    return layout.counts[unsigned(ExternKind::Memory)];
  case PrinterNames::Globals:
    return layout.counts[unsigned(ExternKind::Global)];
  case PrinterNames::Elems:
    return layout.elems;
  case PrinterNames::Datas:
    return layout.datas;
  case PrinterNames::Tags:
    return layout.counts[unsigned(ExternKind::Tag)];
  default:
    return 0;
  }
}

/// The names of indices below `limit`.
NameList NameReader::nameMap(EncodedReader &reader, uint64_t limit) {
  NameList list;
  uint32_t count = reader.u32();
  isCanonical &= count != 0;
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    uint32_t index = reader.u32();
    std::string_view name = reader.name();
    if (index < limit && (list.empty() || list.back().first < index))
      list.emplace_back(index, name);
    else
      isCanonical = false;
  }
  return list;
}

/// How many locals that function has, or fields that type.
uint64_t NameReader::innerLimit(uint32_t outer) {
  if (inFields)
    return layout.types[outer].kind == ModuleLayout::Type::Kind::Struct
               ? layout.types[outer].fields.size()
               : 0;
  uint32_t importedFunctions = layout.imported[unsigned(ExternKind::Func)];
  const FuncType *type = layout.funcType(layout.functionTypes[outer]);
  uint64_t count = type ? type->parameters.size() : 0;
  if (outer < importedFunctions)
    return count;
  const ModuleLayout::Body &body = layout.bodies[outer - importedFunctions];
  uint64_t unused = 0;
  EncodedReader reader(body.bytes, 0, ignored, unused);
  uint32_t runs = reader.u32();
  for (uint32_t i = 0; i < runs && !reader.failed(); ++i) {
    count += reader.u32();
    reader.valueType();
  }
  return std::min(count, limitValue(Limit::Parameters) + limitValue(Limit::Locals));
}

void NameReader::nested(EncodedReader &reader, uint32_t outerLimit,
                        std::vector<std::pair<uint32_t, NameList>> &lists) {
  uint32_t count = reader.u32();
  isCanonical &= count != 0;
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    uint32_t outer = reader.u32();
    bool inOrder = outer < outerLimit && (lists.empty() || lists.back().first < outer);
    NameList list = nameMap(reader, inOrder ? innerLimit(outer) : 0);
    isCanonical &= inOrder;
    if (inOrder && !list.empty())
      lists.emplace_back(outer, std::move(list));
  }
}

/// False if the section is malformed.
bool NameReader::section(EncodedReader &reader) {
  int lastId = -1;
  while (!reader.atEnd()) {
    uint8_t id = reader.u8();
    uint32_t size = reader.u32();
    uint64_t offset = reader.offset();
    EncodedReader sub(reader.bytes(size), offset, ignored, longer);
    isCanonical &= id > lastId;
    lastId = id;
    uint64_t before = longer;
    inFields = id == 10;
    if (id == 0) {
      names.module = sub.name();
      isCanonical &= !names.module.empty();
    } else if (id == 2) {
      nested(sub, layout.counts[unsigned(ExternKind::Func)], names.locals);
    } else if (id == 10) {
      nested(sub, uint32_t(layout.types.size()), names.fields);
    } else if (spaceSize(id) != 0) {
      names.spaces[id] = Identifiers(nameMap(sub, spaceSize(id)));
    } else {
      isCanonical = false; // labels, or something of the future
      sub.bytes(sub.remaining());
    }
    isCanonical &= longer == before && sub.atEnd();
    if (sub.failed() || reader.failed())
      return false;
  }
  isCanonical &= lastId >= 0;
  return true;
}

PrinterNames NameReader::read() {
  const ModuleLayout::Section *found = nullptr;
  unsigned sections = 0;
  for (const ModuleLayout::Section &section : layout.sections)
    if (section.id == sectionCustom && section.name == "name" && sections++ == 0)
      found = &section;
  if (found == nullptr)
    return {};
  EncodedReader reader(found->bytes, found->offset, ignored, longer);
  if (!section(reader))
    return {};
  if (isCanonical && longer == 0 && sections == 1)
    names.regenerated = found;
  return std::move(names);
}

} // namespace

PrinterNames readPrinterNames(const ModuleLayout &layout) { return NameReader(layout).read(); }

} // namespace sinter
