//===-- InstructionAssembler.cpp - Instruction sequences ---------------------===//
//
// The structure of instruction sequences: folding, blocks and labels. What
// stands behind a single operator is in Immediates.cpp.
//
//===----------------------------------------------------------------------===//

#include "text/InstructionAssembler.h"

#include "text/IntegerLengths.h"

namespace sinter {

static void writeOpcode(ByteWriter &out, Opcode opcode) {
  const OpcodeInfo &info = opcodeInfo(opcode);
  if (info.prefix == 0) {
    out.u8(uint8_t(info.code));
  } else {
    out.u8(info.prefix);
    out.leb(info.code);
  }
}

static bool opensBlock(Opcode opcode) {
  return opcode == Opcode::Block || opcode == Opcode::Loop || opcode == Opcode::TryTable;
}

/// Words that only continue a block, and mean nothing by themselves.
static bool continuesBlock(Opcode opcode) {
  switch (opcode) {
  case Opcode::Else:
  case Opcode::End:
  case Opcode::Catch:
  case Opcode::CatchAll:
  case Opcode::Delegate:
    return true;
  default:
    return false;
  }
}

void InstructionAssembler::run(MarkedBytes &out, bool one) {
  frames.clear();
  labels.clear();
  labelPositions.clear();
  pending.out.clear();
  hints.clear();
  bool started = false;
  while (!(one && started && frames.empty())) {
    started = true;
    if (parser.at(TokenKind::Open)) {
      open(out);
    } else if (parser.at(TokenKind::Close) && !frames.empty()) {
      close(out);
    } else if (parser.at(TokenKind::Keyword) && !(one && frames.empty())) {
      flat(out);
    } else if (frames.empty() && !one &&
               (parser.at(TokenKind::Close) || parser.at(TokenKind::End))) {
      return;
    } else {
      parser.unexpected();
      return;
    }
  }
}

bool InstructionAssembler::takesOnlyOperands() const {
  if (frames.empty())
    return false;
  FrameKind kind = frames.back().kind;
  return kind == FrameKind::Plain || kind == FrameKind::If || kind == FrameKind::Try;
}

/// The hint that stands before the instruction at `token`, if any.
std::optional<uint8_t> InstructionAssembler::takeHint(uint32_t token, Opcode opcode) {
  if (context.branchHints.empty() || locals == nullptr)
    return std::nullopt;
  auto found = context.branchHints.find(token);
  if (found == context.branchHints.end())
    return std::nullopt;
  if (opcode != Opcode::If && opcode != Opcode::BrIf)
    parser.fail(parser.peek(), "@metadata.code.branch_hint annotation: invalid target");
  uint8_t value = found->second.value;
  context.branchHints.erase(found);
  return value;
}

void InstructionAssembler::emitHint(std::optional<uint8_t> hint, const MarkedBytes &out) {
  if (hint)
    hints.emplace_back(out.bytes.size(), *hint);
}

void InstructionAssembler::open(MarkedBytes &out) {
  if (!frames.empty() && frames.back().kind == FrameKind::Try) {
    openTryPart(out);
    return;
  }
  if (!frames.empty() && frames.back().kind == FrameKind::If &&
      (frames.back().stage != Stage::Start || parser.atOpen("then"))) {
    openIfPart(out);
    return;
  }
  parser.take();
  std::optional<Opcode> opcode;
  if (parser.at(TokenKind::Keyword))
    opcode = lookupOpcode(parser.text());
  if (!opcode || continuesBlock(*opcode)) {
    parser.unexpected();
    return;
  }
  Frame frame{FrameKind::Plain,
              Stage::Start,
              uint32_t(pending.size()),
              parser.offset(),
              takeHint(parser.cursor() - 1, *opcode),
              {}};
  parser.take();
  if (opensBlock(*opcode)) {
    frame.kind = FrameKind::Block;
    std::string name = parser.takeId();
    out.mark(frame.textOffset);
    writeOpcode(out.bytes, *opcode);
    types.blockType(out.bytes);
    if (*opcode == Opcode::TryTable)
      catches(out.bytes);
    pushLabel(std::move(name));
  } else if (*opcode == Opcode::If) {
    frame.kind = FrameKind::If;
    frame.label = parser.takeId();
    writeOpcode(pending, *opcode);
    types.blockType(pending);
  } else if (*opcode == Opcode::Try) {
    frame.kind = FrameKind::Try;
    std::string name = parser.takeId();
    out.mark(frame.textOffset);
    writeOpcode(out.bytes, *opcode);
    types.blockType(out.bytes);
    pushLabel(std::move(name));
  } else {
    plain(*opcode, pending);
  }
  frames.push_back(std::move(frame));
}

void InstructionAssembler::openIfPart(MarkedBytes &out) {
  Frame &frame = frames.back();
  if (frame.stage == Stage::Start && parser.takeOpen("then")) {
    frame.stage = Stage::First;
    out.mark(frame.textOffset);
    emitHint(frame.hint, out);
    out.bytes.bytes(Bytes(pending.out).subspan(frame.pending));
    pending.out.resize(frame.pending);
    pushLabel(std::move(frame.label));
  } else if (uint64_t offset = parser.offset();
             frame.stage == Stage::First && parser.takeOpen("else")) {
    frame.stage = Stage::Last;
    out.mark(offset);
    writeOpcode(out.bytes, Opcode::Else);
  } else {
    parser.take();
    parser.unexpected();
    return;
  }
  frames.push_back({FrameKind::IfBranch, Stage::Start, uint32_t(pending.size()), 0, {}, {}});
}

void InstructionAssembler::openTryPart(MarkedBytes &out) {
  Frame &frame = frames.back();
  uint64_t offset = parser.offset();
  if (frame.stage == Stage::Start && parser.takeOpen("do")) {
    frame.stage = Stage::First;
  } else if ((frame.stage == Stage::First || frame.stage == Stage::Catching) &&
             parser.takeOpen("catch")) {
    frame.stage = Stage::Catching;
    out.mark(offset);
    plain(Opcode::Catch, out.bytes);
  } else if ((frame.stage == Stage::First || frame.stage == Stage::Catching) &&
             parser.takeOpen("catch_all")) {
    frame.stage = Stage::Last;
    out.mark(offset);
    writeOpcode(out.bytes, Opcode::CatchAll);
  } else if (frame.stage == Stage::First && parser.takeOpen("delegate")) {
    // Ends the block; its label counts from outside of it.
    out.mark(offset);
    popLabel();
    plain(Opcode::Delegate, out.bytes);
    parser.expectClose();
    parser.expectClose();
    frames.pop_back();
    return;
  } else {
    parser.take();
    parser.unexpected();
    return;
  }
  frames.push_back({FrameKind::TryBranch, Stage::Start, uint32_t(pending.size()), 0, {}, {}});
}

void InstructionAssembler::close(MarkedBytes &out) {
  Frame &frame = frames.back();
  switch (frame.kind) {
  case FrameKind::Plain:
    out.mark(frame.textOffset);
    emitHint(frame.hint, out);
    out.bytes.bytes(Bytes(pending.out).subspan(frame.pending));
    pending.out.resize(frame.pending);
    break;
  case FrameKind::IfBranch:
  case FrameKind::TryBranch:
    break;
  case FrameKind::If:
  case FrameKind::Try:
    if (frame.stage == Stage::Start) {
      parser.unexpected();
      return;
    }
    [[fallthrough]];
  case FrameKind::Block:
    out.mark(parser.offset());
    writeOpcode(out.bytes, Opcode::End);
    popLabel();
    break;
  case FrameKind::FlatBlock:
  case FrameKind::FlatIf:
  case FrameKind::FlatElse:
  case FrameKind::FlatTry:
  case FrameKind::FlatCatch:
  case FrameKind::FlatCatchAll:
    parser.unexpected(); // its `end` is missing
    return;
  }
  parser.take();
  frames.pop_back();
}

void InstructionAssembler::flat(MarkedBytes &out) {
  std::optional<Opcode> opcode = lookupOpcode(parser.text());
  if (!opcode || takesOnlyOperands()) {
    parser.unexpected();
    return;
  }
  if (*opcode == Opcode::Else)
    return flatElse(out);
  if (*opcode == Opcode::End)
    return flatEnd(out);
  if (*opcode == Opcode::Catch || *opcode == Opcode::CatchAll)
    return flatCatch(out, *opcode);
  if (*opcode == Opcode::Delegate)
    return flatDelegate(out);
  out.mark(parser.offset());
  emitHint(takeHint(parser.cursor(), *opcode), out);
  Token token = parser.peek();
  auto lengths = context.integerLengths.find(parser.cursor());
  size_t begin = out.bytes.size();
  flatInstruction(*opcode, out);
  if (lengths != context.integerLengths.end() && !parser.failed() &&
      !applyLengths(out.bytes.out, begin, *opcode, lengths->second))
    parser.fail(token, "@sinter.lengths annotation: these do not fit the instruction");
}

/// One that ends nothing, from its keyword up to its immediates.
void InstructionAssembler::flatInstruction(Opcode opcode, MarkedBytes &out) {
  parser.take();
  if (!opensBlock(opcode) && opcode != Opcode::If && opcode != Opcode::Try) {
    plain(opcode, out.bytes);
    return;
  }
  std::string name = parser.takeId();
  writeOpcode(out.bytes, opcode);
  types.blockType(out.bytes);
  if (opcode == Opcode::TryTable)
    catches(out.bytes);
  pushLabel(std::move(name));
  FrameKind kind = opcode == Opcode::If    ? FrameKind::FlatIf
                   : opcode == Opcode::Try ? FrameKind::FlatTry
                                           : FrameKind::FlatBlock;
  frames.push_back({kind, Stage::Start, uint32_t(pending.size()), 0, {}, {}});
}

void InstructionAssembler::pushLabel(std::string name) {
  if (!name.empty())
    labelPositions[name].push_back(uint32_t(labels.size()));
  labels.push_back(std::move(name));
}

void InstructionAssembler::popLabel() {
  if (!labels.back().empty())
    labelPositions[labels.back()].pop_back();
  labels.pop_back();
}

void InstructionAssembler::checkEndLabel() {
  Token token = parser.peek();
  if (token.kind == TokenKind::Id && parser.takeId() != labels.back())
    parser.fail(token, "mismatching label " + std::string(parser.textOf(token)));
}

void InstructionAssembler::flatElse(MarkedBytes &out) {
  if (frames.empty() || frames.back().kind != FrameKind::FlatIf) {
    parser.unexpected();
    return;
  }
  out.mark(parser.offset());
  parser.take();
  checkEndLabel();
  writeOpcode(out.bytes, Opcode::Else);
  frames.back().kind = FrameKind::FlatElse;
}

void InstructionAssembler::flatEnd(MarkedBytes &out) {
  if (frames.empty() || frames.back().kind < FrameKind::FlatBlock) {
    parser.unexpected();
    return;
  }
  out.mark(parser.offset());
  parser.take();
  checkEndLabel();
  writeOpcode(out.bytes, Opcode::End);
  popLabel();
  frames.pop_back();
}

void InstructionAssembler::flatCatch(MarkedBytes &out, Opcode opcode) {
  if (frames.empty() ||
      (frames.back().kind != FrameKind::FlatTry && frames.back().kind != FrameKind::FlatCatch)) {
    parser.unexpected();
    return;
  }
  out.mark(parser.offset());
  parser.take();
  plain(opcode, out.bytes);
  frames.back().kind = opcode == Opcode::CatchAll ? FrameKind::FlatCatchAll : FrameKind::FlatCatch;
}

void InstructionAssembler::flatDelegate(MarkedBytes &out) {
  if (frames.empty() || frames.back().kind != FrameKind::FlatTry) {
    parser.unexpected();
    return;
  }
  out.mark(parser.offset());
  parser.take();
  popLabel();
  plain(Opcode::Delegate, out.bytes);
  frames.pop_back();
}

uint32_t InstructionAssembler::label() {
  if (!parser.at(TokenKind::Id))
    return uint32_t(parser.expectNat(32));
  Token token = parser.peek();
  std::string name = parser.takeId();
  auto found = labelPositions.find(name);
  if (found != labelPositions.end() && !found->second.empty())
    return uint32_t(labels.size()) - 1 - found->second.back();
  parser.fail(token, "unknown label " + std::string(parser.textOf(token)));
  return 0;
}

void InstructionAssembler::plain(Opcode opcode, ByteWriter &out) {
  // These share their spelling with another instruction; what follows decides.
  if (opcode == Opcode::Select)
    return select(out);
  if (opcode == Opcode::RefTest || opcode == Opcode::RefCast)
    return referenceTest(opcode, out);
  writeOpcode(out, opcode);
  immediates(opcodeInfo(opcode).immediates, opcode, out);
}

void InstructionAssembler::select(ByteWriter &out) {
  if (!parser.atOpen("result")) {
    writeOpcode(out, Opcode::Select);
    return;
  }
  writeOpcode(out, Opcode::SelectTyped);
  Signature results = types.signature(nullptr);
  out.leb(results.resultCount);
  out.bytes(results.results);
}

void InstructionAssembler::referenceTest(Opcode opcode, ByteWriter &out) {
  ByteWriter heap;
  if (types.splitReferenceType(heap))
    opcode = opcode == Opcode::RefTest ? Opcode::RefTestNull : Opcode::RefCastNull;
  writeOpcode(out, opcode);
  out.bytes(heap.out);
}

} // namespace sinter
