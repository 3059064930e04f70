//===-- InstructionPrinter.cpp - Instruction sequences as text ---------------===//
//
// Spec 5.4 to 6.5. A branch shows the depth of its target, counted from the
// function, behind its number; a block shows its own the same way.
//
//===----------------------------------------------------------------------===//

#include "text/InstructionPrinter.h"

#include "text/IntegerLengths.h"
#include "wasm/OpcodeLookup.h"

namespace sinter {

bool InstructionPrinter::opcode(EncodedReader &reader, Opcode &opcode) {
  uint64_t where = reader.offset();
  uint8_t byte = reader.u8();
  if (reader.failed())
    return false;
  uint16_t found = plainOpcodes[byte];
  if (found == noOpcode && isOpcodePrefix(byte))
    found = findPrefixedOpcode(byte, reader.u32());
  if (found == noOpcode) {
    reader.fail(where, "illegal opcode");
    return false;
  }
  opcode = Opcode(found);
  return !reader.failed();
}

/// Keeps `blocks` in step with an opcode, and gives its indentation.
/// False where text could not spell it.
bool InstructionPrinter::enter(EncodedReader &reader, uint64_t where, Opcode opcode,
                               size_t &depth) {
  depth = blocks.size();
  auto in = [&](Block block) { return !blocks.empty() && blocks.back() == block; };
  bool fits = true;
  switch (opcode) {
  case Opcode::Block:
  case Opcode::Loop:
  case Opcode::TryTable:
    blocks.push_back(Block::Plain);
    return true;
  case Opcode::If:
    blocks.push_back(Block::If);
    return true;
  case Opcode::Try:
    blocks.push_back(Block::Try);
    return true;
  case Opcode::Else:
    fits = in(Block::If);
    if (fits)
      blocks.back() = Block::Else;
    break;
  case Opcode::Catch:
  case Opcode::CatchAll:
    fits = in(Block::Try) || in(Block::Catch);
    if (fits)
      blocks.back() = opcode == Opcode::Catch ? Block::Catch : Block::CatchAll;
    break;
  case Opcode::Delegate:
    fits = in(Block::Try);
    if (fits)
      blocks.pop_back();
    break;
  case Opcode::End:
    blocks.pop_back(); // the caller knows the last one
    break;
  default:
    return true;
  }
  if (!fits)
    reader.fail(where, std::string(opcodeInfo(opcode).text) + " outside of its block");
  --depth;
  return fits;
}

void InstructionPrinter::body(EncodedReader &reader, const ModuleLayout::Body &body,
                              const Identifiers &names, const Hints &hints, TextOutput &out) {
  locals = &names;
  blocks.clear();
  auto hint = hints.begin();
  while (!reader.failed()) {
    uint64_t start = reader.offset() - body.offset;
    uint64_t notes = reader.longerSoFar();
    Opcode op{};
    if (!opcode(reader, op) || (op == Opcode::End && blocks.empty()))
      break;
    size_t depth = 0;
    if (!enter(reader, body.offset + start, op, depth))
      break;
    out.line(depth + 2);
    for (; hint != hints.end() && hint->first <= start; ++hint) {
      bool isTarget = hint->first == start && (op == Opcode::If || op == Opcode::BrIf);
      if (isTarget)
        out << "(@metadata.code.branch_hint \"\\0" << char('0' + hint->second) << "\") ";
      lost += !isTarget;
    }
    size_t at = out.text.size();
    instruction(reader, op, out);
    if (reader.longerSoFar() != notes && !reader.failed()) [[unlikely]]
      lengths(reader, body.bytes.subspan(start, reader.offset() - body.offset - start), op,
              reader.longerSoFar() - notes, at, out);
    out.drain();
  }
  lost += uint64_t(hints.end() - hint);
  locals = nullptr;
}

/// Puts an annotation at `at`, in front of an instruction, that says how many bytes each of its
/// integers takes. `notes` is how many encodings of it are longer than need be.
void InstructionPrinter::lengths(EncodedReader &reader, Bytes instruction, Opcode opcode,
                                 uint64_t notes, size_t at, TextOutput &out) {
  if (!hasOnlyIntegers(opcode))
    return;
  TextOutput annotation;
  annotation << "(@sinter.lengths";
  uint64_t padded = 0;
  bool isSigned = hasSignedInteger(opcode);
  for (size_t i = 1; i < instruction.size();) {
    size_t begin = i;
    while (instruction[i] & 0x80)
      ++i;
    ++i;
    padded += i - begin > minimalLength(instruction.subspan(begin, i - begin), isSigned);
    (annotation << ' ').number(i - begin);
  }
  annotation << ") ";
  if (padded != notes)
    return; // something else is longer, too
  out.text.insert(at, annotation.text);
  reader.forgive(notes);
}

uint32_t InstructionPrinter::expression(EncodedReader &reader, TextOutput &out) {
  blocks.clear();
  uint32_t count = 0;
  while (!reader.failed()) {
    uint64_t where = reader.offset();
    Opcode op{};
    size_t depth = 0;
    if (!opcode(reader, op) || (op == Opcode::End && blocks.empty()) ||
        !enter(reader, where, op, depth))
      break;
    if (count++ != 0)
      out << ' ';
    instruction(reader, op, out);
  }
  return count;
}

void InstructionPrinter::wrapped(EncodedReader &reader, std::string_view wrapper, TextOutput &out) {
  TextOutput instructions;
  uint32_t count = expression(reader, instructions);
  out << '(';
  if (count != 1)
    out << wrapper << (count != 0 ? " " : "");
  out << instructions.text << ')';
}

void InstructionPrinter::instruction(EncodedReader &reader, Opcode opcode, TextOutput &out) {
  const OpcodeInfo &info = opcodeInfo(opcode);
  out << info.text;
  if (info.immediates != ImmediateKind::None)
    immediates(reader, info.immediates, opcode, out);
}

void InstructionPrinter::heapType(HeapType type, TextOutput &out) const {
  if (type.isIndex())
    index(PrinterNames::Types, raw(type.index()), out);
  else
    out << toString(type);
}

void InstructionPrinter::valueType(ValueType type, TextOutput &out) const {
  if (!type.isRef() || !type.heap().isIndex()) {
    out << toString(type);
    return;
  }
  out << (type.isNullable() ? "(ref null " : "(ref ");
  heapType(type.heap(), out);
  out << ')';
}

void InstructionPrinter::typeUse(uint32_t type, TextOutput &out) const {
  out << "(type ";
  index(PrinterNames::Types, type, out);
  out << ')';
}

void InstructionPrinter::label(uint32_t depth, TextOutput &out) const {
  out << ' ';
  out.number(depth);
  if (depth <= blocks.size())
    (out << " (;@").number(blocks.size() - depth) << ";)";
}

void InstructionPrinter::blockType(EncodedReader &reader, TextOutput &out) {
  BlockType type = reader.blockType();
  switch (type.kind) {
  case BlockType::Kind::Empty:
    break;
  case BlockType::Kind::Value:
    out << " (result ";
    valueType(type.value, out);
    out << ')';
    break;
  case BlockType::Kind::Index:
    out << ' ';
    typeUse(raw(type.index), out);
    break;
  }
}

void InstructionPrinter::catches(EncodedReader &reader, TextOutput &out) {
  static constexpr std::string_view words[] = {"catch", "catch_ref", "catch_all", "catch_all_ref"};
  // Labels of clauses are those around the try_table.
  Block own = blocks.back();
  blocks.pop_back();
  uint32_t count = reader.u32();
  for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
    uint64_t where = reader.offset();
    uint8_t kind = reader.u8();
    if (kind >= std::size(words)) {
      reader.fail(where, "malformed catch clause");
      break;
    }
    out << " (" << words[kind];
    if (kind < 2)
      spaced(PrinterNames::Tags, reader.u32(), out);
    label(reader.u32(), out);
    out << ')';
  }
  blocks.push_back(own);
}

