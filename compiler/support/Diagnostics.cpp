//===-- Diagnostics.cpp - Collecting and printing errors -------------------===//
//
// Errors arrive in any order, from any number of threads' collectors, and are
// printed in the order of their offsets, so that output never depends on
// scheduling. Bytes of the input that reach a message (names) are printed with
// control characters escaped: a module must not drive the user's terminal.
//
//===----------------------------------------------------------------------===//
#include "support/Diagnostics.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <tuple>

namespace sinter {

uint64_t SourceMap::textOffset(uint64_t byteOffset) const {
  auto after = entries.upper_bound(byteOffset);
  return after == entries.begin() ? 0 : std::prev(after)->second;
}

bool Diagnostics::before(const Error &a, const Error &b) const {
  auto key = [&](const Error &e) {
    uint64_t offset = e.where.offset;
    if (e.where.kind == Location::Kind::Byte && sourceMap)
      offset = sourceMap->textOffset(offset);
    return std::tuple<bool, uint64_t, const std::string &>(e.where.kind != Location::Kind::None,
                                                           offset, e.message);
  };
  return key(a) < key(b);
}

void Diagnostics::prune() {
  std::sort(errors.begin(), errors.end(),
            [&](const Error &a, const Error &b) { return before(a, b); });
  if (errors.size() > maxErrors) {
    omitted += errors.size() - maxErrors;
    errors.erase(errors.begin() + maxErrors, errors.end());
  }
}

void Diagnostics::error(Location where, std::string message, std::vector<std::string> notes) {
  // Half of the buffer is slack, so that sorting is paid once per maxErrors errors.
  if (errors.size() >= 2 * maxErrors)
    prune();
  errors.push_back({where, std::move(message), std::move(notes)});
}

void Diagnostics::note(std::string text) {
  if (!errors.empty())
    errors.back().notes.push_back(std::move(text));
}

void Diagnostics::merge(Diagnostics &&other) {
  std::move(other.errors.begin(), other.errors.end(), std::back_inserter(errors));
  omitted += other.omitted;
  other.errors.clear();
  other.omitted = 0;
  if (errors.size() >= 2 * maxErrors)
    prune();
}

void Diagnostics::append(Diagnostics &&other) {
  elsewhere += other.render();
  other.errors.clear();
  other.omitted = 0;
  other.elsewhere.clear();
}

std::vector<const Diagnostics::Error *> Diagnostics::sorted() const {
  std::vector<const Error *> result;
  for (const Error &e : errors)
    result.push_back(&e);
  std::sort(result.begin(), result.end(),
            [&](const Error *a, const Error *b) { return before(*a, *b); });
  return result;
}

static void appendEscaped(std::string &out, std::string_view text) {
  for (char c : text) {
    if (uint8_t(c) < 0x20 || c == 0x7f)
      fmt::format_to(std::back_inserter(out), "\\{:02x}", uint8_t(c));
    else
      out.push_back(c);
  }
}

static bool isContinuation(char c) { return (uint8_t(c) & 0xc0) == 0x80; }

namespace {
/// A line of the text and the place in it that an error is about.
struct Place {
  std::string_view line;
  size_t lineNumber;   ///< from 1
  size_t byteInLine;   ///< from 0
  size_t columnInLine; ///< in characters, from 1
};
} // namespace

static Place find(std::string_view text, uint64_t offset) {
  offset = std::min<uint64_t>(offset, text.size());
  size_t begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1; // npos + 1 is 0
  size_t end = std::min(text.find('\n', offset), text.size());
  if (begin > end)
    begin = end;
  Place place;
  place.line = text.substr(begin, end - begin);
  if (!place.line.empty() && place.line.back() == '\r')
    place.line.remove_suffix(1);
  place.lineNumber = 1 + size_t(std::count(text.begin(), text.begin() + begin, '\n'));
  place.byteInLine = std::min<size_t>(offset - begin, place.line.size());
  std::string_view head = place.line.substr(0, place.byteInLine);
  place.columnInLine =
      1 + head.size() - size_t(std::count_if(head.begin(), head.end(), isContinuation));
  return place;
}

void Diagnostics::renderLocation(std::string &out, const Location &where) const {
  if (where.kind == Location::Kind::None)
    return;
  appendEscaped(out, file);
  bool isText = where.kind == Location::Kind::Text || sourceMap;
  if (isText && sourceMap) {
    uint64_t offset =
        where.kind == Location::Kind::Text ? where.offset : sourceMap->textOffset(where.offset);
    Place place = find(sourceMap->text, offset);
    out += fmt::format(":{}:{}", place.lineNumber, place.columnInLine);
  } else if (!isText) {
    out += fmt::format(":{:#x}", where.offset);
  }
  out += ": ";
}

void Diagnostics::renderLine(std::string &out, const Location &where) const {
  if (where.kind == Location::Kind::None || !sourceMap)
    return;
  uint64_t offset =
      where.kind == Location::Kind::Text ? where.offset : sourceMap->textOffset(where.offset);
  Place place = find(sourceMap->text, offset);
  // Of a long line (text printed by a machine is often one) only the surroundings are shown.
  constexpr size_t before = 60, after = 60;
  size_t begin = place.byteInLine > before ? place.byteInLine - before : 0;
  while (begin > 0 && isContinuation(place.line[begin]))
    --begin;
  size_t end = std::min(place.line.size(), place.byteInLine + after);
  while (end < place.line.size() && isContinuation(place.line[end]))
    ++end;
  std::string shown, caret;
  for (size_t i = begin; i < end; ++i) {
    char c = place.line[i];
    shown.push_back(c == '\t' || uint8_t(c) >= 0x20 ? c : ' ');
    if (i < place.byteInLine && !isContinuation(c))
      caret.push_back(c == '\t' ? '\t' : ' ');
  }
  out += shown + "\n" + caret + "^\n";
}

std::string Diagnostics::render() const {
  std::string out = elsewhere;
  size_t printed = 0;
  for (const Error *e : sorted()) {
    if (printed++ == maxErrors)
      break;
    out += "sinter: error: ";
    renderLocation(out, e->where);
    appendEscaped(out, e->message);
    out += "\n";
    renderLine(out, e->where);
    for (const std::string &note : e->notes) {
      out += ">>> ";
      appendEscaped(out, note);
      out += "\n";
    }
  }
  size_t total = errors.size() + omitted;
  if (total > maxErrors)
    out += fmt::format("sinter: error: too many errors; {} more not shown\n", total - maxErrors);
  return out;
}

std::string Diagnostics::firstMessage() const {
  return errors.empty() ? std::string() : sorted().front()->message;
}

} // namespace sinter
