//===-- Invoke.cpp - A program that calls an export of the user's choice ---===//
//
// The arguments stand in the option and are typed by the export's signature, so
// that they become constants of the program and every mistake is found while
// compiling. Numbers are those of the text format (core 6.3).
//
//===----------------------------------------------------------------------===//

#include "driver/Invoke.h"

#include "link/Imports.h"
#include "text/Numbers.h"

#include <fmt/format.h>

namespace sinter {
namespace {

/// An argument by its bits; nothing if the text is none of that type.
std::optional<uint64_t> parseArgument(std::string_view text, ValueType type) {
  unsigned width =
      type.kind() == ValueType::Kind::I64 || type.kind() == ValueType::Kind::F64 ? 64 : 32;
  if (type.isRef())
    return text == "null" && type.isNullable() ? std::optional<uint64_t>(0) : std::nullopt;
  NumberShape shape = numberShape(text);
  if (type.isFloat())
    return shape == NumberShape::None ? std::nullopt : parseFloat(text, width);
  bool isInteger = shape == NumberShape::Nat || shape == NumberShape::Int;
  return isInteger && type.isNumeric() ? parseInt(text, width) : std::nullopt;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> parts;
  for (size_t comma; (comma = text.find(',')) != std::string_view::npos;) {
    parts.push_back(text.substr(0, comma));
    text.remove_prefix(comma + 1);
  }
  parts.push_back(text);
  return parts;
}

} // namespace

bool resolveInvoke(std::string_view text, const Module &module, ProgramOptions &program,
                   Diagnostics &diag) {
  auto fail = [&](const std::string &message) {
    diag.error(Location::none(), "--invoke: " + message);
    return false;
  };
  // A name may contain commas itself.
  std::vector<std::string_view> arguments;
  const Export *callee = module.findExport(text, ExternKind::Func);
  if (!callee) {
    arguments = split(text);
    text = arguments.front();
    arguments.erase(arguments.begin());
    callee = module.findExport(text, ExternKind::Func);
  }
  if (!callee)
    return fail(fmt::format("no function \"{}\" is exported", text));
  program.entry = text;
  const FuncType &type = module.funcType(FuncIndex(callee->index));
  if (arguments.size() != type.parameters.size())
    return fail(fmt::format("\"{}\" has type {}, so it takes {} argument{}, not {}", text,
                            toString(type), type.parameters.size(),
                            type.parameters.size() == 1 ? "" : "s", arguments.size()));
  for (size_t i = 0; i < arguments.size(); ++i) {
    ValueType parameter = type.parameters[i];
    std::optional<uint64_t> bits = parseArgument(arguments[i], parameter);
    if (!bits)
      return fail(fmt::format("argument {} of \"{}\" has type {}, which \"{}\" is not{}", i + 1,
                              text, toString(parameter), arguments[i],
                              parameter.isRef() && parameter.isNullable()
                                  ? "; the only reference that can be given is null"
                              : parameter.isRef() || !parameter.isNumeric()
                                  ? "; no value of this type can be given"
                                  : ""));
    program.arguments.push_back(*bits);
  }

  // A reactor's exports may be called once it is initialised (WASI application ABI).
  constexpr std::string_view initialize = "_initialize";
  const Export *initializer = module.findExport(initialize, ExternKind::Func);
  if (!initializer || text == initialize)
    return true;
  const FuncType &found = module.funcType(FuncIndex(initializer->index));
  if (found != FuncType())
    return fail(fmt::format("\"{}\" has type {}, but what initialises a module has type [] -> []",
                            initialize, toString(found)));
  program.initializer = initialize;
  return true;
}

} // namespace sinter
