//===-- HeaderPrelude.cpp - What generated headers have in common -----------===//
//
// Structs come from abi/Layout.def and texts of errors from abi/Traps.def and abi/Standalone.def,
// with a prefix of their own, so that a file can include sinter.h or Abi.h as well. Headers of
// several modules go into one file; the first brings this part.
//
//===----------------------------------------------------------------------===//

#include "driver/HeaderPrelude.h"

#include "sinter/abi/Abi.h"

#include <fmt/format.h>
#include <iterator>
#include <string_view>

namespace sinter {
namespace {

struct Field {
  std::string_view of, name, type;
};

constexpr Field layout[] = {
#define STRUCT(NAME)
#define FIELD(STRUCT, NAME, TYPE) {#STRUCT, #NAME, #TYPE},
#define END(NAME)
#include "sinter/abi/Layout.def"
};

struct ErrorText {
  std::string_view name;
  int code;
  std::string_view text;
};

constexpr ErrorText errors[] = {
#define TRAP(NAME, CODE, TEXT) {"TRAP_" #NAME, CODE, TEXT},
#include "sinter/abi/Traps.def"
#define STANDALONE_ERROR(NAME, CODE, TEXT) {"ERROR_" #NAME, CODE, TEXT},
#include "sinter/abi/Standalone.def"
};

/// Structs that the inline functions look into, and that callers may.
constexpr std::string_view shown[] = {"Context",  "Instance", "Memory",  "Table",  "FuncRef",
                                      "FuncType", "Module",   "Closure", "Import", "Standalone"};

constexpr std::string_view declarations = R"(
typedef struct SinterResult {
  uint64_t value;
  uint64_t code;
} SinterResult;
typedef uint64_t (*SinterCode)(void *instance, uint64_t i0, uint64_t i1, uint64_t i2, uint64_t i3,
                               uint64_t i4, double f0, double f1, double f2, double f3, double f4,
                               double f5, double f6, double f7);
typedef void (*SinterTrapHandler)(SinterContext *context, uint64_t code);
typedef int32_t (*SinterCreate)(const SinterModule *module, const SinterImport *imports, void *data,
                                uint64_t stackSize, SinterInstance **instance);
typedef void (*SinterDestroy)(SinterInstance *instance);
typedef int32_t (*SinterReset)(SinterInstance *instance);
typedef void (*SinterEnter)(void);
typedef void (*SinterRaise)(SinterInstance *instance, int32_t code);
typedef int32_t (*SinterMemoryNew)(uint64_t minimumPages, uint64_t maximumPages, uint64_t pageSize,
                                   uint64_t flags, SinterMemory **memory);
typedef void (*SinterMemoryDelete)(SinterMemory *memory);
)";

constexpr std::string_view helpers = R"(
/* A v128: its bytes in the order of memory. */
typedef struct Sinterv128 {
  uint8_t bytes[16];
} Sinterv128;

static inline uint64_t Sinterbits32(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
static inline uint64_t Sinterbits64(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}
static inline float Sinterf32(uint64_t bits) {
  uint32_t low = (uint32_t)bits;
  float value;
  memcpy(&value, &low, sizeof value);
  return value;
}
static inline double Sinterf64(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
/* Whether a type is another or declares it as a supertype. */
static inline int Sinterstands_below(const void *type, const void *other) {
  const SinterFuncType *below = (const SinterFuncType *)type;
  uint64_t depth = ((const SinterFuncType *)other)->depth;
  return type == other || (below->depth > depth && below->supers[depth] == other);
}
/* Whether a function, or null, may be passed to an instance; `type` is an index, or negative for any. */
static inline int Sinterfits(SinterInstance *instance, const SinterFuncRef *function, int nullable,
                             int64_t type) {
  if (!function)
    return nullable;
  return ((const SinterInstance *)function->instance)->context == instance->context &&
         (type < 0 || Sinterstands_below(function->type, instance->module->typeIds[type]));
}
)";

std::string prefixed(std::string_view text) {
  constexpr std::string_view from = "Sinter", to = "sinter_c_";
  std::string out;
  while (!text.empty()) {
    size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == std::string_view::npos)
      break;
    out += to;
    text.remove_prefix(at + from.size());
  }
  return out;
}

std::string structs() {
  std::string forward, bodies;
  std::string_view open;
  for (const Field &field : layout) {
    if (field.of != open)
      forward += fmt::format("typedef struct Sinter{0} Sinter{0};\n", field.of);
    open = field.of;
  }
  // Not in the table, since it is no row of slots.
  forward += "typedef struct SinterFunctionName SinterFunctionName;\n";
  for (std::string_view name : shown) {
    bodies += fmt::format("struct Sinter{} {{\n", name);
    for (const Field &field : layout)
      if (field.of == name)
        bodies += fmt::format("  {}{}{};\n", field.type, field.type.ends_with('*') ? "" : " ",
                              field.name);
    bodies += "};\n";
  }
  return forward + std::string(declarations) + "\n" + bodies;
}

std::string messages() {
  std::string codes =
      "/* What functions return when they fail: a trap's code is positive. */\nenum {\n";
  std::string cases;
  for (const ErrorText &error : errors) {
    codes += fmt::format("  SINTER_C_{} = {}{}\n", error.name, error.code,
                         &error == std::end(errors) - 1 ? "" : ",");
    cases += fmt::format("  case SINTER_C_{}:\n    return \"{}\";\n", error.name, error.text);
  }
  return codes +
         "};\n\n/* One sentence for a code. */\n"
         "static inline const char *Sintermessage(int32_t code) {\n  switch (code) {\n" +
         cases + "  default:\n    return code ? \"unknown error\" : \"success\";\n  }\n}\n";
}

} // namespace

std::string headerPrelude() {
  return fmt::format(R"(#include <stdint.h>
#include <string.h>

/*===-- What the headers of all modules share ---------------------------------===*/
#ifndef SINTER_C_ABI
#define SINTER_C_ABI {0}

#ifdef __cplusplus
extern "C" {{
#endif

{1}
#ifdef __cplusplus
}}
#endif
#elif SINTER_C_ABI != {0}
#error "headers that were made by versions of Sinter with different ABIs cannot be mixed in one file"
#endif
)",
                     SINTER_ABI_VERSION,
                     prefixed(structs() + "\n" + messages() + std::string(helpers)));
}

} // namespace sinter
