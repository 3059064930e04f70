//===-- Linker.cpp - Joining objects, by lld in this process ---------------===//
//
// How an executable is laid out. Memory 0 of static form sits at an absolute
// address that fits an instruction's displacement, and its initial contents
// are segments of the file, so that the kernel maps them and start-up copies
// nothing. The command line cannot say that (--section-start puts everything
// that follows behind the pieces and into one segment), so the link follows a
// script: one segment for the headers, constants and code, one for data, one
// for each piece of memory. Memory starts at 16 MiB, or where the image is larger at the
// next power of two up to 1 GiB; the script works that out, since only lld knows
// the image's size.
//
// Constants stand in the segment of the code: a segment more costs a mapping at
// start and up to a page of the file, which counts when all of hello world is 9 KB.
//
//===----------------------------------------------------------------------===//

#include "link/Linker.h"

#include "link/Localize.h"
#include "sinter/abi/Abi.h"
#include "support/File.h"

#include "lld/Common/Driver.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <deque>
#include <mutex>

LLD_HAS_DRIVER(elf)

namespace sinter {
namespace {

/// Where an image starts: above what any kernel forbids to map.
constexpr uint64_t imageBase = 0x200000;
constexpr uint64_t lowestMemoryBase = uint64_t(16) << 20;
constexpr uint64_t highestMemoryBase = uint64_t(1) << 30;
constexpr llvm::StringLiteral imageTooLarge = "image-above-1-GiB";
/// What kernels before 5.0 take in one page of program headers, less ours.
constexpr size_t mostPieces = 60;

std::string hex(uint64_t value) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format_hex(value, 1);
  return text;
}

/// The script for an executable; see the top.
std::string executableScript(const LinkJob &job) {
  std::string text;
  llvm::raw_string_ostream out(text);
  std::string page = hex(job.pageSize);

  out << "PHDRS {\n"
         "  code PT_LOAD FILEHDR PHDRS FLAGS(5);\n"
         "  data PT_LOAD FLAGS(6);\n";
  for (size_t i = 0; i != job.pieces.size(); ++i)
    out << "  memory" << i << " PT_LOAD FLAGS(6);\n";
  if (job.hasThreadLocals)
    out << "  locals PT_TLS FLAGS(4);\n";
  out << "  unwind PT_GNU_EH_FRAME FLAGS(4);\n"
         "  stack PT_GNU_STACK FLAGS(6);\n"
         "}\n"
         "SECTIONS {\n"
         "  . = "
      << hex(imageBase)
      << " + SIZEOF_HEADERS;\n"
         "  .rodata : { *(.rodata .rodata.*) *(.srodata .srodata.*) . = ALIGN(4);\n"
         "    __start_sinter_functions = .; *(sinter_functions) __stop_sinter_functions = .;\n"
         "    __start_sinter_inlined = .; *(sinter_inlined) __stop_sinter_inlined = .; } "
         ":code\n"
         "  "
      << SINTER_ABOUT_SECTION << " : { *(" << SINTER_ABOUT_SECTION
      << ") __start_sinter_syscalls = .; *(sinter_syscalls) __stop_sinter_syscalls = .; } :code\n"
         "  ASSERT(__stop_sinter_syscalls - __start_sinter_syscalls <= 480, \"too-many-calls\")\n"
         "  .eh_frame_hdr : { *(.eh_frame_hdr) } :code :unwind\n"
         "  .eh_frame : { *(.eh_frame) } :code\n"
         "  .text : { *(.text.hot .text.hot.*) *(.text .text.*) } :code\n"
         "  . = ALIGN("
      << page << ") + (. & (" << page << " - 1));\n";
  // The alignment is what the runtime counts on when it places a thread's copy (threads/Spawn.cpp).
  if (job.hasThreadLocals)
    out << "  .tdata : ALIGN(64) { *(.tdata .tdata.*) } :data :locals\n"
           "  .tbss : ALIGN(64) { *(.tbss .tbss.*) } :data :locals\n";
  out << "  .data : { *(.data .data.* .data.rel.ro .data.rel.ro.* .sdata .sdata.*) } :data\n"
         "  .bss : { *(.bss .bss.* .sbss .sbss.*) *(COMMON) } :data\n"
         "  ASSERT(. + "
      << hex(SINTER_FRONT_GUARD) << " <= " << hex(highestMemoryBase) << ", \"" << imageTooLarge
      << "\")\n  " << memorySymbol << " = ";
  for (uint64_t base = lowestMemoryBase; base < highestMemoryBase; base *= 2)
    out << ". + " << hex(SINTER_FRONT_GUARD) << " <= " << hex(base) << " ? " << hex(base) << " : ";
  out << hex(highestMemoryBase) << ";\n";
  for (size_t i = 0; i != job.pieces.size(); ++i) {
    // A piece fills its last page: what the file has behind it must not be seen.
    const ImagePiece &piece = job.pieces[i];
    out << "  . = " << memorySymbol << " + " << hex(piece.begin) << ";\n  " << piece.section
        << " : { KEEP(*(" << piece.section << ")) . = ALIGN(" << page << "); } :memory" << i
        << "\n";
  }
  out << "  /DISCARD/ : { *(.comment) *(.note.*) }\n}\n";
  return text;
}

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

bool reportFailure(const LinkJob &job, llvm::StringRef output, Diagnostics &diag) {
  if (output.contains(imageTooLarge)) {
    diag.error(Location::none(),
               "the program's code and constants exceed 1 GiB, which is as much as an executable "
               "can have below its memory; -shared has no such limit");
    return false;
  }
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
    add({"-static", "--gc-sections", "--eh-frame-hdr", "--build-id=none", "-z", "norelro", "-z",
         "noexecstack", "-T"});
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
  bool complete = script.valid() && archive.valid();
  for (const MemoryFile &object : job.objects)
    complete &= object.valid();
  if (!complete) {
    diag.error(Location::none(), "no memory, or no file descriptors left, for the linker's input");
    return false;
  }

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
