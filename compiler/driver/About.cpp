//===-- About.cpp - What an executable says of itself ----------------------===//

#include "driver/About.h"

#include "driver/Version.h"
#include "sinter/abi/Abi.h"

#include "llvm/Object/ObjectFile.h"

#include <fmt/format.h>
#include <iterator>

namespace sinter {

std::string aboutProgram(const CompileOptions &options, FeatureSet used, const TargetSpec &spec) {
  std::string text;
  auto line = [&](std::string_view name, std::string_view value) {
    fmt::format_to(std::back_inserter(text), "  {:<9} {}\n", name, value);
  };
  std::string features;
  for (unsigned i = 0; i != featureCount; ++i)
    if (used.has(Feature(i)) && Feature(i) != Feature::Mvp)
      features += (features.empty() ? "" : ", ") + std::string(featureInfo(Feature(i)).option);
  line("target", fmt::format("{}, cpu {}", spec.target->name, spec.cpu));
  line("abi", std::to_string(SINTER_ABI_VERSION));
  line("features", features.empty() ? "none beyond WebAssembly 1.0" : features);
  line("memory", options.checkedMemory ? "checked by code" : "guard pages");
  for (const CompileOptions::Directory &directory : options.directories)
    line(directory.readOnly ? "dir-ro" : "dir",
         fmt::format("{} as {}", directory.host, directory.guest));
  for (const std::string &listener : options.listeners)
    line("listen", listener);
  for (const std::string &variable : options.environment)
    line("env", variable);
  if (options.inheritEnvironment)
    line("env", "all of the caller's");
  line("sealed", options.sealed ? "yes" : "no: SINTER_DIR and SINTER_DIR_RO grant more at start");
  return text;
}

std::optional<std::string> aboutExecutable(const std::string &path) {
  using namespace llvm::object;
  llvm::Expected<OwningBinary<ObjectFile>> file = ObjectFile::createObjectFile(path);
  if (!file) {
    llvm::consumeError(file.takeError());
    return std::nullopt;
  }
  for (const SectionRef &section : file->getBinary()->sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName(), contents = section.getContents();
    bool found = name && contents && *name == SINTER_ABOUT_SECTION;
    if (found)
      return contents->str();
    llvm::consumeError(name.takeError());
    llvm::consumeError(contents.takeError());
  }
  return std::nullopt;
}

} // namespace sinter
