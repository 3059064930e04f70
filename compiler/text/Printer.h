//===-- Printer.h - From bytes to text ---------------------------------------===//
//
// The assembler's way back: text that assembles to the same bytes. Everything
// that the text format can say is said explicitly, custom sections and the places
// where they stand included. Three things it cannot say: that an integer takes
// more bytes than it needs, that a section is there but empty, and that no
// locals are declared. A module with such encodings becomes
// text of an equivalent one, which a comment at its end admits.
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
