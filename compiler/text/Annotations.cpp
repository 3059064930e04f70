//===-- Annotations.cpp - Annotations that mean something --------------------===//
//
// Of all annotations, which the lexer keeps aside, three are understood (spec,
// appendix on custom sections): `@custom` makes a custom section, `@name` sets the name
// that the name section gives, `@metadata.code.branch_hint` says how likely the next
// branch is. Some are our own, for the printer, so that its text gives the same bytes
// again. A text that uses one of all these wrongly is malformed; others are comments.
//
//   @sinter.names (after s)  where the name section of the identifiers stands; else last
//   @sinter.datacount        there is a data count section, though no instruction needs it
//   @sinter.run              the next locals are declared apart from those before them
//   @sinter.lengths n*       how long the next instruction's integers are (IntegerLengths.h)
//   @sinter.sections n*      how long the sizes of all sections are, in the file's order
//
//===----------------------------------------------------------------------===//

#include "text/ModuleAssembler.h"

#include <algorithm>

namespace sinter {

namespace {

/// What an annotation holds, as tokens: its text without "(@name".
struct Contents {
  Contents(std::string_view annotation, size_t nameLength)
      : source(annotation.substr(2 + nameLength)), list(lex(source)),
        parser(source, list, 0, uint32_t(list.tokens.size() - 1)) {}

