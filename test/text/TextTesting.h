//===-- TextTesting.h - What the tests of the text format share --------------===//
//
// Assembling in one call, the parts of the result as plain hexadecimal, and the
// first error with its place, so that a test is a line of text and what becomes
// of it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "text/Assembler.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sinter::test {

struct Assembled {
  SourceMap map;
  std::vector<uint8_t> bytes;
  std::string error; ///< as the user sees it; empty on success
};

inline Assembled assemble(std::string_view text) {
  Assembled result;
  result.map.text = text;
  Diagnostics diag("t.wat");
  diag.setSourceMap(&result.map);
  if (auto bytes = assembleModule(result.map, diag))
    result.bytes = std::move(*bytes);
  else
    result.error = diag.render();
  return result;
}

inline std::string errorOf(std::string_view text) {
  Assembled result = assemble(text);
  return result.error.empty() ? "no error" : result.error;
}

inline std::string hex(Bytes bytes) {
  std::string out;
  for (uint8_t byte : bytes) {
    if (!out.empty())
      out += ' ';
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

/// The contents of the first section `id` in hexadecimal, or "none".
inline std::string section(std::string_view text, uint8_t id) {
  Assembled result = assemble(text);
  if (!result.error.empty())
    return result.error;
  Diagnostics diag("t.wasm");
  ByteReader reader(result.bytes, 0, diag);
  reader.bytes(8);
  while (!reader.atEnd()) {
    uint8_t found = reader.u8();
    Bytes content = reader.bytes(reader.leb32());
    if (found == id)
      return hex(content);
  }
  return "none";
}

/// The code of the only function, whose body is `body`: without locals and the final end.
inline std::string code(const std::string &body) {
  std::string bytes = section("(module (memory 1) (table 2 funcref) (table $t 2 funcref) (data $d "
                              "\"\") (elem $e func) (func (param $p i32) " +
                                  body + "))",
                              10);
  // "01 size 00 ... 0b"; bodies here are shorter than 128 bytes.
  if (bytes.size() < 11 || bytes.substr(0, 3) != "01 ")
    return bytes;
  std::string inner = bytes.substr(9);
  return inner.size() < 3 ? "" : inner.substr(0, inner.size() - 3);
}

} // namespace sinter::test
