//===-- Unwinder.cpp - An interpreter of call frame information -------------===//
//
// See Unwinder.h. It knows the instructions and pointer encodings that LLVM
// emits for compiled functions and lld keeps; a frame that needs another (an
// expression, a register saved in a register) ends the walk. That keeps it
// small, since every executable carries it.
//
//===----------------------------------------------------------------------===//

#include "trap/Unwinder.h"

namespace sinter::rt {

/// Reads from the tables; a read beyond the end sticks the cursor at failure.
struct Unwinder::Cursor {
  uint64_t at, end;
  bool failed = false;

  template <typename T> T fixed() {
    if (failed || sizeof(T) > end - at) {
      failed = true;
      return 0;
    }
    T value;
    __builtin_memcpy(&value, reinterpret_cast<const void *>(at), sizeof value);
    at += sizeof value;
    return value;
  }
  uint64_t unsignedLeb() {
    uint64_t value = 0;
    for (unsigned shift = 0; !failed; shift += 7) {
      uint8_t byte = fixed<uint8_t>();
      if (shift < 64)
        value |= uint64_t(byte & 0x7f) << shift;
      if (!(byte & 0x80))
        break;
    }
    return value;
  }
  int64_t signedLeb() {
    uint64_t value = 0;
    for (unsigned shift = 0; !failed;) {
      uint8_t byte = fixed<uint8_t>();
      if (shift < 64)
        value |= uint64_t(byte & 0x7f) << shift;
      shift += 7;
      if (byte & 0x80)
        continue;
      if ((byte & 0x40) && shift < 64)
        value |= ~UINT64_C(0) << shift;
      break;
    }
    return int64_t(value);
  }
  void skip(uint64_t size) {
    if (size > end - at)
      failed = true;
    else
      at += size;
  }
  /// A pointer in one of the encodings of the Linux Standard Base that are in use: 4 or 8 bytes,
  /// signed or not, absolute or relative to its own place.
  uint64_t encoded(uint8_t encoding) {
    uint64_t base = 0, value = 0;
    if ((encoding & 0x70) == 0x10)
      base = at;
    else if (encoding & 0x70)
      failed = true;
    switch (encoding & 0x0f) {
    case 0x00:
    case 0x04:
    case 0x0c:
      value = fixed<uint64_t>();
      break;
    case 0x03:
      value = fixed<uint32_t>();
      break;
    case 0x0b:
      value = int64_t(fixed<int32_t>());
      break;
    default:
      failed = true;
    }
    return base + value;
  }
};

/// A frame description entry together with what it shares with others.
struct Unwinder::Description {
  uint64_t begin, size;
  uint64_t codeAlignment;
  int64_t dataAlignment;
  uint64_t returnRegister;
  uint8_t pointerEncoding = 0;
  bool signalFrame = false, augmented = false;
  Cursor initial, program;
};

/// How the caller's registers are found.
struct Unwinder::Rules {
  enum Kind : uint8_t { Same, Undefined, AtOffset };
  struct Rule {
    Kind kind = Same;
    int64_t operand = 0;
  };
  Rule registers[arch::RegisterCount];
  uint64_t cfaRegister = 0;
  int64_t cfaOffset = 0;
};

Unwinder::Unwinder(const uint8_t *header, AddressRange tables, AddressRange stack)
    : header(reinterpret_cast<uint64_t>(header)), tables(tables), stack(stack) {}

bool Unwinder::readStack(uint64_t address, uint64_t &value) const {
  if (!stack.contains(address, sizeof value))
    return false;
  __builtin_memcpy(&value, reinterpret_cast<const void *>(address), sizeof value);
  return true;
}

bool Unwinder::readCommon(uint64_t at, Description &description) const {
  if (!tables.contains(at, 8))
    return false;
  Cursor cursor{at, tables.end};
  uint32_t size = cursor.fixed<uint32_t>();
  if (size == 0 || size == ~0u || size > cursor.end - cursor.at)
    return false;
  cursor.end = cursor.at + size;
  if (cursor.fixed<uint32_t>() != 0)
    return false;
  uint8_t version = cursor.fixed<uint8_t>();
  if (version != 1 && version != 3)
    return false;
  char augmentation[8];
  unsigned length = 0;
  while (char letter = cursor.fixed<char>()) {
    if (length == sizeof augmentation || cursor.failed)
      return false;
    augmentation[length++] = letter;
  }
  description.codeAlignment = cursor.unsignedLeb();
  description.dataAlignment = cursor.signedLeb();
  description.returnRegister = version == 1 ? cursor.fixed<uint8_t>() : cursor.unsignedLeb();
  for (unsigned i = 0; i != length; ++i)
    switch (augmentation[i]) {
    case 'z':
      cursor.unsignedLeb();
      description.augmented = true;
      break;
    case 'R':
      description.pointerEncoding = cursor.fixed<uint8_t>();
      break;
    case 'P':
      cursor.encoded(cursor.fixed<uint8_t>());
      break;
    case 'L':
      cursor.fixed<uint8_t>();
      break;
    case 'S':
      description.signalFrame = true;
      break;
    case 'B':
      break;
    default:
      return false;
    }
  description.initial = cursor;
  return !cursor.failed && description.returnRegister < arch::RegisterCount;
}

bool Unwinder::find(uint64_t pc, Description &description) const {
  if (!tables.contains(header, 4))
    return false;
  Cursor cursor{header, tables.end};
  uint8_t version = cursor.fixed<uint8_t>();
  uint8_t frameEncoding = cursor.fixed<uint8_t>(), countEncoding = cursor.fixed<uint8_t>();
  uint8_t tableEncoding = cursor.fixed<uint8_t>();
  cursor.encoded(frameEncoding);
  uint64_t count = cursor.encoded(countEncoding);
  // Data-relative 32-bit pairs are what every linker writes, and what can be searched.
  if (version != 1 || tableEncoding != 0x3b || cursor.failed || count == 0 ||
      count > (cursor.end - cursor.at) / 8)
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
  uint64_t at = header + rows[low].description;
  if (!tables.contains(at, 8))
    return false;
  cursor = {at, tables.end};
  uint32_t size = cursor.fixed<uint32_t>();
  if (size == 0 || size == ~0u || size > cursor.end - cursor.at)
    return false;
  cursor.end = cursor.at + size;
  uint64_t commonPlace = cursor.at;
  uint32_t common = cursor.fixed<uint32_t>();
  if (common == 0 || !readCommon(commonPlace - common, description))
    return false;
  description.begin = cursor.encoded(description.pointerEncoding);
  description.size = cursor.encoded(description.pointerEncoding & 0x0f);
  if (description.augmented)
    cursor.skip(cursor.unsignedLeb());
  description.program = cursor;
  return !cursor.failed && pc - description.begin < description.size;
}

bool Unwinder::execute(Cursor program, const Description &description, uint64_t pc, Rules &rules,
                       const Rules &initial) const {
  constexpr unsigned depth = 8;
  Rules saved[depth];
  unsigned savedCount = 0;
  uint64_t location = description.begin;
  // Rules of registers that the arch header does not follow (vectors) are read and dropped.
  auto set = [&](uint64_t number, Rules::Kind kind, int64_t operand) {
    if (number < arch::RegisterCount)
      rules.registers[number] = {kind, operand};
  };
  auto restore = [&](uint64_t number) {
    if (number < arch::RegisterCount)
      rules.registers[number] = initial.registers[number];
  };
  int64_t scale = description.dataAlignment;
  while (!program.failed && program.at != program.end) {
    uint8_t code = program.fixed<uint8_t>();
    uint64_t low = code & 0x3f, advance = 0, number;
    switch (code >> 6) {
    case 1: // DW_CFA_advance_loc
      advance = low;
      break;
    case 2: // DW_CFA_offset
      set(low, Rules::AtOffset, int64_t(program.unsignedLeb()) * scale);
      continue;
    case 3: // DW_CFA_restore
      restore(low);
      continue;
    default:
      switch (code) {
      case 0x00: // DW_CFA_nop
        continue;
      case 0x02: // DW_CFA_advance_loc1
        advance = program.fixed<uint8_t>();
        break;
      case 0x03: // DW_CFA_advance_loc2
        advance = program.fixed<uint16_t>();
        break;
      case 0x04: // DW_CFA_advance_loc4
        advance = program.fixed<uint32_t>();
        break;
      case 0x05: // DW_CFA_offset_extended
        number = program.unsignedLeb();
        set(number, Rules::AtOffset, int64_t(program.unsignedLeb()) * scale);
        continue;
      case 0x06: // DW_CFA_restore_extended
        restore(program.unsignedLeb());
        continue;
      case 0x07: // DW_CFA_undefined
        set(program.unsignedLeb(), Rules::Undefined, 0);
        continue;
      case 0x08: // DW_CFA_same_value
        set(program.unsignedLeb(), Rules::Same, 0);
        continue;
      case 0x0a: // DW_CFA_remember_state
        if (savedCount == depth)
          return false;
        saved[savedCount++] = rules;
        continue;
      case 0x0b: // DW_CFA_restore_state
        if (savedCount == 0)
          return false;
        rules = saved[--savedCount];
        continue;
      case 0x0c: // DW_CFA_def_cfa
        rules.cfaRegister = program.unsignedLeb();
        rules.cfaOffset = int64_t(program.unsignedLeb());
        continue;
      case 0x0d: // DW_CFA_def_cfa_register
        rules.cfaRegister = program.unsignedLeb();
        continue;
      case 0x0e: // DW_CFA_def_cfa_offset
        rules.cfaOffset = int64_t(program.unsignedLeb());
        continue;
      case 0x2d: // DW_CFA_AARCH64_negate_ra_state: return addresses are not signed here
        continue;
      case 0x2e: // DW_CFA_GNU_args_size
        program.unsignedLeb();
        continue;
      default:
        return false;
      }
    }
    location += advance * description.codeAlignment;
    if (location > pc)
      return !program.failed;
  }
  return !program.failed;
}

uint64_t Unwinder::functionAt(uint64_t pc) const {
  Description description = {};
  return find(pc, description) ? description.begin : 0;
}

bool Unwinder::step(arch::Registers &registers, bool exact) const {
  // A return address may be the first byte after the function that called.
  uint64_t pc = registers.pc() - (exact ? 0 : 1);
  Description description = {};
  if (!find(pc, description))
    return false;
  Rules rules, initial;
  if (!execute(description.initial, description, ~UINT64_C(0), rules, initial))
    return false;
  initial = rules;
  if (!execute(description.program, description, pc, rules, initial))
    return false;
  if (rules.cfaRegister >= arch::RegisterCount)
    return false;
  uint64_t cfa = registers.value[rules.cfaRegister] + rules.cfaOffset;

  arch::Registers caller = registers;
  for (unsigned i = 0; i != arch::RegisterCount; ++i) {
    const Rules::Rule &rule = rules.registers[i];
    switch (rule.kind) {
    case Rules::Same:
      break;
    case Rules::Undefined:
      if (i == description.returnRegister)
        return false;
      break;
    case Rules::AtOffset:
      if (!readStack(cfa + rule.operand, caller.value[i]))
        return false;
      break;
    }
  }
  if (rules.registers[arch::StackRegister].kind == Rules::Same)
    caller.value[arch::StackRegister] = cfa;
  caller.value[arch::ReturnRegister] = caller.value[description.returnRegister];
  // A walk that does not move would not end.
  if (caller.pc() == 0 || (cfa <= registers.value[arch::StackRegister] &&
                           caller.pc() == registers.pc()))
    return false;
  registers = caller;
  return true;
}

} // namespace sinter::rt
