//===-- File.h - Reading inputs whole, and writing outputs all or nothing --===//
//
// An output is written to a temporary file beside its destination and renamed
// over it only when complete, so that no failure leaves half a file, and what
// was there before survives it.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sinter {

/// The largest input: the JavaScript API's limit on the size of a module.
inline constexpr uint64_t maxInputSize = 1073741824;

/// The whole file, or nothing after an error in `diag`. "-" reads standard input.
[[nodiscard]] std::optional<std::vector<uint8_t>> readFile(const std::string &path,
                                                           Diagnostics &diag);

/// Writes all of `text` to standard output; false after an error in `diag`.
[[nodiscard]] bool writeStandardOutput(std::string_view text, Diagnostics &diag);

/// A file that appears at `path` when commit() succeeds, and not at all before.
/// Devices and pipes (-o /dev/null) are never replaced: commit() writes into them.
class OutputFile {
public:
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile &) = delete;
  OutputFile &operator=(const OutputFile &) = delete;

  /// Where to write meanwhile: a fresh empty file in the same folder. Empty if it could not be
  /// made.
  [[nodiscard]] const std::string &temporaryPath() const { return temporary; }
  /// Writes `bytes` to the temporary file; false after an error in `diag`.
  [[nodiscard]] bool write(Bytes bytes, Diagnostics &diag);
  /// Renames the temporary file to its place; `executable` sets mode 0777 less umask, else 0666.
  [[nodiscard]] bool commit(bool executable, Diagnostics &diag);

private:
  void removeTemporary();

  std::string path;
  std::string temporary;
  bool isSpecial = false; ///< the destination exists and is no regular file
  int openError = 0;
};

} // namespace sinter
