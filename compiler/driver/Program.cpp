//===-- Program.cpp - The modules of one compilation -----------------------===//

#include "driver/Program.h"

#include <fmt/format.h>

namespace sinter {

bool Program::collect(bool good) {
  for (Preload &preload : preloads)
    diag.append(std::move(preload.diag));
  return good;
}

bool Program::read() {
  std::set<std::string_view> names;
  for (const CompileOptions::Preload &option : options.preloads)
    if (!names.insert(option.name).second) {
      diag.error(Location::none(),
                 fmt::format("--preload: two modules are called \"{}\"", option.name));
      return false;
    }
  bool good = loadInput(options.input, options.bytes, options.features, main, diag);
  for (const CompileOptions::Preload &option : options.preloads) {
    Preload &preload = preloads.emplace_back(option);
    good &= loadInput(option.input, option.bytes, options.features, preload.input, preload.diag);
  }
  return collect(good);
}

bool Program::validate(unsigned jobs) {
  bool good = validateBodies(main, jobs, diag);
  for (Preload &preload : preloads)
    good &= validateBodies(preload.input, jobs, preload.diag);
  return collect(good);
}

bool Program::link() {
  if (isAlone())
    return true;
  std::vector<LinkInput> inputs;
  for (Preload &preload : preloads)
    inputs.push_back({preload.option.name, &preload.input.module, &preload.diag});
  inputs.push_back({"", &main.module, &diag});
  return collect(linkModules(inputs, main.enabled, linked));
}

FeatureSet Program::used() const {
  FeatureSet used = main.used;
  for (const Preload &preload : preloads)
    used.add(preload.input.used);
  return used;
}

std::set<std::string, std::less<>> Program::preloadedNames() const {
  std::set<std::string, std::less<>> names;
  for (const Preload &preload : preloads)
    names.insert(preload.option.name);
  return names;
}

} // namespace sinter
