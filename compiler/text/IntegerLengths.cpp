//===-- IntegerLengths.cpp - Integers longer than they need be ---------------===//
//
// See the header. An integer is padded with bytes that say nothing: 0x80 and a
// final 0x00, or for a negative one 0xff and a final 0x7f (core 5.2.2).
//
//===----------------------------------------------------------------------===//

#include "text/IntegerLengths.h"

namespace sinter {

static constexpr uint8_t continues = 0x80;
static constexpr uint8_t signBit = 0x40;
static constexpr uint8_t longest = 10;

bool hasOnlyIntegers(Opcode opcode) {
  switch (opcodeInfo(opcode).immediates) {
  case ImmediateKind::F32Const:
  case ImmediateKind::F64Const:
  case ImmediateKind::V128Const:
  case ImmediateKind::Shuffle:
  case ImmediateKind::Lane:
  case ImmediateKind::MemArgLane:
    return false;
  default:
    return true;
  }
}

bool hasSignedInteger(Opcode opcode) {
  return opcode == Opcode::I32Const || opcode == Opcode::I64Const;
}

size_t minimalLength(Bytes encoded, bool isSigned) {
  size_t length = encoded.size();
  for (; length > 1; --length) {
    uint8_t last = encoded[length - 1] & ~continues;
    bool wasNegative = encoded[length - 2] & signBit;
    if (!(last == 0 && !(isSigned && wasNegative)) && !(last == 0x7f && isSigned && wasNegative))
      break;
  }
  return length;
}

bool applyLengths(std::vector<uint8_t> &bytes, size_t begin, Opcode opcode,
                  const std::vector<uint8_t> &lengths) {
  if (!hasOnlyIntegers(opcode))
    return false;
  bool isSigned = hasSignedInteger(opcode);
  std::vector<uint8_t> padded;
  size_t at = begin + 1;
  for (uint8_t length : lengths) {
    size_t start = padded.size();
    do {
      if (at >= bytes.size())
        return false;
      padded.push_back(bytes[at]);
    } while (bytes[at++] & continues);
    if (padded.size() - start > length || length > longest)
      return false;
    bool isNegative = isSigned && (padded.back() & signBit);
    while (padded.size() - start < length) {
      padded.back() |= continues;
      padded.push_back(isNegative ? 0x7f : 0);
    }
  }
  if (at != bytes.size())
    return false;
  bytes.resize(begin + 1);
  bytes.insert(bytes.end(), padded.begin(), padded.end());
  return true;
}

} // namespace sinter
