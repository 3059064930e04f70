//===-- Mangle.cpp - Names of WebAssembly as names of C ---------------------===//

#include "driver/Mangle.h"

#include <fmt/format.h>

namespace sinter {

static bool isDigit(char c) { return c >= '0' && c <= '9'; }
static bool isWordCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
}

static std::string escaped(char c) { return fmt::format("Z{:02X}", uint8_t(c)); }

std::string mangle(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (isWordCharacter(c) && c != 'Z')
      out += c;
    else
      out += escaped(c);
  }
  return out;
}

std::string mangleImport(std::string_view module, std::string_view name) {
  std::string out;
  for (size_t i = 0; i != module.size(); ++i) {
    bool isLast = i + 1 == module.size();
    bool isPartOfSeparator = module[i] == '_' && (isLast || i == 0 || module[i - 1] == '_');
    bool isFirstDigit = i == 0 && isDigit(module[i]);
    out += isPartOfSeparator || isFirstDigit ? escaped(module[i]) : mangle(module.substr(i, 1));
  }
  out += "__";
  if (name.starts_with('_')) {
    out += escaped('_');
    name.remove_prefix(1);
  }
  return out + mangle(name);
}

bool isIdentifier(std::string_view text) {
  for (char c : text)
    if (!isWordCharacter(c))
      return false;
  return !text.empty() && !isDigit(text.front());
}

std::string moduleIdentifier(std::string_view path) {
  std::string_view name = path.substr(path.rfind('/') + 1);
  if (name.starts_with("lib") && name.size() > 3)
    name.remove_prefix(3);
  if (size_t dot = name.find('.'); dot != 0)
    name = name.substr(0, dot);
  std::string out;
  for (char c : name)
    out += isWordCharacter(c) ? c : '_';
  if (out.empty() || isDigit(out.front()))
    out.insert(0, "m");
  return out;
}

std::string forComment(std::string_view name) {
  std::string out;
  for (char c : name) {
    // A question mark could begin a trigraph, an asterisk end the comment.
    bool isPlain = c > ' ' && c < 0x7f && c != '\\' && c != '"' && c != '*' && c != '?';
    out += isPlain || c == ' ' ? std::string(1, c) : fmt::format("\\{:02x}", uint8_t(c));
  }
  return out;
}

} // namespace sinter
