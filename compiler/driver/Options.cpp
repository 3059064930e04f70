//===-- Options.cpp - The command line -------------------------------------===//
//
// The one file built with exceptions: CLI11 reports a mistake by throwing, and
// parseCommandLine() is where that ends.
//
//===----------------------------------------------------------------------===//

#include "driver/Options.h"

#include "driver/Commands.h"
#include "driver/Mangle.h"
#include "driver/SocketAddress.h"
#include "driver/Version.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>

namespace sinter {
namespace {

/// Options with one dash in clang's manner; some take "=value".
constexpr const char *singleDash[] = {"-shared", "-static", "-emit-llvm", "-disable-llvm-passes",
                                      "-mcpu",   "-mattr",  "-mllvm",     "-Wl"};

std::string translate(std::string_view argument) {
  for (std::string_view option : singleDash)
    if (argument == option ||
        (argument.starts_with(option) && argument.substr(option.size()).starts_with("=")))
      return "-" + std::string(argument);
  if (argument.starts_with("-Wl,"))
    return "--Wl=" + std::string(argument.substr(4));
  return std::string(argument);
}

/// Undoes it in help texts and messages.
std::string translateBack(std::string text) {
  for (std::string_view option : singleDash) {
    std::string doubled = "-" + std::string(option);
    for (size_t at = 0; (at = text.find(doubled, at)) != std::string::npos;)
      text.erase(at, 1);
  }
  return text;
}

constexpr const char *synopsis =
    R"(Compiles WebAssembly modules (.wasm, .wat) to native code, ahead of time.

Commands (the first word; without one, sinter compiles):
  sinter [options] IN -o OUT      an executable that needs nothing but the kernel
  sinter run [options] IN [ARG..] compile to a temporary file and run that
  sinter inspect IN               imports, exports, features, sizes; an executable's grants
  sinter print IN [-o OUT]        the module as text (.wat)
  sinter glue IN [-o OUT]         a C header of functions that can provide its imports
  sinter validate IN..            check modules, make nothing
  sinter targets                  CPUs and CPU features to compile for)";

constexpr const char *examples = R"(Examples:
  sinter app.wasm -o app                     then: ./app ARG..
  sinter app.wasm -o app --dir .::/          the program may use this folder as its /
  sinter -O3 -mcpu=native app.wasm           the fastest for this machine; makes ./app
  sinter -shared plugin.wasm -o plugin.so    for a host program (include/sinter/sinter.h)
  sinter -S -O1 app.wat -o -                 assembly, on standard output
  sinter run --dir /tmp app.wasm -- ARG      compile and run

A program sees no file unless a directory is granted: by --dir when it is compiled, or by
SINTER_DIR=HOST[::GUEST][;..] when it is started (unless --sealed). Its environment is empty
unless --env or --inherit-env says otherwise.

Exit codes: 0 done, 1 input refused, 2 wrong usage, 70 a bug in sinter.)";

/// `text` in lines of at most 100 columns, all but the first indented.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  size_t column = indent;
  while (!text.empty()) {
    size_t end = std::min(text.find(' '), text.size());
    if (column != indent && column + 1 + end > 100) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column != indent) {
      out += ' ';
      ++column;
    }
    out += text.substr(0, end);
    column += end;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// --help: what the options themselves say, by group, between the app's own texts.
std::string helpText(const CLI::App &app) {
  constexpr size_t indent = 26;
  std::string out = app.get_description() + "\n";
  std::string group;
  for (const CLI::Option *option : app.get_options()) {
    if (option->get_group().empty() || option->get_positional())
      continue;
    if (option->get_group() != group) {
      group = option->get_group();
      out += "\n" + (group == "Options" ? "Help" : group) + ":\n";
    }
    std::string name = translateBack(option->get_name(false, true));
    if (std::string type = option->get_type_name(); !type.empty() && option->get_type_size() != 0)
      name += (name == "-Wl" ? "," : name.size() > 2 ? "=" : name == "-O" ? "" : " ") + type;
    out += "  " + name;
    out += name.size() + 3 < indent ? std::string(indent - name.size() - 2, ' ')
                                    : "\n" + std::string(indent, ' ');
    out += wrapped(option->get_description(), indent) + "\n";
  }
  if (!app.get_footer().empty())
    out += "\n" + app.get_footer() + "\n";
  return out;
}