void InstructionPrinter::memoryArgument(EncodedReader &reader, Opcode opcode, TextOutput &out) {
  uint64_t where = reader.offset();
  uint32_t flags = reader.u32();
  if (flags >= 0x80) {
    reader.fail(where, "malformed memop flags");
    return;
  }
  if (flags & 0x40) {
    uint32_t memory = reader.u32();
    if (memory != 0)
      spaced(PrinterNames::Memories, memory, out);
    else
      reader.noteLonger();
  }
  if (uint64_t offset = reader.u64(); offset != 0)
    (out << " offset=").number(offset);
  if ((flags & 0x3f) != naturalAlignmentLog2(opcode))
    (out << " align=").number(uint64_t(1) << (flags & 0x3f));
}

void InstructionPrinter::constant(EncodedReader &reader, ImmediateKind kind, TextOutput &out) {
  out << ' ';
  switch (kind) {
  case ImmediateKind::I32Const:
    out.signedNumber(reader.s32());
    return;
  case ImmediateKind::I64Const:
    out.signedNumber(reader.s64());
    return;
  case ImmediateKind::F32Const:
    out.floating(reader.fixed32(), 32);
    return;
  case ImmediateKind::F64Const:
    out.floating(reader.fixed64(), 64);
    return;
  default: // V128Const
    out << "i32x4";
    for (unsigned lane = 0; lane < 4; ++lane)
      (out << ' ').hex(reader.fixed32(), 8);
  }
}

