//===-- Spectest.h - The host module that every script may import -----------===//
//
// Module "spectest" (interpreter/host/spectest.ml of the specification): print functions that print
// nothing, since scripts assert nothing about what they print; globals of 666 and 666.6; tables of
// 10 to 20 functions and memories of 1 to 2 pages.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "sinter/sinter.h"

namespace sinter::spec {

struct SpectestFunction {
  const char *name;
  const sinter_valkind_t parameters[3]; ///< 0 behind the last
};
inline constexpr SpectestFunction spectestFunctions[] = {
    {"print", {}},
    {"print_i32", {SINTER_I32}},
    {"print_i64", {SINTER_I64}},
    {"print_f32", {SINTER_F32}},
    {"print_f64", {SINTER_F64}},
    {"print_i32_f32", {SINTER_I32, SINTER_F32}},
    {"print_f64_f64", {SINTER_F64, SINTER_F64}}};

struct SpectestGlobal {
  const char *name;
  sinter_valkind_t kind;
};
inline constexpr SpectestGlobal spectestGlobals[] = {{"global_i32", SINTER_I32},
                                                     {"global_i64", SINTER_I64},
                                                     {"global_f32", SINTER_F32},
                                                     {"global_f64", SINTER_F64}};
inline sinter_val_t spectestValue(sinter_valkind_t kind) {
  sinter_val_t value = {};
  value.kind = kind;
  if (kind == SINTER_F32)
    value.of.f32 = 666.6f;
  else if (kind == SINTER_F64)
    value.of.f64 = 666.6;
  else
    value.of.i64 = 666;
  return value;
}

inline constexpr uint32_t spectestTable[2] = {10, 20};
inline constexpr uint32_t spectestMemory[2] = {1, 2};

/// Defines it in `linker`. False if something could not be made.
[[nodiscard]] bool defineSpectest(sinter_store_t *store, sinter_linker_t *linker);

} // namespace sinter::spec
