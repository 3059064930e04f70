//===-- GlueHeader.cpp - The C functions that can provide a program's imports ===//
//
// `sinter app.wasm glue.o -o app` calls functions of glue.o by the platform's C convention with the
// wasm types as they stand: a program has one instance, so nothing else is handed over. Names are
// those of a host's header (Mangle.h).
//
//===----------------------------------------------------------------------===//

#include "driver/GlueHeader.h"

#include "driver/Mangle.h"
#include "link/Glue.h"
#include "link/Imports.h"

#include <fmt/format.h>
#include <set>

namespace sinter {
namespace {

const char *cType(ValueType type) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return "int32_t";
  case ValueType::Kind::I64:
    return "int64_t";
  case ValueType::Kind::F32:
    return "float";
  default:
    return "double";
  }
}

std::string withoutFolder(const std::string &path) { return path.substr(path.rfind('/') + 1); }

} // namespace

std::string writeGlueHeader(const Module &module, const CompileOptions &options) {
  std::string guard = "SINTER_GLUE_" + moduleIdentifier(options.input);
  std::string file = withoutFolder(options.input), preloads;
  for (const CompileOptions::Preload &preload : options.preloads)
    preloads += fmt::format("--preload {}={} ", preload.name, withoutFolder(preload.input));
  std::string out = fmt::format(
      "/* C functions that provide the imports of {1}, written by sinter glue. Define those that\n"
      "   you want to and link them: sinter {2}{1} glue.o -o app. They run before and within the\n"
      "   program without a C library, and are trusted: no filter of system calls is installed. "
      "*/\n"
      "#ifndef {0}\n#define {0}\n\n#include <stdint.h>\n\n"
      "#ifdef __cplusplus\nextern \"C\" {{\n#endif\n\n"
      "/* `size` bytes of the program's first memory, or null if they are not all in it. It may "
      "move when the\n"
      "   program grows it. */\n"
      "uint8_t *sinter_glue_bytes(uint64_t address, uint64_t size);\n"
      "/* Ends the program with \"NAME: error: sentence\" and status 1. */\n"
      "#ifdef __cplusplus\n[[noreturn]]\n#else\n_Noreturn\n#endif\n"
      "void sinter_glue_fail(const char *sentence);\n\n",
      guard, forComment(file), forComment(preloads));
  std::set<std::string> seen;
  for (const ImportRef &import : module.imports) {
    const ImportName &name = importName(module, import);
    out += fmt::format("/* (import \"{}\" \"{}\"): {} */\n", forComment(name.module),
                       forComment(name.name), describeImport(module, import));
    if (import.kind != ExternKind::Func || !canBeGlue(module.funcType(FuncIndex(import.index)))) {
      out += "/* Not by a C function. */\n";
      continue;
    }
    std::string symbol = mangleImport(name.module, name.name);
    if (!seen.insert(symbol).second) {
      out += "/* As above. */\n";
      continue;
    }
    const FuncType &type = module.funcType(FuncIndex(import.index));
    std::string parameters;
    for (size_t i = 0; i != type.parameters.size(); ++i)
      parameters += fmt::format("{}{} p{}", i ? ", " : "", cType(type.parameters[i]), i);
    out += fmt::format("{} {}({});\n", type.results.empty() ? "void" : cType(type.results[0]),
                       symbol, parameters.empty() ? "void" : parameters);
  }
  return out + "\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n";
}

} // namespace sinter
