//===-- Instance.cpp - Making instances: matching imports, filling slots ----===//
//
// Core 4.5.4. Imports are matched against what the descriptor declares (core
// 3.4, external typing: limits of tables and memories compare with the current size), copied
// or pointed to from the instance's slots; owned memories and tables are made;
// the module's own `initialize` does the rest, as a call from the host that may
// trap. What an initialisation wrote before it trapped stays, so the instance
// stays alive as well, out of the caller's reach.
//
// What an instance costs does not depend on the size of its memory: its reservation and the image
// of its data come from the module (Pool.cpp, Image.cpp), and small tables are part of its slots,
// as are closures of host functions that are told who calls.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <sys/mman.h>

namespace sinter::host {

static uint64_t *slotOf(sinter_instance_t *instance, const SinterExtern &item) {
  return reinterpret_cast<uint64_t *>(instance->slots) + item.slot;
}

static sinter_error_t *linkError(const SinterExtern &import, const char *kind, const char *why) {
  return makeError(SINTER_ERROR_LINK, "%s: \"%.*s\" \"%.*s\"%s%s", kind, int(import.moduleNameSize),
                   import.moduleName, int(import.nameSize), import.name, *why ? ": " : "", why);
}

static sinter_error_t *mismatch(const SinterExtern &import, const char *why) {
  return linkError(import, "incompatible import type", why);
}

static bool limitsMatch(const SinterExtern &import, uint64_t size, uint64_t maximum) {
  return size >= import.minimum &&
         (import.maximum == SINTER_NO_MAXIMUM || maximum <= import.maximum);
}

/// The type of a table or global (`known`, of that kind) against the import's. What can be written
/// must be the same type, what is only read may be a narrower one.
static bool referenceMatches(const SinterModule &module, const SinterExtern &import,
                             sinter_valkind_t kind, Reference known, bool isWritable) {
  if (kind != (import.type & 0xff))
    return false;
  Reference wanted = toReference(module, import.type);
  return isSubtype(known, wanted) && (!isWritable || isSubtype(wanted, known));
}

/// Whether the module relies on guard pages for a memory of that kind; it checks accesses itself to
/// what guard pages cannot bound.
static bool canBeGuarded(const SinterModule &module, uint64_t type, uint64_t pageSize) {
  return !(module.flags & SINTER_FLAG_CHECKED_MEMORY) && !(type & SINTER_MEMORY_64) &&
         pageSize == 65536;
}

/// Puts one import into its slot.
static sinter_error_t *bind(sinter_instance_t *instance, const SinterExtern &import,
                            const sinter_extern_t &item) {
  sinter_store_t *store = instance->store;
  const SinterModule &module = *instance->module->descriptor;
  if (item.kind == SINTER_EXTERN_NONE)
    return linkError(import, "unknown import", "");
  if (uint64_t(item.kind) != import.kind)
    return mismatch(import, "another kind of entity");
  uint64_t *slot = slotOf(instance, import);
  const void *owner = nullptr;
  switch (item.kind) {
  case SINTER_EXTERN_FUNC:
    if (!isSubtype(refOf(item.of.func).type, module.typeIds[import.type]))
      return mismatch(import, "another function type");
    owner = storeOf(item.of.func);
    memcpy(slot, item.of.func, sizeof(SinterFuncRef));
    break;
  case SINTER_EXTERN_TABLE:
    if (!referenceMatches(module, import, item.of.table->element, item.of.table->reference, true))
      return mismatch(import, "a table of another type");
    if (item.of.table->is64 != ((import.type & 0x200) != 0))
      return mismatch(import, "a table with addresses of another type");
    if (!limitsMatch(import, item.of.table->record->length, item.of.table->maximum))
      return mismatch(import, "the table's limits");
    owner = item.of.table->store;
    *slot = reinterpret_cast<uint64_t>(item.of.table->record);
    break;
  case SINTER_EXTERN_MEMORY: {
    const SinterMemory &record = *item.of.memory->record;
    if ((record.flags ^ import.type) & SINTER_MEMORY_64)
      return mismatch(import, "a memory with addresses of another type");
    if ((record.flags ^ import.type) & SINTER_MEMORY_SHARED)
      return mismatch(import, record.flags & SINTER_MEMORY_SHARED
                                  ? "the memory is shared between threads"
                                  : "the memory is not shared between threads");
    if (record.pageSize != UINT64_C(1) << (import.type >> 8 & 0xff))
      return mismatch(import, "a memory with pages of another size");
    if (!limitsMatch(import, lengthOf(record) / record.pageSize, item.of.memory->maximum))
      return mismatch(import, "the memory's limits");
    if (canBeGuarded(module, import.type, record.pageSize) &&
        !(record.flags & SINTER_MEMORY_GUARDED))
      return linkError(import, "the module relies on guard pages, which the imported memory lacks",
                       "");
    owner = item.of.memory->store;
    if (owner != store && (record.flags & SINTER_MEMORY_SHARED)) {
      if (!borrowMemory(store, item.of.memory))
        return outOfMemory();
      owner = store;
    }
    *slot = reinterpret_cast<uint64_t>(&record);
    break;
  }
  case SINTER_EXTERN_GLOBAL:
    if (item.of.global->isMutable != ((import.type & 0x100) != 0) ||
        !referenceMatches(module, import, item.of.global->kind, item.of.global->reference,
                          item.of.global->isMutable))
      return mismatch(import, "a global of another type");
    owner = item.of.global->store;
    *slot = reinterpret_cast<uint64_t>(item.of.global->cell);
    break;
  case SINTER_EXTERN_TAG:
    if (item.of.tag->type != module.typeIds[import.type])
      return mismatch(import, "a tag of another type");
    owner = item.of.tag->store;
    *slot = reinterpret_cast<uint64_t>(item.of.tag->identity);
    break;
  default:
    return mismatch(import, "an entity that this library does not know");
  }
  if (owner != store)
    return makeError(SINTER_ERROR_USE, "import \"%.*s\" \"%.*s\" belongs to another store",
                     int(import.moduleNameSize), import.moduleName, int(import.nameSize),
                     import.name);
  return nullptr;
}

/// Tables of so many elements, which most are, lie behind the slots.
static constexpr uint64_t SmallTable = 512;

static sinter_error_t *makeOwned(sinter_instance_t *instance) {
  const SinterModule &module = *instance->module->descriptor;
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  for (uint64_t i = 0; i != module.memoryCount; ++i) {
    const SinterOwned &owned = module.memories[i];
    sinter_memory_t *memory = nullptr;
    bool isGuarded = canBeGuarded(module, owned.type, owned.pageSize);
    uint8_t *reservation = i == 0 && isGuarded ? takeReservation(instance->module) : nullptr;
    instance->hasImage = i == 0 ? reservation && module.imageBytes : instance->hasImage;
    if (sinter_error_t *error =
            makeMemory(instance->store, reinterpret_cast<SinterMemory *>(slots + owned.slot),
                       {owned.minimum, owned.maximum, (owned.type & SINTER_MEMORY_64) != 0,
                        (owned.type & SINTER_MEMORY_SHARED) != 0},
                       owned.pageSize, isGuarded, &memory, reservation)) {
      if (reservation && !giveReservation(instance->module, reservation))
        unmapGuarded(reservation);
      return error;
    }
    memory->owner = instance;
    memory->isFirst = i == 0;
  }
  void **elements = reinterpret_cast<void **>(slots + module.instanceSlots);
  for (uint64_t i = 0; i != module.tableCount; ++i) {
    const SinterOwned &owned = module.tables[i];
    sinter_table_t *table = nullptr;
    if (sinter_error_t *error =
            makeTable(instance->store, reinterpret_cast<SinterTable *>(slots + owned.slot),
                      sinter_valkind_t(owned.type & 0xff),
                      {owned.minimum, owned.maximum, (owned.type & 0x200) != 0, false}, &table,
                      owned.minimum <= SmallTable ? elements : nullptr))
      return error;
    if (owned.minimum <= SmallTable)
      elements += owned.minimum;
    table->owner = instance;
    table->reference = toReference(module, owned.type);
  }
  return nullptr;
}

/// The host's function that an import is to be, if that is told who calls it.
static const HostFunction *toldFunction(const sinter_extern_t &item) {
  const Closure *closure =
      item.kind == SINTER_EXTERN_FUNC ? closureOf(refOf(item.of.func)) : nullptr;
  return closure && closure->function && closure->function->isToldCaller ? closure->function
                                                                         : nullptr;
}

/// The objects of the i-th memory and table of its own.
static sinter_memory_t &ownMemory(const sinter_instance_t *instance, uint64_t i) {
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  return *static_cast<sinter_memory_t *>(
      instance->store->objects.find(slots + instance->module->descriptor->memories[i].slot));
}
static sinter_table_t &ownTable(const sinter_instance_t *instance, uint64_t i) {
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  return *static_cast<sinter_table_t *>(
      instance->store->objects.find(slots + instance->module->descriptor->tables[i].slot));
}

/// The first memory's pages are as new.
static sinter_error_t *initialize(sinter_instance_t *instance) {
  const uint64_t integers[SINTER_INTEGER_REGISTERS] = {mapImage(instance)};
  const double floats[SINTER_FLOAT_REGISTERS] = {};
  uint64_t result;
  return enter(instance->store, instance->module->descriptor->initialize, instance->slots, integers,
               floats, &result);
}

sinter_error_t *makeInstance(sinter_store_t *store, sinter_module_t *module,
                             const sinter_extern_t *imports, size_t importCount,
                             sinter_wasi_config_t *wasi, sinter_instance_t **result) {
  if (!store || !module)
    return makeError(SINTER_ERROR_USE, "no store or no module was given to make an instance of");
  const SinterModule &descriptor = *module->descriptor;
  if (importCount != descriptor.importCount && (imports || !wasi))
    return makeError(SINTER_ERROR_USE, "the module has %llu imports, %zu were given",
                     static_cast<unsigned long long>(descriptor.importCount), importCount);
  auto *instance = static_cast<sinter_instance_t *>(calloc(1, sizeof(sinter_instance_t)));
  uint64_t words = descriptor.instanceSlots;
  for (uint64_t i = 0; i != descriptor.tableCount; ++i)
    words += descriptor.tables[i].minimum <= SmallTable ? descriptor.tables[i].minimum : 0;
  uint64_t closuresAt = words;
  bool tells = imports && store->tellsCallers;
  for (size_t i = 0; tells && i != importCount; ++i)
    words += toldFunction(imports[i]) ? sizeof(Closure) / sizeof(uint64_t) : 0;
  auto *slots = static_cast<SinterInstance *>(calloc(words, sizeof(uint64_t)));
  if (!instance || !slots) {
    free(instance);
    free(slots);
    return outOfMemory();
  }
  slots->context = &store->context;
  slots->module = &descriptor;
  slots->owner = instance;
  instance->store = store;
  instance->module = module;
  instance->slots = slots;
  instance->memoryLimit = store->config.memoryLimit;
  instance->tableLimit = store->config.tableLimit;
  auto *closure = reinterpret_cast<Closure *>(reinterpret_cast<uint64_t *>(slots) + closuresAt);
  sinter_error_t *error = wasi ? makeGuest(instance, wasi) : nullptr;
  for (size_t i = 0; i != descriptor.importCount && !error; ++i) {
    const SinterExtern &import = descriptor.imports[i];
    sinter_extern_t item = {};
    item.kind = SINTER_EXTERN_NONE;
    if (imports)
      item = imports[i];
    bool wrongType = false;
    if (item.kind == SINTER_EXTERN_NONE && bindWasi(instance, i, wrongType))
      continue;
    error = wrongType ? mismatch(import, "WASI has a function of another type")
                      : bind(instance, import, item);
  }
  for (size_t i = 0; tells && !error && i != importCount; ++i)
    if (const HostFunction *function = toldFunction(imports[i])) {
      *closure = function->closure;
      closure->caller = instance;
      auto *ref = reinterpret_cast<SinterFuncRef *>(slotOf(instance, descriptor.imports[i]));
      ref->instance = closure++;
    }
  if (error) {
    freeGuest(instance->wasi);
    free(slots);
    free(instance);
    return error;
  }
  // From here on the store owns it: memories and tables have their records in its slots.
  retain(module);
  for (size_t i = 0; i != descriptor.importCount; ++i)
    noteImport(instance, descriptor.imports[i]);
  addTo(store->instances, instance);
  error = makeOwned(instance);
  if (!error)
    error = initialize(instance);
  if (!error) {
    keepImage(instance);
    instance->isReady = true;
    *result = instance;
  }
  return error;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_instance_new(sinter_store_t *store, sinter_module_t *module,
                                    const sinter_extern_t *imports, size_t importCount,
                                    sinter_instance_t **result) {
  return makeInstance(store, module, imports, importCount, nullptr, result);
}

sinter_error_t *sinter_instance_new_with_wasi(sinter_store_t *store, sinter_module_t *module,
                                              const sinter_extern_t *imports, size_t importCount,
                                              sinter_wasi_config_t *config,
                                              sinter_instance_t **result) {
  if (!config)
    return makeError(SINTER_ERROR_USE, "no WASI configuration was given");
  return makeInstance(store, module, imports, importCount, config, result);
}

sinter_error_t *sinter_instance_start(sinter_instance_t *instance, int32_t *status) {
  if (!instance)
    return makeError(SINTER_ERROR_USE, "no instance was given to start");
  *status = 0;
  sinter_extern_t item;
  if (!sinter_instance_export(instance, "_start", 6, &item) &&
      !sinter_instance_export(instance, "_initialize", 11, &item))
    return nullptr;
  if (item.kind != SINTER_EXTERN_FUNC)
    return makeError(SINTER_ERROR_USE, "the export to start with is not a function");
  sinter_error_t *error = sinter_func_call(instance->store, item.of.func, nullptr, 0, nullptr, 0);
  if (!error || error->kind != SINTER_ERROR_EXIT)
    return error;
  *status = error->code;
  sinter_error_delete(error);
  return nullptr;
}

void sinter_instance_set_data(sinter_instance_t *instance, void *data) { instance->data = data; }
void *sinter_instance_data(const sinter_instance_t *instance) { return instance->data; }

sinter_error_t *sinter_instance_reset(sinter_instance_t *instance) {
  if (!instance)
    return makeError(SINTER_ERROR_USE, "no instance was given to reset");
  const SinterModule &module = *instance->module->descriptor;
  if (instance->store->entry)
    return makeError(SINTER_ERROR_USE,
                     "an instance cannot be reset while a call into its store runs");
  for (uint64_t i = 0; i != module.memoryCount; ++i)
    if (module.memories[i].type & SINTER_MEMORY_SHARED)
      return makeError(SINTER_ERROR_USE, "an instance with a shared memory of its own cannot be "
                                         "reset, since other threads may be using that");
  for (uint64_t i = 0; i != module.memoryCount; ++i) {
    sinter_memory_t &memory = ownMemory(instance, i);
    if (!resetMemory(memory, module.memories[i].minimum))
      return makeError(SINTER_ERROR_RESOURCE, "the system refuses to reset a memory");
    limitMemory(memory, instance->memoryLimit);
  }
  for (uint64_t i = 0; i != module.tableCount; ++i) {
    sinter_table_t &table = ownTable(instance, i);
    resetTable(*table.record, module.tables[i].minimum);
    limitTable(table, instance->tableLimit);
  }
  resetGuest(instance->wasi);
  // It writes all other slots that do not stay.
  return initialize(instance);
}

sinter_error_t *sinter_instance_set_memory_limit(sinter_instance_t *instance, uint64_t bytes) {
  if (!instance)
    return makeError(SINTER_ERROR_USE, "no instance was given to limit");
  instance->memoryLimit = bytes;
  for (uint64_t i = 0; i != instance->module->descriptor->memoryCount; ++i)
    limitMemory(ownMemory(instance, i), bytes);
  return nullptr;
}

sinter_error_t *sinter_instance_set_table_limit(sinter_instance_t *instance, uint64_t elements) {
  if (!instance)
    return makeError(SINTER_ERROR_USE, "no instance was given to limit");
  instance->tableLimit = elements;
  for (uint64_t i = 0; i != instance->module->descriptor->tableCount; ++i)
    limitTable(ownTable(instance, i), elements);
  return nullptr;
}

const sinter_module_t *sinter_instance_module(const sinter_instance_t *instance) {
  return instance->module;
}

sinter_extern_t sinter_instance_export_at(sinter_instance_t *instance, size_t index) {
  const SinterExtern &item = instance->module->descriptor->exports[index];
  sinter_store_t *store = instance->store;
  uint64_t *slot = slotOf(instance, item);
  auto *target = item.indirect ? reinterpret_cast<uint64_t *>(*slot) : slot;
  sinter_extern_t result = {};
  result.kind = sinter_extern_kind_t(item.kind);
  switch (item.kind) {
  case SINTER_EXTERN_FUNC:
    result.of.func = reinterpret_cast<sinter_func_t *>(slot);
    break;
  case SINTER_EXTERN_TABLE:
    result.of.table = static_cast<sinter_table_t *>(store->objects.find(target));
    break;
  case SINTER_EXTERN_MEMORY:
    result.of.memory = static_cast<sinter_memory_t *>(store->objects.find(target));
    break;
  case SINTER_EXTERN_GLOBAL:
    result.of.global =
        globalFor(store, target, sinter_valkind_t(item.type & 0xff), (item.type & 0x100) != 0,
                  toReference(*instance->module->descriptor, item.type));
    if (result.of.global && !item.indirect)
      result.of.global->owner = instance;
    break;
  case SINTER_EXTERN_TAG: {
    const void *type = instance->module->descriptor->typeIds[item.type];
    result.of.tag = tagFor(store, target, static_cast<const SinterInternedType *>(type));
    if (result.of.tag && !item.indirect)
      result.of.tag->owner = instance;
    break;
  }
  case SINTER_EXTERN_NONE:
    break;
  }
  // Also where there was no memory for a global's or tag's object.
  if (!result.of.func)
    result.kind = SINTER_EXTERN_NONE;
  return result;
}

bool sinter_instance_export(sinter_instance_t *instance, const char *name, size_t nameSize,
                            sinter_extern_t *item) {
  const SinterModule &module = *instance->module->descriptor;
  for (uint64_t i = 0; i != module.exportCount; ++i) {
    const SinterExtern &candidate = module.exports[i];
    if (candidate.nameSize != nameSize || (nameSize && memcmp(candidate.name, name, nameSize)))
      continue;
    *item = sinter_instance_export_at(instance, i);
    return item->kind != SINTER_EXTERN_NONE;
  }
  return false;
}
