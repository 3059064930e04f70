//===-- EncodedReader.h - Bytes, with an eye on how they are encoded ---------===//
//
// The printer reads the binary format by itself instead of through
// ModuleReader and readInstruction: it has to know what text cannot say, such as
// integers in more bytes than they need, and it shows modules of every proposal,
// compiled by us or not, valid or not.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "support/Bytes.h"
#include "wasm/Module.h"

namespace sinter {

/// Limits of a table or memory, with all that text tells apart.
struct EncodedLimits {
  uint64_t minimum = 0;
  uint64_t maximum = 0;
  uint32_t pageSizeLog2 = 16;
  bool hasMaximum = false;
  bool is64 = false;
  bool shared = false;
  bool hasPageSize = false;
};

/// What an import describes.
struct ExternType {
  ExternKind kind{};
  uint32_t function = 0; ///< type index of func and tag
  ValueType element;     ///< of table
  EncodedLimits limits;  ///< of table and memory
  GlobalType global;
};

class EncodedReader {
public:
  /// Counts in `longer` what has a shorter encoding, the one that the assembler would choose.
  EncodedReader(Bytes bytes, uint64_t offset, Diagnostics &diag, uint64_t &longer)
      : reader(bytes, offset, diag), longer(longer) {}

  [[nodiscard]] bool failed() const { return reader.failed(); }
  [[nodiscard]] bool atEnd() const { return reader.atEnd(); }
  [[nodiscard]] uint64_t offset() const { return reader.offset(); }
  [[nodiscard]] size_t remaining() const { return reader.remaining(); }
  [[nodiscard]] uint8_t peek() const { return reader.peek(); }
  void fail(uint64_t where, std::string message) { reader.fail(where, std::move(message)); }

  uint8_t u8() { return reader.u8(); }
  uint32_t fixed32() { return reader.fixed32(); }
  uint64_t fixed64() { return reader.fixed64(); }
  Bytes bytes(uint64_t n) { return reader.bytes(n); }
  uint32_t u32();
  uint64_t u64();
  int32_t s32();
  int64_t s33();
  int64_t s64();
  std::string_view name();
  /// A byte that must be zero.
  void zero(const char *what);
  /// Says that something has a shorter form.
  void noteLonger() { ++longer; }
  [[nodiscard]] uint64_t longerSoFar() const { return longer; }
  /// Takes back notes of what the text says after all.
  void forgive(uint64_t notes) { longer -= notes; }

  ValueType valueType();
  HeapType heapType();
  BlockType blockType();
  /// A value type that must be a reference.
  ValueType referenceType();
  EncodedLimits limits(bool isMemory);
  GlobalType globalType();
  ExternType externType();

private:
  template <typename T> T noted(uint64_t from, T value, unsigned needed) {
    longer += reader.offset() - from > needed && !reader.failed();
    return value;
  }

  ByteReader reader;
  uint64_t &longer;
};

} // namespace sinter
