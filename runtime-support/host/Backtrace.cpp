//===-- Backtrace.cpp - Which wasm functions ran when a call ended ----------===//
//
// The frames between the innermost call from the host and what ended it are there only until they
// are left, so the places in their functions are noted before that, in the store: by
// the signal handler for faults, which come from wasm code and so find this thread in no library's
// function. Names, those of inlined functions too, are looked up afterwards, and copied, since an
// error may outlive its module.
//
//===----------------------------------------------------------------------===//

#include "Backtrace.h"
#include "trap/ActiveFunctions.h"

#include <link.h>

namespace sinter::host {

static int findTables(dl_phdr_info *info, size_t, void *data) {
  auto &search = *static_cast<UnwindTables *>(data);
  auto rangeOf = [&](const ElfW(Phdr) & header) {
    uint64_t begin = info->dlpi_addr + header.p_vaddr;
    return rt::AddressRange{begin, begin + header.p_memsz};
  };
  const ElfW(Phdr) *unwind = nullptr;
  bool contains = false;
  for (int i = 0; i != info->dlpi_phnum; ++i) {
    const ElfW(Phdr) &header = info->dlpi_phdr[i];
    if (header.p_type == PT_GNU_EH_FRAME)
      unwind = &header;
    else if (header.p_type == PT_LOAD && rangeOf(header).contains(search.pc, 1)) {
      contains = true;
      search.code = rangeOf(header);
    }
  }
  if (!contains)
    return 0;
  if (!unwind)
    return 1;
  for (int i = 0; i != info->dlpi_phnum; ++i) {
    const ElfW(Phdr) &header = info->dlpi_phdr[i];
    if (header.p_type == PT_LOAD && rangeOf(header).contains(rangeOf(*unwind).begin, 1)) {
      search.tables = rangeOf(header);
      search.header = reinterpret_cast<const uint8_t *>(rangeOf(*unwind).begin);
    }
  }
  return 1;
}

bool UnwindTables::find(uint64_t address) {
  if (!code.contains(address, 1)) {
    *this = {};
    pc = address;
    dl_iterate_phdr(findTables, this);
  }
  return header;
}

void noteFrames(sinter_store_t *store, rt::arch::Registers registers, bool exact) {
  store->frameCount = 0;
  store->moreFrames = false;
  if (!store->config.backtraces)
    return;
  WasmFrames frames(store, registers);
  for (;; exact = false) {
    uint64_t function = 0, pc = registers.pc() - !exact;
    if (!frames.contains(pc))
      return;
    if (store->frameCount == MostFrames) {
      store->moreFrames = true;
      return;
    }
    bool more = frames.unwinder().step(registers, exact, function);
    if (function)
      store->frames[store->frameCount++] = {function, pc};
    if (!more)
      return;
  }
}

/// All open modules, whose rows give functions their names.
static pthread_mutex_t modulesLock = PTHREAD_MUTEX_INITIALIZER;
static sinter_module_t *modules;

void addModule(sinter_module_t *module) {
  pthread_mutex_lock(&modulesLock);
  addTo(modules, module);
  pthread_mutex_unlock(&modulesLock);
}

void removeModule(sinter_module_t *module) {
  pthread_mutex_lock(&modulesLock);
  removeFromList(module);
  pthread_mutex_unlock(&modulesLock);
}

bool isFromAnotherFile(const void *library, const FileIdentity &file) {
  pthread_mutex_lock(&modulesLock);
  const sinter_module_t *module = modules;
  while (module && (module->library != library || !module->file.inode))
    module = module->next;
  bool isOther = module && (module->file.inode != file.inode || module->file.device != file.device);
  pthread_mutex_unlock(&modulesLock);
  return isOther;
}

/// Calls `use` with each name that noted frames have, innermost first, and the module that it is
/// of. Under the lock of the modules, while which every name stays where it is.
template <typename Use> static void forEachName(const NotedFrame *frames, size_t count, Use use) {
  for (size_t i = 0; i != count; ++i) {
    auto [function, pc] = frames[i];
    for (const sinter_module_t *module = modules; module; module = module->next) {
      const SinterModule &descriptor = *module->descriptor;
      const uint8_t *own =
          rt::findFunction(descriptor.functions, descriptor.functionsEnd, function);
      const uint8_t *inlined =
          rt::findFunction(descriptor.inlined, descriptor.inlinedEnd, function);
      // What initialises has no name, but may have a start function in it. What has neither is
      // another module's, the library's own, or a helper.
      if (!own && !inlined)
        continue;
      rt::ActiveFunctions active(own, inlined, function, pc);
      while (const char *name = active.next())
        use(name, module);
      break;
    }
  }
}

/// The instance of the module, if the store has but one, and the host has that.
static sinter_instance_t *onlyInstance(const sinter_store_t *store, const sinter_module_t *module) {
  sinter_instance_t *found = nullptr;
  for (sinter_instance_t *instance = store->instances; instance; instance = instance->next) {
    if (instance->module->descriptor != module->descriptor)
      continue;
    if (found)
      return nullptr;
    found = instance;
  }
  return found && found->isReady ? found : nullptr;
}

void attachFrames(sinter_store_t *store, sinter_error_t *error) {
  size_t count = store->frameCount;
  store->frameCount = 0;
  if (!count || !error || error == outOfMemory() || error->frames)
    return;
  size_t named = 0, bytes = 0;
  pthread_mutex_lock(&modulesLock);
  forEachName(store->frames, count, [&](const char *name, const sinter_module_t *) {
    ++named;
    bytes += strlen(name) + 1;
  });
  if (auto *frames = static_cast<Frame *>(malloc(named * sizeof(Frame) + bytes))) {
    char *text = reinterpret_cast<char *>(frames + named);
    error->frames = frames;
    error->frameCount = named;
    error->moreFrames = store->moreFrames;
    const sinter_module_t *last = nullptr; // As a rule all are of one module.
    sinter_instance_t *instance = nullptr;
    forEachName(store->frames, count, [&](const char *name, const sinter_module_t *module) {
      if (module != last)
        instance = onlyInstance(store, module);
      last = module;
      *frames++ = {text, instance};
      text = stpcpy(text, name) + 1;
    });
  }
  pthread_mutex_unlock(&modulesLock);
}

} // namespace sinter::host

using namespace sinter::host;

size_t sinter_error_frame_count(const sinter_error_t *error) { return error->frameCount; }

const char *sinter_error_frame(const sinter_error_t *error, size_t index) {
  return index < error->frameCount ? error->frames[index].name : nullptr;
}

sinter_instance_t *sinter_error_frame_instance(const sinter_error_t *error, size_t index) {
  return index < error->frameCount ? error->frames[index].instance : nullptr;
}

bool sinter_error_has_more_frames(const sinter_error_t *error) { return error->moreFrames; }
