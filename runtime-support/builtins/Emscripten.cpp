//===-- Emscripten.cpp - What Emscripten's standalone modules import --------===//

#include <stdint.h>

/// Tells a JavaScript host that its views of the memory are stale; there are none here.
extern "C" void __sinter_env_emscripten_notify_memory_growth(uint32_t) {}
