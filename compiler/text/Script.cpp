//===-- Script.cpp - Test scripts (.wast) ------------------------------------===//
//
// A command's extent is found by its parentheses before it is parsed, so that
// errors stay inside of it. A script may also be the bare fields of one module.
//
//===----------------------------------------------------------------------===//

#include "text/Script.h"

#include "text/ModuleAssembler.h"
#include "text/ScriptValues.h"

#include <algorithm>

namespace sinter {

namespace {

using Kind = ScriptCommand::Kind;

struct CommandWord {
  std::string_view text;
  Kind kind;
};
constexpr CommandWord commandWords[] = {
    {"module", Kind::Module},
    {"register", Kind::Register},
    {"invoke", Kind::Action},
    {"get", Kind::Action},
    {"assert_return", Kind::AssertReturn},
    {"assert_trap", Kind::AssertTrap},
    {"assert_exhaustion", Kind::AssertExhaustion},
    {"assert_exception", Kind::AssertException},
    {"assert_invalid", Kind::AssertInvalid},
    {"assert_malformed", Kind::AssertMalformed},
    {"assert_unlinkable", Kind::AssertUnlinkable},
    {"assert_invalid_custom", Kind::AssertInvalidCustom},
    {"assert_malformed_custom", Kind::AssertMalformedCustom},
};

class ScriptParser {
public:
  explicit ScriptParser(std::string_view text)
      : text(text), tokens(lex(text)), last(uint32_t(tokens.tokens.size() - 1)) {
    lineStarts.push_back(0);
    for (size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n')
        lineStarts.push_back(i + 1);
  }

  std::vector<ScriptCommand> run() {
    std::vector<ScriptCommand> commands;
    if (isBareModule()) {
      commands.push_back(bareModule());
      return commands;
    }
    Parser extents(text, tokens, 0, last);
    for (uint32_t at = 0; at < last;) {
      uint32_t end = extents.skipGroup(at);
      // Anything but "(" at the top is an error of its own.
      if (tokens.tokens[at].kind != TokenKind::Open)
        end = at + 1;
      commands.push_back(command(at, end));
      at = end;
    }
    return commands;
  }

private:
  [[nodiscard]] uint32_t lineOf(uint64_t offset) const {
    auto after = std::upper_bound(lineStarts.begin(), lineStarts.end(), offset);
    return uint32_t(after - lineStarts.begin());
  }

  [[nodiscard]] bool isBareModule() const {
    Parser parser(text, tokens, 0, last);
    for (std::string_view field : {"type", "rec", "import", "func", "table", "memory", "global",
                                   "tag", "export", "start", "elem", "data"})
      if (parser.atOpen(field))
        return true;
    return false;
  }

  ScriptCommand bareModule() {
    ScriptCommand result;
    result.kind = Kind::Module;
    result.line = lineOf(tokens.tokens[0].begin);
    ModuleForm form;
    form.last = last;
    setModule(result, form);
    return result;
  }

  ScriptCommand command(uint32_t first, uint32_t end) {
    ScriptCommand result;
    result.line = lineOf(tokens.tokens[first].begin);
    Parser parser(text, tokens, first, end);
    parser.expectOpen();
    std::string_view word = parser.at(TokenKind::Keyword) ? parser.text() : "";
    const CommandWord *found =
        std::find_if(std::begin(commandWords), std::end(commandWords),
                     [word](const CommandWord &c) { return c.text == word; });
    if (found == std::end(commandWords)) {
      parser.unexpected();
    } else {
      result.kind = found->kind;
      parse(parser, result);
      parser.expectClose();
    }
    if (parser.failed()) {
      result.kind = Kind::Unparsed;
      result.error = parser.firstError()->message;
      result.errorLine = lineOf(parser.firstError()->offset);
    }
    return result;
  }

  void parse(Parser &parser, ScriptCommand &result) {
    switch (result.kind) {
    case Kind::Module:
      if (parser.atKeyword("instance", 1)) {
        parser.take();
        parser.take();
        result.kind = Kind::Instance;
        result.name = parser.takeId();
        result.source = parser.takeId();
      } else {
        moduleCommand(parser, result);
      }
      return;
    case Kind::Register:
      parser.take();
      result.name = parser.expectName();
      result.source = parser.takeId();
      return;
    case Kind::Action:
      result.action = parseAction(parser);
      return;
    case Kind::AssertReturn:
      parser.take();
      action(parser, result);
      while (parser.at(TokenKind::Open))
        result.results.push_back(parseExpected(parser));
      return;
    case Kind::AssertTrap:
      parser.take();
      if (parser.atOpen("module")) {
        result.kind = Kind::AssertTrapModule;
        module(parser, result);
      } else {
        action(parser, result);
      }
      result.message = parser.expectString();
      return;
    case Kind::AssertExhaustion:
      parser.take();
      action(parser, result);
      result.message = parser.expectString();
      return;
    case Kind::AssertException:
      parser.take();
      action(parser, result);
      return;
    case Kind::AssertInvalid:
    case Kind::AssertMalformed:
    case Kind::AssertUnlinkable:
    case Kind::AssertInvalidCustom:
    case Kind::AssertMalformedCustom:
      parser.take();
      module(parser, result);
      result.message = parser.expectString();
      return;
    case Kind::AssertTrapModule:
    case Kind::Instance:
    case Kind::Unparsed:
      return;
    }
  }

  void action(Parser &parser, ScriptCommand &result) {
    parser.expectOpen();
    result.action = parseAction(parser);
    parser.expectClose();
  }

  /// `(module ...)` inside of an assertion.
  void module(Parser &parser, ScriptCommand &result) {
    if (!parser.atOpen("module")) {
      parser.unexpected();
      return;
    }
    uint32_t end = parser.skipGroup(parser.cursor());
    setModule(result, parseModuleHead(parser, end - 1));
    parser.seek(end);
  }

  /// A module as a command, cursor behind its "(": its text must assemble.
  void moduleCommand(Parser &parser, ScriptCommand &result) {
    uint32_t open = parser.cursor() - 1;
    uint32_t end = parser.skipGroup(open);
    parser.seek(open);
    ModuleForm form = parseModuleHead(parser, end - 1);
    AssemblyResult assembled = setModule(result, form);
    if (assembled.error) {
      Token token;
      // An error inside of a quote has no place in this text.
      token.begin = form.kind == ModuleForm::Kind::Quote ? tokens.tokens[open].begin
                                                         : uint32_t(assembled.error->offset);
      parser.fail(token, assembled.error->message);
    }
    parser.seek(end - 1);
  }

  AssemblyResult setModule(ScriptCommand &result, const ModuleForm &form) {
    AssemblyResult assembled = assembleForm(text, tokens, form);
    ScriptModule &module = result.module;
    module.form = form.kind == ModuleForm::Kind::Binary  ? ScriptModule::Form::Binary
                  : form.kind == ModuleForm::Kind::Quote ? ScriptModule::Form::Quote
                                                         : ScriptModule::Form::Text;
    module.name = form.name;
    module.isDefinition = form.isDefinition;
    module.bytes = std::move(assembled.bytes);
    if (assembled.error)
      module.textError = assembled.error->message;
    return assembled;
  }

  std::string_view text;
  TokenList tokens;
  uint32_t last;
  std::vector<uint64_t> lineStarts;
};

} // namespace

std::string_view toString(Kind kind) {
  switch (kind) {
  case Kind::Instance:
    return "module instance";
  case Kind::AssertTrapModule:
    return "assert_trap";
  case Kind::Unparsed:
    return "unparsed command";
  default:
    break;
  }
  for (const CommandWord &word : commandWords)
    if (word.kind == kind)
      return word.text;
  return "";
}

std::vector<ScriptCommand> parseScript(std::string_view text) { return ScriptParser(text).run(); }

} // namespace sinter
