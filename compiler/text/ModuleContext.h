//===-- ModuleContext.h - What the parts of the assembler share --------------===//
//
// The assembler makes two passes over a module's tokens: the first gives every
// definition its index and binds its identifier, the second encodes. This is
// the state between them: the cursor, the index spaces, and the types, which
// may grow while bodies are encoded (spec 6.4.12: a type use without an index stands
// for a definition at the end of the module).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "text/Parser.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace sinter {

/// The indices of one kind and the identifiers bound to them.
struct IndexSpace {
  std::string_view unknown;   ///< as in "unknown function"
  std::string_view duplicate; ///< as in "duplicate func"
  uint32_t count = 0;
  std::unordered_map<std::string, uint32_t> byName;
  std::vector<std::pair<uint32_t, std::string>> names; ///< by ascending index

  /// Gives the next index to `name` (empty: to nobody); false if the name is taken.
  bool bind(std::string name) {
    uint32_t index = count++;
    if (name.empty())
      return true;
    if (!byName.emplace(name, index).second)
      return false;
    names.emplace_back(index, std::move(name));
    return true;
  }
};

/// Bytes, and where in the text their parts came from.
struct MarkedBytes {
  ByteWriter bytes;
  std::vector<std::pair<uint64_t, uint64_t>> marks; ///< byte offset, text offset

  void mark(uint64_t textOffset) { marks.emplace_back(bytes.size(), textOffset); }
  void append(const MarkedBytes &other) {
    for (auto [byte, text] : other.marks)
      marks.emplace_back(bytes.size() + byte, text);
    bytes.bytes(other.bytes.out);
  }
};

/// The vector that most sections are.
struct SectionBuilder {
  uint32_t count = 0;
  MarkedBytes content;

  /// Starts an entry that the text has at `textOffset`.
  ByteWriter &add(uint64_t textOffset) {
    ++count;
    content.mark(textOffset);
    return content.bytes;
  }
};

/// A function type as encoded value types.
struct Signature {
  std::vector<uint8_t> parameters;
  std::vector<uint8_t> results;
  uint32_t parameterCount = 0;
  uint32_t resultCount = 0;
  bool operator==(const Signature &) const = default;
};

struct TypeEntry {
  bool isFunction = false;
  /// A final function type without supertypes, alone in its recursion group: what an implicit
  /// type use can stand for.
  bool isPlain = false;
  Signature signature;
  IndexSpace fields{"field", "field", 0, {}, {}};
};

/// `(@metadata.code.branch_hint "\01")`: how likely a branch is taken.
struct BranchHint {
  uint8_t value = 0;
  uint64_t textOffset = 0;
};

struct ModuleContext {
  ModuleContext(std::string_view source, const TokenList &list, uint32_t first, uint32_t last)
      : parser(source, list, first, last) {}

  Parser parser;
  IndexSpace types{"type", "type", 0, {}, {}};
  IndexSpace functions{"function", "func", 0, {}, {}};
  IndexSpace tables{"table", "table", 0, {}, {}};
  IndexSpace memories{"memory", "memory", 0, {}, {}};
  IndexSpace globals{"global", "global", 0, {}, {}};
  IndexSpace tags{"tag", "tag", 0, {}, {}};
  IndexSpace elems{"elem segment", "elem segment", 0, {}, {}};
  IndexSpace datas{"data segment", "data segment", 0, {}, {}};

  std::vector<TypeEntry> typeEntries;
  /// The first plain type of each signature, by its encoding.
  std::unordered_map<std::string, uint32_t> plainTypes;
  SectionBuilder typeSection;
  bool needsDataCount = false;

  /// Annotations, by the token that they stand before. Hints are taken out as they are used.
  std::unordered_map<uint32_t, std::string> nameAnnotations;
  std::unordered_map<uint32_t, BranchHint> branchHints;
  /// How long the integers of the instruction at a token are, where not as short as can be.
  std::unordered_map<uint32_t, std::vector<uint8_t>> integerLengths;
  /// Tokens in front of which a declaration of locals starts a run of its own.
  std::unordered_set<uint32_t> localRuns;

  uint32_t addType(TypeEntry entry);
  /// Renames the latest entry of `space` in the name section, if an annotation at `token` says so.
  void nameLatest(IndexSpace &space, uint32_t token) const;
  /// An index of `space`, by number or identifier.
  uint32_t index(const IndexSpace &space);
};

} // namespace sinter
