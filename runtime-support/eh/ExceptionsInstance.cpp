//===-- ExceptionsInstance.cpp - Exceptions of the instanced form ------------===//
//
// An instance's exceptions may pass through other modules and a host, so the
// host makes, frees and raises them (abi/Layout.def, ExceptionHooks). For a host that provides no
// hooks an exception is a trap: nothing there could catch it.
//
//===----------------------------------------------------------------------===//

#include "sinter/abi/Abi.h"

static const SinterExceptionHooks &hooksOf(SinterInstance *instance) {
  SinterContext *context = instance->context;
  if (!context->exceptions) {
    context->trap(context, SINTER_TRAP_UncaughtException);
    __builtin_trap();
  }
  return *context->exceptions;
}

extern "C" {

SinterException *__sinter_exception_new_instance(SinterInstance *instance, const void *tag,
                                                 uint64_t slots) {
  return hooksOf(instance).make(instance, tag, slots);
}

void __sinter_exception_release_instance(SinterInstance *instance, SinterException *exception) {
  hooksOf(instance).release(instance, exception);
}

[[noreturn]] void __sinter_throw_instance(SinterInstance *instance, SinterException *exception) {
  hooksOf(instance).raise(instance, exception);
  __builtin_trap();
}
}
