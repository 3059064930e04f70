//===-- Stack.h - A stack with a guard, for each thread ---------------------===//
#pragma once

#include "Runtime.h"

namespace sinter::rt {

/// One mapping from low to high: the signal handler's stack (none under --memory=checked, which has
/// no handler), the guard, the stack, and whatever else its thread keeps above.
struct StackMapping {
  uint64_t begin, size;
  uint64_t signalStackSize; ///< From `begin` on; 0 if there is none.
};

/// Maps a stack of the size that the program asks for with `above` bytes above it. False if the
/// system refuses.
bool mapStack(ThreadState &thread, uint64_t above, StackMapping &mapping);

/// Has the calling thread's signals handled there.
void useSignalStack(const StackMapping &mapping);

/// Gives the first thread its thread-local state, in a program that has any (threads/Spawn.cpp).
void makeFirstThread();

} // namespace sinter::rt
