//===-- About.cpp - What an executable says of itself ----------------------===//
//
// The section holds what differs from the default, since every program carries it; who reads it is
// told the rest.
//
//===----------------------------------------------------------------------===//

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
  line("target", fmt::format("{}, cpu {}", spec.target.name, spec.cpu));
  line("abi", std::to_string(SINTER_ABI_VERSION));
  line("features", features.empty() ? "none beyond WebAssembly 1.0" : features);
  if (options.checkedMemory)
    line("memory", "checked by code");
  for (const CompileOptions::Directory &directory : options.directories)
    line(directory.readOnly ? "dir-ro" : "dir",
         fmt::format("{} as {}", directory.host, directory.guest));
  for (const std::string &listener : options.listeners)
    line("listen", listener);
  for (const std::string &variable : options.environment)
    line("env", variable);
  if (options.inheritEnvironment)
    line("env", "all of the caller's");
  if (options.sealed)
    line("sealed", "yes");
  return text;
}

/// The lines that aboutProgram leaves out.
static std::string withDefaults(std::string text) {
  if (text.find("\n  memory ") == std::string::npos)
    text.insert(text.find('\n', text.find("\n  features ") + 1) + 1, "  memory    guard pages\n");
  if (text.find("\n  sealed ") == std::string::npos)
    text += "  sealed    no: SINTER_DIR and SINTER_DIR_RO grant more at start\n";
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
      return withDefaults(contents->str());
    llvm::consumeError(name.takeError());
    llvm::consumeError(contents.takeError());
  }
  return std::nullopt;
}

} // namespace sinter
