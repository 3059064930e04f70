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
#include "llvm/Support/Endian.h"

#include <fmt/format.h>
#include <iterator>
#include <set>

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
  if (options.harden)
    line("hardened", "yes");
  for (const CompileOptions::Preload &preload : options.preloads)
    line("module", preload.name);
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
  if (!options.seccomp || !options.landlock || options.requireSandbox)
    line("walls", fmt::format("{}{}{}", options.seccomp ? "seccomp" : "no seccomp",
                              options.landlock ? ", landlock" : ", no landlock",
                              options.requireSandbox ? ", or it does not start" : ""));
  return text;
}

/// The lines that aboutProgram leaves out.
static std::string withDefaults(std::string text) {
  if (text.find("\n  memory ") == std::string::npos)
    text.insert(text.find('\n', text.find("\n  features ") + 1) + 1, "  memory    guard pages\n");
  if (text.find("\n  sealed ") == std::string::npos)
    text += "  sealed    no: SINTER_DIR and SINTER_DIR_RO grant more at start\n";
  if (text.find("\n  walls ") == std::string::npos)
    text += "  walls     seccomp, landlock\n";
  return text;
}

/// The calls that the program's seccomp filter lets pass, by name, from the rows behind the text.
static std::string systemCalls(llvm::StringRef rows, bool isX86) {
  struct Call {
    const char *name;
    int x86, generic;
  };
  static constexpr Call known[] = {
#define SYSCALL(NAME, X86, GENERIC) {#NAME, X86, GENERIC},
#include "sinter/abi/Syscalls.def"
  };
  std::set<std::string> names;
  for (; rows.size() >= 4; rows = rows.substr(4)) {
    int number = llvm::support::endian::read16le(rows.data()) % SINTER_SYSCALL_LIMIT;
    for (const Call &call : known)
      if ((isX86 ? call.x86 : call.generic) == number)
        names.insert(call.name);
  }
  std::string text;
  for (const std::string &name : names)
    text += (text.empty() ? "  calls     " : ", ") + name;
  return text.empty() ? text : text + "\n";
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
    if (found) {
      auto [text, rows] = contents->split('\0');
      // Rows stand at even offsets.
      std::string about = withDefaults(text.str());
      if (about.find("no seccomp") == std::string::npos)
        about += systemCalls(rows.substr(text.size() % 2 ? 0 : 1),
                             file->getBinary()->getArch() == llvm::Triple::x86_64);
      return about;
    }
    llvm::consumeError(name.takeError());
    llvm::consumeError(contents.takeError());
  }
  return std::nullopt;
}

} // namespace sinter
