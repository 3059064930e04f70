//===-- Script.h - Test scripts (.wast) --------------------------------------===//
//
// The reference interpreter's script language: modules, and assertions about
// them. Parsing gives plain commands; running them is the caller's business.
// Each command stands for itself: one that does not parse becomes an Unparsed
// command with its error, and the rest of the script still works.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Types.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinter {

enum class ScriptType : uint8_t {
  I32,
  I64,
  F32,
  F64,
  V128,
  RefNull,
  RefFunc,
  RefExtern, ///< a host reference with a number, as externref
  RefHost,   ///< the same, as anyref
  RefAny,
  RefEq,
  RefI31,
  RefStruct,
  RefArray,
  RefExn,
};

/// An argument.
struct ScriptValue {
  ScriptType type{};
  uint64_t bits = 0; ///< numbers, zero-extended; the number of a host reference
  std::array<uint8_t, 16> vector{};
  HeapType heap; ///< of RefNull
};

/// What an assertion expects of a number, or of a lane of one.
struct ExpectedLane {
  enum class Kind : uint8_t { Exact, CanonicalNan, ArithmeticNan };
  Kind kind{};
  uint64_t bits = 0; ///< if Exact
};

struct ExpectedResult {
  ScriptType type{};
  unsigned laneBits = 0;              ///< of numbers and vectors
  std::vector<ExpectedLane> lanes;    ///< one for a number
  std::optional<uint64_t> hostNumber; ///< RefExtern and RefHost: any if absent
  std::optional<HeapType> heap;       ///< RefNull: any if absent
  /// If not empty, any one of these will do, and the other fields mean nothing.
  std::vector<ExpectedResult> alternatives;
};

/// A module: its bytes, or why the text could not be assembled.
struct ScriptModule {
  enum class Form : uint8_t { Text, Binary, Quote } form{};
  std::string name;          ///< without `$`; empty if it has none
  bool isDefinition = false; ///< declared only; instantiated by `module instance`
  std::vector<uint8_t> bytes;
  /// The error of the text format, for Text and Quote; then there are no bytes.
  std::optional<std::string> textError;
};

struct ScriptAction {
  enum class Kind : uint8_t { Invoke, Get } kind{};
  std::string module; ///< empty: the latest one
  std::string name;   ///< of the export
  std::vector<ScriptValue> arguments;
};

struct ScriptCommand {
  enum class Kind : uint8_t {
    Module,           ///< module
    Instance,         ///< an instance called `name` of the definition `source` (both may be empty)
    Register,         ///< the module called `source` (empty: the latest one) as `name`
    Action,           ///< action
    AssertReturn,     ///< action, results
    AssertTrap,       ///< action, message
    AssertTrapModule, ///< module, message: instantiation traps
    AssertExhaustion, ///< action, message
    AssertException,  ///< action
    AssertInvalid,    ///< module, message
    AssertMalformed,  ///< module, message
    AssertUnlinkable, ///< module, message
    AssertInvalidCustom,
    AssertMalformedCustom,
    Unparsed, ///< error
  };
  Kind kind = Kind::Unparsed;
  uint32_t line = 0; ///< from 1
  ScriptModule module;
  ScriptAction action;
  std::vector<ExpectedResult> results;
  std::string message;
  std::string name;
  std::string source;
  std::string error;
  uint32_t errorLine = 0;
};

/// The words of a command, as in "assert_return".
[[nodiscard]] std::string_view toString(ScriptCommand::Kind kind);

/// Every command of a script; never fails as a whole.
[[nodiscard]] std::vector<ScriptCommand> parseScript(std::string_view text);

} // namespace sinter
