//===-- Unwinder.h - Stepping from a frame to its caller --------------------===//
//
// Interprets the call frame information that LLVM writes into .eh_frame (DWARF 5
// section 6.4, Linux Standard Base Core, "Exception Frames"), found through the
// sorted table of .eh_frame_hdr. It serves exceptions, and backtraces of a program that just
// failed, so every read is checked: of the tables against the segment they are
// in, of the stack against its bounds. What does not fit ends the walk.
//
// Exceptions take one phase, not the two of the Itanium C++ ABI: every landing pad of ours takes
// every exception, so the first one found is the right one, and nothing has to look ahead for it.
// Of a function's exception table (.gcc_except_table) only the call sites count.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "arch/Arch.h"
#include <stddef.h>
#include <stdint.h>

namespace sinter::rt {

struct TableCursor;

/// A range of readable addresses.
struct AddressRange {
  uint64_t begin = 0, end = 0;
  bool contains(uint64_t address, uint64_t size) const {
    return address >= begin && address <= end && size <= end - address;
  }
};

/// How a caller's registers are found: each at a distance from the CFA, or as these say.
struct UnwindRules {
  enum : int32_t { Same = INT32_MAX, Undefined = INT32_MIN };
  int32_t registers[arch::RegisterCount + 1]; ///< The last for those that are not followed.
  uint32_t returnRegister;
  uint32_t cfaRegister;
  int32_t cfaOffset;
  uint32_t argumentBytes; ///< Pushed for the call, which a landing pad expects to be gone.
};

/// What the tables say of calls that exceptions passed lately, by return address; all zero at
/// first. Code that it knows must stay where it is.
struct UnwindCache {
  static constexpr unsigned Size = 64;
  struct Row {
    uint64_t pc;
    uint64_t landingPad; ///< 0: none.
    UnwindRules rules;
  };
  Row rows[Size];
};

/// The calling thread's.
UnwindCache &unwindCache();

class Unwinder {
public:
  /// `header` is .eh_frame_hdr, `tables` the loaded segment around it and .eh_frame, `stack` what
  /// may be read of the stack.
  Unwinder(const uint8_t *header, AddressRange tables, AddressRange stack);

  /// Replaces `registers` by those of the caller, and says where the frame's function begins, 0 if
  /// the tables do not know it. `exact` is true where the program counter is an instruction's own
  /// address (a fault) instead of a return address. False at the outermost frame, whose registers
  /// may be gone then.
  bool step(arch::Registers &registers, bool exact, uint64_t &function) const;

  enum class Found { LandingPad, Caller, Nothing };
  /// The next frame on an exception's way, from a call in the frame of `registers`: if the call has
  /// a landing pad in its function, `registers` are those to enter it with; else those of the
  /// caller.
  Found unwind(arch::Registers &registers, UnwindCache &cache) const;

private:
  struct Description;
  TableCursor entryAt(uint64_t at) const;
  bool find(uint64_t pc, Description &description) const;
  uint64_t landingPad(uint64_t pc, const Description &description) const;
  bool rulesAt(uint64_t pc, const Description &description, UnwindRules &rules) const;
  bool stepFrom(const UnwindRules &rules, arch::Registers &registers) const;
  bool readCommon(uint64_t at, Description &description) const;
  bool readStack(uint64_t address, uint64_t &value) const;

  uint64_t header;
  AddressRange tables, stack;
};

} // namespace sinter::rt
