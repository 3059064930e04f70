//===-- InHost.h - The same calls in a program and in a host ----------------===//
//
// The sources of this folder are compiled twice: into programs, whose process is
// theirs, and into libsinter (SINTER_LIBRARY), where a call works for the instance that
// makes it. What differs is what they work on: in a program the state is
// static; in a host it is found by the calling thread, which runs one call of
// one instance at a time. host/Wasi.cpp defines what is declared here.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stdint.h>

#ifdef SINTER_LIBRARY
#define SINTER_IN_HOST 1
#else
#define SINTER_IN_HOST 0
#endif

namespace sinter::rt::wasi {
constexpr bool InHost = SINTER_IN_HOST;
}

#if SINTER_IN_HOST
namespace sinter::rt::wasi {

struct Table;

struct Descriptor;

/// Of the instance that calls: its descriptors, how many it may have, what one of its first three
/// is, and its lists of strings, which end in null.
Table *callerTable();
uint32_t descriptorLimit();
void setStandard(uint32_t index, Descriptor &descriptor);
const char *const *callerArguments();
const char *const *callerVariables();

} // namespace sinter::rt::wasi
#endif