  std::string_view source;
  TokenList list;
  Parser parser;
};

Token tokenOf(const Annotation &annotation) {
  return {annotation.begin, annotation.end, TokenKind::Open, LexError::None};
}

/// Keywords that an identifier, and so a name, can follow.
bool bindsIdentifier(std::string_view keyword) {
  constexpr std::string_view binders[] = {
      "module", "definition", "func", "param", "local", "type", "table", "memory", "global",
      "tag",    "elem",       "data", "field", "block", "loop", "if",    "try",    "try_table"};
  return std::find(std::begin(binders), std::end(binders), keyword) != std::end(binders);
}

} // namespace

void ModuleAssembler::collectAnnotations() {
  for (const Annotation &annotation : list.annotations) {
    if (annotation.before < form.first || annotation.before > form.last)
      continue;
    // A quoted spelling of these names has no length to cut off; nobody writes it.
    if (parser.textOf(tokenOf(annotation)).substr(2, 1) == "\"")
      continue;
    if (annotation.name == "name")
      nameAnnotation(annotation);
    else if (annotation.name == "metadata.code.branch_hint")
      branchHint(annotation);
    else if (annotation.name == "sinter.run")
      context.localRuns.insert(annotation.before);
    else if (annotation.name == "sinter.lengths")
      lengthList(annotation, context.integerLengths[annotation.before]);
    else if (annotation.name == "sinter.sections")
      lengthList(annotation, sectionLengths);
    else if (annotation.name == "sinter.datacount")
      context.needsDataCount = true;
  }
}

void ModuleAssembler::nameAnnotation(const Annotation &annotation) {
  // Behind the keyword that defines something, or behind its identifier.
  uint32_t at = annotation.before;
  if (at > 0 && list.tokens[at - 1].kind == TokenKind::Id)
    --at;
  bool ofModule = annotation.before == form.first;
  if (!ofModule && (at == 0 || !bindsIdentifier(parser.textOf(list.tokens[at - 1])))) {
    parser.fail(tokenOf(annotation), "misplaced @name annotation");
    return;
  }
  Contents contents(parser.textOf(tokenOf(annotation)), annotation.name.size());
  std::string name = contents.parser.expectName();
  contents.parser.expectClose();
  if (contents.parser.failed())
    parser.fail(tokenOf(annotation), "@name annotation: " + contents.parser.firstError()->message);
  else if (!context.nameAnnotations.emplace(annotation.before, name).second)
    parser.fail(tokenOf(annotation),
                std::string("@name annotation: multiple ") + (ofModule ? "module" : "names"));
  else if (ofModule)
    form.name = name;
}

void ModuleAssembler::branchHint(const Annotation &annotation) {
  constexpr std::string_view prefix = "@metadata.code.branch_hint annotation: ";
  Contents contents(parser.textOf(tokenOf(annotation)), annotation.name.size());
  std::string value = contents.parser.expectString();
  contents.parser.expectClose();
  if (contents.parser.failed())
    parser.fail(tokenOf(annotation), std::string(prefix) + contents.parser.firstError()->message);
  else if (value.size() != 1 || uint8_t(value[0]) > 1)
    parser.fail(tokenOf(annotation), std::string(prefix) + "invalid value");
  else if (!context.branchHints
                .emplace(annotation.before, BranchHint{uint8_t(value[0]), annotation.begin})
                .second)
    parser.fail(tokenOf(annotation), std::string(prefix) + "duplicate annotation");
}

/// `length*`.
void ModuleAssembler::lengthList(const Annotation &annotation, std::vector<uint8_t> &lengths) {
  Contents contents(parser.textOf(tokenOf(annotation)), annotation.name.size());
  while (contents.parser.at(TokenKind::Nat))
    lengths.push_back(uint8_t(contents.parser.expectNat(8)));
  contents.parser.expectClose();
  if (contents.parser.failed())
    parser.fail(tokenOf(annotation), "malformed @" + annotation.name + " annotation");
}

/// What is left when all bodies are encoded stands before no instruction.
void ModuleAssembler::checkHintsUsed() {
  if (context.branchHints.empty())
    return;
  uint64_t first = UINT64_MAX;
  for (const auto &[token, hint] : context.branchHints)
    first = std::min(first, hint.textOffset);
  Token at{uint32_t(first), uint32_t(first), TokenKind::Open, LexError::None};
  parser.fail(at, "@metadata.code.branch_hint annotation: not in a function");
}

/// `(@custom ...)` and `(@sinter.names ...)` may stand between fields only.
void ModuleAssembler::placeCustomSections() {
  size_t next = 0;
  for (const Annotation &annotation : list.annotations) {
    bool isNames = annotation.name == "sinter.names";
    if ((annotation.name != "custom" && !isNames) || annotation.before < form.first ||
        annotation.before > form.last || parser.failed())
      continue;
    if (parser.textOf(tokenOf(annotation)).substr(2, 1) == "\"")
      continue;
    while (next < fields.size() && fields[next].token < annotation.before)
      ++next;
    bool betweenFields = annotation.before == form.last ||
                         (next < fields.size() && fields[next].token == annotation.before);
    if (!betweenFields)
      parser.fail(tokenOf(annotation), "misplaced @" + annotation.name + " annotation");
    else if (isNames)
      namesPlace(annotation);
    else
      customSection(annotation);
  }
}

/// `"name" ((before|after) section)? "bytes"*`.
void ModuleAssembler::customSection(const Annotation &annotation) {
  Token at = tokenOf(annotation);
  Contents contents(parser.textOf(at), annotation.name.size());
  Parser &inner = contents.parser;
  if (!inner.at(TokenKind::String) && !inner.at(TokenKind::Error)) {
    parser.fail(at, "@custom annotation: missing section name");
    return;
  }
  CustomSection section;
  section.textOffset = annotation.begin;
  section.place = SectionOrder::last;
  section.name = inner.expectName();
  if (inner.at(TokenKind::Open)) {
    std::optional<uint32_t> place = customPlace(inner, at);
    if (!place)
      return;
    section.place = *place;
  }
  while (inner.at(TokenKind::String))
    section.bytes += inner.expectString();
  // No word means anything here, so an unknown one is no worse than another.
  if (inner.at(TokenKind::Keyword))
    inner.fail(inner.peek(), "unexpected token " + std::string(inner.text()));
  inner.expectClose();
  if (inner.failed())
    parser.fail(at, "@custom annotation: " + inner.firstError()->message);
  else
    customs.push_back(std::move(section));
}

/// `(before|after) section`.
void ModuleAssembler::namesPlace(const Annotation &annotation) {
  Token at = tokenOf(annotation);
  Contents contents(parser.textOf(at), annotation.name.size());
  CustomSection section;
  section.isNames = true;
  std::optional<uint32_t> place = customPlace(contents.parser, at);
  if (!place)
    return;
  section.place = *place;
  contents.parser.expectClose();
  bool isSecond = std::any_of(customs.begin(), customs.end(),
                              [](const CustomSection &other) { return other.isNames; });
  if (contents.parser.failed() || isSecond)
    parser.fail(at, "malformed @sinter.names annotation");
  else
    customs.push_back(std::move(section));
}

std::optional<uint32_t> ModuleAssembler::customPlace(Parser &inner, const Token &at) {
  inner.take();
  bool before = inner.takeKeyword("before");
  if (!before && !inner.takeKeyword("after")) {
    parser.fail(at, "@custom annotation: malformed placement");
    return std::nullopt;
  }
  std::string_view kind = inner.at(TokenKind::Keyword) ? inner.text() : "";
  uint32_t section = 0;
  while (section < std::size(SectionOrder::sections) &&
         SectionOrder::sections[section].name != kind)
    ++section;
  if (section == std::size(SectionOrder::sections) && kind != "first" && kind != "last") {
    parser.fail(at, "@custom annotation: malformed section kind");
    return std::nullopt;
  }
  inner.take();
  inner.expectClose();
  if (kind == "first")
    return SectionOrder::first;
  if (kind == "last")
    return SectionOrder::last;
  return before ? SectionOrder::before(section) : SectionOrder::after(section);
}

} // namespace sinter
