//===-- Wasi.cpp - WASI for instances in a host -----------------------------===//
//
// The calls themselves are the ones of programs (runtime-support/wasi), compiled into this library.
// An instance that imports them has a WasiGuest: its descriptors, and what its configuration
// grants. Wasm code calls a function with the WasiGuest where another module's function would have
// its instance, so one object serves all functions of an instance. Which function an import is, is
// found out once for a module.
//
//===----------------------------------------------------------------------===//

#include "Wasi.h"
#include "sys/Sys.h"
#include "wasi/Grants.h"
#include "wasi/Wasi.h"

namespace sinter::host {

namespace {

using namespace rt::wasi;

/// What wasm code calls for a function of WASI, with the uniform convention of abi/Abi.h.
template <auto F>
uint64_t enterWasi(void *closure, uint64_t i0, uint64_t i1, uint64_t i2, uint64_t i3, uint64_t i4,
                   double, double, double, double, double, double, double, double) {
  auto &guest = *static_cast<WasiGuest *>(closure);
  SinterContext &context = *guest.closure.instance.context;
  // A guest that does nothing else can be stopped here.
  if (isInterrupted(*static_cast<sinter_store_t *>(context.owner)))
    context.trap(&context, SINTER_TRAP_Interrupted);
  uint64_t slots[9] = {i0, i1, i2, i3, i4};
  constexpr unsigned count = Call<F>::slots;
  for (unsigned i = SINTER_INTEGER_REGISTERS; i < count; ++i)
    slots[i] = context.arguments[i - SINTER_INTEGER_REGISTERS];
  thread().wasi = &guest;
  return Call<F>::run(slots);
}

struct Row {
  const char *module; ///< Null: either.
  const char *name;
  const char *signature;
  SinterCode code;
};

const Row rows[] = {
#define WASI_UNSTABLE(NAME, FUNCTION, SIGNATURE)                                                   \
  {"wasi_unstable", NAME, SIGNATURE, enterWasi<FUNCTION>},
#include "sinter/abi/Wasi.def"
#define WASI(NAME, FUNCTION, SIGNATURE) {nullptr, NAME, SIGNATURE, enterWasi<FUNCTION>},
#include "sinter/abi/Wasi.def"
};

bool isName(const char *text, uint64_t size, const char *name) {
  return strlen(name) == size && memcmp(text, name, size) == 0;
}

bool isWasiModule(const SinterExtern &import) {
  return import.kind == SINTER_EXTERN_FUNC &&
         (isName(import.moduleName, import.moduleNameSize, "wasi_snapshot_preview1") ||
          isName(import.moduleName, import.moduleNameSize, "wasi_unstable"));
}

const Row *findRow(const SinterExtern &import) {
  for (const Row &row : rows)
    if (isName(import.name, import.nameSize, row.name) &&
        (!row.module || isName(import.moduleName, import.moduleNameSize, row.module)))
      return &row;
  return nullptr;
}

bool hasSignature(const SinterFuncType &type, const char *signature) {
  for (uint64_t i = 0; i != type.parameterCount + type.resultCount; ++i) {
    if (i == type.parameterCount && *signature++ != ':')
      return false;
    if (type.kinds[i] != (*signature == 'l' ? SINTER_I64 : SINTER_I32))
      return false;
    ++signature;
  }
  return type.resultCount ? !*signature : signature[0] == ':' && !signature[1];
}

/// What each import of a module is.
enum : uint8_t { NotWasi = 255, WrongType = 254 };
static_assert(sizeof rows / sizeof rows[0] < WrongType);

const uint8_t *importsOf(sinter_module_t *module) {
  uint8_t *known = __atomic_load_n(&module->wasiImports, __ATOMIC_ACQUIRE);
  if (known)
    return known;
  const SinterModule &descriptor = *module->descriptor;
  auto *found = static_cast<uint8_t *>(malloc(descriptor.importCount + 1));
  if (!found)
    return nullptr;
  for (uint64_t i = 0; i != descriptor.importCount; ++i) {
    const SinterExtern &import = descriptor.imports[i];
    const Row *row = isWasiModule(import) ? findRow(import) : nullptr;
    found[i] = !row                                                          ? NotWasi
               : hasSignature(descriptor.types[import.type], row->signature) ? uint8_t(row - rows)
                                                                             : WrongType;
  }
  if (__atomic_compare_exchange_n(&module->wasiImports, &known, found, false, __ATOMIC_ACQ_REL,
                                  __ATOMIC_ACQUIRE))
    return found;
  free(found); // Another thread was first.
  return known;
}

/// Ends the table as it is and begins with an empty one.
void clearTable(Table &table) {
  for (uint32_t i = 0; table.entries && i != table.capacity; ++i)
    if (Descriptor &entry = table.entries[i]; entry.open)
      closeDescriptor(entry);
  if (table.entries && table.isMapped())
    rt::sys::unmap(reinterpret_cast<uint64_t>(table.entries),
                   rt::roundUp(table.capacity * sizeof(Descriptor), rt::arch::HostPage));
  if (table.listing)
    rt::sys::unmap(reinterpret_cast<uint64_t>(table.listing), rt::wasi::ListingSize);
  memset(static_cast<void *>(&table), 0, sizeof table);
}

} // namespace

void retain(sinter_wasi_config_t *config) {
  __atomic_fetch_add(&config->references, 1, __ATOMIC_RELAXED);
}

sinter_error_t *makeGuest(sinter_instance_t *instance, sinter_wasi_config_t *config) {
  if (!importsOf(instance->module))
    return outOfMemory();
  auto *guest = static_cast<WasiGuest *>(calloc(1, sizeof(WasiGuest)));
  if (!guest)
    return outOfMemory();
  retain(config);
  guest->closure.instance.context = &instance->store->context;
  guest->closure.instance.owner = instance->store;
  guest->closure.caller = instance;
  guest->config = config;
  instance->wasi = guest;
  return nullptr;
}

void resetGuest(WasiGuest *guest) {
  if (guest)
    clearTable(guest->table);
}

void freeGuest(WasiGuest *guest) {
  if (!guest)
    return;
  clearTable(guest->table);
  sinter_wasi_config_delete(guest->config);
  free(guest);
}

bool bindWasi(sinter_instance_t *instance, uint64_t i, bool &wrongType) {
  wrongType = false;
  if (!instance->wasi)
    return false;
  uint8_t row = importsOf(instance->module)[i];
  wrongType = row == WrongType;
  if (row == NotWasi || row == WrongType)
    return false;
  const SinterModule &module = *instance->module->descriptor;
  const SinterExtern &import = module.imports[i];
  auto *ref = reinterpret_cast<SinterFuncRef *>(reinterpret_cast<uint64_t *>(instance->slots) +
                                                import.slot);
  *ref = {};
  ref->code = rows[row].code;
  ref->type = module.typeIds[import.type];
  ref->instance = instance->wasi;
  return true;
}

/// What WASI's application ABI calls "memory"; else the first one.
static const SinterMemory *memoryOf(const sinter_instance_t *instance) {
  const SinterModule &module = *instance->module->descriptor;
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  auto recordOf = [&](const SinterExtern &item) {
    return reinterpret_cast<const SinterMemory *>(
        item.indirect ? slots[item.slot] : reinterpret_cast<uint64_t>(slots + item.slot));
  };
  for (uint64_t i = 0; i != module.exportCount; ++i)
    if (module.exports[i].kind == SINTER_EXTERN_MEMORY &&
        isName(module.exports[i].name, module.exports[i].nameSize, "memory"))
      return recordOf(module.exports[i]);
  for (uint64_t i = 0; i != module.importCount; ++i)
    if (module.imports[i].kind == SINTER_EXTERN_MEMORY)
      return reinterpret_cast<const SinterMemory *>(slots[module.imports[i].slot]);
  return module.memoryCount
             ? reinterpret_cast<const SinterMemory *>(slots + module.memories[0].slot)
             : nullptr;
}

} // namespace sinter::host

