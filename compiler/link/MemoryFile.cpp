//===-- MemoryFile.cpp - A file that lives in memory only ------------------===//
//
// See MemoryFile.h.
//
//===----------------------------------------------------------------------===//

#include "link/MemoryFile.h"

#include <cerrno>
#include <sys/mman.h>
#include <unistd.h>

namespace sinter {

MemoryFile::MemoryFile(Bytes bytes) {
  int fd = memfd_create("sinter", MFD_CLOEXEC);
  if (fd < 0)
    return;
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0) {
      close(fd);
      return;
    }
    bytes = bytes.subspan(size_t(written));
  }
  descriptor = fd;
}

MemoryFile::~MemoryFile() {
  if (descriptor >= 0)
    close(descriptor);
}

std::string MemoryFile::path() const {
  return valid() ? "/proc/self/fd/" + std::to_string(descriptor) : std::string();
}

} // namespace sinter
