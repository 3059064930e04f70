//===-- File.cpp - Whole-file input, all-or-nothing output -----------------===//
//
// The temporary file lies in the destination's own folder, because rename is
// atomic only within one file system. A symbolic link is followed, so that the
// file it names is replaced and not the link.
//
//===----------------------------------------------------------------------===//
#include "support/File.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace sinter {

static std::string reason(int error) { return std::generic_category().message(error); }

bool writeStandardOutput(std::string_view text, Diagnostics &diag) {
  if (fwrite(text.data(), 1, text.size(), stdout) == text.size() && fflush(stdout) == 0)
    return true;
  diag.error(Location::none(), "cannot write to standard output: " + reason(errno));
  return false;
}

std::optional<std::vector<uint8_t>> readFile(const std::string &path, Diagnostics &diag) {
  bool isStdin = path == "-";
  auto failed = [&](const char *what, const std::string &why) {
    diag.error(Location::none(),
               fmt::format("cannot {} {}: {}", what, isStdin ? "standard input" : path, why));
    return std::nullopt;
  };
  int fd = isStdin ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return failed("open", reason(errno));

  std::vector<uint8_t> bytes;
  struct stat status;
  bool isSized = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
  bool tooLarge = isSized && uint64_t(status.st_size) > maxInputSize;
  if (isSized && !tooLarge)
    bytes.resize(size_t(status.st_size) + 1); // one more, so that the end is seen without growing
  size_t used = 0;
  int error = 0;
  while (!tooLarge) {
    if (used == bytes.size())
      bytes.resize(std::max<size_t>(2 * bytes.size(), 65536));
    ssize_t n = read(fd, bytes.data() + used, bytes.size() - used);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      error = errno;
    if (n <= 0)
      break;
    used += size_t(n);
    tooLarge = used > maxInputSize;
  }
  if (!isStdin)
    close(fd);
  if (error)
    return failed("read", reason(error));
  if (tooLarge)
    return failed("read", fmt::format("larger than the limit of {} bytes", maxInputSize));
  bytes.resize(used);
  return bytes;
}

/// Writes all of `bytes` to `fd` and closes it. The errno, or 0.
static int writeAndClose(int fd, Bytes bytes) {
  int error = 0;
  while (!bytes.empty()) {
    ssize_t n = write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0) {
      error = errno;
      break;
    }
    bytes = bytes.subspan(size_t(n));
  }
  if (close(fd) != 0 && !error)
    error = errno;
  return error;
}

OutputFile::OutputFile(std::string destination) : path(std::move(destination)) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) {
      openError = EISDIR;
      return;
    }
    isSpecial = !S_ISREG(status.st_mode);
    if (char *real = realpath(path.c_str(), nullptr)) {
      path = real;
      free(real);
    }
  }
  std::string pattern = path + ".tmpXXXXXX";
  if (isSpecial) {
    const char *folder = getenv("TMPDIR");
    pattern = std::string(folder && *folder ? folder : "/tmp") + "/sinter.XXXXXX";
  }
  int fd = mkostemp(pattern.data(), O_CLOEXEC);
  if (fd < 0) {
    openError = errno;
    return;
  }
  close(fd);
  temporary = pattern;
}

OutputFile::~OutputFile() { removeTemporary(); }

void OutputFile::removeTemporary() {
  if (!temporary.empty())
    unlink(temporary.c_str());
  temporary.clear();
}

bool OutputFile::write(Bytes bytes, Diagnostics &diag) {
  int error = openError;
  if (!error) {
    int fd = open(temporary.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    error = fd < 0 ? errno : writeAndClose(fd, bytes);
  }
  if (error)
    diag.error(Location::none(), fmt::format("cannot write {}: {}", path, reason(error)));
  return !error;
}

bool OutputFile::commit(bool executable, Diagnostics &diag) {
  int error = openError;
  if (!error && isSpecial) {
    std::optional<std::vector<uint8_t>> bytes = readFile(temporary, diag);
    if (!bytes)
      return false;
    int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    error = fd < 0 ? errno : writeAndClose(fd, *bytes);
    removeTemporary();
  } else if (!error) {
    mode_t mask = umask(0);
    umask(mask);
    if (chmod(temporary.c_str(), (executable ? 0777 : 0666) & ~mask) != 0 ||
        rename(temporary.c_str(), path.c_str()) != 0)
      error = errno;
    else
      temporary.clear();
  }
  if (error)
    diag.error(Location::none(), fmt::format("cannot write {}: {}", path, reason(error)));
  return !error;
}

} // namespace sinter
