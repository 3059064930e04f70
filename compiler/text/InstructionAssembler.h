//===-- InstructionAssembler.h - Instruction sequences -----------------------===//
//
// Instructions, plain and folded (spec 6.5). What surrounds an instruction,
// parentheses and blocks, is on a stack of its own, so that text may nest as deep as it
// likes. A folded instruction's encoding waits on a second stack until its
// operands have been written.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/TypeAssembler.h"

namespace sinter {

class InstructionAssembler {
public:
  explicit InstructionAssembler(ModuleContext &context)
      : context(context), parser(context.parser), types(context) {}

  /// Instructions up to a ")" that opens nothing here, which is left for the caller.
  void sequence(MarkedBytes &out) { run(out, false); }
  /// One folded instruction.
  void folded(MarkedBytes &out) { run(out, true); }

  /// Sets the names of locals for what follows; null outside of functions, where branch hints
  /// have no place either.
  void setLocals(const IndexSpace *space) { locals = space; }

  /// The branch hints of the latest sequence: offset in its output, and value.
  using Hints = std::vector<std::pair<uint64_t, uint8_t>>;
  [[nodiscard]] const Hints &takenHints() const { return hints; }

private:
  enum class FrameKind : uint8_t {
    Plain,     ///< (op operands...)
    Block,     ///< (block ...), (loop ...), (try_table ...)
    If,        ///< (if cond... (then ...) (else ...))
    IfBranch,  ///< (then ...) and (else ...)
    Try,       ///< (try (do ...) (catch ...) ...)
    TryBranch, ///< (do ...), (catch ...) and (catch_all ...)
    FlatBlock, ///< block ... end, loop ... end, try_table ... end
    FlatIf,    ///< if ... else
    FlatElse,  ///< else ... end
    FlatTry,   ///< try ... catch
    FlatCatch, ///< catch ... catch
    FlatCatchAll,
  };
  enum class Stage : uint8_t { Start, First, Catching, Last };
  struct Frame {
    FrameKind kind;
    Stage stage = Stage::Start; ///< of If and Try: what has been seen of their parts
    uint32_t pending = 0;       ///< where this frame's part of `pending` starts
    uint64_t textOffset = 0;
    std::optional<uint8_t> hint;
    std::string label; ///< of If, until its body starts
  };

  void run(MarkedBytes &out, bool one);
  void open(MarkedBytes &out);
  void close(MarkedBytes &out);
  void flat(MarkedBytes &out);
  void flatInstruction(Opcode opcode, MarkedBytes &out);
  void openIfPart(MarkedBytes &out);
  void openTryPart(MarkedBytes &out);
  void flatElse(MarkedBytes &out);
  void flatEnd(MarkedBytes &out);
  void flatCatch(MarkedBytes &out, Opcode opcode);
  void flatDelegate(MarkedBytes &out);

  [[nodiscard]] bool takesOnlyOperands() const;
  std::optional<uint8_t> takeHint(uint32_t token, Opcode opcode);
  void emitHint(std::optional<uint8_t> hint, const MarkedBytes &out);
  void pushLabel(std::string name);
  void popLabel();
  void checkEndLabel();
  uint32_t label();

  /// An instruction that is no block, with its immediates.
  void plain(Opcode opcode, ByteWriter &out);
  void immediates(ImmediateKind kind, Opcode opcode, ByteWriter &out);
  void select(ByteWriter &out);
  void referenceTest(Opcode opcode, ByteWriter &out);
  void branchOnCast(ByteWriter &out);
  void branchTable(ByteWriter &out);
  void memoryArgument(Opcode opcode, bool hasLane, ByteWriter &out);
  void optionalIndex(const IndexSpace &space, ByteWriter &out);
  void pairOfIndices(const IndexSpace &space, ByteWriter &out);
  void segmentAndSpace(const IndexSpace &segments, const IndexSpace &space, ByteWriter &out);
  void shuffleLanes(ByteWriter &out);
  void vectorConstant(ByteWriter &out);
  void catches(ByteWriter &out);

  ModuleContext &context;
  Parser &parser;
  TypeAssembler types;
  const IndexSpace *locals = nullptr;
  std::vector<Frame> frames;
  std::vector<std::string> labels; ///< of the open blocks, outermost first; may be empty strings
  /// Where in `labels` each name stands, outermost first.
  std::unordered_map<std::string, std::vector<uint32_t>> labelPositions;
  ByteWriter pending;
  Hints hints;
};

/// The largest alignment of an access, as log2 (spec 3.4.6).
[[nodiscard]] uint32_t naturalAlignment(Opcode opcode);

/// `shape lane*` of a vector constant; 16 bytes, little-endian, or nothing after an error.
void parseVectorLanes(Parser &parser, std::vector<uint8_t> &out);

/// The integer or float literal at the cursor, of `width` bits; after an error, 0.
[[nodiscard]] uint64_t expectIntLiteral(Parser &parser, unsigned width);
[[nodiscard]] uint64_t expectFloatLiteral(Parser &parser, unsigned width);

} // namespace sinter
