//===-- Module.cpp - Opening compiled modules -------------------------------===//
//
// A shared object of ours says everything about itself in one descriptor
// (SinterModule, symbol sinter_module). Opening checks the ABI version before
// anything else of it is believed, gives the module's function types their
// identities, and tells the signal handler where its code is.
//
// The dynamic linker knows libraries by their paths, and takes a file that was replaced for the
// one that it has, for as long as that is open. So each module knows which file it came from, and
// a new file behind an old path is loaded by a path of its own.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/auxv.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace sinter::host;

namespace {

struct TextSearch {
  uint64_t address;
  const sinter_module_t *module;
  bool failed;
};

/// Registers the executable segments of the object that contains the address.
int addText(dl_phdr_info *info, size_t, void *data) {
  auto &search = *static_cast<TextSearch *>(data);
  bool contains = false;
  for (int i = 0; i != info->dlpi_phnum; ++i) {
    const ElfW(Phdr) &header = info->dlpi_phdr[i];
    contains |= header.p_type == PT_LOAD &&
                search.address - (info->dlpi_addr + header.p_vaddr) < header.p_memsz;
  }
  if (!contains)
    return 0;
  for (int i = 0; i != info->dlpi_phnum; ++i) {
    const ElfW(Phdr) &header = info->dlpi_phdr[i];
    if (header.p_type != PT_LOAD || !(header.p_flags & PF_X))
      continue;
    auto *begin = reinterpret_cast<const char *>(info->dlpi_addr + header.p_vaddr);
    search.failed |= !addCode(search.module, begin, begin + header.p_memsz);
  }
  return 1;
}

sinter_error_t *registerCode(sinter_module_t *module) {
  const SinterModule &descriptor = *module->descriptor;
  if (descriptor.flags & SINTER_FLAG_CHECKED_MEMORY)
    return nullptr;
  if (sinter_error_t *error = installHandler())
    return error;
  // An object that we opened holds nothing but compiled code; a linked module says where its own
  // is.
  if (module->library) {
    TextSearch search = {reinterpret_cast<uint64_t>(module->descriptor), module, false};
    dl_iterate_phdr(addText, &search);
    return search.failed ? outOfMemory() : nullptr;
  }
  if (descriptor.codeBegin != descriptor.codeEnd &&
      !addCode(module, descriptor.codeBegin, descriptor.codeEnd))
    return outOfMemory();
  return nullptr;
}

pthread_mutex_t typesLock = PTHREAD_MUTEX_INITIALIZER;

/// The references of the i-th type, on the heap; null if there is no memory.
Reference *referencesOf(const SinterModule &descriptor, uint64_t i) {
  const SinterFuncType &type = descriptor.types[i];
  uint64_t count = type.parameterCount + type.resultCount;
  auto *references = static_cast<Reference *>(calloc(count, sizeof(Reference)));
  for (uint64_t k = 0; references && k != count; ++k)
    references[k] = toReference(descriptor, type.references[k]);
  return references;
}

/// The identity of the i-th type. Without a digest, its references are to itself and to earlier
/// ones.
const void *internType(const SinterModule &descriptor, uint64_t i) {
  const SinterFuncType &type = descriptor.types[i];
  if (type.digest)
    return internNamed(descriptor, i);
  uint64_t count = type.parameterCount + type.resultCount;
  if (!type.references)
    return intern(type.parameterCount, type.resultCount, type.kinds);
  Reference *references = referencesOf(descriptor, i);
  if (!references)
    return nullptr;
  for (uint64_t k = 0; k != count; ++k)
    if (type.references[k] >> SINTER_REFERENCE_TYPE_SHIFT == i + 1)
      references[k].type = &selfType;
  const void *identity = intern(type.parameterCount, type.resultCount, type.kinds, references);
  free(references);
  return identity;
}

sinter_error_t *internTypes(const SinterModule &descriptor) {
  for (uint64_t i = 0; i != descriptor.typeCount; ++i) {
    const SinterFuncType &type = descriptor.types[i];
    for (uint64_t k = 0; k != type.parameterCount + type.resultCount; ++k)
      if (!isValueKind(type.kinds[k]))
        return makeError(SINTER_ERROR_LOAD,
                         "the module's function types use a value type (0x%x) that this library "
                         "does not know",
                         type.kinds[k]);
    const void *identity = internType(descriptor, i);
    if (!identity)
      return outOfMemory();
    // Written once: instances of another thread that has opened the same object may be reading.
    pthread_mutex_lock(&typesLock);
    if (descriptor.typeIds[i] != identity)
      descriptor.typeIds[i] = identity;
    pthread_mutex_unlock(&typesLock);
  }
  for (uint64_t i = 0; i != descriptor.typeCount; ++i) {
    const auto &type = *static_cast<const SinterInternedType *>(descriptor.typeIds[i]);
    if (!descriptor.types[i].digest || !descriptor.types[i].references)
      continue;
    const Reference *references = referencesOf(descriptor, i);
    if (!references)
      return outOfMemory();
    setReferences(type, references);
  }
  return nullptr;
}

/// Whether code may write gs: the CPU has FSGSBASE, and its kernel (Linux 5.9) lets programs use
/// it.
bool mayWriteGs() {
#ifdef __x86_64__
  constexpr unsigned long FsGsBase = 2; // HWCAP2_FSGSBASE
  return getauxval(AT_HWCAP2) & FsGsBase;
#else
  return false;
#endif
}

/// Takes over `library`, also on failure.
sinter_error_t *adopt(const SinterModule *descriptor, void *library, const FileIdentity &file,
                      const char *name, sinter_module_t **result) {
  sinter_error_t *error = nullptr;
  sinter_module_t *module = nullptr;
  if (descriptor->abiVersion != SINTER_ABI_VERSION)
    error = makeError(
        SINTER_ERROR_LOAD,
        "%s was compiled for version %llu of Sinter's ABI, this library speaks version %d", name,
        static_cast<unsigned long long>(descriptor->abiVersion), SINTER_ABI_VERSION);
  else if ((descriptor->flags & SINTER_FLAG_MEMORY_IN_GS) && !mayWriteGs())
    error = makeError(SINTER_ERROR_LOAD,
                      "%s was compiled with --memory-base=gs, and this CPU or its kernel does not "
                      "let programs write gs (FSGSBASE, Linux 5.9)",
                      name);
  if (!error)
    error = internTypes(*descriptor);
  if (!error) {
    module = static_cast<sinter_module_t *>(calloc(1, sizeof(sinter_module_t)));
    if (!module)
      error = outOfMemory();
  }
  if (!error) {
    module->descriptor = descriptor;
    module->library = library;
    module->file = file;
    module->references = 1;
    module->image = -1;
    pthread_mutex_init(&module->idleLock, nullptr);
    error = registerCode(module);
  }
  if (!error) {
    addModule(module);
    *result = module;
    return nullptr;
  }
  if (module)
    removeCode(module);
  free(module);
  if (library)
    dlclose(library);
  return error;
}

FileIdentity identityOf(const char *path) {
  struct stat file;
  return stat(path, &file) == 0 ? FileIdentity{file.st_dev, file.st_ino} : FileIdentity{};
}

/// Loads the file that the path leads to now, which is then `file`, though another is loaded by
/// that path.
void *openAside(const char *path, FileIdentity &file) {
  int descriptor = ::open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0)
    return nullptr;
  char aside[DescriptorPathSize];
  spellDescriptor(aside, descriptor);
  file = identityOf(aside);
  void *library = dlopen(aside, RTLD_NOW | RTLD_LOCAL);
  close(descriptor);
  return library;
}

