//===-- Printer.h - From bytes to text ---------------------------------------===//
//
// The assembler's way back: text that assembles to the same bytes. Everything
// that text can say is said explicitly, custom sections and the places where
// they stand included; annotations of our own (Annotations.cpp) say more, such as where linkers
// left room in integers. What is left is rare: long integers outside of bodies, empty sections,
// declarations of no locals, and segments that name index 0 without need. A module with these
// becomes text of an equivalent one, which a comment at its end admits.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "text/TextOutput.h"

namespace sinter {

/// Writes the module `file` as text to `sink`, piece by piece, whatever features it uses. It is not
/// validated: what is malformed is an error in `diag`, what is only invalid is printed. False after
/// an error, or when the sink fails.
[[nodiscard]] bool printModule(Bytes file, Diagnostics &diag, const TextSink &sink);

} // namespace sinter
