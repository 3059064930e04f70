//===-- Standalone.cpp - Instances for hosts without libsinter --------------===//
//
// What the functions of a generated header call: making, resetting and deleting instances, and
// calling into them. It is linked into objects with checked memory, which need nothing of the
// process that they are in: no signal handler, no thread-local storage, no allocator.
//
// All that an instance is, but its memories and tables, is one mapping. It has a context and an
// argument area to itself, so nothing may lead from one instance's code straight into another's:
// tables, tags and references are not imported, and a function's identity of type is the address of
// the type in its own module, which no other module's equals.
//
//===----------------------------------------------------------------------===//

#include "Runtime.h"
#include "sys/Sys.h"

using namespace sinter::rt;

namespace {

struct Block {
  void *entry; ///< Where the innermost call that has not returned keeps what arch/ pushed, or null.
  uint64_t stackSize;
  SinterContext context;
  SinterClosure closure;
  uint64_t size;               ///< Of the whole mapping.
  const SinterImport *imports; ///< In this mapping, behind the slots.
  alignas(16) uint64_t arguments[SINTER_ARGUMENT_SLOTS];
};

constexpr uint64_t AddressLimit32 = UINT64_C(1) << 32;
constexpr uint64_t AddressLimit64 = UINT64_C(1) << 46;
constexpr uint64_t MostElements = 10'000'000;

} // namespace

// host/arch/*.S.
static_assert(offsetof(Block, entry) == 0 && offsetof(Block, stackSize) == 8 &&
              offsetof(Block, context) == 16 && SINTER_SLOT_Context_stackLimit == 0);
static_assert(SINTER_SLOT_Instance_context == 0 && SINTER_SLOT_Closure_context == 0);
static_assert(SINTER_SLOT_FuncRef_code == 0 && SINTER_SLOT_FuncRef_instance == 2);

extern "C" {
/// Standalone.enter.
void sinterStandaloneEnter();
/// Ends the innermost call, which then returns `code`.
[[noreturn]] void sinterStandaloneLeave(SinterContext *context, uint64_t code);
}

static Block &blockOf(const SinterInstance *instance) {
  return *reinterpret_cast<Block *>(reinterpret_cast<uint8_t *>(instance->context) -
                                    offsetof(Block, context));
}

[[noreturn]] static void raise(SinterInstance *instance, int32_t code) {
  sinterStandaloneLeave(instance->context, uint32_t(code));
}

static int32_t fillMemory(SinterMemory &record, uint64_t minimumPages, uint64_t maximumPages,
                          uint64_t pageSize, uint64_t flags) {
  uint64_t limit = (flags & SINTER_MEMORY_64 ? AddressLimit64 : AddressLimit32) / pageSize;
  limit = minimum(limit, maximumPages);
  if (minimumPages > limit)
    return SINTER_STANDALONE_Resource;
  record = {};
  record.length = minimumPages * pageSize;
  record.maximum = limit * pageSize;
  record.pageSize = pageSize;
  record.flags = flags;
  if (flags & SINTER_MEMORY_SHARED)
    record.flags |= SINTER_MEMORY_FIXED;
  uint64_t capacity =
      roundUp(flags & SINTER_MEMORY_SHARED ? record.maximum : record.length, arch::HostPage);
  if (!capacity)
    return 0;
  long base = sys::map(0, capacity, sys::ProtReadWrite, sys::MapNoReserve);
  if (sys::failed(base))
    return SINTER_STANDALONE_Resource;
  record.base = reinterpret_cast<uint8_t *>(base);
  record.capacity = capacity;
  return 0;
}

static void freeMemory(const SinterMemory &record) {
  if (record.capacity)
    sys::unmap(reinterpret_cast<uint64_t>(record.base), record.capacity);
}

