//===-- Diagnostics.h - Errors as the user sees them -----------------------===//
//
// Wrong input is reported once, where it is found; after that only success or
// failure travels (bool, optional). A Diagnostics collects what one input has
// to say: one error per function and 20 in all, printed in the order of their
// offsets, in lld's form:
//
//   sinter: error: app.wasm:0x1a3: type mismatch in i32.add: expected ...
//   >>> in function 12 (compute)
//
// Text input is assembled to bytes plus a SourceMap; with a map attached the
// same offsets print as app.wat:7:5, the line, and a caret. Not thread-safe:
// each thread fills its own and merges it into the main one.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sinter {

/// Where the bytes of an assembled module came from in its text.
/// `entries` maps a byte offset to an offset in `text`, and holds from there up to the next entry.
struct SourceMap {
  std::string text;
  std::map<uint64_t, uint64_t> entries;

  /// The text offset for a byte offset (the nearest entry at or before it; 0 if none).
  [[nodiscard]] uint64_t textOffset(uint64_t byteOffset) const;
};

/// Where an error is: a byte offset of the file, an offset of the text, or nowhere in it.
struct Location {
  enum class Kind : uint8_t { None, Byte, Text };
  Kind kind = Kind::None;
  uint64_t offset = 0;

  static Location none() { return {}; }
  static Location byte(uint64_t offset) { return {Kind::Byte, offset}; }
  static Location text(uint64_t offset) { return {Kind::Text, offset}; }
};

class Diagnostics {
public:
  static constexpr size_t maxErrors = 20;

  /// `file` is the name that messages show.
  explicit Diagnostics(std::string file) : file(std::move(file)) {}

  /// Attaches the text that locations refer to; it must outlive every print.
  void setSourceMap(const SourceMap *map) { sourceMap = map; }

  /// Reports an error. `notes` are lines shown below it as ">>> note".
  void error(Location where, std::string message, std::vector<std::string> notes = {});

  /// Adds a line below the latest error.
  void note(std::string text);

  /// Takes over all errors of `other` (which reported on the same file).
  void merge(Diagnostics &&other);

  /// Takes over all errors of `other`, which reported on another file: they come first.
  void append(Diagnostics &&other);

  [[nodiscard]] bool hasErrors() const { return !errors.empty() || !elsewhere.empty(); }
  [[nodiscard]] const std::string &fileName() const { return file; }

  /// Every error, sorted by offset, ready to print; at most maxErrors, then a
  /// line that says how many were left out.
  [[nodiscard]] std::string render() const;

  /// The first error's bare message (for the script runner), or "".
  [[nodiscard]] std::string firstMessage() const;

private:
  struct Error {
    Location where;
    std::string message;
    std::vector<std::string> notes;
  };
  [[nodiscard]] std::vector<const Error *> sorted() const;
  [[nodiscard]] bool before(const Error &a, const Error &b) const;
  void prune();
  void renderLocation(std::string &out, const Location &where) const;
  void renderLine(std::string &out, const Location &where) const;

  std::string file;
  const SourceMap *sourceMap = nullptr;
  /// The foremost errors; those beyond maxErrors are only counted, so a thousand bad functions cost
  /// nothing.
  std::vector<Error> errors;
  size_t omitted = 0;
  std::string elsewhere; ///< other files' errors, ready to print
};

} // namespace sinter
