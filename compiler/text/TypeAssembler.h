//===-- TypeAssembler.h - Types and type uses --------------------------------===//
//
// Value types, recursion groups, limits and type uses (spec 6.4). Types are
// encoded at once and compared as bytes, which is sound since every type has
// just one encoding here: references to nullable abstract heap types always
// take the short form.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "text/ModuleContext.h"

namespace sinter {

class TypeAssembler {
public:
  explicit TypeAssembler(ModuleContext &context) : context(context), parser(context.parser) {}

  [[nodiscard]] bool atValueType() const;
  [[nodiscard]] bool atReferenceType() const;
  void valueType(ByteWriter &out);
  void referenceType(ByteWriter &out);
  void heapType(ByteWriter &out);
  /// A reference type in two parts: whether it is nullable, and its heap type into `heap`.
  bool splitReferenceType(ByteWriter &heap);

  /// `(type ...)` or `(rec ...)`, cursor on the parenthesis.
  void typeField();

  /// `(param ...)* (result ...)*`. Parameter identifiers are bound in `names`; without it there
  /// must be none.
  Signature signature(IndexSpace *names);
  /// A type use as an index, which may be that of a type it adds.
  uint32_t typeUse(IndexSpace *names);
  /// The type of a block, encoded.
  void blockType(ByteWriter &out);
  /// The index of a plain function type, added if there is none.
  uint32_t implicitType(const Signature &signature, uint64_t textOffset);

  /// `i64? min max? shared? (pagesize n)?`.
  void memoryType(ByteWriter &out);
  void tableType(ByteWriter &out);
  void globalType(ByteWriter &out);
  /// `i32` or `i64`, if there: true for i64.
  bool addressType();
  /// `(pagesize n)`, if there, as its logarithm; 16 if not.
  uint32_t pageSize(bool &given);

private:
  void subType(ByteWriter &out, TypeEntry &entry);
  void compositeType(ByteWriter &out, TypeEntry &entry);
  void fieldType(ByteWriter &out);
  void structType(ByteWriter &out, TypeEntry &entry);
  void typeDefinition(ByteWriter &out, bool alone);
  void limits(ByteWriter &out, bool is64, bool isMemory);
  std::optional<uint32_t> explicitType();
  void checkInline(uint32_t type, const Signature &inlined, const Token &token);

  ModuleContext &context;
  Parser &parser;
};

/// A function type's encoding (spec 5.3.5).
void encodeFunctionType(ByteWriter &out, const Signature &signature);

} // namespace sinter
