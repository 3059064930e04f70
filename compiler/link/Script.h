//===-- Script.h - How an executable is laid out ----------------------------===//
//
// The linker's script for an executable, in one of two forms:
//
//   usual      fixed addresses; memory 0's initial contents are mapped where the
//              memory is
//   hardened   position independent; those contents lie one behind the other,
//              and start-up moves their pages to the memory
//
//===----------------------------------------------------------------------===//
#pragma once

#include "link/Linker.h"

namespace sinter {

/// The script for `job`, an executable.
[[nodiscard]] std::string executableScript(const LinkJob &job);

/// Whether the output says in a note (.note.gnu.property) that the CPU may check its jumps and
/// returns: it is hardened, that CPU has such checks, and whoever uses -Wl,-z,cet-report= or
/// bti-report= has not taken it on themselves to link code without pads.
[[nodiscard]] bool hasProperty(const LinkJob &job);

/// The most pieces of memory that it can place.
inline constexpr size_t mostPieces = 60;

/// What lld says where an image leaves no room for memory 0 below 2 GiB.
inline constexpr const char *imageTooLargeText = "image-above-1-GiB";

} // namespace sinter
