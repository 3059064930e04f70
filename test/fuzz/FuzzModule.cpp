//===-- FuzzModule.cpp - Reader and validator on arbitrary bytes -----------===//
//
// Besides what the sanitizers see, the fuzzer holds the seams to their word:
// failure and an error come together, an error has text, and one thread and two agree.
// The first bytes of a module are supplied where they are missing, since
// without them there is nothing to find.
//
//===----------------------------------------------------------------------===//
#include "wasm/ModuleReader.h"
#include "wasm/Validation.h"

#include <algorithm>
#include <cstdlib>

using namespace sinter;

static void require(bool condition) {
  if (!condition)
    abort();
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static constexpr uint8_t header[] = {0, 'a', 's', 'm', 1, 0, 0, 0};
  std::vector<uint8_t> file(data, data + size);
  if (size < 4 || !std::equal(header, header + 4, data))
    file.insert(file.begin(), header, header + sizeof(header));

  Diagnostics diag("fuzz.wasm");
  Module module;
  if (!readModule(file, FeatureSet::defaults(), diag, module)) {
    require(diag.hasErrors() && !diag.firstMessage().empty() && !diag.render().empty());
    return 0;
  }
  require(!diag.hasErrors());
  FeatureSet used[2];
  Diagnostics found[2] = {Diagnostics("fuzz.wasm"), Diagnostics("fuzz.wasm")};
  bool valid = validateModule(module, FeatureSet::defaults(), used[0], 1, found[0]);
  require(valid == !found[0].hasErrors());
  bool again = validateModule(module, FeatureSet::defaults(), used[1], 2, found[1]);
  require(valid == again && used[0] == used[1] && found[0].render() == found[1].render());
  return 0;
}
