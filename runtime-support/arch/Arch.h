//===-- Arch.h - The one CPU this runtime is being built for ----------------===//
//
// Each header beside this one provides, in namespace sinter::rt::arch, the same
// things: syscall(), the Syscall numbers, HostPage, Registers in DWARF numbering
// with capture(), fromSignal() and registerIndex(), sinterEnterLandingPad(), sinterEnterStack(),
// copyLarge()/setLarge(), firstMissingFeature(), and, once each, where SINTER_DEFINE_START is set
// the start code, where SINTER_DEFINE_LANDING is set the entry of landing pads, and where
// SINTER_DEFINE_SIGNAL_RETURN is set the signal restorer.
//
//===----------------------------------------------------------------------===//
#pragma once

#if defined(__x86_64__)
#include "arch/x86_64.h"
#elif defined(__aarch64__)
#include "arch/aarch64.h"
#elif defined(__riscv) && __riscv_xlen == 64
#include "arch/riscv64.h"
#else
#error "the runtime has no arch header for this CPU"
#endif
