//===-- MemoryFile.cpp - A file that lives in memory only ------------------===//
//
// See MemoryFile.h.
//
//===----------------------------------------------------------------------===//

#include "link/MemoryFile.h"

#include <cerrno>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace sinter {

MemoryFile::MemoryFile(Bytes bytes) {
  int fd = memfd_create("sinter", MFD_CLOEXEC);
  if (fd < 0) {
    failure = errno;
    return;
  }
  while (!bytes.empty()) {
    ssize_t written = write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0) {
      failure = errno;
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

bool MemoryFile::hasPaths() { return access("/proc/self/fd", X_OK) == 0; }

std::vector<uint8_t> MemoryFile::contents() const {
  struct stat status = {};
  fstat(descriptor, &status);
  std::vector<uint8_t> bytes(static_cast<size_t>(status.st_size));
  size_t used = 0;
  while (used != bytes.size()) {
    ssize_t count = pread(descriptor, bytes.data() + used, bytes.size() - used, off_t(used));
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      break;
    used += size_t(count);
  }
  bytes.resize(used);
  return bytes;
}

} // namespace sinter
