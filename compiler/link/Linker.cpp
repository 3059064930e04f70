//===-- Linker.cpp - Joining objects, by lld in this process ---------------===//
//
// See Linker.h. How an executable is laid out is Script.cpp's.
//
//===----------------------------------------------------------------------===//

#include "link/Linker.h"

#include "link/Localize.h"
#include "link/Script.h"
#include "support/File.h"

#include "lld/Common/Driver.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"

#include <cerrno>
#include <deque>
#include <mutex>
#include <system_error>

LLD_HAS_DRIVER(elf)

namespace sinter {
namespace {

/// A shared object exports its descriptor; everything else is its own business.
constexpr llvm::StringLiteral sharedVersionScript =
    "{ global: sinter_module; sinter_module_*; local: *; };\n";

MemoryFile textFile(llvm::StringRef text) {
  return MemoryFile(Bytes(reinterpret_cast<const uint8_t *>(text.data()), text.size()));
}

/// lld's own text without its prefixes, first line first.
std::string firstError(llvm::StringRef output) {
  output = output.trim();
  auto [line, rest] = output.split('\n');
  line.consume_front("ld.lld: ");
  line.consume_front("error: ");
  return line.str();
}

bool reportInput(int error, Diagnostics &diag) {
  diag.error(Location::none(),
             "cannot hold the linker's input in memory: " + std::generic_category().message(error));
  return false;
}

bool reportFailure(const LinkJob &job, llvm::StringRef output, Diagnostics &diag) {
  if (output.contains(imageTooLargeText)) {
    diag.error(Location::none(),
               "the program's code and constants exceed 1 GiB, which is as much as an executable "
               "can have below its memory; -shared has no such limit");
    return false;
  }
  if (output.contains(std::generic_category().message(EMFILE)))
    return reportInput(EMFILE, diag);
  std::string text = firstError(output);
  // The output is all that can be wrong without our doing: no space, no permission.
  if (llvm::StringRef(text).contains(job.output) || text.empty()) {
    diag.error(Location::none(), "cannot write the output: " + text);
    return false;
  }
  const char *given = !job.userArguments.empty()  ? "what -Wl, hands to it: "
                      : !job.extraObjects.empty() ? "the objects given: "
                                                  : nullptr;
  if (given) {
    diag.error(Location::none(), std::string("the linker, with ") + given + text);
    return false;
  }
  llvm::reportFatalInternalError(llvm::Twine("the link failed: ") + output);
}

/// The paths by which lld opens its inputs: into /proc, or where that is not mounted, of copies
/// beside the output, which go with this object.
class InputPaths {
public:
  explicit InputPaths(const LinkJob &job) : output(job.output) {}

  std::string of(const MemoryFile &file, Diagnostics &diag) {
    if (isMounted)
      return file.path();
    OutputFile &copy = copies.emplace_back(output + ".in");
    isComplete &= copy.write(file.contents(), diag);
    return copy.temporaryPath();
  }
  /// False after an error in the `diag` of any call.
  [[nodiscard]] bool complete() const { return isComplete; }

private:
  std::string output;
  bool isMounted = MemoryFile::hasPaths();
  bool isComplete = true;
  std::deque<OutputFile> copies; // never committed
};

std::vector<std::string> arguments(const LinkJob &job, const MemoryFile &script,
                                   const MemoryFile &archive, InputPaths &paths,
                                   Diagnostics &diag) {
  std::vector<std::string> args = {"ld.lld"};
  // A target of LLVM's alone goes by what the objects are.
  if (job.target->hasRuntime)
    args.insert(args.end(), {"-m", std::string(job.target->emulation)});
  args.insert(args.end(), {"-o", job.output, "-nostdlib", "--no-color-diagnostics",
                           "--threads=" + std::to_string(job.threads)});
  auto add = [&](std::initializer_list<const char *> more) {
    args.insert(args.end(), more.begin(), more.end());
  };
  switch (job.kind) {
  case LinkKind::Executable:
    add({"--gc-sections", "--eh-frame-hdr", "--build-id=none", "-z", "noexecstack"});
    if (job.harden)
      add({"-pie", "--no-dynamic-linker", "-z", "relro", "-z", "now", "-z", "text",
           "--pack-dyn-relocs=relr", "--hash-style=gnu"});
    else
      add({"-static", "-z", "norelro"});
    args.push_back("-T");
    args.push_back(paths.of(script, diag));
    break;
  case LinkKind::Shared:
    add({"-shared", "-Bsymbolic", "--entry=0", "--gc-sections", "--eh-frame-hdr", "--build-id=none",
         "-z", "defs", "-z", "now", "-z", "noexecstack", "--hash-style=gnu"});
    args.push_back("--version-script=" + paths.of(script, diag));
    break;
  case LinkKind::Relocatable:
    add({"-r"});
    break;
  }
  // The note is true only if every object has it, and of a relocatable object whoever links it is
  // told.
  if (hasProperty(job) && job.kind != LinkKind::Relocatable)
    add({"-z", llvm::StringRef(job.target->emulation).contains("x86") ? "cet-report=error"
                                                                      : "bti-report=error"});
  if (job.kind != LinkKind::Relocatable) {
    args.push_back("-z");
    args.push_back("max-page-size=" + std::to_string(job.pageSize));
    if (!job.keepSymbols)
      args.push_back("--strip-all");
  }
  args.insert(args.end(), job.userArguments.begin(), job.userArguments.end());
  for (const MemoryFile &object : job.objects)
    args.push_back(paths.of(object, diag));
  args.insert(args.end(), job.extraObjects.begin(), job.extraObjects.end());
  if (!job.archive.empty())
    args.push_back(paths.of(archive, diag));
  return args;
}

} // namespace

bool link(const LinkJob &job, Diagnostics &diag) {
  if (job.pieces.size() > mostPieces)
    llvm::reportFatalInternalError("more pieces of memory than program headers");
  std::string scriptText;
  if (job.kind == LinkKind::Executable)
    scriptText = executableScript(job);
  else if (job.kind == LinkKind::Shared)
    scriptText = sharedVersionScript;
  MemoryFile script = textFile(scriptText);
  MemoryFile archive(job.archive);
  for (const MemoryFile *file : {&script, &archive})
    if (!file->valid())
      return reportInput(file->error(), diag);
  for (const MemoryFile &object : job.objects)
    if (!object.valid())
      return reportInput(object.error(), diag);

  InputPaths paths(job);
  std::vector<std::string> args = arguments(job, script, archive, paths, diag);
  if (!paths.complete())
    return false;
  llvm::SmallVector<const char *, 64> pointers;
  for (const std::string &arg : args)
    pointers.push_back(arg.c_str());
  if (job.verbose) {
    for (const std::string &arg : args)
      llvm::errs() << arg << ' ';
    llvm::errs() << '\n' << scriptText;
  }

  static std::mutex oneAtATime; // lld keeps its state in globals.
  std::lock_guard<std::mutex> lock(oneAtATime);
  std::string output;
  llvm::raw_string_ostream stream(output);
  lld::Result result = lld::lldMain(pointers, stream, stream, {{lld::Gnu, &lld::elf::link}});
  if (!result.canRunAgain)
    llvm::reportFatalInternalError(llvm::Twine("the linker crashed: ") + output);
  if (result.retCode != 0)
    return reportFailure(job, output, diag);
  bool isSelfContained = job.kind == LinkKind::Relocatable && !job.archive.empty();
  return !isSelfContained || localizeHidden(job.output, diag);
}

} // namespace sinter