void describe(const SinterModule &module, const SinterExtern &from, sinter_externtype_t *to) {
  *to = {};
  to->module_name = from.moduleName ? from.moduleName : "";
  to->module_name_size = from.moduleNameSize;
  to->name = from.name;
  to->name_size = from.nameSize;
  to->kind = sinter_extern_kind_t(from.kind);
  if (from.kind == SINTER_EXTERN_FUNC || from.kind == SINTER_EXTERN_TAG)
    to->func = publicType(module.types[from.type]);
  else if (from.kind != SINTER_EXTERN_MEMORY)
    to->value = sinter_valkind_t(from.type & 0xff);
  to->is_mutable = from.kind == SINTER_EXTERN_GLOBAL && (from.type & 0x100);
  bool is64 = (from.kind == SINTER_EXTERN_MEMORY && (from.type & SINTER_MEMORY_64)) ||
              (from.kind == SINTER_EXTERN_TABLE && (from.type & 0x200));
  to->limits = {from.minimum, from.maximum, is64,
                from.kind == SINTER_EXTERN_MEMORY && (from.type & SINTER_MEMORY_SHARED)};
}

} // namespace

void sinter::host::retain(sinter_module_t *module) {
  __atomic_fetch_add(&module->references, 1, __ATOMIC_RELAXED);
}

