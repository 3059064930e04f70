//===-- Fixture.h - A guest memory to call the runtime with -----------------===//
#pragma once

#include "Runtime.h"

/// The 64 KiB that WASI calls of the tests work on.
uint8_t *guest();
