//===-- Grants.h - What a program was given ---------------------------------===//
#pragma once

#include "wasi/FdTable.h"

namespace sinter::rt::wasi {

/// Opens everything that was granted and enters it, in order; ends the process with a sentence
/// if something cannot be opened.
void openGrants();

/// Enters a granted directory.
Errno addGrant(const Descriptor &directory);

/// What an open directory is to the program that was given it.
inline Descriptor grantedDirectory(int host, const char *guest, bool readOnly) {
  Descriptor directory;
  directory.typeKnown = true;
  directory.type = FileType::Directory;
  directory.host = host;
  directory.base = right::Directory;
  directory.inheriting = right::All;
  if (readOnly) {
    directory.base &= ~uint64_t(right::Writing);
    directory.inheriting &= ~uint64_t(right::Writing);
  }
  directory.preopen = guest;
  return directory;
}

inline Descriptor grantedSocket(int host) {
  Descriptor socket;
  socket.host = host;
  socket.base = socket.inheriting = right::Socket;
  return socket;
}

/// Enters anything else that was granted.
Errno addGranted(const Descriptor &descriptor, Fd &result);

} // namespace sinter::rt::wasi
