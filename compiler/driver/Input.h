//===-- Input.h - From a file to a validated module ------------------------===//
//
// The steps that every command starts with. An Input owns the bytes and the
// source map that a Module and its errors refer to: keep it until the
// Diagnostics that it filled are printed.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

#include <optional>
#include <string>

namespace sinter {

struct Input {
  std::vector<uint8_t> storage; ///< the file, where we read it
  SourceMap map;                ///< of text input
  FeatureSet enabled;
  FeatureSet used; ///< complete after validateBodies()
  Module module;

  Input() = default;
  Input(const Input &) = delete;
  Input &operator=(const Input &) = delete;
};

/// --features= as a set; nothing after an error.
[[nodiscard]] std::optional<FeatureSet> parseFeatures(std::string_view text, Diagnostics &diag);

/// Reads `path` (or takes `bytes`, unless empty); of text, what it assembles to. `input` owns what
/// this gives; nothing after an error.
[[nodiscard]] std::optional<Bytes> loadBytes(const std::string &path, Bytes bytes, Input &input,
                                             Diagnostics &diag);

/// The same, and decodes all but the bodies. False after an error.
[[nodiscard]] bool loadInput(const std::string &path, Bytes bytes, std::string_view features,
                             Input &input, Diagnostics &diag);

/// Validates every body, on `jobs` threads. False after errors.
[[nodiscard]] bool validateBodies(Input &input, unsigned jobs, Diagnostics &diag);

} // namespace sinter
