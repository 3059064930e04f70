//===-- BoundsProof.h - What keeps all accesses of a loop in bounds --------===//
//
// Looks at an innermost loop and finds a condition, computed before the loop,
// under which no access of it can trap and no 32-bit address wraps around.
// Addresses are zext(i) + offset with an i32 that advances by a fixed step;
// scalar evolution cannot know that it does not wrap, and neither can we, but we can ask:
//
//  - i32 recurrences: in 64 bits, start + step * (trips - 1) stays below 2^32 (or above 0).
//  - guard mode, accesses: the last byte that each stream of accesses reaches lies below the
//    memory's length. Since that is at most 2^32, it usually answers the first question too.
//  - branches to traps (bounds checks of --memory=checked): `x > limit` is false for the greatest
//  x.
//  - branches to the trap of --fuel (lower/Fuel.cpp): what the most expensive turns would cost is
//  there.
//
// Values whose starts differ by a constant and that advance together are one
// stream with one comparison. All sums are exact in 64 bits: starts are below
// 2^40, strides times trips below 2^63.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/MemoryFacts.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

namespace llvm {
class AssumptionCache;
class DominatorTree;
class Loop;
class SCEV;
class SCEVAddRecExpr;
class SCEVExpander;
class SCEVPredicate;
class ScalarEvolution;
class TargetTransformInfo;
} // namespace llvm

namespace sinter {

class BoundsProof {
public:
  BoundsProof(llvm::Loop &loop, llvm::ScalarEvolution &se, llvm::DominatorTree &dt,
              llvm::AssumptionCache &assumptions);

  /// Values base + start + offset + step * i, in 64 bits and for all i of the loop.
  struct Stream {
    llvm::Value *base = nullptr;       ///< of the memory; null for the left side of a check
    const llvm::SCEV *start = nullptr; ///< i64, the lowest of the stream
    const llvm::SCEV *step = nullptr;  ///< i64, constant or not negative
    int64_t end = 0; ///< what is added to the last start must not exceed the limit
    const llvm::SCEV *limit = nullptr; ///< of a check
    std::optional<MemoryFacts> memory; ///< whose length is the limit
  };
  struct Access {
    llvm::Instruction *inst; ///< load or store
    llvm::Value *base;
    unsigned stream;
    int64_t offset;
  };
  struct TrapExit {
    llvm::BasicBlock *block;
    unsigned successor; ///< the trap's
  };

  /// A phi of the header from which every turn takes a constant, or one of several; what is left is
  /// compared with a constant.
  struct Fuel {
    llvm::PHINode *phi;
    int64_t lowest, highest; ///< what one turn adds, at least and at most; not above 0
    int64_t needed;          ///< at the beginning of the last turn
  };
  /// What has been added in the turn to the fuel's phi where that is `value`, at least and at most.
  std::optional<std::pair<int64_t, int64_t>> addedToFuel(llvm::Value *value,
                                                         const llvm::PHINode &phi) const;

  /// False if the loop is not for us.
  [[nodiscard]] bool analyse();
  /// All that emit() will expand can be, cheaply, before `position`.
  [[nodiscard]] bool isCheap(llvm::SCEVExpander &expander, const llvm::TargetTransformInfo &tti,
                             llvm::Instruction *position) const;
  /// The condition as i1.
  [[nodiscard]] llvm::Value *emit(llvm::SCEVExpander &expander, llvm::IRBuilderBase &b) const;

  llvm::SmallVector<Stream, 8> streams;
  llvm::SmallVector<Access, 16> accesses;
  llvm::SmallVector<TrapExit, 4> trapExits;
  std::optional<Fuel> fuel;
  /// How often the loop goes back, i64.
  const llvm::SCEV *backedges = nullptr;

private:
  /// An i32 recurrence that must not wrap, and those at a constant distance above it.
  struct Recurrence {
    const llvm::SCEV *start; ///< i32
    const llvm::SCEV *step;  ///< i32
    uint64_t span = 0;
  };

  bool hasShape();
  bool readInstructions();
  bool readTrapExit(llvm::BasicBlock &block);
  void findFuel();
  std::optional<TrapExit> readFuelExit(llvm::BasicBlock &block);
  bool addAccess(llvm::Instruction &inst);
  [[nodiscard]] bool touchesAllBytes();
  /// The i64 value with its recurrences widened, or null.
  const llvm::SCEV *widened(const llvm::SCEV *value);
  void noteRecurrences(const llvm::SCEV *value);
  const llvm::SCEV *wideStep(const llvm::SCEV *step) const;
  const llvm::SCEV *wideStart(const llvm::SCEVAddRecExpr *recurrence) const;
  /// Puts `value` into a stream; returns its offset there, or nothing if it is no stream.
  std::optional<std::pair<unsigned, int64_t>> addToStream(const Stream &key,
                                                          const llvm::SCEV *value);
  bool isImplied(const Recurrence &recurrence) const;
  llvm::Value *emitStream(const Stream &stream, llvm::Value *count, llvm::SCEVExpander &expander,
                          llvm::IRBuilderBase &b) const;
  llvm::Value *emitFuel(llvm::Value *count, llvm::IRBuilderBase &b) const;
  llvm::Value *emitRecurrence(const Recurrence &recurrence, llvm::Value *count,
                              llvm::SCEVExpander &expander, llvm::IRBuilderBase &b) const;

  /// Streams are made when all recurrences are known.
  struct Pending {
    Stream key;
    const llvm::SCEV *value;
    unsigned access;
  };
  static constexpr unsigned noAccess = ~0u;

  llvm::Loop &loop;
  llvm::ScalarEvolution &se;
  llvm::DominatorTree &dt;
  llvm::AssumptionCache &assumptions;
  llvm::Type *i64;
  bool isWorthwhile = false;
  llvm::SmallVector<Pending, 16> pending;
  llvm::SmallVector<Recurrence, 4> recurrences;
  llvm::DenseMap<const llvm::SCEVAddRecExpr *, std::pair<unsigned, uint64_t>> recurrenceOf;
  llvm::SmallVector<const llvm::SCEVPredicate *, 2> predicates;
};

} // namespace sinter
