//===-- BodyScan.cpp - A valid body's instructions, one after the other ----===//
#include "wasm/BodyScan.h"

#include "wasm/TypeReader.h"

namespace sinter {

ByteReader BodyScan::open(const Function &function) {
  ByteReader reader(function.body, function.bodyOffset, ignored);
  for (uint32_t runs = reader.leb32(); runs && !reader.atEnd(); --runs) {
    reader.leb32();
    (void)readValueType(reader, gate);
  }
  return reader;
}

} // namespace sinter
