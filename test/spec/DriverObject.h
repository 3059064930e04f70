//===-- DriverObject.h - An object file with a table of assertions ----------===//
//
// A minimal ELF relocatable: one data section, pointers in it, and the symbols
// that they lead to. Written here because compiling a table as C would start a
// process for each of thousands of modules.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "Machines.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sinter::spec {

class DriverObject {
public:
  /// Appends a slot and returns its offset.
  uint64_t word(uint64_t value);
  /// Appends a slot that will hold the address of `symbol`, or of `offset` in the data.
  void pointerTo(std::string_view symbol);
  void pointerToOffset(uint64_t offset);
  /// Appends a NUL-terminated string, padded to whole slots; returns its offset.
  uint64_t text(std::string_view text);
  [[nodiscard]] uint64_t size() const { return 8 * data.size(); }

  /// The object, with `name` as a global symbol at `offset` of the data.
  [[nodiscard]] std::vector<uint8_t> write(std::string_view name, uint64_t offset,
                                           const MachineRow &machine) const;

private:
  struct Relocation {
    uint64_t offset;
    uint32_t symbol; ///< 0: the data itself
    uint64_t addend;
  };
  std::vector<uint64_t> data;
  std::vector<Relocation> relocations;
  std::map<std::string, uint32_t, std::less<>> symbols; ///< numbered from 1
};

} // namespace sinter::spec
