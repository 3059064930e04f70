//===-- Assembler.h - From text to bytes and a source map --------------------===//
//
// Text is assembled to the binary format, and everything after that works on
// bytes: there is one decoder and one validator, and the source map turns their
// byte offsets back into lines. The assembler checks what the text format
// itself demands (spec 6: syntax, ranges of literals, identifiers, order of
// imports); what is well-formed but invalid is left to the validator.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Diagnostics.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sinter {

/// Assembles the module in `map.text`, and fills `map.entries`.
///
/// Errors go to `diag` with text locations, which it shows as line and column if
/// the caller attached `map` to it (Diagnostics::setSourceMap). Identifiers
/// become a name section.
[[nodiscard]] std::optional<std::vector<uint8_t>> assembleModule(SourceMap &map, Diagnostics &diag);

/// True if `bytes` are to be read as text rather than as a binary module: they do not start
/// with "\0asm" and their first character is one that text can start with.
[[nodiscard]] bool looksLikeText(std::string_view bytes);

} // namespace sinter
