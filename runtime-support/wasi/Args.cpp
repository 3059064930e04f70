//===-- Args.cpp - args_* and environ_* -------------------------------------===//
//
// Both are lists of strings that the guest asks for in two steps: how many and
// how long, then pointers and bytes. The environment that a program sees is
// only what it was compiled to see: Program.environment lists names that pass
// and values that are set, in that order; under SINTER_FLAG_INHERIT_ENV what it
// does not name passes too. The start-up variables of the runtime never do. In a host both lists
// are what the host says.
//
//===----------------------------------------------------------------------===//

#include "wasi/Wasi.h"

namespace sinter::rt::wasi {

namespace {

#if SINTER_IN_HOST

template <typename Visit> void forEachArgument(Visit visit) {
  for (const char *const *entry = callerArguments(); *entry; ++entry)
    visit(*entry);
}

template <typename Visit> void forEachVariable(Visit visit) {
  for (const char *const *entry = callerVariables(); *entry; ++entry)
    visit(*entry);
}

#else

/// Whether `entry` ("NAME=VALUE" or "NAME") has the name that `other` has.
bool sameName(const char *entry, const char *other) {
  for (;; ++entry, ++other) {
    bool endA = *entry == 0 || *entry == '=', endB = *other == 0 || *other == '=';
    if (endA || endB)
      return endA && endB;
    if (*entry != *other)
      return false;
  }
}

bool hasValue(const char *entry) {
  while (*entry && *entry != '=')
    ++entry;
  return *entry == '=';
}

const char *processVariable(const char *name) {
  for (const char *const *entry = process.environment; *entry; ++entry)
    if (sameName(*entry, name))
      return *entry;
  return nullptr;
}

template <typename Visit> void forEachArgument(Visit visit) {
  for (uint64_t i = 0; i != process.argumentCount; ++i)
    visit(process.arguments[i]);
}

template <typename Visit> void forEachVariable(Visit visit) {
  const SinterProgram &program = __sinter_program;
  for (uint64_t i = 0; i != program.environmentCount; ++i) {
    const char *entry = program.environment[i];
    if (!hasValue(entry))
      entry = processVariable(entry);
    if (entry)
      visit(entry);
  }
  if (!(program.flags & SINTER_FLAG_INHERIT_ENV))
    return;
  for (const char *const *entry = process.environment; *entry; ++entry) {
    bool named = sameName(*entry, "SINTER_DIR") || sameName(*entry, "SINTER_DIR_RO");
    for (uint64_t i = 0; i != program.environmentCount; ++i)
      named |= sameName(*entry, program.environment[i]);
    if (!named && hasValue(*entry))
      visit(*entry);
  }
}

#endif

struct Sizes {
  uint64_t count = 0, bytes = 0;
  void operator()(const char *string) {
    ++count;
    bytes += stringLength(string) + 1;
  }
};

Errno storeSizes(const Sizes &sizes, GuestPointer<Size> count, GuestPointer<Size> bytes) {
  if (sizes.bytes > UINT32_MAX)
    return Errno::Overflow;
  count.store(uint32_t(sizes.count));
  bytes.store(uint32_t(sizes.bytes));
  return Errno::Success;
}

/// Lays the strings out in the guest's buffer and their addresses in its array.
struct Store {
  GuestSpan<uint32_t> pointers;
  uint8_t *bytes;
  uint32_t address, index = 0;
  void operator()(const char *string) {
    size_t size = stringLength(string) + 1;
    __builtin_memcpy(bytes, string, size);
    pointers.store(index++, address);
    bytes += size;
    address += uint32_t(size);
  }
};

template <typename ForEach>
Errno storeStrings(const Sizes &sizes, GuestAddress pointers, GuestAddress buffer, ForEach each) {
  uint8_t *array = guestBytes(uint32_t(pointers), sizes.count * sizeof(uint32_t));
  uint8_t *bytes = guestBytes(uint32_t(buffer), sizes.bytes);
  if (!array || !bytes)
    return Errno::Fault;
  each(Store{GuestSpan<uint32_t>(array, uint32_t(sizes.count)), bytes, uint32_t(buffer)});
  return Errno::Success;
}

Sizes argumentSizes() {
  Sizes sizes;
  forEachArgument([&](const char *string) { sizes(string); });
  return sizes;
}

Sizes variableSizes() {
  Sizes sizes;
  forEachVariable([&](const char *string) { sizes(string); });
  return sizes;
}

} // namespace

Errno argsSizesGet(GuestPointer<Size> count, GuestPointer<Size> bufferSize) {
  return storeSizes(argumentSizes(), count, bufferSize);
}

Errno argsGet(GuestAddress arguments, GuestAddress buffer) {
  return storeStrings(argumentSizes(), arguments, buffer, [](Store store) {
    forEachArgument([&](const char *string) { store(string); });
  });
}

Errno environSizesGet(GuestPointer<Size> count, GuestPointer<Size> bufferSize) {
  return storeSizes(variableSizes(), count, bufferSize);
}

Errno environGet(GuestAddress variables, GuestAddress buffer) {
  return storeStrings(variableSizes(), variables, buffer, [](Store store) {
    forEachVariable([&](const char *string) { store(string); });
  });
}

} // namespace sinter::rt::wasi

#define WASI_GROUP WASI_GROUP_ARGS
#include "wasi/Exports.h"
