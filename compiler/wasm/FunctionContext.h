//===-- FunctionContext.h - What walking a body needs, whatever the sink ---===//
//
// The half of FunctionValidator that is no template: the body's bytes and
// locals, the checks of immediates against the module, and the cold paths that
// word errors.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/FeatureGate.h"
#include "wasm/InstructionReader.h"
#include "wasm/Module.h"
#include "wasm/Renumbering.h"

#include <array>
#include <deque>
#include <span>

namespace sinter {

/// Operands and results of an instruction whose types depend on what it names.
class SmallSignature {
public:
  /// Returns true, so that finding a signature can end with it.
  bool set(std::initializer_list<ValueType> parameters, std::initializer_list<ValueType> results) {
    parameterCount = resultCount = 0;
    for (ValueType type : parameters)
      parameterTypes[parameterCount++] = type;
    for (ValueType type : results)
      resultTypes[resultCount++] = type;
    return true;
  }
  [[nodiscard]] std::span<const ValueType> parameters() const {
    return {parameterTypes.data(), parameterCount};
  }
  [[nodiscard]] std::span<const ValueType> results() const {
    return {resultTypes.data(), resultCount};
  }

private:
  std::array<ValueType, 3> parameterTypes;
  std::array<ValueType, 1> resultTypes;
  size_t parameterCount = 0;
  size_t resultCount = 0;
};

class FunctionContext {
public:
  using Types = std::span<const ValueType>;

  FunctionContext(const Module &module, FeatureSet enabled, Diagnostics &diag)
      : module(module), diag(diag), gate(enabled), reader({}, 0, diag) {}

  /// The features that bodies walked so far need.
  [[nodiscard]] FeatureSet used() const { return gate.used; }

protected:
  static constexpr ValueType i32 = ValueType::Kind::I32;

  /// Starts on the body of `function`: reads its locals.
  [[nodiscard]] bool open(FuncIndex function);
  /// Reads the next instruction.
  [[nodiscard]] bool advance() {
    if (!readInstruction(reader, gate, inst))
      return false;
    if (renumbering) [[unlikely]]
      renumbering->apply(inst);
    return true;
  }
  /// Says below the error where it was.
  void noteFunction(FuncIndex function);

  /// Reports at the current instruction, and returns false.
  bool fail(std::string message);
  bool failUnknown(std::string_view what, uint32_t index);
  /// The function type of that index, or null after an error.
  const FuncType *functionType(uint32_t index);
  bool failMismatch(Types expected, const std::vector<ValueType> &got);
  bool failMismatchAtEnd(Types expected, const std::vector<ValueType> &got);

  /// What the module says about the current instruction, a branch.
  [[nodiscard]] Likelihood likelihood() const;
  /// The parameters and results that a block type stands for.
  [[nodiscard]] bool blockTypes(const BlockType &block, Types &parameters, Types &results);
  /// Memory, alignment, offset and lane of the current load, store or atomic; sets the memory's
  /// address type.
  [[nodiscard]] bool checkMemArg(ValueType &address);
  /// Lanes of the current instruction, if it names any.
  [[nodiscard]] bool checkLanes();
  [[nodiscard]] bool checkType(ValueType type);
  [[nodiscard]] bool checkTable(uint32_t index);
  [[nodiscard]] bool checkMemory(uint32_t index);
  [[nodiscard]] bool checkData(uint32_t index);
  [[nodiscard]] bool checkElem(uint32_t index);
  /// Function types of call_indirect and its kin; null after an error.
  [[nodiscard]] const FuncType *indirectCallee();

  /// What the current instruction on tables or memories takes and gives (core 3.4.5, 3.4.6).
  [[nodiscard]] bool tableSignature(SmallSignature &signature);
  [[nodiscard]] bool memorySignature(SmallSignature &signature);

  [[nodiscard]] ValueType tableAddress(uint32_t index) const {
    return address(module.tables[TableIndex(index)].type.limits);
  }
  [[nodiscard]] ValueType memoryAddress(uint32_t index) const {
    return address(module.memories[MemoryIndex(index)].type.limits);
  }

  const Module &module;
  Diagnostics &diag;
  FeatureGate gate;
  ByteReader reader;
  Instruction inst;
  const FuncType *type = nullptr;
  const Renumbering *renumbering = nullptr; ///< of the function
  std::vector<ValueType> locals;            ///< parameters first
  bool tracksLocals = false; ///< some local has no default and must be set before it is read

private:
  static ValueType address(const Limits &limits) {
    return limits.is64 ? ValueType::Kind::I64 : ValueType::Kind::I32;
  }
  bool readLocals();

  std::deque<ValueType> blockResults; ///< results of blocks that are no common type
};

} // namespace sinter
