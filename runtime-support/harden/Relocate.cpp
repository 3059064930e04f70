//===-- Relocate.cpp - A program that is loaded anywhere --------------------===//
//
// Of all relocations that there are, a program without shared objects needs one: the
// image's own place is added to a word (System V ABI, R_*_RELATIVE). The linker packs
// nearly all of them (SHT_RELR, ELF's generic ABI): an even word is the address of one to
// relocate, an odd one has a bit for each of the 63 words behind. What they stand in is
// constant, or wasm code's own idea of a constant, and read-only afterwards.
//
//===----------------------------------------------------------------------===//

#include "harden/Harden.h"
#include "sys/Sys.h"
#include "trap/Image.h"

namespace sinter::rt::harden {

namespace {
/// Elf64_Rela.
struct Relocation {
  uint64_t place, info;
  int64_t addend;
};
} // namespace

extern "C" {
extern const uint64_t __sinter_relr_begin[] __attribute__((visibility("hidden")));
extern const uint64_t __sinter_relr_end[] __attribute__((visibility("hidden")));
extern const Relocation __sinter_rela_begin[] __attribute__((visibility("hidden")));
extern const Relocation __sinter_rela_end[] __attribute__((visibility("hidden")));
}

static uint64_t &wordAt(uint64_t address) { return *reinterpret_cast<uint64_t *>(address); }

void relocate() {
  uint64_t slide = Image::slide(), next = 0;
  for (const uint64_t *entry = __sinter_relr_begin; entry != __sinter_relr_end; ++entry) {
    if (!(*entry & 1)) {
      next = slide + *entry;
      wordAt(next) += slide;
      next += 8;
      continue;
    }
    uint64_t place = next;
    for (uint64_t bits = *entry >> 1; bits; bits >>= 1, place += 8)
      if (bits & 1)
        wordAt(place) += slide;
    next += 63 * 8;
  }
  // The linker has checked that there is no other kind (-z text, no symbols).
  for (const Relocation *entry = __sinter_rela_begin; entry != __sinter_rela_end; ++entry)
    wordAt(slide + entry->place) = slide + uint64_t(entry->addend);
}

void protectConstants() {
  const ProgramHeader *constants = Image::readOnlyAfterStart();
  if (!constants)
    return;
  // They share their first page with nothing that is written, and their last one with nothing.
  constexpr uint64_t pageSizeEntry = 6, smallest = 4096;
  uint64_t page = auxiliaryValue(pageSizeEntry, smallest);
  uint64_t begin = constants->begin() & ~(page - 1);
  uint64_t end = roundUp(constants->begin() + constants->memorySize, page);
  constexpr int protRead = 1;
  // Without a row for the wall: nobody protects anything so later.
  if (sys::failed(arch::syscall(arch::Syscall::mprotect, long(begin), long(end - begin), protRead)))
    fail("the system does not make its constants read-only");
}

} // namespace sinter::rt::harden
