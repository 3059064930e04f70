//===-- Hint.h - One line for who forgot to grant a directory ---------------===//
#pragma once

#include "wasi/InHost.h"

namespace sinter::rt::wasi {

#if SINTER_IN_HOST
/// What a host grants is the host's to know.
inline void missDirectory(bool) {}
inline void hintAtDirectories() {}
#else
/// Set when the program looked for its directories and there are none.
extern bool directoryMissed __attribute__((visibility("hidden")));
inline void missDirectory(bool missed) { directoryMissed = missed; }

/// Says how to grant a directory, once, if the program missed one and standard error is a terminal.
void hintAtDirectories();
#endif

} // namespace sinter::rt::wasi
