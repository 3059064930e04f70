//===-- Script.cpp - How an executable is laid out --------------------------===//
//
// Memory 0 of static form sits at an absolute address that fits an instruction's
// displacement, and its initial contents are segments of the file, so that the kernel
// maps them and start-up copies nothing. The command line cannot say that
// (--section-start puts everything that follows behind the pieces and into one
// segment), so the link follows a script: one segment for the headers, constants and
// code, one for data, one for each piece of memory. Memory starts at 16 MiB, or where
// the image is larger at the next power of two up to 1 GiB; the script works that out,
// since only lld knows the image's size.
//
// Constants stand in the segment of the code: a segment more costs a mapping at
// start and up to a page of the file, which counts when all of hello world is 9 KB.
//
// A hardened program is for those who pay that: constants cannot be executed, what needed
// relocating is read-only afterwards (RELRO), and as nobody knows yet where memory 0 will
// be, all its pieces are one segment, which start-up takes apart (runtime-support/harden).
//
//===----------------------------------------------------------------------===//

#include "link/Script.h"

#include "sinter/abi/Abi.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {
namespace {

/// Where an image starts: above what any kernel forbids to map.
constexpr uint64_t imageBase = 0x200000;
constexpr uint64_t lowestMemoryBase = uint64_t(16) << 20;
constexpr uint64_t highestMemoryBase = uint64_t(1) << 30;

// What both forms have; each in the segment that the section before it is in, but for the first.
constexpr llvm::StringLiteral constants =
    " : { *(.rodata .rodata.*) *(.srodata .srodata.*) . = ALIGN(4);\n"
    "    __start_sinter_functions = .; *(sinter_functions) __stop_sinter_functions = .;\n"
    "    __start_sinter_inlined = .; *(sinter_inlined) __stop_sinter_inlined = .; } ";
constexpr llvm::StringLiteral about =
    "  " SINTER_ABOUT_SECTION " : { *(" SINTER_ABOUT_SECTION
    ") __start_sinter_syscalls = .; *(sinter_syscalls) __stop_sinter_syscalls = .; }\n"
    "  ASSERT(__stop_sinter_syscalls - __start_sinter_syscalls <= 480, \"too-many-calls\")\n";
constexpr llvm::StringLiteral code =
    "  .text : { *(.text.hot .text.hot.*) *(.text .text.*) } :code\n";

class Script {
public:
  explicit Script(const LinkJob &job) : job(job), out(text), page(hex(job.pageSize)) {}

  std::string usual() {
    out << "PHDRS {\n"
           "  code PT_LOAD FILEHDR PHDRS FLAGS(5);\n"
           "  data PT_LOAD FLAGS(6);\n";
    for (size_t i = 0; i != job.pieces.size(); ++i)
      out << "  memory" << i << " PT_LOAD FLAGS(6);\n";
    commonHeaders();
    out << "  . = " << hex(imageBase) << " + SIZEOF_HEADERS;\n  .rodata" << constants << ":code\n"
        << about;
    unwindTables();
    out << code;
    nextSegment();
    threadLocals("");
    out << "  .data : { *(.data .data.* .data.rel.ro .data.rel.ro.* .sdata .sdata.*) } :data\n";
    zeros();
    out << "  ASSERT(. + " << hex(SINTER_FRONT_GUARD) << " <= " << hex(highestMemoryBase) << ", \""
        << imageTooLargeText << "\")\n  " << memorySymbol << " = ";
    for (uint64_t base = lowestMemoryBase; base < highestMemoryBase; base *= 2)
      out << ". + " << hex(SINTER_FRONT_GUARD) << " <= " << hex(base) << " ? " << hex(base)
          << " : ";
    out << hex(highestMemoryBase) << ";\n";
    for (size_t i = 0; i != job.pieces.size(); ++i) {
      const ImagePiece &piece = job.pieces[i];
      out << "  . = " << memorySymbol << " + " << hex(piece.begin) << ";\n  " << piece.section
          << " : {";
      contents(piece);
      out << " } :memory" << i << "\n";
    }
    out << "  /DISCARD/ : { *(.comment) *(.note.*) }\n}\n";
    return text;
  }