/// One of these words; without the list in --help, where the type's name has it.
CLI::Validator oneOf(std::vector<std::string> words) {
  return CLI::IsMember(words).description("");
}

/// Text that options share while they are parsed.
struct Raw {
  std::string level = "2";
  std::string stackSize;
  std::string form, memory, memoryBase, trapState;
  std::vector<std::string> preloads, directories, readOnlyDirectories, linkArguments;
  bool shared = false, archive = false, object = false, assembly = false, llvm = false;
};

void addCpuOptions(CLI::App &app, CompileOptions &o, Raw &raw) {
  const char *group = "Code";
  app.add_option("-O", raw.level, "Optimise: 0 1 2 3 s (default 2)")
      ->type_name("LEVEL")
      ->check(oneOf({"0", "1", "2", "3", "s"}))
      ->group(group);
  app.add_option("--mcpu", o.cpu,
                 "CPU that must at least be there; `native`: this one (default: what `sinter "
                 "targets` says). The "
                 "program checks at start that it has what it was compiled for")
      ->type_name("CPU")
      ->group(group);
  app.add_option("--mattr", o.cpuAttributes, "Features more or less than the CPU's: +avx2,-bmi")
      ->type_name("LIST")
      ->group(group);
  app.add_option("--target", o.target, "Machine to compile for (see `sinter targets`)")
      ->type_name("TARGET")
      ->group(group);
  app.add_option("--memory", raw.memory,
                 "How bounds are kept: by guard pages (default), or checked by code, which needs "
                 "no reserved addresses and no signal handler")
      ->type_name("guard|checked")
      ->check(oneOf({"guard", "checked"}))
      ->group(group);
  app.add_option("--memory-base", raw.memoryBase,
                 "With -shared, -static or -c on x86-64: where code has the address of memory 0, "
                 "in any register (default) or in gs, which is faster where the host has no use "
                 "of gs and the CPU and its kernel let programs write it (FSGSBASE)")
      ->type_name("register|gs")
      ->check(oneOf({"register", "gs"}))
      ->group(group);
  app.add_option("--trap-state", raw.trapState,
                 "What memory holds after a trap: exactly what the specification says (default "
                 "with -shared), or anything (default of executables, where nobody can look)")
      ->type_name("exact|relaxed")
      ->check(oneOf({"exact", "relaxed"}))
      ->group(group);
  app.add_flag(
         "--fuel", o.fuel,
         "With -shared, -static or -c: instructions are counted, and a host says how many may run")
      ->group(group);
  app.add_flag("--interruptible", o.interruptible,
               "With -shared, -static or -c: loops can be ended by another thread of the host "
               "(sinter_store_interrupt)")
      ->group(group);
  app.add_flag(
         "--deterministic", o.deterministic,
         "The same bits on every CPU: NaNs that are made are canonical, and relaxed SIMD does "
         "what the deterministic profile of the specification says")
      ->group(group);
  app.add_flag("--harden", o.harden,
               "For the day on which something has a hole: an executable that the system loads "
               "anywhere, its memory anywhere else, and code whose indirect jumps and returns the "
               "CPU checks where it can")
      ->group(group);
  app.add_option("--features", o.features,
                 "WebAssembly features allowed: name or -name,.. on top of the default; "
                 "starting with `mvp`: on top of nothing")
      ->type_name("LIST")
      ->group(group);
  app.add_option("-j", o.jobs,
                 "Threads to use (default: all). The output is the same for any number")
      ->type_name("N")
      ->check(CLI::Range(1, 1024).description(""))
      ->group(group);
}

void addModuleOptions(CLI::App &app, Raw &raw) {
  app.add_option("--preload", raw.preloads,
                 "A further module, which is instantiated before IN and those given behind it: its "
                 "exports are what they import from NAME. All are optimised as one")
      ->type_name("NAME=MODULE")
      ->allow_extra_args(false)
      ->group("Modules");
}