//===-- What runtime-support/wasi asks of its surroundings ------------------===//

namespace sinter::rt::wasi {

using namespace sinter::host;

uint8_t *guestBytes(uint32_t pointer, uint64_t size) {
  WasiGuest &guest = wasiGuest();
  if (!guest.memory)
    guest.memory = memoryOf(guest.closure.caller);
  if (!guest.memory)
    return nullptr;
  uint64_t length = lengthOf(*guest.memory);
  if (size > length || pointer > length - size)
    return nullptr;
  return guest.memory->base + pointer;
}

Table *callerTable() { return &wasiGuest().table; }
uint32_t descriptorLimit() { return wasiGuest().config->descriptorLimit; }

void setStandard(uint32_t index, Descriptor &descriptor) {
  const sinter_wasi_config_t &config = *wasiGuest().config;
  const WasiStream &stream = config.streams[index];
  descriptor.host = stream.fd >= 0 ? stream.fd : config.null;
  if (!stream.isOwned)
    return;
  // To the guest it is a pipe, for which WASI has no name.
  descriptor.typeKnown = true;
  descriptor.base = descriptor.inheriting = right::Stream;
}

static const char *const none[] = {nullptr};
const char *const *callerArguments() {
  const StringList &list = wasiGuest().config->arguments;
  return list.count ? list.strings : none;
}
const char *const *callerVariables() {
  const StringList &list = wasiGuest().config->variables;
  return list.count ? list.strings : none;
}

void openGrants() {
  const sinter_wasi_config_t &config = *wasiGuest().config;
  Fd entered;
  for (size_t i = 0; i != config.directoryCount; ++i) {
    const WasiDirectory &granted = config.directories[i];
    Descriptor directory = grantedDirectory(granted.fd, granted.guest, granted.readOnly);
    directory.borrowed = true;
    addGrant(directory);
  }
  for (size_t i = 0; i != config.socketCount; ++i) {
    Descriptor socket = grantedSocket(config.sockets[i]);
    socket.borrowed = true;
    addGranted(socket, entered);
  }
}

Descriptor *findGranted(Fd fd) { return findDescriptor(fd); }
Errno findGranted(Fd fd, Rights rights, Descriptor *&result) {
  return findDescriptor(fd, rights, result);
}

SINTER_LEAVES Errno procExit(uint32_t status) {
  sinter::host::fail(static_cast<sinter_store_t *>(wasiGuest().closure.instance.owner),
                     makeExit(status));
}

/// The process is the host's.
Errno procRaise(uint32_t signal) {
  constexpr uint32_t last = 30; // SIGSYS
  return signal > last ? Errno::Inval : signal ? Errno::NotSup : Errno::Success;
}
Errno schedYield() { return check(sys::yield()); }

} // namespace sinter::rt::wasi

