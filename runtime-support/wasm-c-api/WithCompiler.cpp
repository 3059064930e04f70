//===-- WithCompiler.cpp - wasm_module_new by the compiler in this process --===//
//
// What libsinter-wasm-c-api-compiler has in place of WithoutCompiler.cpp. The compiler writes a
// file, in a folder that nobody else can look into, which is gone again when its bytes are read.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"
#include "sinter/Compiler.h"

#include <algorithm>
#include <stdio.h>
#include <unistd.h>

namespace sinter::wasm_c {

static sinter_error_t *makeError(sinter_error_kind_t kind, const std::string &message) {
  return sinter_error_new(kind, 0, message.c_str());
}

/// The first of the compiler's messages, without whose it is.
static sinter_error_t *refusal(const CompileResult &result) {
  std::string_view text = result.messages;
  text = text.substr(0, text.find('\n'));
  constexpr std::string_view prefix = "sinter: error: ";
  if (text.starts_with(prefix))
    text.remove_prefix(prefix.size());
  return makeError(SINTER_ERROR_LOAD, std::string(text));
}

/// Options for these bytes; an error if they are not the binary format, which text is not.
static sinter_error_t *prepare(const wasm_config_t *config, const wasm_byte_vec_t &binary,
                               CompileOptions &options) {
  options.input = "module";
  options.kind = OutputKind::SharedObject;
  options.optimisation = config->optimisation;
  options.checkedMemory = config->checkedMemory;
  options.features = config->features ? config->features : "";
  options.bytes = {reinterpret_cast<const uint8_t *>(binary.data), binary.size};
  constexpr std::string_view magic("\0asm", 4);
  std::string_view start(binary.size ? binary.data : "", std::min(binary.size, magic.size()));
  if (start != magic)
    return makeError(SINTER_ERROR_LOAD, magic.starts_with(start)
                                            ? "unexpected end: the bytes end within the header"
                                            : "magic header not detected: the bytes do not begin "
                                              "as a module in the binary format");
  return nullptr;
}

static sinter_error_t *readFile(const std::string &path, wasm_byte_vec_t &out) {
  FILE *file = fopen(path.c_str(), "rb");
  if (!file)
    return makeError(SINTER_ERROR_RESOURCE, "the compiled module cannot be read");
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  wasm_byte_vec_new_uninitialized(&out, size > 0 ? size_t(size) : 0);
  bool isRead = out.size && fread(out.data, 1, out.size, file) == out.size;
  fclose(file);
  if (isRead)
    return nullptr;
  wasm_byte_vec_delete(&out);
  return makeError(SINTER_ERROR_RESOURCE, "the compiled module cannot be read");
}

sinter_error_t *compileModule(const wasm_config_t *config, const wasm_byte_vec_t &binary,
                              wasm_byte_vec_t &object) {
  CompileOptions options;
  if (sinter_error_t *error = prepare(config, binary, options))
    return error;
  const char *temporary = getenv("TMPDIR");
  std::string folder = temporary && *temporary ? temporary : "/tmp";
  folder += "/sinter-wasm-XXXXXX";
  if (!mkdtemp(folder.data()))
    return makeError(SINTER_ERROR_RESOURCE, "no folder for the compiler's output can be made");
  options.output = folder + "/module.so";
  CompileResult result = compile(options);
  sinter_error_t *error = result.ok ? readFile(options.output, object) : refusal(result);
  unlink(options.output.c_str());
  rmdir(folder.c_str());
  return error;
}

sinter_error_t *validateModule(const wasm_config_t *config, const wasm_byte_vec_t &binary) {
  CompileOptions options;
  if (sinter_error_t *error = prepare(config, binary, options))
    return error;
  CompileResult result = validate(options);
  return result.ok ? nullptr : refusal(result);
}

} // namespace sinter::wasm_c
