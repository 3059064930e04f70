//===-- Unwinder.cpp - An interpreter of call frame information -------------===//
//
// See Unwinder.h. It knows the instructions and pointer encodings that LLVM
// emits for compiled functions and lld keeps; a frame that needs another (an
// expression, a register saved in a register) ends the walk. That keeps it
// small, since every executable carries it.
//
//===----------------------------------------------------------------------===//

#include "trap/Unwinder.h"
#include "trap/TableCursor.h"

namespace sinter::rt {

/// A frame description entry together with what it shares with others.
struct Unwinder::Description {
  static constexpr uint8_t Omitted = 0xff;
  uint64_t begin, size;
  uint64_t codeAlignment;
  int64_t dataAlignment;
  uint64_t returnRegister;
  uint8_t pointerEncoding = 0;
  uint8_t tableEncoding = Omitted; ///< of the pointer to the exception table
  bool augmented = false;
  TableCursor augmentation;
  TableCursor programs[2]; ///< of what is shared, and its own
};

/// Where another struct assignment would link memcpy().
__attribute__((noinline, no_builtin("memcpy"))) static void copyRules(UnwindRules &to,
                                                                      const UnwindRules &from) {
  auto *target = reinterpret_cast<int32_t *>(&to);
  auto *source = reinterpret_cast<const int32_t *>(&from);
  for (size_t i = 0; i != sizeof to / sizeof *target; ++i)
    target[i] = source[i];
}

Unwinder::Unwinder(const uint8_t *header, AddressRange tables, AddressRange stack)
    : header(reinterpret_cast<uint64_t>(header)), tables(tables), stack(stack) {}

bool Unwinder::readStack(uint64_t address, uint64_t &value) const {
  if (!stack.contains(address, sizeof value))
    return false;
  __builtin_memcpy(&value, reinterpret_cast<const void *>(address), sizeof value);
  return true;
}

/// An entry of .eh_frame: from behind its size to its end.
TableCursor Unwinder::entryAt(uint64_t at) const {
  TableCursor cursor{at, tables.end};
  if (at < tables.begin || at > tables.end)
    cursor.fail();
  uint32_t size = cursor.word();
  TableCursor entry = cursor;
  cursor.skip(size);
  entry.end = size ? cursor.at : 0;
  return entry;
}

bool Unwinder::readCommon(uint64_t at, Description &description) const {
  TableCursor cursor = entryAt(at);
  uint32_t mark = cursor.word();
  uint8_t version = cursor.byte();
  if (mark != 0 || (version != 1 && version != 3))
    return false;
  TableCursor letters = cursor;
  while (cursor.byte())
    ;
  description.codeAlignment = cursor.unsignedLeb();
  description.dataAlignment = cursor.signedLeb();
  description.returnRegister = version == 1 ? cursor.byte() : cursor.unsignedLeb();
  while (uint8_t letter = letters.byte())
    switch (letter) {
    case 'z':
      cursor.unsignedLeb();
      description.augmented = true;
      break;
    case 'R':
      description.pointerEncoding = cursor.byte();
      break;
    case 'P':
      cursor.encoded(cursor.byte());
      break;
    case 'L':
      description.tableEncoding = cursor.byte();
      break;
    case 'S': // These change nothing here.
    case 'B':
      break;
    default:
      return false;
    }
  description.programs[0] = cursor;
  return !cursor.failed() && description.returnRegister < arch::RegisterCount;
}

bool Unwinder::find(uint64_t pc, Description &description) const {
  TableCursor cursor{header, tables.end};
  // Version 1, with the encodings that every linker writes: a relative pointer to .eh_frame, a
  // 32-bit count, and a table of 32-bit pairs relative to the header, which can be searched.
  constexpr uint32_t expected = 0x3b031b01;
  uint32_t start = cursor.word();
  cursor.word();
  uint64_t count = cursor.word();
  if (start != expected || cursor.failed() || count == 0 || count > (cursor.end - cursor.at) / 8)
    return false;
  struct Row {
    int32_t function, description;
  };
  auto *rows = reinterpret_cast<const Row *>(cursor.at);
  uint64_t low = 0, high = count;
  while (high - low > 1) {
    uint64_t middle = low + (high - low) / 2;
    if (header + rows[middle].function <= pc)
      low = middle;
    else
      high = middle;
  }
  cursor = entryAt(header + rows[low].description);
  uint64_t commonPlace = cursor.at;
  uint32_t common = cursor.word();
  if (common == 0 || !readCommon(commonPlace - common, description))
    return false;
  description.begin = cursor.encoded(description.pointerEncoding);
  description.size = cursor.encoded(description.pointerEncoding & 0x0f);
  if (description.augmented) {
    uint64_t size = cursor.unsignedLeb();
    description.augmentation = cursor;
    cursor.skip(size);
  }
  description.programs[1] = cursor;
  return !cursor.failed() && pc - description.begin < description.size;
}

/// The rules that hold at `pc`.
bool Unwinder::rulesAt(uint64_t pc, const Description &description, UnwindRules &rules) const {
  for (int32_t &rule : rules.registers)
    rule = UnwindRules::Same;
  rules.returnRegister = uint32_t(description.returnRegister);
  rules.cfaRegister = arch::RegisterCount;
  rules.argumentBytes = 0;

  constexpr unsigned depth = 8;
  UnwindRules saved[depth]; // The first is what the program begins with.
  uint64_t location = description.begin;
  for (TableCursor program : description.programs) {
    copyRules(saved[0], rules);
    unsigned savedCount = 1;
    while (program.at != program.end) {
      // The three frequent instructions have an operand in their low bits, and longer names.
      uint8_t code = program.byte();
      uint64_t operand = code & 0x3f;
      constexpr uint8_t longNames[] = {0, 0x04, 0x05, 0x06};
      constexpr uint64_t haveOperand = 0x4000000071e0;
      if (code >> 6)
        code = longNames[code >> 6];
      else if (haveOperand >> code & 1)
        operand = program.unsignedLeb();
      else if (code == 0x02 || code == 0x03 || code == 0x04) {
        operand = program.fixed(1 << (code - 2));
        code = 0x04;
      }
      // Registers that the arch header does not follow (vectors) share a place behind the others.
      unsigned index = arch::registerIndex(operand);
      switch (code) {
      case 0x04: // DW_CFA_advance_loc4
        location += operand * description.codeAlignment;
        if (location > pc)
          return !program.failed() && rules.cfaRegister < arch::RegisterCount;
        break;
      case 0x05: // DW_CFA_offset_extended
        rules.registers[index] =
            int32_t(int64_t(program.unsignedLeb()) * description.dataAlignment);
        break;
      case 0x06: // DW_CFA_restore_extended
        rules.registers[index] = saved[0].registers[index];
        break;
      case 0x07: // DW_CFA_undefined
        rules.registers[index] = UnwindRules::Undefined;
        break;
      case 0x08: // DW_CFA_same_value
        rules.registers[index] = UnwindRules::Same;
        break;
      case 0x0a: // DW_CFA_remember_state
        if (savedCount == depth)
          return false;
        copyRules(saved[savedCount++], rules);
        break;
      case 0x0b: // DW_CFA_restore_state
        if (savedCount == 1)
          return false;
        copyRules(rules, saved[--savedCount]);
        break;
      case 0x0c: // DW_CFA_def_cfa
        rules.cfaRegister = uint32_t(operand);
        operand = program.unsignedLeb();
        [[fallthrough]];
      case 0x0e: // DW_CFA_def_cfa_offset
        rules.cfaOffset = int32_t(operand);
        break;
      case 0x0d: // DW_CFA_def_cfa_register
        rules.cfaRegister = uint32_t(operand);
        break;
      case 0x2e: // DW_CFA_GNU_args_size
        rules.argumentBytes = uint32_t(operand);
        break;
      case 0x00: // DW_CFA_nop
      case 0x2d: // DW_CFA_AARCH64_negate_ra_state: a signature is removed wherever there is one
        break;
      default:
        return false;
      }
    }
    if (program.failed())
      return false;
  }
  return rules.cfaRegister < arch::RegisterCount;
}

bool Unwinder::stepFrom(const UnwindRules &rules, arch::Registers &registers) const {
  uint64_t pc = registers.pc(), stackPointer = registers.value[arch::StackRegister];
  uint64_t cfa = registers.value[rules.cfaRegister] + int64_t(rules.cfaOffset);
  if (rules.registers[rules.returnRegister] == UnwindRules::Undefined)
    return false;
  registers.value[arch::StackRegister] = cfa;
  for (unsigned i = 0; i != arch::RegisterCount; ++i) {
    int32_t rule = rules.registers[i];
    if (rule != UnwindRules::Same && rule != UnwindRules::Undefined &&
        !readStack(cfa + int64_t(rule), registers.value[i]))
      return false;
  }
  registers.value[arch::ReturnRegister] =
      arch::withoutSignature(registers.value[rules.returnRegister]);
  // A walk that does not move would not end.
  return registers.pc() != 0 && (cfa > stackPointer || registers.pc() != pc);
}

bool Unwinder::step(arch::Registers &registers, bool exact, uint64_t &function) const {
  // A return address may be the first byte after the function that called.
  uint64_t pc = registers.pc() - (exact ? 0 : 1);
  Description description = {};
  UnwindRules rules;
  function = 0;
  if (!find(pc, description))
    return false;
  function = description.begin;
  return rulesAt(pc, description, rules) && stepFrom(rules, registers);
}

/// Where the call at `pc` goes on when it throws, or 0 if the function has nothing to say.
uint64_t Unwinder::landingPad(uint64_t pc, const Description &description) const {
  if (description.tableEncoding == Description::Omitted)
    return 0;
  TableCursor augmentation = description.augmentation;
  uint64_t place = augmentation.encodedOrNull(description.tableEncoding);
  if (!place)
    return 0;
  TableCursor table{place, tables.end};
  if (place < tables.begin || place > tables.end)
    table.fail();
  uint64_t base = description.begin;
  if (uint8_t encoding = table.byte(); encoding != Description::Omitted)
    base = table.encoded(encoding);
  if (table.byte() != Description::Omitted) // Type tables do not concern us.
    table.unsignedLeb();
  uint8_t encoding = table.byte();
  uint64_t size = table.unsignedLeb();
  uint64_t end = table.at + size;
  while (!table.failed() && table.at < end) {
    uint64_t begin = table.encoded(encoding), length = table.encoded(encoding);
    uint64_t pad = table.encoded(encoding);
    table.unsignedLeb(); // The action: all are the same.
    if (pc - description.begin - begin < length)
      return table.failed() || pad == 0 ? 0 : base + pad;
  }
  return 0;
}

Unwinder::Found Unwinder::unwind(arch::Registers &registers, UnwindCache &cache) const {
  uint64_t pc = registers.pc() - 1;
  UnwindCache::Row &row = cache.rows[(pc ^ pc >> 6) % UnwindCache::Size];
  if (row.pc != pc) {
    Description description = {};
    row.pc = 0;
    if (!find(pc, description) || !rulesAt(pc, description, row.rules))
      return Found::Nothing;
    row.landingPad = landingPad(pc, description);
    row.pc = pc;
  }
  if (row.landingPad) {
    registers.value[arch::ReturnRegister] = row.landingPad;
    registers.value[arch::StackRegister] += row.rules.argumentBytes;
    return Found::LandingPad;
  }
  return stepFrom(row.rules, registers) ? Found::Caller : Found::Nothing;
}

} // namespace sinter::rt
