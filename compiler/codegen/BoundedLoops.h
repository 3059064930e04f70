//===-- BoundedLoops.h - Loops that end before anybody could wait -*- C++ -*-===//
#pragma once

#include "llvm/ADT/SmallPtrSet.h"

namespace llvm {
class BasicBlock;
class Function;
} // namespace llvm

namespace sinter {

using BlockSet = llvm::SmallPtrSet<const llvm::BasicBlock *, 8>;

/// The headers of innermost loops that need no polls, since they run through few instructions in
/// all. Copies loops of which that is known at run time only.
BlockSet findBoundedLoops(llvm::Function &function);

} // namespace sinter