void addProgramOptions(CLI::App &app, CompileOptions &o, Raw &raw) {
  const char *group = "What the program may do";
  app.add_option("--dir", raw.directories, "Grants a directory, under the name GUEST if given")
      ->type_name("HOST[::GUEST]")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--dir-ro", raw.readOnlyDirectories, "The same, to read only")
      ->type_name("HOST[::GUEST]")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--listen", o.listeners,
                 "Grants a socket that listens there, after the directories: 127.0.0.1:8080, "
                 "[::1]:8080")
      ->type_name("ADDRESS:PORT")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--env", o.environment, "Passes an environment variable, or sets it")
      ->type_name("NAME[=VALUE]")
      ->allow_extra_args(false)
      ->group(group);
  app.add_flag("--inherit-env", o.inheritEnvironment, "Passes the whole environment")->group(group);
  app.add_flag("--sealed", o.sealed, "Ignores SINTER_DIR when the program is started")
      ->group(group);
  app.add_flag("!--no-seccomp", o.seccomp,
               "Leaves out the filter by which the kernel refuses system calls that the program's "
               "imports have no need of")
      ->group(group);
  app.add_flag(
         "!--no-landlock", o.landlock,
         "Leaves out the rules by which the kernel, too, refuses files outside what is granted")
      ->group(group);
  app.add_flag("--require-sandbox", o.requireSandbox,
               "The program does not start where the kernel lacks either (default: it starts "
               "without)")
      ->group(group);
  app.add_option("--invoke", o.invoke,
                 "Calls EXPORT instead of _start, after _initialize if there is one, and prints "
                 "its results")
      ->type_name("EXPORT[,ARG..]")
      ->group(group);
  app.add_option("--stack-size", raw.stackSize, "Stack, in bytes or with K, M, G (default 8M)")
      ->type_name("SIZE")
      ->group(group);
  app.add_flag("--trap-unknown-imports", o.trapUnknownImports,
               "Functions that nothing provides trap when they are called")
      ->group(group);
}

void addOutputOptions(CLI::App &app, CompileOptions &o, Raw &raw) {
  const char *group = "What to make";
  app.add_option(
         "-o", o.output,
         "File to make (default: IN's name in this folder, with .so, .a, .o, .s, .ll or .bc "
         "as fits). `-` with -S or -emit-llvm: standard output. With -S and -emit-llvm a "
         "large module makes several files, OUT.0.s, OUT.1.s, ..")
      ->type_name("OUT")
      ->group(group);
  app.add_flag("--shared", raw.shared, "A shared object for a host program")->group(group);
  app.add_flag("--static", raw.archive, "The same as a static library (.a)")->group(group);
  app.add_option("--header", o.header,
                 "With -shared, -static or -c: writes a C header for the module, too. With "
                 "--memory=checked a host needs nothing else")
      ->type_name("FILE.h")
      ->group(group);
  app.add_option("--name", o.name,
                 "What the module is called in C (default: OUT's name without lib and extension)")
      ->type_name("NAME")
      ->group(group);
  app.add_flag("-c", raw.object, "An object file; with -emit-llvm bitcode")->group(group);
  app.add_flag("-S", raw.assembly, "Assembly")->group(group);
  app.add_flag("--emit-llvm", raw.llvm, "LLVM IR")->group(group);
  app.add_option("--form", raw.form,
                 "-c, -S, -emit-llvm: code as a host links it (default), or exactly what the "
                 "executable would contain")
      ->type_name("instanced|static")
      ->check(oneOf({"instanced", "static"}))
      ->group(group);
  app.add_option("--Wl", raw.linkArguments,
                 "Hands arguments to the linker: -Wl,-z,max-page-size=4096 for smaller AArch64 "
                 "programs that kernels with larger pages refuse")
      ->type_name("ARG,..")
      ->allow_extra_args(false)
      ->group(group);
  app.add_flag("-g", o.keepSymbols, "Keeps the symbol table, for debuggers and profilers")
      ->group(group);
}

