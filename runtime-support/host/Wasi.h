//===-- Wasi.h - What WASI calls of a host's instances work on --------------===//
#pragma once

#include "Host.h"
#include "wasi/FdTable.h"

namespace sinter::host {

/// A list of strings as the guest sees it, which ends in null.
struct StringList {
  char **strings;
  size_t count;
};

/// One of a guest's first three descriptors. Behind a callback is a descriptor of /dev/null, which
/// answers whatever else is asked of it.
struct WasiStream {
  int fd;
  bool isOwned;
  sinter_wasi_read_t read;
  sinter_wasi_write_t write;
  void *data;
};

struct WasiDirectory {
  int fd;
  char *guest;
  bool readOnly;
};

/// The calling instance as WASI functions see it: their closure.
struct WasiGuest {
  Closure closure;
  sinter_wasi_config_t *config;
  const SinterMemory *memory; ///< Looked up at the first pointer; null until then.
  rt::wasi::Table table;
};

} // namespace sinter::host

/// Constant once an instance has it.
struct sinter_wasi_config_t {
  uint64_t references; ///< Of the host and of guests.
  sinter::host::StringList arguments;
  sinter::host::StringList variables;
  sinter::host::WasiDirectory *directories;
  size_t directoryCount;
  int *sockets;
  size_t socketCount;
  sinter::host::WasiStream streams[3];
  int null; ///< /dev/null, for streams that nothing was set for.
  uint32_t descriptorLimit;
  sinter_wasi_clock_t clock;
  void *clockData;
  sinter_wasi_random_t random;
  void *randomData;
};

namespace sinter::host {

/// The guest whose call runs on this thread. Callbacks of the host's may run others meanwhile.
inline WasiGuest &wasiGuest() { return *static_cast<WasiGuest *>(thread().wasi); }
template <typename Call> auto callHost(Call call) {
  void *guest = thread().wasi;
  auto result = call();
  thread().wasi = guest;
  return result;
}

} // namespace sinter::host
