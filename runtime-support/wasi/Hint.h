//===-- Hint.h - One line for who forgot to grant a directory ---------------===//
#pragma once

namespace sinter::rt::wasi {

/// Set when the program looked for its directories and there are none.
extern bool directoryMissed __attribute__((visibility("hidden")));

/// Says how to grant a directory, once, if the program missed one and standard error is a terminal.
void hintAtDirectories();

} // namespace sinter::rt::wasi
