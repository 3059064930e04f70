//===-- Input.cpp - From a file to a validated module ----------------------===//
//
// Bodies are validated before anything is lowered, although lowering walks them
// once more with the same walker: this way all of a module's errors are reported
// at once, and a bad module costs nothing but this pass.
//
//===----------------------------------------------------------------------===//

#include "driver/Input.h"

#include "driver/Workers.h"
#include "support/File.h"
#include "text/Assembler.h"
#include "wasm/ModuleReader.h"
#include "wasm/Validation.h"

namespace sinter {
namespace {

std::optional<Feature> featureNamed(std::string_view name) {
  for (unsigned i = 0; i != featureCount; ++i)
    if (featureInfo(Feature(i)).option == name)
      return Feature(i);
  return std::nullopt;
}

} // namespace

std::optional<FeatureSet> parseFeatures(std::string_view text, Diagnostics &diag) {
  FeatureSet set = FeatureSet::defaults();
  for (bool first = true; !text.empty(); first = false) {
    size_t comma = std::min(text.find(','), text.size());
    std::string_view word = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    bool off = word.starts_with('-');
    if (off || word.starts_with('+'))
      word.remove_prefix(1);
    std::optional<Feature> feature = featureNamed(word);
    if (!feature) {
      std::string known;
      for (unsigned i = 0; i != featureCount; ++i)
        known += (i ? ", " : "") + std::string(featureInfo(Feature(i)).option);
      diag.error(Location::none(), "--features: unknown feature '" + std::string(word) + "'",
                 {"there are " + known});
      return std::nullopt;
    }
    if (*feature == Feature::Mvp && first)
      set = FeatureSet();
    if (off)
      set.remove(*feature);
    else
      set.add(*feature);
  }
  return set;
}

std::optional<Bytes> loadBytes(const std::string &path, Bytes bytes, Input &input,
                               Diagnostics &diag) {
  if (bytes.empty()) {
    std::optional<std::vector<uint8_t>> file = readFile(path, diag);
    if (!file)
      return std::nullopt;
    input.storage = std::move(*file);
    bytes = input.storage;
  }
  std::string_view text(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  if (path.ends_with(".wat") || looksLikeText(text)) {
    input.map.text = text;
    diag.setSourceMap(&input.map);
    std::optional<std::vector<uint8_t>> assembled = assembleModule(input.map, diag);
    if (!assembled)
      return std::nullopt;
    input.storage = std::move(*assembled);
    bytes = input.storage;
  }
  return bytes;
}

bool loadInput(const std::string &path, Bytes bytes, std::string_view features, Input &input,
               Diagnostics &diag) {
  std::optional<FeatureSet> enabled = parseFeatures(features, diag);
  if (!enabled)
    return false;
  input.enabled = *enabled;
  std::optional<Bytes> module = loadBytes(path, bytes, input, diag);
  if (!module || !readModule(*module, input.enabled, diag, input.module))
    return false;
  input.used = input.module.featuresUsed;
  return true;
}

bool validateBodies(Input &input, unsigned jobs, Diagnostics &diag) {
  return validateModule(input.module, input.enabled, input.used, workerCount(jobs), diag);
}

} // namespace sinter