/// Splits what -Wl, hands to the linker; the text of a mistake, or "".
std::string splitLinkArguments(const std::vector<std::string> &lists, CompileOptions &o) {
  for (const std::string &list : lists) {
    for (size_t at = 0; at <= list.size();) {
      size_t comma = std::min(list.find(',', at), list.size());
      o.linkArguments.push_back(list.substr(at, comma - at));
      at = comma + 1;
    }
  }
  constexpr std::string_view name = "max-page-size=";
  for (const std::string &argument : o.linkArguments) {
    if (!argument.starts_with(name))
      continue;
    char *end = nullptr;
    uint64_t size = strtoull(argument.c_str() + name.size(), &end, 0);
    if (*end || size < 4096 || size > (1 << 20) || (size & (size - 1)))
      return "-Wl,-z,max-page-size: give a power of two from 4096 to 1048576";
  }
  return {};
}

void addTalk(CLI::App &app, CompileOptions &o) {
  const char *group = "What to tell";
  app.add_flag("-v", o.verbose, "Says what is done, and the linker's command line")->group(group);
  app.add_flag("--time-report", o.timeReport, "Says how long each stage took")->group(group);
  app.add_flag("--save-temps", o.saveTemps,
               "Keeps each partition's IR, as lowered and as optimised, and its object, beside OUT")
      ->group(group);
}

/// For tests of our own; not in --help.
void addHidden(CLI::App &app, CommandLine &line) {
  CompileOptions &o = line.options;
  app.add_option("--mllvm", line.llvmArguments)->allow_extra_args(false)->group("");
  app.add_flag("--disable-llvm-passes", o.disableOptimiser)->group("");
  app.add_option("--partition-bytes", o.partitionBytes)->group("");
  app.add_option("--huge-function-bytes", o.hugeFunctionBytes)->group("");
  app.add_flag("!--unsafe-no-bounds-checks", o.boundsChecks)->group("");
  app.add_flag_callback("--no-entry", [&o] { o.entry.clear(); })->group("");
  app.add_flag("--spectest", o.spectest)->group("");
  app.add_flag("--export-symbols", o.exportSymbols)->group("");
}

/// "8M" as bytes; nothing if it is no size.
std::optional<uint64_t> parseSize(std::string_view text) {
  uint64_t value = 0;
  size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9' && digits < 15)
    value = value * 10 + uint64_t(text[digits++] - '0');
  std::string_view unit = text.substr(digits);
  if (digits == 0)
    return std::nullopt;
  if (unit.empty())
    return value;
  unsigned shift = unit[0] == 'K' || unit[0] == 'k'   ? 10
                   : unit[0] == 'M' || unit[0] == 'm' ? 20
                   : unit[0] == 'G' || unit[0] == 'g' ? 30
                                                      : 0;
  std::string_view rest = unit.substr(1);
  if (shift == 0 || !(rest.empty() || rest == "B" || rest == "iB") || value >> 20)
    return std::nullopt;
  return value << shift;
}

CompileOptions::Directory parseDirectory(const std::string &text, bool readOnly) {
  size_t split = text.find("::");
  if (split == std::string::npos)
    return {text, text, readOnly};
  return {text.substr(0, split), text.substr(split + 2), readOnly};
}

/// Directories become descriptors in the order in which they were given, by whichever option.
void orderDirectories(const CLI::App &app, const Raw &raw, CompileOptions &o) {
  const CLI::Option *writable = app.get_option_no_throw("--dir");
  const CLI::Option *readOnly = app.get_option_no_throw("--dir-ro");
  auto next = raw.directories.begin(), nextReadOnly = raw.readOnlyDirectories.begin();
  for (const CLI::Option *option : app.parse_order())
    if (option == writable)
      o.directories.push_back(parseDirectory(*next++, false));
    else if (option == readOnly)
      o.directories.push_back(parseDirectory(*nextReadOnly++, true));
}

