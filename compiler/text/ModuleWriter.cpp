//===-- ModuleWriter.cpp - Sections to a file, and the ways in ---------------===//
//
// Puts the sections behind the header in the order of spec 5.5.17, shifting
// their source marks to where they end up, and holds the entry points that
// recognise a module's form: fields, `binary` strings or a `quote`.
//
//===----------------------------------------------------------------------===//

#include "text/Assembler.h"
#include "text/ModuleAssembler.h"

#include <algorithm>

namespace sinter {

static constexpr uint8_t moduleHeader[] = {0, 'a', 's', 'm', 1, 0, 0, 0};

void ModuleAssembler::writeSection(AssemblyResult &result, uint8_t id, const MarkedBytes &content) {
  ByteWriter head;
  head.u8(id);
  head.leb(content.bytes.size());
  // Five bytes are what tools reserve that write the size last.
  size_t length = sectionsWritten < sectionLengths.size() ? sectionLengths[sectionsWritten] : 0;
  for (++sectionsWritten; head.size() - 1 < std::min<size_t>(length, 5);) {
    head.out.back() |= 0x80;
    head.u8(0);
  }
  result.bytes.insert(result.bytes.end(), head.out.begin(), head.out.end());
  uint64_t base = result.bytes.size();
  for (auto [byte, text] : content.marks)
    result.sourceMap.insert_or_assign(result.sourceMap.end(), base + byte, text);
  result.bytes.insert(result.bytes.end(), content.bytes.out.begin(), content.bytes.out.end());
}

void ModuleAssembler::writeVector(AssemblyResult &result, uint8_t id,
                                  const SectionBuilder &section) {
  if (section.count == 0)
    return;
  MarkedBytes whole;
  whole.bytes.leb(section.count);
  whole.append(section.content);
  writeSection(result, id, whole);
}

void ModuleAssembler::writeCustoms(AssemblyResult &result, uint32_t place) {
  for (const CustomSection &custom : customs) {
    if (custom.place != place)
      continue;
    if (custom.isNames) {
      writeNames(result);
      continue;
    }
    MarkedBytes content;
    content.mark(custom.textOffset);
    content.bytes.name(custom.name);
    content.bytes.bytes(
        Bytes(reinterpret_cast<const uint8_t *>(custom.bytes.data()), custom.bytes.size()));
    writeSection(result, 0, content);
  }
}

void ModuleAssembler::writeModule(AssemblyResult &result) {
  result.bytes.assign(std::begin(moduleHeader), std::end(moduleHeader));
  writeCustoms(result, SectionOrder::first);
  for (uint32_t i = 0; i < std::size(SectionOrder::sections); ++i) {
    writeCustoms(result, SectionOrder::before(i));
    MarkedBytes single;
    switch (uint8_t id = SectionOrder::sections[i].id) {
    case 1:
      writeVector(result, id, context.typeSection);
      break;
    case 2:
      writeVector(result, id, importSection);
      break;
    case 3:
      writeVector(result, id, functionSection);
      break;
    case 4:
      writeVector(result, id, tableSection);
      break;
    case 5:
      writeVector(result, id, memorySection);
      break;
    case 6:
      writeVector(result, id, globalSection);
      break;
    case 7:
      writeVector(result, id, exportSection);
      break;
    case 8:
      if (!hasStart)
        break;
      single.mark(startOffset);
      single.bytes.leb(start);
      writeSection(result, id, single);
      break;
    case 9:
      writeVector(result, id, elemSection);
      break;
    case 10:
      writeBranchHints(result);
      writeVector(result, id, codeSection);
      break;
    case 11:
      writeVector(result, id, dataSection);
      break;
    case 12:
      if (!context.needsDataCount)
        break;
      single.bytes.leb(dataSection.count);
      writeSection(result, id, single);
      break;
    case 13:
      writeVector(result, id, tagSection);
      break;
    }
    writeCustoms(result, SectionOrder::after(i));
  }
  writeCustoms(result, SectionOrder::last);
  // Unless the text has placed it, or has a name section of its own.
  bool hasNames = std::any_of(customs.begin(), customs.end(), [](const CustomSection &custom) {
    return custom.isNames || custom.name == "name";
  });
  if (!hasNames)
    writeNames(result);
}

/// The branch hints of all functions (spec, branch hinting), which stand before the code.
void ModuleAssembler::writeBranchHints(AssemblyResult &result) {
  if (branchHints.count == 0)
    return;
  MarkedBytes content;
  content.bytes.name("metadata.code.branch_hint");
  content.bytes.leb(branchHints.count);
  content.append(branchHints.content);
  writeSection(result, 0, content);
}

/// The name section (core appendix, name section), from the identifiers.
void ModuleAssembler::writeNames(AssemblyResult &result) {
  MarkedBytes content;
  content.bytes.name("name");
  size_t empty = content.bytes.size();
  auto subsection = [&](uint8_t id, const ByteWriter &body) {
    content.bytes.u8(id);
    content.bytes.leb(body.size());
    content.bytes.bytes(body.out);
  };
  using Names = std::vector<std::pair<uint32_t, std::string>>;
  auto nameMap = [](ByteWriter &out, const Names &names) {
    out.leb(names.size());
    for (const auto &[index, name] : names) {
      out.leb(index);
      out.name(name);
    }
  };
  auto names = [&](uint8_t id, const IndexSpace &space) {
    if (space.names.empty())
      return;
    ByteWriter body;
    nameMap(body, space.names);
    subsection(id, body);
  };
  if (!form.name.empty()) {
    ByteWriter body;
    body.name(form.name);
    subsection(0, body);
  }
  names(1, context.functions);
  if (!localNames.empty()) {
    ByteWriter body;
    body.leb(localNames.size());
    for (const auto &[function, locals] : localNames) {
      body.leb(function);
      nameMap(body, locals);
    }
    subsection(2, body);
  }
  names(4, context.types);
  names(5, context.tables);
  names(6, context.memories);
  names(7, context.globals);
  names(8, context.elems);
  names(9, context.datas);
  uint32_t structs = 0;
  ByteWriter fieldNames;
  for (uint32_t i = 0; i < context.typeEntries.size(); ++i) {
    if (context.typeEntries[i].fields.names.empty())
      continue;
    ++structs;
    fieldNames.leb(i);
    nameMap(fieldNames, context.typeEntries[i].fields.names);
  }
  if (structs != 0) {
    ByteWriter body;
    body.leb(structs);
    body.bytes(fieldNames.out);
    subsection(10, body);
  }
  names(11, context.tags);
  if (content.bytes.size() != empty)
    writeSection(result, 0, content);
}

ModuleForm parseModuleHead(Parser &parser, uint32_t last) {
  ModuleForm form;
  parser.takeOpen("module");
  form.isDefinition = parser.takeKeyword("definition");
  form.name = parser.takeId();
  if (parser.takeKeyword("binary"))
    form.kind = ModuleForm::Kind::Binary;
  else if (parser.takeKeyword("quote"))
    form.kind = ModuleForm::Kind::Quote;
  form.first = parser.cursor();
  form.last = last;
  return form;
}

AssemblyResult assembleForm(std::string_view source, const TokenList &tokens,
                            const ModuleForm &form) {
  if (form.kind == ModuleForm::Kind::Text)
    return ModuleAssembler(source, tokens, form).assemble();
  AssemblyResult result;
  Parser parser(source, tokens, form.first, form.last);
  std::string strings;
  while (parser.at(TokenKind::String))
    strings += parser.expectString();
  if (!parser.at(TokenKind::End))
    parser.unexpected();
  if (parser.failed())
    result.error = parser.firstError();
  else if (form.kind == ModuleForm::Kind::Quote)
    result = assembleText(strings);
  else
    result.bytes.assign(strings.begin(), strings.end());
  return result;
}

AssemblyResult assembleText(std::string_view source) {
  TokenList tokens = lex(source);
  uint32_t last = uint32_t(tokens.tokens.size() - 1);
  Parser parser(source, tokens, 0, last);
  ModuleForm form;
  form.last = last;
  if (!parser.atOpen("module"))
    return assembleForm(source, tokens, form);

  uint32_t end = parser.skipGroup(0);
  bool closed = tokens.tokens[end - 1].kind == TokenKind::Close;
  form = parseModuleHead(parser, closed ? end - 1 : end);
  AssemblyResult result;
  if (form.kind == ModuleForm::Kind::Quote || form.isDefinition)
    parser.fail(tokens.tokens[1], "unexpected token: this form of module is for scripts");
  else
    result = assembleForm(source, tokens, form); // what is wrong inside comes first
  parser.seek(closed ? end : last);
  if (!closed || !parser.at(TokenKind::End))
    parser.unexpected();
  if (!result.error)
    result.error = parser.firstError();
  return result;
}

std::optional<std::vector<uint8_t>> assembleModule(SourceMap &map, Diagnostics &diag) {
  AssemblyResult result = assembleText(map.text);
  if (result.error) {
    diag.error(Location::text(result.error->offset), std::move(result.error->message));
    return std::nullopt;
  }
  map.entries = std::move(result.sourceMap);
  return std::move(result.bytes);
}

bool looksLikeText(std::string_view bytes) {
  if (bytes.starts_with(std::string_view("\0asm", 4)))
    return false;
  size_t at = bytes.find_first_not_of(" \t\r\n");
  return at != std::string_view::npos && (bytes[at] == '(' || bytes[at] == ';');
}

} // namespace sinter
