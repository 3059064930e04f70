//===-- ModuleAssembler.cpp - Module fields to sections ----------------------===//
//
// The second pass: each field is encoded into its section, in the order of the
// text (spec 6.6). Segments are in Segments.cpp, the file's layout in
// ModuleWriter.cpp.
//
//===----------------------------------------------------------------------===//

#include "text/ModuleAssembler.h"

namespace sinter {

namespace {
// Codes of imports and exports (spec 5.5.5).
enum ExternCode : uint8_t { externFunc, externTable, externMemory, externGlobal, externTag };
} // namespace

AssemblyResult ModuleAssembler::assemble() {
  AssemblyResult result;
  declareFields();
  // All explicit types come before those that type uses add.
  for (const Field &field : fields)
    if (field.kind == FieldKind::Type || field.kind == FieldKind::Rec)
      encodeField(field);
  for (const Field &field : fields)
    if (field.kind != FieldKind::Type && field.kind != FieldKind::Rec)
      encodeField(field);
  checkHintsUsed();
  if (parser.failed())
    result.error = parser.firstError();
  else
    writeModule(result);
  return result;
}

void ModuleAssembler::encodeField(const Field &field) {
  parser.seek(field.token);
  switch (field.kind) {
  case FieldKind::Type:
  case FieldKind::Rec:
    types.typeField();
    return;
  case FieldKind::Import:
    importField();
    break;
  case FieldKind::Func:
    functionField();
    break;
  case FieldKind::Table:
    tableField();
    break;
  case FieldKind::Memory:
    memoryField();
    break;
  case FieldKind::Global:
    globalField();
    break;
  case FieldKind::Tag:
    tagField();
    break;
  case FieldKind::Export:
    exportField();
    break;
  case FieldKind::Start:
    startField();
    break;
  case FieldKind::Elem:
    elemField();
    break;
  case FieldKind::Data:
    dataField();
    break;
  }
  parser.expectClose();
}

void ModuleAssembler::importHead(uint64_t textOffset, std::string_view module,
                                 std::string_view name, uint8_t kind) {
  ByteWriter &out = importSection.add(textOffset);
  out.name(module);
  out.name(name);
  out.u8(kind);
}

void ModuleAssembler::importField() {
  uint64_t offset = parser.offset();
  parser.takeOpen("import");
  std::string module = parser.expectName();
  std::string name = parser.expectName();
  parser.expectOpen();
  std::string_view kind = parser.at(TokenKind::Keyword) ? parser.text() : "";
  ByteWriter &out = importSection.content.bytes;
  auto head = [&](uint8_t code) {
    parser.take();
    parser.takeId();
    importHead(offset, module, name, code);
  };
  if (kind == "func") {
    head(externFunc);
    IndexSpace parameters{"local", "local", 0, {}, {}};
    out.leb(types.typeUse(&parameters));
    ++nextFunction;
  } else if (kind == "table") {
    head(externTable);
    types.tableType(out);
    ++nextTable;
  } else if (kind == "memory") {
    head(externMemory);
    types.memoryType(out);
    ++nextMemory;
  } else if (kind == "global") {
    head(externGlobal);
    types.globalType(out);
    ++nextGlobal;
  } else if (kind == "tag") {
    head(externTag);
    out.u8(0);
    out.leb(types.typeUse(nullptr));
    ++nextTag;
  } else {
    parser.unexpected();
  }
  parser.expectClose();
}

void ModuleAssembler::inlineExports(uint8_t kind, uint32_t index) {
  while (parser.atOpen("export")) {
    ByteWriter &out = exportSection.add(parser.offset());
    parser.takeOpen("export");
    out.name(parser.expectName());
    out.u8(kind);
    out.leb(index);
    parser.expectClose();
  }
}

bool ModuleAssembler::inlineImport(uint8_t kind) {
  uint64_t offset = parser.offset();
  if (!parser.takeOpen("import"))
    return false;
  std::string module = parser.expectName();
  std::string name = parser.expectName();
  parser.expectClose();
  importHead(offset, module, name, kind);
  return true;
}

void ModuleAssembler::functionField() {
  uint64_t offset = parser.offset();
  parser.takeOpen("func");
  parser.takeId();
  uint32_t index = nextFunction++;
  inlineExports(externFunc, index);
  IndexSpace locals{"local", "local", 0, {}, {}};
  if (inlineImport(externFunc)) {
    importSection.content.bytes.leb(types.typeUse(&locals));
  } else {
    uint32_t type = types.typeUse(&locals);
    functionSection.add(offset).leb(type);
    functionBody(index, offset, locals);
  }
  if (!locals.names.empty())
    localNames.emplace_back(index, std::move(locals.names));
}

void ModuleAssembler::functionBody(uint32_t function, uint64_t textOffset, IndexSpace &locals) {
  // Locals, as runs of one type each.
  ByteWriter runs;
  uint32_t runCount = 0;
  uint32_t runLength = 0;
  std::vector<uint8_t> runType;
  auto flush = [&] {
    if (runLength == 0)
      return;
    runs.leb(runLength);
    runs.bytes(runType);
    ++runCount;
    runLength = 0;
  };
  auto local = [&] {
    ByteWriter type;
    types.valueType(type);
    if (type.out != runType) {
      flush();
      runType = std::move(type.out);
    }
    ++runLength;
  };
  MarkedBytes body;
  body.mark(textOffset);
  while (parser.atOpen("local")) {
    if (!context.localRuns.empty() && context.localRuns.contains(parser.cursor()))
      flush();
    parser.takeOpen("local");
    Token token = parser.peek();
    if (std::string name = parser.takeId(); !name.empty()) {
      uint32_t afterId = parser.cursor();
      local();
      if (!locals.bind(std::move(name)))
        parser.fail(token, "duplicate local " + std::string(parser.textOf(token)));
      context.nameLatest(locals, afterId);
    } else {
      while (!parser.at(TokenKind::Close) && !parser.failed()) {
        local();
        locals.bind({});
      }
    }
    parser.expectClose();
  }
  flush();
  body.bytes.leb(runCount);
  body.bytes.bytes(runs.out);

  instructions.setLocals(&locals);
  instructions.sequence(body);
  instructions.setLocals(nullptr);
  body.mark(parser.offset());
  body.bytes.u8(0x0b);
  if (const auto &hints = instructions.takenHints(); !hints.empty()) {
    ByteWriter &out = branchHints.add(textOffset);
    out.leb(function);
    out.leb(hints.size());
    for (auto [codeOffset, value] : hints) {
      out.leb(codeOffset);
      out.leb(1);
      out.u8(value);
    }
  }

  codeSection.add(textOffset).leb(body.bytes.size());
  codeSection.content.append(body);
}

void ModuleAssembler::memoryField() {
  uint64_t offset = parser.offset();
  parser.takeOpen("memory");
  parser.takeId();
  uint32_t index = nextMemory++;
  inlineExports(externMemory, index);
  if (inlineImport(externMemory)) {
    types.memoryType(importSection.content.bytes);
    return;
  }
  // (memory i64? (pagesize n)? (data "..."))
  bool hasAddress = parser.atKeyword("i32") || parser.atKeyword("i64");
  bool hasInlineData = parser.atOpen("data", hasAddress) || parser.atOpen("pagesize", hasAddress);
  ByteWriter &out = memorySection.add(offset);
  if (!hasInlineData) {
    types.memoryType(out);
    return;
  }
  bool is64 = types.addressType();
  bool hasPageSize = false;
  uint32_t log2 = types.pageSize(hasPageSize);
  uint64_t dataOffset = parser.offset();
  if (!parser.takeOpen("data")) {
    parser.unexpected();
    return;
  }
  std::string bytes = dataStrings();
  parser.expectClose();
  uint64_t pages = (bytes.size() + (uint64_t(1) << log2) - 1) >> log2;
  out.u8(uint8_t(1 | (is64 ? 4 : 0) | (hasPageSize ? 8 : 0)));
  out.leb(pages);
  out.leb(pages);
  if (hasPageSize)
    out.leb(log2);

  ByteWriter &data = dataSection.add(dataOffset);
  data.leb(index == 0 ? 0 : 2);
  if (index != 0)
    data.leb(index);
  constantOffset(dataSection.content, is64);
  data.name(bytes);
}

void ModuleAssembler::globalField() {
  uint64_t offset = parser.offset();
  parser.takeOpen("global");
  parser.takeId();
  inlineExports(externGlobal, nextGlobal++);
  if (inlineImport(externGlobal)) {
    types.globalType(importSection.content.bytes);
    return;
  }
  types.globalType(globalSection.add(offset));
  expression(globalSection.content);
}

void ModuleAssembler::tagField() {
  uint64_t offset = parser.offset();
  parser.takeOpen("tag");
  parser.takeId();
  inlineExports(externTag, nextTag++);
  bool imported = inlineImport(externTag);
  ByteWriter &out = imported ? importSection.content.bytes : tagSection.add(offset);
  IndexSpace parameters{"local", "local", 0, {}, {}};
  out.u8(0);
  out.leb(types.typeUse(&parameters));
}

void ModuleAssembler::exportField() {
  ByteWriter &out = exportSection.add(parser.offset());
  parser.takeOpen("export");
  out.name(parser.expectName());
  parser.expectOpen();
  constexpr std::pair<std::string_view, ExternCode> kinds[] = {{"func", externFunc},
                                                               {"table", externTable},
                                                               {"memory", externMemory},
                                                               {"global", externGlobal},
                                                               {"tag", externTag}};
  const IndexSpace *spaces[] = {&context.functions, &context.tables, &context.memories,
                                &context.globals, &context.tags};
  for (auto [text, code] : kinds) {
    if (!parser.takeKeyword(text))
      continue;
    out.u8(code);
    out.leb(context.index(*spaces[code]));
    parser.expectClose();
    return;
  }
  parser.unexpected();
}

void ModuleAssembler::startField() {
  startOffset = parser.offset();
  parser.takeOpen("start");
  start = context.index(context.functions);
}

void ModuleAssembler::expression(MarkedBytes &out) {
  instructions.sequence(out);
  out.bytes.u8(0x0b);
}

} // namespace sinter