/// Brings what the options say together; the text of a mistake, or "".
std::string combine(const Raw &raw, CompileOptions &o) {
  o.optimisation = raw.level[0];
  o.checkedMemory = raw.memory == "checked";
  o.memoryInGs = raw.memoryBase == "gs";
  o.staticForm = raw.form == "static";
  if (!raw.trapState.empty())
    o.trapState = raw.trapState[0];
  for (const std::string &preload : raw.preloads) {
    size_t split = preload.find('=');
    if (split == std::string::npos || split + 1 == preload.size())
      return "--preload: give NAME=MODULE, as in --preload env=lib.wasm";
    o.preloads.push_back({preload.substr(0, split), preload.substr(split + 1), {}});
  }
  for (const CompileOptions::Directory &directory : o.directories)
    if (directory.host.empty() || directory.guest.empty())
      return "--dir: neither HOST nor GUEST can be empty";
  for (const std::string &listener : o.listeners)
    if (!socketAddress(listener))
      return fmt::format("--listen: '{}' is no address: give ADDRESS:PORT or [IPv6]:PORT, in "
                         "numbers",
                         listener);
  for (const std::string &variable : o.environment)
    if (variable.empty() || variable[0] == '=')
      return "--env: a variable needs a name";
  if (!raw.stackSize.empty()) {
    std::optional<uint64_t> size = parseSize(raw.stackSize);
    if (!size || *size < 64 * 1024 || *size > (uint64_t(64) << 30))
      return "--stack-size: give a size from 64K to 64G";
    o.stackSize = *size;
  }

  if (std::string mistake = splitLinkArguments(raw.linkArguments, o); !mistake.empty())
    return mistake;

  if (raw.shared && (raw.object || raw.assembly || raw.llvm))
    return "-shared makes a whole shared object; it does not go with -c, -S or -emit-llvm";
  if (raw.archive && (raw.shared || raw.assembly || raw.llvm))
    return "-static makes a library; it does not go with -shared, -S or -emit-llvm";
  if (raw.object && raw.assembly)
    return "-c and -S contradict each other";
  if (raw.llvm)
    o.kind = raw.object ? OutputKind::Bitcode : OutputKind::LlvmIr;
  else if (raw.object)
    o.kind = OutputKind::Object;
  else if (raw.assembly)
    o.kind = OutputKind::Assembly;
  else if (raw.shared)
    o.kind = OutputKind::SharedObject;
  else if (raw.archive)
    o.kind = OutputKind::StaticLibrary;
  if (!o.invoke.empty() && o.kind != OutputKind::Executable && !o.staticForm)
    return "--invoke makes an executable; a host program calls the exports of a library";
  if (!o.linkArguments.empty() && o.kind != OutputKind::Executable &&
      o.kind != OutputKind::SharedObject)
    return "-Wl, goes with executables and -shared, which are linked";
  bool isLibrary = o.kind == OutputKind::SharedObject || o.kind == OutputKind::StaticLibrary;
  if (!raw.form.empty()) {
    if (o.kind == OutputKind::Executable && !o.staticForm)
      return "--form=instanced goes with -c, -S and -emit-llvm; an executable has static form";
    if (isLibrary && o.staticForm)
      return "--form=static goes with -c, -S and -emit-llvm; a library has instanced form";
  }
  bool hasInterface = isLibrary || (o.kind == OutputKind::Object && !o.staticForm);
  if (!o.header.empty() && !hasInterface)
    return "--header goes with -shared, -static and -c: an executable has no host to include it";
  bool isInstanced = isLibrary || (o.kind != OutputKind::Executable && !o.staticForm);
  if (o.interruptible && !isInstanced)
    return "--interruptible goes with -shared, -static and -c: an executable is interrupted by a "
           "signal";
  if (o.memoryInGs && !isInstanced)
    return "--memory-base=gs goes with -shared, -static and -c: an executable's code has the "
           "address of memory 0 in itself";
  if (o.memoryInGs && o.checkedMemory)
    return "--memory-base=gs does not go with --memory=checked: a checked memory may move";
  if (o.fuel && !isInstanced)
    return "--fuel goes with -shared, -static and -c: an executable has no host to give it any";
  if (!o.name.empty() && !isIdentifier(o.name))
    return "--name: \"" + o.name + "\" is no identifier of C";
  return {};
}