  std::string hardened() {
    out << "PHDRS {\n"
           "  constants PT_LOAD FILEHDR PHDRS FLAGS(4);\n"
           "  code PT_LOAD FLAGS(5);\n"
           "  data PT_LOAD FLAGS(6);\n";
    if (!job.pieces.empty())
      out << "  memory PT_LOAD FLAGS(6);\n";
    out << "  dynamic PT_DYNAMIC FLAGS(4);\n"
           "  relro PT_GNU_RELRO FLAGS(4);\n";
    if (hasProperty(job))
      out << "  note PT_NOTE FLAGS(4);\n"
             "  property 0x6474e553 FLAGS(4);\n";
    commonHeaders();
    out << "  . = SIZEOF_HEADERS;\n";
    if (hasProperty(job))
      out << "  .note.gnu.property : { *(.note.gnu.property) } :constants :note :property\n";
    out << "  .dynsym : { *(.dynsym) } :constants\n"
           "  .gnu.hash : { *(.gnu.hash) }\n"
           "  .dynstr : { *(.dynstr) }\n"
           "  .relr.dyn : { __sinter_relr_begin = .; *(.relr.dyn) __sinter_relr_end = .; }\n"
           "  .rela.dyn : { __sinter_rela_begin = .; *(.rela.dyn) __sinter_rela_end = .; }\n"
           "  .rodata"
        << constants << "\n"
        << about;
    unwindTables();
    nextSegment();
    out << code;
    nextSegment();
    threadLocals(" :relro");
    out << "  .data.rel.ro : { *(.data.rel.ro .data.rel.ro.*) } :data :relro\n"
           "  .dynamic : { *(.dynamic) } :data :relro :dynamic\n"
           "  .got : { *(.got .got.plt) } :data :relro\n"
           "  . = ALIGN("
        << page
        << ");\n"
           "  .data : { *(.data .data.* .sdata .sdata.*) } :data\n";
    zeros();
    out << "  . = ALIGN(" << page << ");\n  " << memorySymbol << " = .;\n";
    if (!job.pieces.empty()) {
      out << "  .wasm.memory : {";
      for (const ImagePiece &piece : job.pieces)
        contents(piece);
      out << " } :memory\n";
    }
    out << "  /DISCARD/ : { *(.comment) *(.note.*) }\n}\n";
    return text;
  }

private:
  static std::string hex(uint64_t value) {
    std::string text;
    llvm::raw_string_ostream(text) << llvm::format_hex(value, 1);
    return text;
  }

  void commonHeaders() {
    if (job.hasThreadLocals)
      out << "  locals PT_TLS FLAGS(4);\n";
    out << "  unwind PT_GNU_EH_FRAME FLAGS(4);\n"
           "  stack PT_GNU_STACK FLAGS(6);\n"
           "}\n"
           "SECTIONS {\n";
  }

  void unwindTables() {
    llvm::StringRef segment = job.harden ? ":constants" : ":code";
    out << "  .eh_frame_hdr : { *(.eh_frame_hdr) } " << segment
        << " :unwind\n"
           "  .eh_frame : { *(.eh_frame) } "
        << segment << "\n";
  }

  /// What follows has a page of memory of its own, but not of the file.
  void nextSegment() { out << "  . = ALIGN(" << page << ") + (. & (" << page << " - 1));\n"; }

  /// The alignment is what the runtime counts on when it places a thread's copy
  /// (threads/Spawn.cpp).
  void threadLocals(llvm::StringRef more) {
    if (job.hasThreadLocals)
      out << "  .tdata : ALIGN(64) { *(.tdata .tdata.*) } :data :locals" << more
          << "\n"
             "  .tbss : ALIGN(64) { *(.tbss .tbss.*) } :data :locals"
          << more << "\n";
  }

  void zeros() { out << "  .bss : { *(.bss .bss.* .sbss .sbss.*) *(COMMON) } :data\n"; }

  /// A piece fills its last page: what the file has behind it must not be seen.
  void contents(const ImagePiece &piece) {
    out << " KEEP(*(" << piece.section << ")) . = ALIGN(" << page << ");";
  }

  const LinkJob &job;
  std::string text;
  llvm::raw_string_ostream out;
  std::string page;
};

} // namespace

bool hasProperty(const LinkJob &job) {
  // Of RISC-V, LLVM does not yet call any of it stable.
  llvm::StringRef emulation = job.target->emulation;
  if (!job.harden || emulation.contains("riscv"))
    return false;
  return llvm::none_of(job.userArguments, [](llvm::StringRef argument) {
    return argument.starts_with("cet-report=") || argument.starts_with("bti-report=");
  });
}

std::string executableScript(const LinkJob &job) {
  Script script(job);
  return job.harden ? script.hardened() : script.usual();
}

} // namespace sinter
