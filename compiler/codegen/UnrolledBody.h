//===-- UnrolledBody.h - Undo a producer's unrolling -----------------------===//
//
// A producer that could not vectorise a loop has often unrolled it, which makes accesses of stride
// 1 into groups of stride 3 or 5, and no vectoriser mends that. In the trap-free
// copy of a loop (InBoundsLoops.h) every access is a stream and an offset, so it is easy to see
// that a body is n times the same: its memory accesses are n equal runs, each one n-th of a
// stride after the one before, and what is stored, or added up, is computed alike from each. Only
// the first run stays; the counter then takes n times as many steps, each an n-th as long.
//
// Accesses keep their order, so this asks nothing about aliases.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "codegen/BoundsProof.h"

namespace llvm {
class BinaryOperator;
class PHINode;
} // namespace llvm

namespace sinter {

class UnrolledBody {
public:
  /// `loop` is one block; `index` is its counter, which addresses alone use.
  UnrolledBody(llvm::Loop &loop, const BoundsProof &proof, llvm::PHINode *index);

  /// How many times the body is the same; 1 if it is not.
  [[nodiscard]] unsigned findFactor();
  /// Removes all runs but the first.
  void roll();

private:
  /// A sum (or product, and, or, xor) over all iterations.
  struct Reduction {
    llvm::PHINode *phi;
    llvm::BinaryOperator *last;             ///< goes back to the phi
    llvm::SmallVector<llvm::Value *> terms; ///< by run
  };

  bool readReduction(llvm::PHINode &phi);
  [[nodiscard]] bool isRepeated(unsigned factor);
  [[nodiscard]] bool sortTerms(Reduction &reduction, unsigned factor) const;
  /// `other` is in run `run` what `first` is in run 0.
  [[nodiscard]] bool corresponds(llvm::Value *first, llvm::Value *other, unsigned run) const;

  llvm::Loop &loop;
  const BoundsProof &proof;
  llvm::PHINode *index;
  llvm::SmallVector<unsigned, 32> order; ///< accesses as they follow in the block
  llvm::DenseMap<llvm::Value *, unsigned> positions;
  unsigned runLength = 0;
  llvm::SmallVector<Reduction, 2> reductions;
};

} // namespace sinter