/// IN's name in the current folder, with the extension that fits.
std::string defaultOutput(const CompileOptions &o) {
  std::string name = o.input.substr(o.input.rfind('/') + 1);
  std::string stem = name;
  for (const char *extension : {".wasm", ".wat"})
    if (stem.ends_with(extension))
      stem.resize(stem.size() - strlen(extension));
  if (stem.empty() || stem == "-")
    stem = "a.out";
  switch (o.kind) {
  case OutputKind::Executable:
    return stem == o.input ? "a.out" : stem;
  case OutputKind::SharedObject:
    return stem + ".so";
  case OutputKind::StaticLibrary:
    return stem + ".a";
  case OutputKind::Object:
    return stem + ".o";
  case OutputKind::Assembly:
    return stem + ".s";
  case OutputKind::LlvmIr:
    return stem + ".ll";
  case OutputKind::Bitcode:
    return stem + ".bc";
  }
  return stem;
}

int usageError(const std::string &text) {
  fmt::print(stderr, "sinter: error: {}\n>>> sinter --help tells what there is\n",
             translateBack(text));
  return exitUsage;
}

/// Of a command that reads a module and writes text.
void addTextOptions(CLI::App &app, std::vector<std::string> &inputs, CompileOptions &o) {
  app.footer("");
  app.add_option("IN", inputs, "The module, .wasm or .wat; `-`: standard input")->type_name(" ");
  app.add_option("-o", o.output, "File to make (default, and `-`: standard output)")
      ->type_name("OUT")
      ->group("Options");
}

std::optional<Command> commandNamed(std::string_view word) {
  if (word == "run")
    return Command::Run;
  if (word == "inspect")
    return Command::Inspect;
  if (word == "print")
    return Command::Print;
  if (word == "glue")
    return Command::Glue;
  if (word == "validate")
    return Command::Validate;
  if (word == "targets")
    return Command::Targets;
  return std::nullopt;
}

} // namespace

