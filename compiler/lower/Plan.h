//===-- Plan.h - Decisions that concern more than one function -------------===//
//
// Everything in a ModulePlan follows from the module and the options alone, so
// any thread may lower any partition in any order and the output is the same.
// It answers four questions:
//
//  - which partition owns a function, and which small callees it also sees;
//  - static form: which globals, tables and lengths are constants, which
//    segments are prelinked into the image (core 4.5.4: only if every active segment has a constant
//    offset in bounds, since otherwise the specification's order is observable);
//  - instanced form: the instance slot of each memory, table, global, funcref and segment;
//  - which functions have the uniform prototype (abi/Abi.h).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/Lowering.h"
#include "sinter/abi/Abi.h"

#include <algorithm>
#include <map>
#include <optional>

namespace sinter {

/// A half-open range of defined functions.
struct Partition {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool isHuge = false; ///< see LoweringOptions::hugeFunctionBytes
};

/// What function bodies do to state, over the whole module.
struct BodyFacts {
  std::vector<bool> globalWritten;
  std::vector<bool> tableAccessed; ///< used other than by call_indirect, size and grow
  std::vector<bool> tableGrown;
  std::vector<bool> memoryGrown;
  bool hasTries = false;         ///< a body has a try, a try_table or a throw_ref
  std::vector<bool> inlinable;   ///< by FuncIndex: small and calls nothing
  std::vector<bool> mayTakeLong; ///< by FuncIndex: has a loop or calls something
  std::vector<bool> rethrows;    ///< by FuncIndex: contains a legacy rethrow
  std::vector<bool>
      tailCalls; ///< by FuncIndex: makes a tail call, or is the callee of a direct one
  std::vector<bool> namedByBody; ///< by FuncIndex: a body has a ref.func of it
  std::vector<bool> tailCalled;  ///< by TableIndex: a body has a tail call through it
  bool tailCallsImports = false; ///< or references
};

/// How other instances can come by what is this one's (instanced form, lower/Reach.cpp).
struct Reach {
  /// By TableIndex: its elements are functions of this instance for good ...
  std::vector<bool> closed;
  std::vector<bool> known; ///< and which ones is known.
  /// By FuncIndex: may be called by who is not of this instance.
  std::vector<bool> entered;
  /// A tail call may end in another instance.
  bool leavesByTail = false;
};

/// Instance slots of instanced form; ~0u where there is none.
struct SlotLayout {
  std::vector<uint32_t> memories; ///< record (owned) or pointer to it (imported)
  std::vector<uint32_t> tables;   ///< likewise
  std::vector<uint32_t> globals;  ///< value (owned) or pointer to it (imported)
  std::vector<uint32_t> tags; ///< the tag's identity (owned: the slot's address) or pointer to it
  std::vector<uint32_t> functions; ///< FuncRef of imports and of functions that can be referenced
  std::vector<uint32_t> datas;     ///< current length in bytes
  std::vector<uint32_t> elems;     ///< current length, then the elements
  uint32_t count = 0;
};

/// A value known when compiling: an integer, float or vector by its bits, or a function (null: no
/// function).
struct KnownValue {
  uint64_t bits = 0;
  std::optional<FuncIndex> function;
  uint64_t high = 0; ///< the upper half of a vector

  static KnownValue vector(const std::array<uint8_t, 16> &bytes);
};

/// The elements of a constant table that calls of one type can mean.
struct Callees {
  uint32_t first = 0, last = 0; ///< They lie between these two, which are among them.
  uint64_t mask = 0;            ///< Those of `first` and the 63 after it, a bit each.
  uint32_t count = 0;
  FuncIndex function{}; ///< What `first` is.

  [[nodiscard]] bool isRange() const { return count == last - first + 1; }
  [[nodiscard]] bool fitsMask() const { return last - first < 64; }
};

/// A table that is larger is left to the runtime, which refuses it.
inline constexpr uint64_t mostElements = 10'000'000;

/// 32 bytes that stand for a type's name.
[[nodiscard]] std::string digestOf(const std::string &name);

class ModulePlan {
public:
  ModulePlan(const Module &module, const LoweringOptions &options);

  const Module &module;
  const LoweringOptions &options;
  BodyFacts facts;
  Reach reach;
  std::vector<Partition> partitions;
  SlotLayout slots;
  /// What the identity of each type is called in static form: its parameters and results, with
  /// references to types by a digest of those types' own names; of other than plain types, the
  /// digest of the group and the place in it. Equal exactly for equal types.
  IndexVector<TypeIndex, std::string> typeNames;
  /// Static form: the memory that WASI and glue work on, and whether that depends on which import
  /// is called, since linked modules have one each.
  std::optional<MemoryIndex> callerMemory;
  bool hasSeveralCallers = false;
  /// Functions with FuncRef records in the order of their slots (imports left out).
  std::vector<FuncIndex> referenced;
  /// All active segments are known to fit, so their order does not matter (static form). Elements
  /// are part of the image then; memory 0's data is in `pieces`, or copied at start where it is
  /// small, as other memories' always is.
  bool prelinked = false;
  std::vector<ImagePiece> pieces;
  /// The bytes of each piece.
  std::vector<std::vector<uint8_t>> pieceBytes;

