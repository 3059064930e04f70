//===-- InstructionPrinter.h - Instruction sequences as text -----------------===//
//
// One instruction after another, flat, as Opcodes.def says what follows each.
// The open blocks are on a stack of its own, for their indentation and
// because text can only spell blocks that are properly nested.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/PrinterNames.h"

namespace sinter {

class InstructionPrinter {
public:
  explicit InstructionPrinter(const PrinterNames &names) : names(names) {}

  /// Branch hints of a body: offset in it, and value.
  using Hints = std::vector<std::pair<uint32_t, uint8_t>>;

  /// A function's code, up to the `end` that closes it, each instruction on a line of its own.
  void body(EncodedReader &reader, const ModuleLayout::Body &body, const Identifiers &locals,
            const Hints &hints, TextOutput &out);
  /// A constant expression up to its `end`, on one line.
  /// Returns how many instructions there were.
  uint32_t expression(EncodedReader &reader, TextOutput &out);
  /// The same as one folded instruction if it is one, else as `(wrapper instr*)`.
  void wrapped(EncodedReader &reader, std::string_view wrapper, TextOutput &out);

  void valueType(ValueType type, TextOutput &out) const;
  void heapType(HeapType type, TextOutput &out) const;
  void index(PrinterNames::Space space, uint32_t index, TextOutput &out) const {
    names.spaces[space].reference(out, index);
  }
  /// "(type N)".
  void typeUse(uint32_t type, TextOutput &out) const;
  /// Hints that stood before no `if` or `br_if`, so far.
  [[nodiscard]] uint64_t lostHints() const { return lost; }
  /// Whether an instruction spoke of a data segment, so far.
  [[nodiscard]] bool usesDatas() const { return metDatas; }

private:
  enum class Block : uint8_t { Plain, If, Else, Try, Catch, CatchAll };

  /// The next opcode and its row; false at the sequence's end or after an error.
  bool opcode(EncodedReader &reader, Opcode &opcode);
  bool enter(EncodedReader &reader, uint64_t where, Opcode opcode, size_t &depth);
  void lengths(EncodedReader &reader, Bytes instruction, Opcode opcode, uint64_t notes, size_t at,
               TextOutput &out);
  void instruction(EncodedReader &reader, Opcode opcode, TextOutput &out);
  void immediates(EncodedReader &reader, ImmediateKind kind, Opcode opcode, TextOutput &out);
  void label(uint32_t depth, TextOutput &out) const;
  void blockType(EncodedReader &reader, TextOutput &out);
  void catches(EncodedReader &reader, TextOutput &out);
  void memoryArgument(EncodedReader &reader, Opcode opcode, TextOutput &out);
  void constant(EncodedReader &reader, ImmediateKind kind, TextOutput &out);
  void castBranch(EncodedReader &reader, TextOutput &out);
  void pair(PrinterNames::Space first, PrinterNames::Space second, EncodedReader &reader,
            TextOutput &out);
  void optionalPair(PrinterNames::Space space, EncodedReader &reader, TextOutput &out);
  void segmentAndSpace(PrinterNames::Space segment, PrinterNames::Space space,
                       EncodedReader &reader, TextOutput &out);
  void spaced(PrinterNames::Space space, uint32_t i, TextOutput &out) const {
    out << ' ';
    index(space, i, out);
  }
  const Identifiers &fields(uint32_t type);

  const PrinterNames &names;
  const Identifiers *locals = nullptr;
  std::vector<Block> blocks;
  uint64_t lost = 0;
  bool metDatas = false;
  std::unordered_map<uint32_t, Identifiers> fieldIdentifiers; ///< by type, as they are met
};

} // namespace sinter