using namespace sinter::host;

//===-- Configuration -------------------------------------------------------===//

static void freeStrings(StringList &list) {
  for (size_t i = 0; i != list.count; ++i)
    free(list.strings[i]);
  free(list.strings);
}

sinter_wasi_config_t *sinter_wasi_config_new(void) {
  auto *config = static_cast<sinter_wasi_config_t *>(calloc(1, sizeof(sinter_wasi_config_t)));
  if (!config)
    return nullptr;
  config->references = 1;
  config->descriptorLimit = 1024;
  config->null =
      int(sinter::rt::sys::open(sinter::rt::sys::AtCwd, "/dev/null",
                                sinter::rt::sys::ReadWrite | sinter::rt::sys::CloseOnExec, 0));
  for (WasiStream &stream : config->streams)
    stream.fd = -1;
  return config;
}

void sinter_wasi_config_delete(sinter_wasi_config_t *config) {
  if (!config || __atomic_sub_fetch(&config->references, 1, __ATOMIC_ACQ_REL))
    return;
  freeStrings(config->arguments);
  freeStrings(config->variables);
  for (size_t i = 0; i != config->directoryCount; ++i) {
    sinter::rt::sys::close(config->directories[i].fd);
    free(config->directories[i].guest);
  }
  free(config->directories);
  free(config->sockets);
  for (const WasiStream &stream : config->streams)
    if (stream.isOwned)
      sinter::rt::sys::close(stream.fd);
  if (config->null >= 0)
    sinter::rt::sys::close(config->null);
  free(config);
}

static sinter_error_t *checkConfig(const sinter_wasi_config_t *config, const char *what) {
  if (!config)
    return makeError(SINTER_ERROR_USE, "no WASI configuration was given to add %s to", what);
  if (__atomic_load_n(&config->references, __ATOMIC_RELAXED) != 1)
    return makeError(SINTER_ERROR_USE,
                     "%s cannot be added to a WASI configuration that an instance has", what);
  return nullptr;
}

/// One more element at the end; null if there is no memory.
template <typename T> static T *append(T *&elements, size_t &count) {
  auto *larger = static_cast<T *>(realloc(elements, (count + 2) * sizeof(T)));
  if (!larger)
    return nullptr;
  elements = larger;
  memset(static_cast<void *>(larger + count), 0, 2 * sizeof(T));
  return larger + count++;
}

static sinter_error_t *appendString(StringList &list, const char *name, const char *value) {
  size_t nameSize = strlen(name), valueSize = value ? strlen(value) + 1 : 0;
  auto *text = static_cast<char *>(malloc(nameSize + valueSize + 1));
  char **place = text ? append(list.strings, list.count) : nullptr;
  if (!place) {
    free(text);
    return outOfMemory();
  }
  memcpy(text, name, nameSize + 1);
  if (value) {
    text[nameSize] = '=';
    memcpy(text + nameSize + 1, value, valueSize);
  }
  *place = text;
  return nullptr;
}

