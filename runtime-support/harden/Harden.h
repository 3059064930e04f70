//===-- Harden.h - What --harden adds to a program's start ------------------===//
//
// The runtime is built a second time for programs that are compiled with --harden
// (SINTER_HARDENED): with pads and signed return addresses where the CPU has them, and
// with what is declared here, so that other programs carry none of it. Such a program is
// loaded anywhere and has no loader, so it relocates itself first. Its memory 0, which
// never moves either, is placed by start-up: SinterProgramMemory.base then says where the
// image has the memory's initial pages, one piece behind the other.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stdint.h>

namespace sinter::rt {

#ifdef SINTER_HARDENED
constexpr bool Hardened = true;
#else
constexpr bool Hardened = false;
#endif

namespace harden {

/// Adds the place of the image to what holds an address. Nothing that does can be looked at before.
void relocate();

/// Makes what start-up alone may write read-only.
void protectConstants();

/// Chooses where memory 0 begins, which nobody can foretell, far from the image and the kernel's
/// stack. If `reserve`, all that its accesses can reach is taken, too, and `reserved` says whether
/// the system allowed that.
uint64_t placeMemory(bool reserve, bool &reserved);

/// Moves pages of the image to a memory. False if the system refuses.
bool movePages(uint64_t from, uint64_t size, uint64_t to);

} // namespace harden
} // namespace sinter::rt
