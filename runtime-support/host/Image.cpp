//===-- Image.cpp - Data of a module as pages that instances share ----------===//
//
// The first instance of a module has its data copied, as everywhere. What it wrote is then kept in
// an anonymous file, and later instances, or the same after a reset, begin with private mappings of
// that: nothing is copied but pages that are written to, and dropping those (madvise) is all that a
// reset does. Only guarded memories, since one that moves could not be two mappings. Without file
// descriptors or addresses left, data is copied again.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <sys/mman.h>
#include <unistd.h>

namespace sinter::host {

static const SinterMemory &firstMemory(const sinter_instance_t *instance) {
  auto *slots = reinterpret_cast<uint64_t *>(instance->slots);
  return *reinterpret_cast<SinterMemory *>(slots + instance->module->descriptor->memories[0].slot);
}

bool mapImage(sinter_instance_t *instance) {
  if (instance->hasImage)
    return true;
  int image = __atomic_load_n(&instance->module->image, __ATOMIC_ACQUIRE);
  if (image < 0)
    return false;
  // The kernel rounds up to whole pages, whose rest is zeros in the file and in a new memory alike.
  void *pages = mmap(firstMemory(instance).base, instance->module->descriptor->imageBytes,
                     PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED | MAP_NORESERVE, image, 0);
  // Where a failure left a hole, the initialisation traps.
  instance->hasImage = pages != MAP_FAILED;
  return instance->hasImage;
}

static bool writeAll(int file, const uint8_t *bytes, uint64_t size) {
  while (size) {
    ssize_t written = write(file, bytes, size);
    if (written <= 0)
      return false;
    bytes += written;
    size -= uint64_t(written);
  }
  return true;
}

void keepImage(const sinter_instance_t *instance) {
  sinter_module_t *module = instance->module;
  uint64_t size = module->descriptor->imageBytes;
  const SinterMemory *memory = size ? &firstMemory(instance) : nullptr;
  if (!memory || !(memory->flags & SINTER_MEMORY_GUARDED) ||
      __atomic_load_n(&module->image, __ATOMIC_RELAXED) >= 0)
    return;
  int file = memfd_create("sinter-image", MFD_CLOEXEC);
  int none = -1;
  bool isKept = file >= 0 && writeAll(file, memory->base, size) &&
                // Another thread may have been first.
                __atomic_compare_exchange_n(&module->image, &none, file, false, __ATOMIC_RELEASE,
                                            __ATOMIC_RELAXED);
  if (file >= 0 && !isKept)
    close(file);
}

void freeImage(sinter_module_t *module) {
  if (module->image >= 0)
    close(module->image);
}

} // namespace sinter::host
