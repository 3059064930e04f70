//===-- Polls.h - Where loops notice that they are to end -------------------===//
//
// A poll must cost next to nothing, since it runs at each turn of a loop that may be short. Where
// memory 0 has guard pages it is one load, whose result nobody reads, from the page in front of the
// memory (docs/abi.md): libsinter takes the right to read it away, and the fault is the trap. No
// branch parts the loop, and the base is in a register wherever a loop uses memory. Elsewhere
// (checked, shared or no memory) a poll reads Context.interrupted and branches.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

/// Inserts polls into the loops, and before the guaranteed tail calls, of functions with the
/// attribute "sinter-interruptible": "page" or "flag". Runs behind the optimiser, and before what
/// works on all accesses of memory (MemoryInGs).
void insertPolls(llvm::Module &module);

} // namespace sinter
