//===-- ScriptValues.h - Actions, arguments and expected results -------------===//
//
// Internal to text/: the parts of script commands below the command itself.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/Parser.h"
#include "text/Script.h"

namespace sinter {

/// `invoke id? "name" const*` or `get id? "name"`, without the parentheses.
[[nodiscard]] ScriptAction parseAction(Parser &parser);
/// `(i32.const 1)`, `(ref.extern 2)` ...
[[nodiscard]] ScriptValue parseArgument(Parser &parser);
/// An argument's form, or a pattern: NaN classes, references of a kind, `(either ...)`.
[[nodiscard]] ExpectedResult parseExpected(Parser &parser);

} // namespace sinter