void InstructionPrinter::castBranch(EncodedReader &reader, TextOutput &out) {
  uint64_t where = reader.offset();
  uint8_t flags = reader.u8();
  if (flags > 3)
    reader.fail(where, "malformed br_on_cast flags");
  label(reader.u32(), out);
  for (unsigned bit : {1, 2}) {
    out << ' ';
    valueType(ValueType::ref(reader.heapType(), flags & bit), out);
  }
}

void InstructionPrinter::pair(PrinterNames::Space first, PrinterNames::Space second,
                              EncodedReader &reader, TextOutput &out) {
  spaced(first, reader.u32(), out);
  spaced(second, reader.u32(), out);
}

void InstructionPrinter::optionalPair(PrinterNames::Space space, EncodedReader &reader,
                                      TextOutput &out) {
  uint32_t first = reader.u32();
  uint32_t second = reader.u32();
  if (first == 0 && second == 0)
    return;
  spaced(space, first, out);
  spaced(space, second, out);
}

void InstructionPrinter::segmentAndSpace(PrinterNames::Space segment, PrinterNames::Space space,
                                         EncodedReader &reader, TextOutput &out) {
  uint32_t source = reader.u32();
  uint32_t target = reader.u32();
  if (target != 0)
    spaced(space, target, out);
  spaced(segment, source, out);
}

const Identifiers &InstructionPrinter::fields(uint32_t type) {
  auto [entry, isNew] = fieldIdentifiers.try_emplace(type);
  if (isNew)
    entry->second = names.fieldsOf(type);
  return entry->second;
}