sinter_error_t *sinter_wasi_config_add_argument(sinter_wasi_config_t *config,
                                                const char *argument) {
  if (sinter_error_t *error = checkConfig(config, "an argument"))
    return error;
  return appendString(config->arguments, argument, nullptr);
}

sinter_error_t *sinter_wasi_config_add_variable(sinter_wasi_config_t *config, const char *name,
                                                const char *value) {
  if (sinter_error_t *error = checkConfig(config, "a variable"))
    return error;
  if (!*name || strchr(name, '='))
    return makeError(SINTER_ERROR_USE, "a variable's name is not empty and has no '=': '%s'", name);
  return appendString(config->variables, name, value);
}

sinter_error_t *sinter_wasi_config_add_directory(sinter_wasi_config_t *config, const char *path,
                                                 const char *guestPath, bool readOnly) {
  namespace sys = sinter::rt::sys;
  if (sinter_error_t *error = checkConfig(config, "a directory"))
    return error;
  int flags = sys::Directory | sys::CloseOnExec;
  long fd = sys::open(sys::AtCwd, path, flags | sys::ReadOnly, 0);
  if (fd == -sys::ACCES) // Can be passed through, though not listed.
    fd = sys::open(sys::AtCwd, path, flags | sys::PathOnly, 0);
  if (fd < 0)
    return makeError(SINTER_ERROR_RESOURCE, "cannot open the granted directory '%s': %s", path,
                     strerror(int(-fd)));
  char *guest = strdup(guestPath);
  WasiDirectory *place = guest ? append(config->directories, config->directoryCount) : nullptr;
  if (!place) {
    free(guest);
    sys::close(int(fd));
    return outOfMemory();
  }
  *place = {int(fd), guest, readOnly};
  return nullptr;
}

sinter_error_t *sinter_wasi_config_add_socket(sinter_wasi_config_t *config, int fd) {
  if (sinter_error_t *error = checkConfig(config, "a socket"))
    return error;
  int *place = append(config->sockets, config->socketCount);
  if (!place)
    return outOfMemory();
  *place = fd;
  return nullptr;
}

static sinter_error_t *setStream(sinter_wasi_config_t *config, int stream, WasiStream value) {
  if (sinter_error_t *error = checkConfig(config, "a stream"))
    return error;
  if (stream < 0 || stream > 2)
    return makeError(SINTER_ERROR_USE, "stream %d is none of 0, 1 and 2", stream);
  WasiStream &place = config->streams[stream];
  if (value.isOwned) {
    namespace sys = sinter::rt::sys;
    // Each has a number of its own, by which it is recognised.
    long own = config->null < 0 ? -sys::BADF : sys::duplicate(config->null, 3);
    if (own < 0)
      return makeError(SINTER_ERROR_RESOURCE, "no descriptor is left for a stream: %s",
                       strerror(int(-own)));
    value.fd = int(own);
  }
  if (place.isOwned)
    sinter::rt::sys::close(place.fd);
  place = value;
  return nullptr;
}

sinter_error_t *sinter_wasi_config_set_file(sinter_wasi_config_t *config, int stream, int fd) {
  return setStream(config, stream, {fd, false, nullptr, nullptr, nullptr});
}

sinter_error_t *sinter_wasi_config_set_input(sinter_wasi_config_t *config, sinter_wasi_read_t read,
                                             void *data) {
  return setStream(config, 0, {-1, true, read, nullptr, data});
}

sinter_error_t *sinter_wasi_config_set_output(sinter_wasi_config_t *config, int stream,
                                              sinter_wasi_write_t write, void *data) {
  if (stream == 0)
    return makeError(SINTER_ERROR_USE, "stream 0 is the input");
  return setStream(config, stream, {-1, true, nullptr, write, data});
}

sinter_error_t *sinter_wasi_config_set_clock(sinter_wasi_config_t *config,
                                             sinter_wasi_clock_t clock, void *data) {
  if (sinter_error_t *error = checkConfig(config, "a clock"))
    return error;
  config->clock = clock;
  config->clockData = data;
  return nullptr;
}

sinter_error_t *sinter_wasi_config_set_random(sinter_wasi_config_t *config,
                                              sinter_wasi_random_t random, void *data) {
  if (sinter_error_t *error = checkConfig(config, "a source of random bytes"))
    return error;
  config->random = random;
  config->randomData = data;
  return nullptr;
}

sinter_error_t *sinter_wasi_config_set_descriptor_limit(sinter_wasi_config_t *config,
                                                        uint32_t count) {
  if (sinter_error_t *error = checkConfig(config, "a limit"))
    return error;
  constexpr uint32_t most = 1u << 20;
  config->descriptorLimit = count < most ? count : most;
  return nullptr;
}
