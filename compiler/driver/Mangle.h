//===-- Mangle.h - Names of WebAssembly as names of C -----------------------===//
//
// A name is any UTF-8. Letters, digits and underscores stay; every other byte, and Z, becomes Z and
// two hexadecimal digits, so that different names stay different and a reader can undo it.
// docs/embedding.md tells users.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <string>
#include <string_view>

namespace sinter {

/// "a.b" as "aZ2Eb". It may begin with a digit, and stands behind a prefix.
[[nodiscard]] std::string mangle(std::string_view name);

/// "module__name": the first two underscores in a row stand between the two, since others in the
/// module's name are written Z5F. It begins with no digit.
[[nodiscard]] std::string mangleImport(std::string_view module, std::string_view name);

/// What stands for the module in C: the file's name without folder, "lib" and extensions, with
/// underscores for what C does not have. Never empty.
[[nodiscard]] std::string moduleIdentifier(std::string_view path);

/// Whether it is an identifier of C that may be given as the module's.
[[nodiscard]] bool isIdentifier(std::string_view text);

/// The name for a comment of C: printable, and ending none.
[[nodiscard]] std::string forComment(std::string_view name);

} // namespace sinter
