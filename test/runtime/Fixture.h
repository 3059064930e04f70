//===-- Fixture.h - A guest memory to call the runtime with -----------------===//
#pragma once

#include "wasi/Guest.h"
#include <cstring>
#include <string>
#include <vector>

/// The 64 KiB that WASI calls of the tests work on.
uint8_t *guest();

/// Calls a function with wasm arguments.
template <auto F> sinter::rt::wasi::Errno wasi_(std::vector<uint64_t> arguments) {
  arguments.resize(9, 0xdead'beef'dead'beef);
  return sinter::rt::wasi::Errno(sinter::rt::wasi::Call<F>::run(arguments.data()));
}

template <typename T> T load(uint32_t address) {
  T value;
  std::memcpy(&value, guest() + address, sizeof value);
  return value;
}
template <typename T> void store(uint32_t address, T value) {
  std::memcpy(guest() + address, &value, sizeof value);
}
inline void storeText(uint32_t address, const std::string &text) {
  std::memcpy(guest() + address, text.data(), text.size());
}
