//===-- TrapInstance.cpp - Traps of the instanced form ----------------------===//
//
// An instance runs inside somebody else's process, so a trap is handed to the
// handler of its context, which leaves the instance's frames for good.
//
//===----------------------------------------------------------------------===//

#include "sinter/abi/Abi.h"

extern "C" [[noreturn]] void __sinter_trap_instance(SinterInstance *instance, uint32_t code) {
  instance->context->trap(instance->context, code);
  __builtin_trap();
}