ParsedCommandLine parseCommandLine(int count, const char *const *arguments) {
  CommandLine line;
  std::vector<std::string> words(arguments + 1, arguments + count);
  std::string name = "sinter";
  if (!words.empty())
    if (std::optional<Command> command = commandNamed(words.front())) {
      line.command = *command;
      name += " " + words.front();
      words.erase(words.begin());
    }

  CompileOptions &o = line.options;
  Raw raw;
  std::vector<std::string> inputs;
  CLI::App app(synopsis, name);
  app.footer(examples);
  app.set_help_flag("-h,--help", "This text");
  app.set_version_flag("--version", versionText(), "Versions of sinter and of LLVM");
  switch (line.command) {
  case Command::Compile:
    app.add_option(
           "IN", inputs,
           "The module, .wasm or .wat; `-`: standard input. Objects and archives behind it are "
           "linked with an executable, and can provide its imports")
        ->type_name(" ");
    addOutputOptions(app, o, raw);
    addModuleOptions(app, raw);
    addCpuOptions(app, o, raw);
    addProgramOptions(app, o, raw);
    addTalk(app, o);
    addHidden(app, line);
    break;
  case Command::Run:
    app.description(
        "sinter run [options] IN [ARG..]\n\nCompiles IN to a temporary file and becomes it. "
        "Options stand before IN; what follows\nis the program's.");
    app.footer("Example:\n  sinter run --dir .::/ app.wasm ARG");
    app.prefix_command();
    addModuleOptions(app, raw);
    addCpuOptions(app, o, raw);
    addProgramOptions(app, o, raw);
    addTalk(app, o);
    break;
  case Command::Inspect:
    app.description("sinter inspect IN\n\nShows a module's imports, exports, features, sizes and "
                    "largest functions.");
    app.footer("");
    app.add_option("IN", inputs, "The module, .wasm or .wat")->type_name(" ");
    addModuleOptions(app, raw);
    break;
  case Command::Print:
    app.description("sinter print IN [-o OUT]\n\nShows a module in the text format, in a form "
                    "that assembles to the same bytes again. It need\nnot be valid, nor one that "
                    "sinter can compile.");
    addTextOptions(app, inputs, o);
    break;
  case Command::Glue:
    app.description(
        "sinter glue [--preload NAME=MODULE..] IN [-o OUT]\n\nWrites the C header of functions "
        "that can provide imports in an executable: sinter IN glue.o -o app.\nWhat further "
        "modules provide is not in it.");
    addTextOptions(app, inputs, o);
    addModuleOptions(app, raw);
    break;
  case Command::Validate:
    app.description(
        "sinter validate IN..\n\nChecks modules. Silent, with exit code 0, if all are valid.");
    app.footer("");
    app.add_option("IN", inputs, "The modules, .wasm or .wat")->type_name(" ");
    app.add_option("--features", o.features, "WebAssembly features allowed, as when compiling")
        ->type_name("LIST")
        ->group("Options");
    break;
  case Command::Targets:
    app.description("sinter targets\n\nLists the CPUs and CPU features that sinter compiles for.");
    app.footer("");
    break;
  }

  std::vector<std::string> reversed;
  for (const std::string &word : words)
    reversed.insert(reversed.begin(), translate(word));
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp &) {
    return {std::nullopt, show(helpText(app))};
  } catch (const CLI::CallForVersion &) {
    return {std::nullopt, show(versionText() + "\n")};
  } catch (const CLI::ParseError &error) {
    return {std::nullopt, usageError(error.what())};
  }

  if (line.command == Command::Run) {
    // The program's arguments as they stood, before any translation.
    size_t rest = app.remaining_size();
    std::vector<std::string> tail(words.end() - long(rest), words.end());
    if (!tail.empty() && tail.front() == "--")
      tail.erase(tail.begin());
    if (!tail.empty() && tail.front().size() > 1 && tail.front()[0] == '-')
      return {std::nullopt, usageError("unknown option " + tail.front())};
    if (!tail.empty()) {
      inputs = {tail.front()};
      line.programArguments.assign(tail.begin() + 1, tail.end());
      if (!line.programArguments.empty() && line.programArguments.front() == "--")
        line.programArguments.erase(line.programArguments.begin());
    }
  }
  orderDirectories(app, raw, o);
  if (std::string mistake = combine(raw, o); !mistake.empty())
    return {std::nullopt, usageError(mistake)};
  if (line.command == Command::Targets)
    return {line, exitDone};
  if (inputs.empty())
    return {std::nullopt, usageError("no input file")};
  o.input = inputs.front();
  line.inputs = inputs;
  if (line.command == Command::Compile) {
    // Objects behind the module are linked with it.
    for (size_t i = 1; i != inputs.size(); ++i) {
      if (!inputs[i].ends_with(".o") && !inputs[i].ends_with(".a"))
        return {std::nullopt,
                usageError("one module at a time: " + inputs[i] + " is one too many")};
      if (o.kind != OutputKind::Executable)
        return {std::nullopt, usageError("objects can be added to an executable only")};
      o.linkInputs.push_back(inputs[i]);
    }
    if (o.output.empty())
      o.output = defaultOutput(o);
    bool text = o.kind == OutputKind::Assembly || o.kind == OutputKind::LlvmIr;
    if (o.output == "-" && !text)
      return {std::nullopt, usageError("-o - goes with -S and -emit-llvm only")};
    if (o.output == o.input && o.input != "-")
      return {std::nullopt, usageError("the output would replace the input")};
  } else if (inputs.size() > 1 && line.command != Command::Validate &&
             line.command != Command::Run) {
    return {std::nullopt, usageError("one module at a time")};
  } else if ((line.command == Command::Print || line.command == Command::Glue) &&
             o.output == o.input && o.input != "-") {
    return {std::nullopt, usageError("the output would replace the input")};
  }
  return {line, exitDone};
}

} // namespace sinter