void InstructionPrinter::immediates(EncodedReader &reader, ImmediateKind kind, Opcode opcode,
                                    TextOutput &out) {
  using Names = PrinterNames;
  auto required = [&](Names::Space space) { spaced(space, reader.u32(), out); };
  auto optional = [&](Names::Space space) {
    if (uint32_t i = reader.u32(); i != 0)
      spaced(space, i, out);
  };
  switch (kind) {
  case ImmediateKind::None:
    return;
  case ImmediateKind::Block:
  case ImmediateKind::TryTable:
    blockType(reader, out);
    (out << " (;@").number(blocks.size()) << ";)";
    if (kind == ImmediateKind::TryTable)
      catches(reader, out);
    return;
  case ImmediateKind::Label:
    return label(reader.u32(), out);
  case ImmediateKind::Labels: {
    uint32_t count = reader.u32();
    for (uint32_t i = 0; i <= count && !reader.failed(); ++i) {
      label(reader.u32(), out);
      if (i == UINT32_MAX)
        break;
    }
    return;
  }
  case ImmediateKind::FuncIndex:
    return required(Names::Functions);
  case ImmediateKind::TypeIndex:
    return required(Names::Types);
  case ImmediateKind::GlobalIndex:
    return required(Names::Globals);
  case ImmediateKind::TagIndex:
    return required(Names::Tags);
  case ImmediateKind::DataIndex:
    metDatas = true;
    return required(Names::Datas);
  case ImmediateKind::ElemIndex:
    return required(Names::Elems);
  case ImmediateKind::TableIndex:
    return optional(Names::Tables);
  case ImmediateKind::MemIndex:
    return optional(Names::Memories);
  case ImmediateKind::LocalIndex: {
    uint32_t local = reader.u32();
    out << ' ';
    if (locals != nullptr)
      locals->reference(out, local);
    else
      out.number(local);
    return;
  }
  case ImmediateKind::CallIndirect: {
    uint32_t type = reader.u32();
    optional(Names::Tables);
    out << ' ';
    return typeUse(type, out);
  }
  case ImmediateKind::MemInit:
    metDatas = true;
    return segmentAndSpace(Names::Datas, Names::Memories, reader, out);
  case ImmediateKind::TableInit:
    return segmentAndSpace(Names::Elems, Names::Tables, reader, out);
  case ImmediateKind::MemCopy:
    return optionalPair(Names::Memories, reader, out);
  case ImmediateKind::TableCopy:
    return optionalPair(Names::Tables, reader, out);
  case ImmediateKind::MemArg:
    return memoryArgument(reader, opcode, out);
  case ImmediateKind::MemArgLane:
    memoryArgument(reader, opcode, out);
    (out << ' ').number(reader.u8());
    return;
  case ImmediateKind::Lane:
    (out << ' ').number(reader.u8());
    return;
  case ImmediateKind::Shuffle:
    for (unsigned lane = 0; lane < 16; ++lane)
      (out << ' ').number(reader.u8());
    return;
  case ImmediateKind::I32Const:
  case ImmediateKind::I64Const:
  case ImmediateKind::F32Const:
  case ImmediateKind::F64Const:
  case ImmediateKind::V128Const:
    return constant(reader, kind, out);
  case ImmediateKind::HeapType: {
    HeapType heap = reader.heapType();
    out << ' ';
    if (opcode == Opcode::RefNull)
      return heapType(heap, out);
    bool isNullable = opcode == Opcode::RefTestNull || opcode == Opcode::RefCastNull;
    return valueType(ValueType::ref(heap, isNullable), out);
  }
  case ImmediateKind::SelectTypes: {
    out << " (result";
    uint32_t count = reader.u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
      out << ' ';
      valueType(reader.valueType(), out);
    }
    out << ')';
    return;
  }
  case ImmediateKind::BrOnCast:
    return castBranch(reader, out);
  case ImmediateKind::Field: {
    uint32_t type = reader.u32();
    spaced(Names::Types, type, out);
    out << ' ';
    return fields(type).reference(out, reader.u32());
  }
  case ImmediateKind::TypeCount:
    required(Names::Types);
    (out << ' ').number(reader.u32());
    return;
  case ImmediateKind::TypeData:
    metDatas = true;
    return pair(Names::Types, Names::Datas, reader, out);
  case ImmediateKind::TypeElem:
    return pair(Names::Types, Names::Elems, reader, out);
  case ImmediateKind::TypeType:
    return pair(Names::Types, Names::Types, reader, out);
  case ImmediateKind::Fence:
    return reader.zero("fence");
  }
}

} // namespace sinter
