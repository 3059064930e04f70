//===-- Hint.cpp - One line for who forgot to grant a directory -------------===//
//
// "No such file" is puzzling where the file is plainly there. Many C libraries
// give up on a path without any call of ours when no directory is granted, so
// the hint also comes when such a program ends with an error.
//
//===----------------------------------------------------------------------===//

#include "wasi/Hint.h"
#include "Runtime.h"
#include "sys/Sys.h"

namespace sinter::rt::wasi {

bool directoryMissed;

void hintAtDirectories() {
  if (!directoryMissed || !sys::isTerminal(2))
    return;
  directoryMissed = false;
  Message message;
  message.text(programName());
  message.text(": note: no directory is granted; compile with --dir HOST[::GUEST]");
  if (!(__sinter_program.flags & SINTER_FLAG_SEALED))
    message.text(" or start with SINTER_DIR=HOST[::GUEST]");
  message.text("\n");
}

} // namespace sinter::rt::wasi