static int32_t fillTable(SinterTable &record, const SinterOwned &owned) {
  record = {};
  record.maximum = minimum(owned.maximum, MostElements);
  if (owned.minimum > record.maximum)
    return SINTER_STANDALONE_Resource;
  record.length = owned.minimum;
  uint64_t bytes = roundUp(owned.minimum * sizeof(void *), arch::HostPage);
  if (!bytes)
    return 0;
  long elements = sys::map(0, bytes, sys::ProtReadWrite, sys::MapNoReserve);
  if (sys::failed(elements))
    return SINTER_STANDALONE_Resource;
  record.elements = reinterpret_cast<void **>(elements);
  record.capacity = bytes / sizeof(void *);
  return 0;
}

static uint64_t *slotsOf(SinterInstance *instance) {
  return reinterpret_cast<uint64_t *>(instance);
}

static void freeOwned(SinterInstance *instance) {
  const SinterModule &module = *instance->module;
  uint64_t *slots = slotsOf(instance);
  for (uint64_t i = 0; i != module.memoryCount; ++i)
    freeMemory(*reinterpret_cast<SinterMemory *>(slots + module.memories[i].slot));
  for (uint64_t i = 0; i != module.tableCount; ++i) {
    auto &table = *reinterpret_cast<SinterTable *>(slots + module.tables[i].slot);
    if (table.capacity)
      sys::unmap(reinterpret_cast<uint64_t>(table.elements), table.capacity * sizeof(void *));
  }
}

/// Core 3.4, matching of limits.
static int32_t bindMemory(const SinterExtern &wanted, const SinterMemory &record) {
  uint64_t pageSize = UINT64_C(1) << (wanted.type >> 8);
  uint64_t flags = SINTER_MEMORY_64 | SINTER_MEMORY_SHARED;
  bool fits = record.pageSize == pageSize && (record.flags & flags) == (wanted.type & flags) &&
              record.length / pageSize >= wanted.minimum &&
              (wanted.maximum == ~UINT64_C(0) || record.maximum / pageSize <= wanted.maximum);
  return fits ? 0 : SINTER_STANDALONE_Import;
}

static int32_t bind(SinterInstance *instance, const SinterExtern &wanted,
                    const SinterImport &given) {
  uint64_t *slot = slotsOf(instance) + wanted.slot;
  Block &block = blockOf(instance);
  bool isReference = (wanted.type & 0xff) < 0x7b;
  switch (wanted.kind) {
  case 0: { // function
    if (!given.code)
      return SINTER_STANDALONE_Missing;
    auto &function = *reinterpret_cast<SinterFuncRef *>(slot);
    function.code = given.code;
    function.type = instance->module->typeIds[wanted.type];
    function.instance = &block.closure;
    return 0;
  }
  case 2: // memory
    *slot = reinterpret_cast<uint64_t>(given.item);
    return given.item ? bindMemory(wanted, *static_cast<const SinterMemory *>(given.item))
                      : SINTER_STANDALONE_Missing;
  case 3: // global
    if (isReference)
      return SINTER_STANDALONE_Kind;
    if (!given.item)
      return SINTER_STANDALONE_Missing;
    if (wanted.indirect)
      *slot = reinterpret_cast<uint64_t>(given.item);
    return 0;
  default:
    return SINTER_STANDALONE_Kind;
  }
}

/// Everything of an instance whose slots are zero.
static int32_t fill(SinterInstance *instance) {
  const SinterModule &module = *instance->module;
  Block &block = blockOf(instance);
  int32_t error = 0;
  for (uint64_t i = 0; i != module.importCount && !error; ++i)
    error = bind(instance, module.imports[i], block.imports[i]);
  uint64_t *slots = slotsOf(instance);
  for (uint64_t i = 0; i != module.memoryCount && !error; ++i) {
    const SinterOwned &owned = module.memories[i];
    error = fillMemory(*reinterpret_cast<SinterMemory *>(slots + owned.slot), owned.minimum,
                       owned.maximum, owned.pageSize,
                       owned.type & (SINTER_MEMORY_64 | SINTER_MEMORY_SHARED));
  }
  for (uint64_t i = 0; i != module.tableCount && !error; ++i)
    error = fillTable(*reinterpret_cast<SinterTable *>(slots + module.tables[i].slot),
                      module.tables[i]);
  if (error)
    return error;
  const SinterFuncRef initialize = {{module.initialize}, {nullptr}, {instance}};
  using Initialize = SinterResult (*)(const SinterFuncRef *, uint64_t);
  auto enter = reinterpret_cast<Initialize>(sinterStandaloneEnter);
  return int32_t(enter(&initialize, 0).code);
}

