//===-- FdTable.h - The program's descriptors -------------------------------===//
//
// WASI descriptors are indices of a table of the runtime's, so that a program
// can name nothing but what it was given: 0 to 2 are the process's own, or what the host gave
// instead, granted directories follow from 3 on, then what it opens. The table comes into being
// with the first call that needs it; a program with calls for what is granted opens that at start.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasi/InHost.h"
#include "wasi/Types.h"

namespace sinter::rt::wasi {

struct Descriptor {
  bool open = false;
  bool typeKnown = false; ///< Not asked for yet for 0 to 2.
  FileType type = FileType::Unknown;
  bool appends = false; ///< Was opened or set so by the program at some time.
  int host = -1;
  uint32_t pollEntry = 0; ///< Where the last poll_oneoff had it, which may be out of date.
  bool borrowed = false;  ///< Not closed with the descriptor: the process's or the host's own.
  uint32_t listing = 0;   ///< Which reader of directories it is; 0 for one that has not been read.
  Rights base = 0, inheriting = 0;
  const char *preopen = nullptr; ///< The guest's name of a granted directory.

  bool isDirectory() const { return typeKnown && type == FileType::Directory; }
};

/// What fd_readdir has read ahead (Directory.cpp), and its bytes.
struct Listing;
constexpr uint64_t ListingSize = 32 << 10;

/// All zero is a table that no call has needed yet, so that it costs no page of a program's file.
struct Table {
  bool standardReady, grantsReady;
  uint32_t capacity, grants;
  Descriptor *entries;
  Listing *listing; ///< Mapped by the first call that lists.
  alignas(Descriptor) unsigned char first[8 * sizeof(Descriptor)];

  bool isMapped() const { return reinterpret_cast<const unsigned char *>(entries) != first; }
};

/// The table of whoever called.
Table &callersTable();

/// The open descriptor `fd`, or null.
Descriptor *findDescriptor(Fd fd);

/// The descriptor if it is open and has all of `rights`.
Errno findDescriptor(Fd fd, Rights rights, Descriptor *&result);

/// Enters a descriptor at the lowest free number.
Errno addDescriptor(const Descriptor &descriptor, Fd &result);

/// Closes what belongs to the program; the process's own 0 to 2 stay for messages, what a host lent
/// stays the host's.
Errno closeDescriptor(Descriptor &descriptor);

/// Asks the system for the type of `descriptor`, once, and drops rights that the type has no use
/// for.
void learnType(Descriptor &descriptor);

/// The WASI type for the kernel's st_mode.
FileType fileType(uint32_t mode);

/// The same for calls that only what was granted gives a meaning to: they bring the code that
/// opens the grants into the program, without which there is nothing beyond 2 to begin with.
Descriptor *findGranted(Fd fd);
Errno findGranted(Fd fd, Rights rights, Descriptor *&result);

/// How many directories were granted.
uint32_t grantedDirectories();

} // namespace sinter::rt::wasi
