//===-- PrintResult.cpp - What --invoke shows of a result -------------------===//
//
// One line per result on standard output, spelled as the text format spells it
// (core 6.3): integers as signed decimals, numbers with the fewest digits that
// read back as the same, a NaN with its payload unless it is the canonical one.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "builtins/Number.h"

namespace sinter::rt {
namespace {

/// Codes of value types in the binary format (core 5.3).
enum Code : int { I32 = 0x7f, I64 = 0x7e, F32 = 0x7d, F64 = 0x7c, V128 = 0x7b, FuncRef = 0x70 };

void printInteger(Message &out, int64_t value) {
  if (value < 0)
    out.text("-");
  out.number(value < 0 ? -uint64_t(value) : uint64_t(value));
}

void printHex(Message &out, uint64_t value, unsigned digits) {
  char text[16];
  for (unsigned i = 0; i != digits; ++i)
    text[i] = "0123456789abcdef"[value >> 4 * (digits - 1 - i) & 15];
  out.text("0x").text(text, digits);
}

/// Infinity and NaN have other names here than formatNumber() gives them.
template <typename Float>
void printFloat(Message &out, uint64_t bits, unsigned width, unsigned fractionBits, Float value) {
  uint64_t fraction = bits & ((UINT64_C(1) << fractionBits) - 1);
  bool isNegative = bits >> (width - 1) & 1;
  if (value != value) {
    out.text(isNegative ? "-nan" : "nan");
    if (fraction != UINT64_C(1) << (fractionBits - 1)) {
      out.text(":");
      printHex(out, fraction, width / 4);
    }
  } else if (__builtin_isinf(value)) {
    out.text(isNegative ? "-inf" : "inf");
  } else {
    char text[NumberLimit];
    if (isNegative && value == 0)
      out.text("-");
    out.text(text, formatNumber(value, text));
  }
}

void printResult(int type, uint64_t low, uint64_t high) {
  constexpr int standardOutput = 1;
  Message out(standardOutput);
  switch (type) {
  case I32:
    printInteger(out, int32_t(low));
    break;
  case I64:
    printInteger(out, int64_t(low));
    break;
  case F32:
    printFloat(out, low, 32, 23, __builtin_bit_cast(float, uint32_t(low)));
    break;
  case F64:
    printFloat(out, low, 64, 52, __builtin_bit_cast(double, low));
    break;
  case V128:
    out.text("i64x2 ");
    printHex(out, low, 16);
    out.text(" ");
    printHex(out, high, 16);
    break;
  default: // A reference, which has no spelling of its own but that of none.
    out.text(low ? "ref." : "ref.null ").text(type == FuncRef ? "func" : "extern");
  }
  out.text("\n");
}

} // namespace
} // namespace sinter::rt

extern "C" void __sinter_print_result(int type, uint64_t low, uint64_t high) {
  sinter::rt::printResult(type, low, high);
}
