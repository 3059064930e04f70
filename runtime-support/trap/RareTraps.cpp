//===-- RareTraps.cpp - Texts of traps that few programs have ---------------===//
//
// Generated code refers to them where it can raise one (lower/InstanceAccess), so
// that other programs do not carry them.
//
//===----------------------------------------------------------------------===//

#include "trap/Trap.h"

extern "C" __attribute__((visibility("hidden"))) const char __sinter_rare_traps[];
const char __sinter_rare_traps[] =
#define TRAP(NAME, CODE, TEXT)
#define RARE_TRAP(NAME, CODE, TEXT) TEXT "\0"
#include "sinter/abi/Traps.def"
    ;

namespace sinter::rt {
const char *rareTrapTexts() { return __sinter_rare_traps; }
} // namespace sinter::rt