static void destroy(SinterInstance *instance) {
  freeOwned(instance);
  Block &block = blockOf(instance);
  sys::unmap(reinterpret_cast<uint64_t>(&block), block.size);
}

static int32_t create(const SinterModule *module, const SinterImport *imports, void *data,
                      uint64_t stackSize, SinterInstance **result) {
  uint64_t slotBytes = module->instanceSlots * sizeof(uint64_t);
  uint64_t importBytes = module->importCount * sizeof(SinterImport);
  uint64_t size = roundUp(sizeof(Block) + slotBytes + importBytes, arch::HostPage);
  long mapped = sys::map(0, size, sys::ProtReadWrite, 0);
  if (sys::failed(mapped))
    return SINTER_STANDALONE_Resource;
  Block &block = *reinterpret_cast<Block *>(mapped);
  auto *instance = reinterpret_cast<SinterInstance *>(&block + 1);
  auto *copies = reinterpret_cast<SinterImport *>(slotsOf(instance) + module->instanceSlots);
  for (uint64_t i = 0; i != module->importCount; ++i)
    copies[i] = imports[i];
  block.context.arguments = block.arguments;
  block.context.trap = sinterStandaloneLeave;
  block.context.fuel = INT64_MAX;
  block.closure.context = &block.context;
  block.closure.owner = instance;
  block.closure.data = data;
  block.size = size;
  block.stackSize = stackSize;
  block.imports = copies;
  instance->context = &block.context;
  instance->module = module;
  instance->owner = data;
  // Whoever comes first; libsinter's identities serve as well.
  for (uint64_t i = 0; i != module->typeCount; ++i) {
    const void *none = nullptr;
    __atomic_compare_exchange_n(&module->typeIds[i], &none,
                                static_cast<const void *>(&module->types[i]), false,
                                __ATOMIC_RELAXED, __ATOMIC_RELAXED);
  }
  int32_t error = fill(instance);
  if (error)
    destroy(instance);
  else
    *result = instance;
  return error;
}

static int32_t reset(SinterInstance *instance) {
  freeOwned(instance);
  uint64_t *slots = slotsOf(instance);
  for (uint64_t i = SINTER_SLOTS_Instance; i != instance->module->instanceSlots; ++i)
    slots[i] = 0;
  return fill(instance);
}

static int32_t memoryNew(uint64_t minimumPages, uint64_t maximumPages, uint64_t pageSize,
                         uint64_t flags, SinterMemory **result) {
  long mapped = sys::map(0, arch::HostPage, sys::ProtReadWrite, 0);
  if (sys::failed(mapped))
    return SINTER_STANDALONE_Resource;
  auto *record = reinterpret_cast<SinterMemory *>(mapped);
  int32_t error = fillMemory(*record, minimumPages, maximumPages, pageSize, flags);
  if (error)
    sys::unmap(mapped, arch::HostPage);
  else
    *result = record;
  return error;
}

static void memoryDelete(SinterMemory *memory) {
  freeMemory(*memory);
  sys::unmap(reinterpret_cast<uint64_t>(memory), arch::HostPage);
}

extern "C" const SinterStandalone __sinter_standalone = {
    {create}, {destroy}, {reset}, {sinterStandaloneEnter}, {raise}, {memoryNew}, {memoryDelete},
};
