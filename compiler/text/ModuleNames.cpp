//===-- ModuleNames.cpp - First pass over a module's fields ------------------===//
//
// Finds the fields, gives every definition its index and binds identifiers, so
// that the second pass can encode references forward as well as back. It is
// lenient about what stands inside a field: the second pass reads it all.
//
//===----------------------------------------------------------------------===//

#include "text/ModuleAssembler.h"

#include "support/Bytes.h"

namespace sinter {

std::optional<ModuleAssembler::FieldKind> ModuleAssembler::fieldKind(uint32_t token) const {
  if (token >= parser.end() || list.tokens[token].kind != TokenKind::Keyword)
    return std::nullopt;
  std::string_view word = parser.textOf(list.tokens[token]);
  constexpr std::pair<std::string_view, FieldKind> kinds[] = {
      {"type", FieldKind::Type},     {"rec", FieldKind::Rec},     {"import", FieldKind::Import},
      {"func", FieldKind::Func},     {"table", FieldKind::Table}, {"memory", FieldKind::Memory},
      {"global", FieldKind::Global}, {"tag", FieldKind::Tag},     {"export", FieldKind::Export},
      {"start", FieldKind::Start},   {"elem", FieldKind::Elem},   {"data", FieldKind::Data},
  };
  for (auto [text, kind] : kinds)
    if (text == word)
      return kind;
  return std::nullopt;
}

IndexSpace &ModuleAssembler::spaceOf(FieldKind kind) {
  switch (kind) {
  case FieldKind::Func:
    return context.functions;
  case FieldKind::Table:
    return context.tables;
  case FieldKind::Memory:
    return context.memories;
  case FieldKind::Global:
    return context.globals;
  case FieldKind::Tag:
    return context.tags;
  case FieldKind::Elem:
    return context.elems;
  case FieldKind::Data:
    return context.datas;
  default:
    return context.types;
  }
}

/// Binds the identifier at `token`, if there is one.
void ModuleAssembler::bind(IndexSpace &space, uint32_t token) {
  std::string name;
  bool hasId = token < parser.end() && list.tokens[token].kind == TokenKind::Id;
  if (hasId)
    name = decodeId(parser.textOf(list.tokens[token]));
  if (!space.bind(name))
    parser.fail(list.tokens[token], "duplicate " + std::string(space.duplicate) + " " +
                                        std::string(parser.textOf(list.tokens[token])));
  context.nameLatest(space, hasId ? token + 1 : token);
}

/// True if a "(keyword" stands directly among the tokens [first, end).
bool ModuleAssembler::containsGroup(uint32_t first, uint32_t end, std::string_view keyword) const {
  for (uint32_t at = first; at + 1 < end;) {
    if (list.tokens[at].kind != TokenKind::Open) {
      ++at;
      continue;
    }
    if (list.tokens[at + 1].kind == TokenKind::Keyword &&
        parser.textOf(list.tokens[at + 1]) == keyword)
      return true;
    at = parser.skipGroup(at);
  }
  return false;
}

void ModuleAssembler::declareFields() {
  // What is no token is wrong wherever it stands, and is said before anything else.
  for (uint32_t at = parser.cursor(); at < parser.end(); ++at)
    if (TokenKind kind = list.tokens[at].kind;
        kind == TokenKind::Error || kind == TokenKind::Reserved) {
      parser.seek(at);
      parser.unexpected();
      return;
    }
  collectAnnotations();
  uint32_t at = parser.cursor();
  while (at < parser.end() && !parser.failed()) {
    parser.seek(at);
    std::optional<FieldKind> kind = fieldKind(at + 1);
    if (!parser.at(TokenKind::Open) || !kind) {
      if (parser.at(TokenKind::Open))
        parser.take();
      parser.unexpected();
      return;
    }
    uint32_t end = parser.skipGroup(at);
    fields.push_back({*kind, at});
    declareField(fields.back(), end);
    at = end;
  }
  placeCustomSections();
}

void ModuleAssembler::declareField(const Field &field, uint32_t end) {
  switch (field.kind) {
  case FieldKind::Type:
    bind(context.types, field.token + 2);
    return;
  case FieldKind::Rec:
    for (uint32_t at = field.token + 2; at + 1 < end; at = parser.skipGroup(at)) {
      if (list.tokens[at].kind != TokenKind::Open)
        return;
      bind(context.types, at + 2);
    }
    return;
  case FieldKind::Import:
    declareImport(field.token, end);
    return;
  case FieldKind::Func:
  case FieldKind::Table:
  case FieldKind::Memory:
  case FieldKind::Global:
  case FieldKind::Tag:
    declareEntity(field.kind, field.token, end);
    return;
  case FieldKind::Elem:
  case FieldKind::Data:
    bind(spaceOf(field.kind), field.token + 2);
    return;
  case FieldKind::Start:
    if (hasStart) {
      parser.fail(list.tokens[field.token], "multiple start sections");
      return;
    }
    hasStart = true;
    return;
  case FieldKind::Export:
    return;
  }
}

void ModuleAssembler::noteDefinition(std::string_view what) {
  if (firstDefinition.empty())
    firstDefinition = what;
}

void ModuleAssembler::declareImport(uint32_t token, uint32_t end) {
  if (!firstDefinition.empty()) {
    parser.fail(list.tokens[token], "import after " + std::string(firstDefinition));
    return;
  }
  // (import "module" "name" (kind id? ...))
  uint32_t inner = token + 4;
  if (inner + 1 < end && list.tokens[inner].kind == TokenKind::Open)
    if (std::optional<FieldKind> kind = fieldKind(inner + 1);
        kind && *kind >= FieldKind::Func && *kind <= FieldKind::Tag)
      bind(spaceOf(*kind), inner + 2);
}

void ModuleAssembler::declareEntity(FieldKind kind, uint32_t token, uint32_t end) {
  // Look no further than the exports for an import: a body has no need to be searched.
  uint32_t at = token + 2;
  if (at < end && list.tokens[at].kind == TokenKind::Id)
    ++at;
  while (at + 1 < end && list.tokens[at].kind == TokenKind::Open &&
         parser.textOf(list.tokens[at + 1]) == "export")
    at = parser.skipGroup(at);
  bool isImport = at + 1 < end && list.tokens[at].kind == TokenKind::Open &&
                  parser.textOf(list.tokens[at + 1]) == "import";
  IndexSpace &space = spaceOf(kind);
  if (!isImport)
    noteDefinition(space.unknown);
  else if (!firstDefinition.empty()) {
    parser.fail(list.tokens[at], "import after " + std::string(firstDefinition));
    return;
  }
  bind(space, token + 2);
  // Segments written inside a table or memory take up an index of theirs.
  if (kind == FieldKind::Table && containsGroup(token + 1, end - 1, "elem"))
    bindAnonymous(context.elems);
  if (kind == FieldKind::Memory && containsGroup(token + 1, end - 1, "data"))
    bindAnonymous(context.datas);
}

} // namespace sinter
