//===-- ModuleBytes.cpp - Modules from bytes in memory ----------------------===//
//
// The dynamic linker loads files, so the bytes become one that has no name: a file in memory, or
// where the kernel or a missing /proc forbids that, a temporary one. It takes a library for one
// that it has already if the path is the same, and descriptors are used again, so each path is
// spelled in its own way: dots and slashes are the bits of a number that counts them.
//
// The dynamic linker also trusts a file to be whole, and would fault on one that was cut short.
// So headers and segments are checked first.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010U
#endif

namespace sinter::host {

#if defined(__x86_64__)
static constexpr Elf64_Half ThisMachine = EM_X86_64;
#elif defined(__aarch64__)
static constexpr Elf64_Half ThisMachine = EM_AARCH64;
#elif defined(__riscv)
static constexpr Elf64_Half ThisMachine = EM_RISCV;
#endif

/// Why the bytes are no shared object for this machine; null if they are.
static const char *findFault(const uint8_t *bytes, size_t size) {
  Elf64_Ehdr header;
  if (size < sizeof header)
    return "they are too few for a shared object";
  memcpy(&header, bytes, sizeof header);
  if (memcmp(header.e_ident, ELFMAG, SELFMAG) || header.e_ident[EI_CLASS] != ELFCLASS64 ||
      header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_type != ET_DYN)
    return "they are not those of a shared object (sinter -shared)";
  if (header.e_machine != ThisMachine)
    return "they are code for another CPU";
  if (header.e_phentsize != sizeof(Elf64_Phdr) || header.e_phoff > size ||
      size_t(header.e_phnum) * sizeof(Elf64_Phdr) > size - header.e_phoff)
    return "they end within the program headers";
  for (Elf64_Half i = 0; i != header.e_phnum; ++i) {
    Elf64_Phdr segment;
    memcpy(&segment, bytes + header.e_phoff + i * sizeof segment, sizeof segment);
    if (segment.p_offset > size || segment.p_filesz > size - segment.p_offset)
      return "they end within a segment";
  }
  return nullptr;
}

static bool writeAll(int file, const uint8_t *bytes, size_t size) {
  while (size) {
    ssize_t written = write(file, bytes, size);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    bytes += written;
    size -= size_t(written);
  }
  return true;
}

void spellDescriptor(char (&path)[DescriptorPathSize], int file) {
  static uint64_t count;
  uint64_t number = __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
  int length = snprintf(path, sizeof path, "/proc/self/fd");
  for (; number; number >>= 1)
    length += snprintf(path + length, sizeof path - size_t(length), number & 1 ? "/." : "/");
  snprintf(path + length, sizeof path - size_t(length), "/%d", file);
}

static sinter_error_t *loadInMemory(const uint8_t *bytes, size_t size, sinter_module_t **module,
                                    bool &isLoaded) {
  isLoaded = false;
  int file = memfd_create("sinter-module", MFD_CLOEXEC | MFD_EXEC);
  if (file < 0 && errno == EINVAL) // Before Linux 6.3 there was no such flag.
    file = memfd_create("sinter-module", MFD_CLOEXEC);
  if (file < 0)
    return nullptr;
  char path[DescriptorPathSize];
  spellDescriptor(path, file);
  sinter_error_t *error = nullptr;
  if (writeAll(file, bytes, size) && access(path, R_OK) == 0) {
    isLoaded = true;
    error = loadModule(path, "the bytes", module);
  }
  close(file);
  return error;
}

static sinter_error_t *loadFromFile(const uint8_t *bytes, size_t size, sinter_module_t **module) {
  const char *folder = getenv("TMPDIR");
  char path[4096];
  if (snprintf(path, sizeof path, "%s/sinter-module-XXXXXX", folder && *folder ? folder : "/tmp") >=
      int(sizeof path))
    return makeError(SINTER_ERROR_RESOURCE,
                     "the name of the folder for temporary files is too long");
  int file = mkstemp(path);
  if (file < 0)
    return makeError(SINTER_ERROR_RESOURCE, "no temporary file for the bytes can be made: %s",
                     strerror(errno));
  sinter_error_t *error =
      writeAll(file, bytes, size)
          ? loadModule(path, "the bytes", module)
          : makeError(SINTER_ERROR_RESOURCE, "the bytes cannot be written to a temporary file: %s",
                      strerror(errno));
  unlink(path);
  close(file);
  return error;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_module_from_bytes(const void *data, size_t size, sinter_module_t **module) {
  auto *bytes = static_cast<const uint8_t *>(data);
  if (const char *fault = findFault(bytes, size))
    return makeError(SINTER_ERROR_LOAD, "the bytes are no module compiled by Sinter: %s", fault);
  bool isLoaded;
  sinter_error_t *error = loadInMemory(bytes, size, module, isLoaded);
  return isLoaded ? error : loadFromFile(bytes, size, module);
}
