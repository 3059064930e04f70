//===-- ModuleBuilder.h - Modules for tests, byte by byte ------------------===//
//
// Tests of the decoder must not go through an assembler of ours, so they write
// sections as bytes. The builder adds what is tiresome: ids, sizes and counts.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/ModuleReader.h"
#include "wasm/Validation.h"

#include <string>
#include <vector>

namespace sinter::test {

using Raw = std::vector<uint8_t>;

inline Raw operator+(Raw a, const Raw &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

inline Raw leb(uint64_t v) {
  ByteWriter w;
  w.leb(v);
  return w.out;
}

inline Raw name(std::string_view text) {
  ByteWriter w;
  w.name(text);
  return w.out;
}

namespace sec {
/// Section ids; the codes of core 5.5.2.
enum Id : uint8_t {
  Type = 1,
  Import,
  Func,
  Table,
  Memory,
  Global,
  Export,
  Start,
  Elem,
  Code,
  Data,
  DataCount,
  Tag
};
} // namespace sec

class ModuleBuilder {
public:
  Raw bytes = {0, 'a', 's', 'm', 1, 0, 0, 0};

  ModuleBuilder &raw(const Raw &b) {
    bytes.insert(bytes.end(), b.begin(), b.end());
    return *this;
  }
  ModuleBuilder &section(uint8_t id, const Raw &content) {
    return raw(Raw{id} + leb(content.size()) + content);
  }
  /// A section that is a vector of `items`.
  ModuleBuilder &vec(uint8_t id, const std::vector<Raw> &items) {
    Raw content = leb(items.size());
    for (const Raw &item : items)
      content.insert(content.end(), item.begin(), item.end());
    return section(id, content);
  }
  ModuleBuilder &custom(std::string_view title, const Raw &content) {
    return section(0, name(title) + content);
  }
  /// The code section; each body is locals and code, without its size.
  ModuleBuilder &code(const std::vector<Raw> &bodies) {
    std::vector<Raw> items;
    for (const Raw &body : bodies)
      items.push_back(leb(body.size()) + body);
    return vec(sec::Code, items);
  }
};

/// The first error of reading and validating `bytes`, or "valid".
inline std::string check(const Raw &bytes, FeatureSet enabled = FeatureSet::defaults()) {
  Diagnostics diag("t.wasm");
  Module module;
  FeatureSet used;
  bool isValid =
      readModule(bytes, enabled, diag, module) && validateModule(module, enabled, used, 1, diag);
  if (isValid == diag.hasErrors())
    return "result and diagnostics disagree";
  return isValid ? "valid" : diag.firstMessage();
}

inline std::string check(const ModuleBuilder &builder) { return check(builder.bytes); }

/// Value type codes.
constexpr uint8_t i32 = 0x7f, i64 = 0x7e, f32 = 0x7d, f64 = 0x7c, v128 = 0x7b, funcref = 0x70,
                  externref = 0x6f;

/// A function type.
inline Raw func(const Raw &parameters, const Raw &results) {
  return Raw{0x60} + leb(parameters.size()) + parameters + leb(results.size()) + results;
}

/// A module around one body of function 1: it has type 0 `parameters` -> `results`, and there are
/// type 1 [] -> [], type 2 [i32] -> [i32 i32], imported function 0 of type 2, table 0 of funcref,
/// table 1 of externref, memory 0, global 0 (i32, constant), global 1 (i64, variable), an element
/// and a data segment; `body` is locals and code.
inline ModuleBuilder around(const Raw &parameters, const Raw &results, const Raw &body) {
  ModuleBuilder b;
  b.vec(sec::Type, {func(parameters, results), func({}, {}), func({i32}, {i32, i32})});
  b.vec(sec::Import, {name("m") + name("f") + Raw{0, 2}});
  b.vec(sec::Func, {{0}});
  b.vec(sec::Table, {{funcref, 0, 1}, {externref, 0, 1}});
  b.vec(sec::Memory, {{0, 1}});
  b.vec(sec::Global, {{i32, 0, 0x41, 7, 0x0b}, {i64, 1, 0x42, 7, 0x0b}});
  b.vec(sec::Elem, {{3, 0, 1, 0}});
  b.section(sec::DataCount, {1});
  b.code({body});
  b.vec(sec::Data, {{1, 2, 'h', 'i'}});
  return b;
}

/// What the validator says of a body without locals of its own; `code` goes without the last `end`.
inline std::string checkCode(const Raw &code, const Raw &parameters = {}, const Raw &results = {}) {
  return check(around(parameters, results, Raw{0} + code + Raw{0x0b}));
}

} // namespace sinter::test
