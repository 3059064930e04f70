//===-- Backtrace.h - Walking the frames of wasm code in a host's process ---===//
#pragma once

#include "Host.h"
#include "trap/Unwinder.h"

namespace sinter::host {

/// An object of the process with code in it: where its unwind tables are.
struct UnwindTables {
  uint64_t pc; ///< What is looked for.
  rt::AddressRange code, tables;
  const uint8_t *header = nullptr;

  /// Makes it the object around an address; false if that has no tables.
  [[nodiscard]] bool find(uint64_t address);
};

/// The frames between registers of this thread and the innermost call from the host.
class WasmFrames {
public:
  WasmFrames(const sinter_store_t *store, const rt::arch::Registers &registers)
      : stack{registers.value[rt::arch::StackRegister],
              reinterpret_cast<uint64_t>(store->entry->stackPointer)} {}

  /// Whether `pc` is in one of them, so that unwinder() steps on from it.
  [[nodiscard]] bool contains(uint64_t pc) {
    auto begin = reinterpret_cast<uint64_t>(&sinterHostEnter);
    auto end = reinterpret_cast<uint64_t>(&sinterHostEnterEnd);
    return pc - begin >= end - begin && object.find(pc);
  }
  [[nodiscard]] rt::Unwinder unwinder() const {
    return rt::Unwinder(object.header, object.tables, stack);
  }

private:
  rt::AddressRange stack;
  UnwindTables object = {};
};

/// Notes which functions run, from `registers` to the innermost call from the host. `exact`: they
/// are at an instruction that faulted, not behind a call.
void noteFrames(sinter_store_t *store, rt::arch::Registers registers, bool exact);

/// From here on.
__attribute__((always_inline)) inline void noteFrames(sinter_store_t *store) {
  rt::arch::Registers registers;
  rt::arch::capture(registers);
  noteFrames(store, registers, false);
}

} // namespace sinter::host
