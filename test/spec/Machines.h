//===-- Machines.h - The CPUs that programs of scripts can be made for ------===//
//
// What a driver's table and a program's start need to know of each. A program for
// another CPU than the host's runs under QEMU's user mode; the variable QEMU_CPU
// says which CPU it plays.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <cstdint>
#include <elf.h>
#include <string_view>

namespace sinter::spec {

struct MachineRow {
  std::string_view target; ///< as --target calls it
  uint16_t elfMachine;
  uint32_t elfFlags;
  uint32_t absoluteRelocation; ///< for a pointer
  uint32_t property;           ///< which tells what checks of the CPU code passes (GNU property)
  uint32_t propertyBits;       ///< all that code can
  const char *driver;          ///< the object of driver/Driver.cpp
  const char *emulator;        ///< null on the host itself
};

#if defined(__x86_64__)
#define SINTER_SPEC_EMULATOR_x86_64 nullptr
#else
#define SINTER_SPEC_EMULATOR_x86_64 "qemu-x86_64"
#endif
#if defined(__aarch64__)
#define SINTER_SPEC_EMULATOR_aarch64 nullptr
#else
#define SINTER_SPEC_EMULATOR_aarch64 "qemu-aarch64"
#endif
#if defined(__riscv)
#define SINTER_SPEC_EMULATOR_riscv64 nullptr
#else
#define SINTER_SPEC_EMULATOR_riscv64 "qemu-riscv64"
#endif

inline constexpr MachineRow machines[] = {
    {"x86_64-linux", EM_X86_64, 0, R_X86_64_64, 0xc0000002, 3, SINTER_SPEC_DRIVER_x86_64,
     SINTER_SPEC_EMULATOR_x86_64},
    {"aarch64-linux", EM_AARCH64, 0, R_AARCH64_ABS64, 0xc0000000, 7, SINTER_SPEC_DRIVER_aarch64,
     SINTER_SPEC_EMULATOR_aarch64},
    {"riscv64-linux", EM_RISCV, EF_RISCV_RVC | EF_RISCV_FLOAT_ABI_DOUBLE, R_RISCV_64, 0xc0000000, 0,
     SINTER_SPEC_DRIVER_riscv64, SINTER_SPEC_EMULATOR_riscv64},
};

/// The row for `target`; for "" the host's. Null if there is none.
inline const MachineRow *findMachine(std::string_view target) {
  for (const MachineRow &row : machines)
    if (target.empty() ? row.emulator == nullptr : row.target == target)
      return &row;
  return nullptr;
}

} // namespace sinter::spec
