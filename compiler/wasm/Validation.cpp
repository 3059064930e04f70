//===-- Validation.cpp - Validating without lowering -----------------------===//
//
// The walker with the sink that listens to nothing. Threads take runs of
// functions from a counter and collect errors of their own; since errors are
// printed by offset and features are a union, the outcome does not depend on
// who took what.
//
//===----------------------------------------------------------------------===//
#include "wasm/Validation.h"

#include "wasm/FunctionValidator.h"

#include <atomic>
#include <thread>

namespace sinter {

template class FunctionValidator<NullSink>;

bool validateFunction(const Module &module, FuncIndex function, FeatureSet enabled,
                      FeatureSet &used, Diagnostics &diag) {
  NullSink sink;
  return walkFunction(module, function, enabled, used, sink, diag);
}

namespace {
/// What one thread found.
struct Share {
  explicit Share(const Diagnostics &of) : diag(of.fileName()) {}
  Diagnostics diag;
  FeatureSet used;
  bool isValid = true;
};
} // namespace

/// Validates runs of functions until `next` is past the last.
static void validateRuns(const Module &module, FeatureSet enabled, std::atomic<uint64_t> &next,
                         Share &share) {
  constexpr uint32_t runLength = 64;
  FunctionValidator<NullSink> validator(module, enabled, share.diag);
  NullSink sink;
  while (true) {
    uint64_t begin = next.fetch_add(runLength);
    if (begin >= module.functions.size())
      break;
    uint64_t end = std::min<uint64_t>(begin + runLength, module.functions.size());
    for (uint64_t f = begin; f < end; ++f)
      share.isValid &= validator.walk(FuncIndex(uint32_t(f)), sink);
  }
  share.used = validator.used();
}

bool validateModule(const Module &module, FeatureSet enabled, FeatureSet &used, unsigned threads,
                    Diagnostics &diag) {
  uint64_t codeBytes = 0;
  for (const Function &function : module.functions)
    codeBytes += function.body.size();
  // A thread costs as much as some ten thousand bytes of code.
  threads = unsigned(std::min<uint64_t>(threads, 1 + codeBytes / 65536));

  std::atomic<uint64_t> next = module.importedFunctions;
  std::deque<Share> shares;
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) {
    Share &share = shares.emplace_back(diag);
    others.emplace_back(
        [&module, enabled, &next, &share] { validateRuns(module, enabled, next, share); });
  }
  validateRuns(module, enabled, next, shares.emplace_back(diag));
  for (std::thread &thread : others)
    thread.join();
  bool isValid = true;
  for (Share &share : shares) {
    isValid &= share.isValid;
    used.add(share.used);
    diag.merge(std::move(share.diag));
  }
  return isValid;
}

} // namespace sinter