sinter_error_t *sinter::host::loadModule(const char *path, const char *name,
                                         sinter_module_t **module) {
  // Looked at before the dynamic linker does: if the file is replaced in between, the next opening
  // loads it once more, but never takes an old one for new.
  FileIdentity file = identityOf(path);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library && isFromAnotherFile(library, file)) {
    dlclose(library);
    library = openAside(path, file);
  }
  if (!library) {
    const char *reason = dlerror();
    return makeError(SINTER_ERROR_LOAD, "cannot open %s: %s", name,
                     reason ? reason : strerror(errno));
  }
  auto *descriptor = static_cast<const SinterModule *>(dlsym(library, "sinter_module"));
  if (!descriptor) {
    dlclose(library);
    return makeError(SINTER_ERROR_LOAD,
                     "%s is not a module compiled by Sinter: it has no symbol sinter_module", name);
  }
  return adopt(descriptor, library, file, name, module);
}

sinter_error_t *sinter_module_open(const char *path, sinter_module_t **module) {
  if (!path)
    return makeError(SINTER_ERROR_LOAD, "no file was named to open");
  // A bare name means a file here, not a search through the system's libraries.
  if (strchr(path, '/'))
    return loadModule(path, path, module);
  size_t size = strlen(path) + 3;
  auto *local = static_cast<char *>(malloc(size));
  if (!local)
    return outOfMemory();
  snprintf(local, size, "./%s", path);
  sinter_error_t *error = loadModule(local, path, module);
  free(local);
  return error;
}

sinter_error_t *sinter_module_from_descriptor(const void *descriptor, sinter_module_t **module) {
  if (!descriptor)
    return makeError(SINTER_ERROR_LOAD, "no module descriptor was given");
  return adopt(static_cast<const SinterModule *>(descriptor), nullptr, {}, "the linked module",
               module);
}

void sinter_module_delete(sinter_module_t *module) {
  if (!module || __atomic_sub_fetch(&module->references, 1, __ATOMIC_ACQ_REL))
    return;
  removeModule(module);
  removeCode(module);
  freeReservations(module);
  freeImage(module);
  pthread_mutex_destroy(&module->idleLock);
  free(module->wasiImports);
  if (module->library)
    dlclose(module->library);
  free(module);
}

size_t sinter_module_import_count(const sinter_module_t *module) {
  return module->descriptor->importCount;
}

size_t sinter_module_export_count(const sinter_module_t *module) {
  return module->descriptor->exportCount;
}

void sinter_module_import(const sinter_module_t *module, size_t index, sinter_externtype_t *type) {
  describe(*module->descriptor, module->descriptor->imports[index], type);
}

void sinter_module_export(const sinter_module_t *module, size_t index, sinter_externtype_t *type) {
  describe(*module->descriptor, module->descriptor->exports[index], type);
}