  [[nodiscard]] bool isStatic() const { return options.form == Form::Static; }
  [[nodiscard]] bool isChecked() const { return options.memory == MemoryMode::Checked; }
  /// Each thread is an instance: what an instance owns is thread-local.
  [[nodiscard]] bool hasThreads() const { return isStatic() && options.program.hasThreads; }
  /// Accesses to this memory are checked by code: always where 64-bit addresses or a page size
  /// smaller than the hardware's put bounds out of the guard pages' reach.
  [[nodiscard]] bool isChecked(MemoryIndex m) const;
  /// Accesses may begin up to SINTER_FRONT_GUARD bytes before its base, and fault there; in return
  /// it never has its very last page (codegen/NegativeOffsets.h).
  [[nodiscard]] bool hasFrontGuard(MemoryIndex m) const;
  /// Instanced form: interrupts are noticed by loads in front of memory 0 (codegen/Polls.h).
  [[nodiscard]] bool hasPollPage() const;
  /// Static form: it never moves, so code knows its base; of a hardened program, start-up does.
  [[nodiscard]] bool hasFixedBase(MemoryIndex m) const { return isStatic() && raw(m) == 0; }
  /// What it may grow to.
  [[nodiscard]] uint64_t maximumPages(MemoryIndex m) const;
  /// Its addresses are i64.
  [[nodiscard]] bool is64(MemoryIndex m) const { return memoryType(m).limits.is64; }
  /// Other threads may access it.
  [[nodiscard]] bool isShared(MemoryIndex m) const { return memoryType(m).limits.shared; }
  [[nodiscard]] bool is64(TableIndex t) const { return tableType(t).limits.is64; }
  /// Accesses to linear memory that fault (rather than being checked) must survive the optimiser.
  [[nodiscard]] bool volatileLoads() const { return !isChecked(); }
  /// Also, LLVM takes a plain load that races with another thread for undefined.
  [[nodiscard]] bool volatileLoads(MemoryIndex m) const { return !isChecked(m) || isShared(m); }
  /// State must be exact at a trap that LLVM cannot see.
  [[nodiscard]] bool volatileStores() const {
    return !isChecked() && options.trapState == TrapState::Exact;
  }
  /// Exceptions may pass through this module's functions and be seen there. (Through a module that
  /// knows of none they may pass too, unseen.)
  [[nodiscard]] bool usesExceptions() const { return facts.hasTries || !module.tags.empty(); }
  /// Some type has a supertype, so that call_indirect may have to look for it.
  [[nodiscard]] bool hasSubtypes() const {
    return std::any_of(module.types.begin(), module.types.end(),
                       [](const TypeDefinition &type) { return type.depth != 0; });
  }
  /// Too big for the usual pipeline; at -O0 there is none.
  [[nodiscard]] bool isHuge(FuncIndex f) const {
    return options.optimize && module.functions[f].body.size() >= options.hugeFunctionBytes;
  }
  [[nodiscard]] bool isImported(FuncIndex f) const { return raw(f) < module.importedFunctions; }
  /// Has the uniform prototype: both sides of a guaranteed tail call must have the same.
  [[nodiscard]] bool isUniform(FuncIndex f) const {
    return module.functions[f].isReferenced || facts.tailCalls[raw(f)];
  }

  /// The type that a memory or table has here: as declared, or spectest's for imports of that
  /// module.
  [[nodiscard]] MemoryType memoryType(MemoryIndex m) const;
  [[nodiscard]] TableType tableType(TableIndex t) const;

  /// Instanced form: nobody else sees the table, and no code writes to it.
  [[nodiscard]] bool isClosed(TableIndex t) const { return !isStatic() && reach.closed[raw(t)]; }
  /// Instanced form: besides, its contents are known.
  [[nodiscard]] bool isKnown(TableIndex t) const { return !isStatic() && reach.known[raw(t)]; }

  // Static form.
  /// The least length that the memory can have, in bytes; ~0 if that is more than 64 bits can tell.
  [[nodiscard]] uint64_t minimumLength(MemoryIndex m) const;
  /// The memory never changes its size: its length in bytes.
  [[nodiscard]] std::optional<uint64_t> constantLength(MemoryIndex m) const;
  /// The table never changes, and is only called through: its elements are an array of types and
  /// one of code.
  [[nodiscard]] bool isConstant(TableIndex t) const;
  /// What a call of `type` through a constant or known table can mean; nothing if types below
  /// `type` would have to be looked for.
  [[nodiscard]] std::optional<Callees> callees(TableIndex t, TypeIndex type) const;
  /// The table never changes its size.
  [[nodiscard]] bool hasFixedSize(TableIndex t) const;
  /// The global's value is known for good.
  [[nodiscard]] bool isConstant(GlobalIndex g) const;
  [[nodiscard]] KnownValue constantValue(GlobalIndex g) const;
  /// The segment's bytes are in `pieces`.
  [[nodiscard]] bool isInImage(const DataSegment &data) const {
    return data.mode == SegmentMode::Active && raw(data.memory) == 0 && !pieces.empty();
  }
  /// The contents that prelinked segments give a table.
  [[nodiscard]] std::vector<std::optional<FuncIndex>> tableContents(TableIndex t) const;

  /// The expression's value if it is known when compiling.
  [[nodiscard]] std::optional<KnownValue> evaluate(const ConstExpr &expr) const;

private:
  void nameTypes();
  void evaluateGlobals();
  void scanBodies();
  void findReach();
  void findCallerMemories();
  void makePartitions();
  void layOutSlots();
  void prelink();
  void findCallees();
  [[nodiscard]] bool canPrelink() const;
  /// No code runs before a later segment of the table or memory that it can see.
  [[nodiscard]] bool segmentsComeFirst() const;
  /// All active segments for it have places in it that are known.
  [[nodiscard]] bool hasKnownSegments(TableIndex t) const;

  /// By table and name of the type.
  std::map<std::pair<uint32_t, std::string>, Callees> calleesOf;
  /// The values of immutable globals that are known when compiling.
  IndexVector<GlobalIndex, std::optional<KnownValue>> knownGlobals;
};

} // namespace sinter
