//===-- Landlock.cpp - Files that the kernel refuses --------------------------===//
//
// The resolver follows no path out of a granted directory, and if it ever did, the
// kernel would refuse: its rules (Landlock) allow what was granted and nothing else, for files that
// are opened from here on. The first version forbids every rename from one directory to another,
// so it is not used. Where the kernel can do more, connections and signals to others go the same
// way.
//
//===----------------------------------------------------------------------===//

#include "start/Wall.h"
#include "sys/Sys.h"
#include "wasi/Grants.h"

namespace sinter::rt {

namespace {
/// LANDLOCK_ACCESS_FS_* by their bits.
enum Access : uint64_t {
  ReadFile = 1 << 2,
  ReadDirectory = 1 << 3,
  UpToRefer = (1 << 14) - 1,
  Truncate = 1 << 14, // From version 3 on.
  /// Never allowed: running files, making devices, sockets and pipes.
  Foreign = 1 << 0 | 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11,
};
constexpr uint64_t BindAndConnect = 3;    // From version 4 on.
constexpr uint64_t SocketsAndSignals = 3; // From version 6 on.
} // namespace

bool confineFiles() {
  constexpr unsigned askVersion = 1;
  long version = sys::makePathRules(nullptr, 0, askVersion);
  if (version < 2)
    return false;
  sys::PathRuleset rules = {UpToRefer | (version < 3 ? 0 : uint64_t(Truncate)),
                            version < 4 ? 0 : BindAndConnect, version < 6 ? 0 : SocketsAndSignals};
  size_t size = version < 4 ? sizeof(uint64_t) : version < 6 ? 2 * sizeof(uint64_t) : sizeof rules;
  long ruleset = sys::makePathRules(&rules, size, 0);
  if (ruleset < 0)
    return false;
  uint32_t count = wasi::grantedDirectories();
  bool complete = true;
  for (uint32_t i = 0; i != count; ++i) {
    const wasi::Descriptor &directory = *wasi::findDescriptor(wasi::Fd(3 + i));
    bool writable = directory.base & wasi::right::Writing;
    sys::PathRule rule = {writable ? rules.files & ~uint64_t(Foreign)
                                   : uint64_t(ReadFile | ReadDirectory),
                          directory.host};
    complete &= sys::addPathRule(int(ruleset), rule) == 0;
  }
  complete = complete && sys::applyPathRules(int(ruleset)) == 0;
  sys::close(int(ruleset));
  return complete;
}

} // namespace sinter::rt
