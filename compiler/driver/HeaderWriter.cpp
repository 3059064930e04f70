//===-- HeaderWriter.cpp - A module's interface as a C header ---------------===//
//
// Where parameters and results go is the uniform calling convention of abi/Abi.h: here as C text,
// in lower/CallingConvention as IR, in libsinter's Call.cpp as data.
//
//===----------------------------------------------------------------------===//

#include "driver/HeaderWriter.h"

#include "driver/HeaderPrelude.h"
#include "driver/Mangle.h"
#include "lower/Interface.h"
#include "sinter/abi/Abi.h"

#include <fmt/format.h>
#include <map>

namespace sinter {
namespace {

bool isFunction(const Module &module, ValueType type) {
  return type.isRef() && abiCode(module, type) == abiCode(module, ValueType::funcref());
}

/// Whether values of the type can be checked when they come from a host without libsinter.
bool canPass(const Module &module, ValueType type) {
  if (!type.isRef() || type.heap().isIndex())
    return !type.isRef() || isFunction(module, type);
  return type.heap() == HeapType(HeapType::Func) || type.heap() == HeapType(HeapType::Extern);
}

bool canPass(const Module &module, const FuncType &type) {
  for (const std::vector<ValueType> *types : {&type.parameters, &type.results})
    for (ValueType one : *types)
      if (!canPass(module, one))
        return false;
  return true;
}

const char *cType(const Module &module, ValueType type) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return "int32_t ";
  case ValueType::Kind::I64:
    return "int64_t ";
  case ValueType::Kind::F32:
    return "float ";
  case ValueType::Kind::F64:
    return "double ";
  case ValueType::Kind::V128:
    return "sinter_c_v128 ";
  default:
    return isFunction(module, type) ? "const sinter_c_FuncRef *" : "void *";
  }
}

/// An expression for the slot's bits.
std::string toBits(ValueType type, const std::string &value) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return "(uint32_t)" + value;
  case ValueType::Kind::I64:
    return "(uint64_t)" + value;
  case ValueType::Kind::F32:
    return "sinter_c_bits32(" + value + ")";
  case ValueType::Kind::F64:
    return "sinter_c_bits64(" + value + ")";
  default:
    return "(uint64_t)(uintptr_t)" + value;
  }
}

std::string fromBits(const Module &module, ValueType type, const std::string &bits) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return "(int32_t)(uint32_t)" + bits;
  case ValueType::Kind::I64:
    return "(int64_t)" + bits;
  case ValueType::Kind::F32:
    return "sinter_c_f32(" + bits + ")";
  case ValueType::Kind::F64:
    return "sinter_c_f64(" + bits + ")";
  default:
    return fmt::format("({})(uintptr_t){}", cType(module, type), bits);
  }
}

/// Hands out the places of parameters in their order, as C expressions.
struct Places {
  enum class Kind { Integer, Float, Area };
  struct Place {
    Kind kind;
    unsigned index;
  };
  unsigned integers = 0, floats = 0, slots = 0;

  Place next(ValueType type) {
    if (type.kind() == ValueType::Kind::V128) {
      slots += 2;
      return {Kind::Area, slots - 2};
    }
    bool isFloat = type.kind() == ValueType::Kind::F32 || type.kind() == ValueType::Kind::F64;
    if (isFloat && floats != SINTER_FLOAT_REGISTERS)
      return {Kind::Float, floats++};
    if (!isFloat && integers != SINTER_INTEGER_REGISTERS)
      return {Kind::Integer, integers++};
    return {Kind::Area, slots++};
  }
};

class HeaderWriter {
public:
  explicit HeaderWriter(const ModulePlan &plan)
      : plan(plan), module(plan.module), name(plan.options.name), self("sinter_" + name) {}

  std::string write() {
    begin();
    importsStruct();
    for (size_t i = 0; i != module.imports.size(); ++i)
      if (ImportRef import = module.imports[i]; isUsable(import) && import.kind == ExternKind::Func)
        adapter(i, module.funcType(FuncIndex(import.index)));
    lifeCycle();
    for (const Export &entry : module.exports)
      exportFunction(entry);
    out += "\n#endif\n";
    return std::move(out);
  }

private:
  template <typename... T> void line(fmt::format_string<T...> text, T &&...values) {
    out += fmt::format(text, std::forward<T>(values)...) + "\n";
  }

  void begin() {
    line("/* The interface of a WebAssembly module, written by sinter --header.\n"
         "   Functions return 0, the positive code of a trap, or a negative error;\n"
         "   sinter_c_message() has a sentence for each. An instance is used by one thread at a\n"
         "   time. */");
    line("#ifndef SINTER_HEADER_{0}\n#define SINTER_HEADER_{0}\n", name);
    out += headerPrelude();
    line("\n/*===-- Module {} */\n", name);
    line("/* An instance of the module. */\ntypedef struct {0}_t {0}_t;\n", self);
    line("/* The module, where its object is linked; with dlopen it is the symbol sinter_module. "
         "*/");
    line("#ifdef __cplusplus\nextern \"C\"\n#else\nextern\n#endif\nconst sinter_c_Module "
         "sinter_module_{};\n",
         name);
  }

  /// Imports that a host without libsinter can provide.
  bool isUsable(ImportRef import) const {
    switch (import.kind) {
    case ExternKind::Func:
      return canPass(module, module.funcType(FuncIndex(import.index)));
    case ExternKind::Memory:
      return true;
    case ExternKind::Global:
      return !module.globals[GlobalIndex(import.index)].type.type.isRef();
    default:
      return false;
    }
  }

  std::string parameterList(const FuncType &type, size_t firstResult) const {
    std::string text;
    for (size_t i = 0; i != type.parameters.size(); ++i)
      text += fmt::format(", {}p{}", cType(module, type.parameters[i]), i);
    for (size_t i = firstResult; i < type.results.size(); ++i)
      text += fmt::format(", {}*r{}", cType(module, type.results[i]), i);
    return text;
  }

  void importsStruct() {
    line("/* What the module imports; nothing may be null. It must outlive the instances. */\n"
         "typedef struct {}_imports_t {{\n  void *data; /* handed to every function */",
         self);
    std::map<std::string, unsigned> seen;
    for (ImportRef import : module.imports) {
      const ImportName &id = importName(module, import);
      std::string field = mangleImport(id.module, id.name);
      // The same names may be imported again, as another type.
      if (unsigned again = seen[field]++)
        field += fmt::format("Z_{}", again);
      fields.push_back(field);
      line("  /* (import \"{}\" \"{}\" ({})) */", forComment(id.module), forComment(id.name),
           describe(module, import.kind, import.index));
      if (!isUsable(import)) {
        line("  /* It needs libsinter. */");
        isComplete = false;
      } else if (import.kind == ExternKind::Func) {
        const FuncType &type = module.funcType(FuncIndex(import.index));
        line("  {}(*{})(void *data, {}_t *instance{});",
             type.results.empty() ? "void " : cType(module, type.results[0]), field, self,
             parameterList(type, 1));
      } else if (import.kind == ExternKind::Memory) {
        line("  sinter_c_Memory *{};", field);
      } else {
        const GlobalType &type = module.globals[GlobalIndex(import.index)].type;
        line("  {}{}*{};", type.isMutable ? "" : "const ", cType(module, type.type), field);
      }
    }
    line("}} {}_imports_t;\n", self);
  }

  /// A condition that is true for a reference that must not pass; empty for what always may.
  std::string refusal(ValueType type, const std::string &instance, const std::string &value) const {
    if (!type.isRef() || (type.isNullable() && !isFunction(module, type)))
      return {};
    if (!isFunction(module, type))
      return "!" + value;
    int64_t index =
        type.heap().isIndex() ? int64_t(raw(module.types[type.heap().index()].canonical)) : -1;
    return fmt::format("!sinter_c_fits({}, {}, {}, {})", instance, value, int(type.isNullable()),
                       index);
  }

  /// What compiled code calls for an imported function.
  void adapter(size_t import, const FuncType &type) {
    line("static inline uint64_t {}_import_{}(void *closure, uint64_t i0, uint64_t i1, uint64_t "
         "i2,\n"
         "    uint64_t i3, uint64_t i4, double f0, double f1, double f2, double f3, double f4,\n"
         "    double f5, double f6, double f7) {{",
         self, import);
    line("  sinter_c_Closure *c = (sinter_c_Closure *)closure;\n"
         "  const {0}_imports_t *imports = (const {0}_imports_t *)c->data;\n"
         "  sinter_c_Instance *owner = (sinter_c_Instance *)c->owner;\n"
         "  uint64_t *area = c->context->arguments;",
         self);
    Places places;
    std::string arguments;
    for (size_t i = 0; i != type.parameters.size(); ++i) {
      ValueType t = type.parameters[i];
      Places::Place place = places.next(t);
      if (t.kind() == ValueType::Kind::V128) {
        line("  sinter_c_v128 p{};\n  memcpy(&p{}, area + {}, 16);", i, i, place.index);
      } else {
        std::string bits = place.kind == Places::Kind::Integer ? fmt::format("i{}", place.index)
                           : place.kind == Places::Kind::Float
                               ? fmt::format("sinter_c_bits64(f{})", place.index)
                               : fmt::format("area[{}]", place.index);
        line("  {}p{} = {};", cType(module, t), i, fromBits(module, t, bits));
      }
      arguments += fmt::format(", p{}", i);
    }
    for (unsigned i = places.integers; i != SINTER_INTEGER_REGISTERS; ++i)
      line("  (void)i{};", i);
    for (unsigned i = places.floats; i != SINTER_FLOAT_REGISTERS; ++i)
      line("  (void)f{};", i);
    for (size_t i = 1; i < type.results.size(); ++i) {
      line("  {0}r{1};\n  memset(&r{1}, 0, sizeof r{1});", cType(module, type.results[i]), i);
      arguments += fmt::format(", &r{}", i);
    }
    line("  {}imports->{}(imports->data, ({}_t *)owner{});",
         type.results.empty() ? "" : fmt::format("{}r0 = ", cType(module, type.results[0])),
         fields[import], self, arguments);
    for (size_t i = 0; i != type.results.size(); ++i)
      if (std::string bad = refusal(type.results[i], "owner", fmt::format("r{}", i)); !bad.empty())
        line("  if ({})\n    owner->module->standalone->raise(owner, SINTER_C_ERROR_Foreign);",
             bad);
    std::string first = "0";
    unsigned slot = 0;
    for (size_t i = 0; i != type.results.size(); ++i) {
      ValueType t = type.results[i];
      std::string value = fmt::format("r{}", i);
      if (t.kind() == ValueType::Kind::V128) {
        line("  memcpy(area + {}, &{}, 16);", slot, value);
        slot += 2;
      } else if (i == 0) {
        first = toBits(t, value);
      } else {
        line("  area[{}] = {};", slot++, toBits(t, value));
      }
    }
    line("  (void)area;\n  return {};\n}}\n", first);
  }

  void lifeCycle() {
    size_t count = module.imports.size();
    line("/* Makes an instance and runs its start function. `stack_size` is how many bytes of the\n"
         "   caller's stack its code may use, 256 KiB if 0; 64 KiB more must be there. */");
    line("static inline int32_t {0}_new(const sinter_c_Module *module, const {0}_imports_t "
         "*imports,\n"
         "    uint64_t stack_size, {0}_t **instance) {{",
         self);
    line("  sinter_c_Import items[{}];\n  sinter_c_Instance *made = 0;\n  int32_t code;\n"
         "  if (!module || module->abiVersion != SINTER_C_ABI)\n"
         "    return SINTER_C_ERROR_Version;\n"
         "  if (module->interfaceHash != UINT64_C({:#x}))\n    return SINTER_C_ERROR_Interface;\n"
         "  if (!module->standalone)\n    return SINTER_C_ERROR_Guarded;\n"
         "  memset(items, 0, sizeof items);",
         count ? count : 1, interfaceHash(plan));
    if (!isComplete)
      line("  if (module)\n    return SINTER_C_ERROR_Kind;");
    if (count)
      line("  if (!imports)\n    return SINTER_C_ERROR_Missing;");
    for (size_t i = 0; i != count; ++i) {
      if (!isUsable(module.imports[i]))
        continue;
      if (module.imports[i].kind == ExternKind::Func)
        line("  if (imports->{})\n    items[{}].code = {}_import_{};", fields[i], i, self, i);
      else
        line("  items[{}].item = (void *)(uintptr_t)imports->{};", i, fields[i]);
    }
    line("  code = module->standalone->create(module, items, (void *)(uintptr_t)imports,\n"
         "                                    stack_size ? stack_size : 262144, &made);\n"
         "  if (!code)\n    *instance = ({}_t *)made;\n  return code;\n}}",
         self);
    line("/* Not while a call into it is running. */\n"
         "static inline void {0}_delete({0}_t *instance) {{\n"
         "  if (instance)\n"
         "    ((sinter_c_Instance *)instance)->module->standalone->destroy((sinter_c_Instance "
         "*)instance);\n"
         "}}",
         self);
    line("/* As it was when it was made. Not while a call into it is running. On failure it can "
         "only be "
         "deleted. */\n"
         "static inline int32_t {0}_reset({0}_t *instance) {{\n"
         "  return ((sinter_c_Instance *)instance)->module->standalone->reset((sinter_c_Instance "
         "*)instance);\n"
         "}}",
         self);
    line("/* Within an imported function: ends the wasm code that called. Does not return; the "
         "frames of\n"
         "   the function are dropped as longjmp does. `code` is that of a trap or the host's own. "
         "*/\n"
         "static inline void {0}_trap({0}_t *instance, int32_t code) {{\n"
         "  ((sinter_c_Instance *)instance)->module->standalone->raise((sinter_c_Instance "
         "*)instance, "
         "code);\n"
         "}}\n",
         self);
  }

  void exportFunction(const Export &entry) {
    std::string function = name + "_" + mangle(entry.name);
    line("/* (export \"{}\" ({})) */", forComment(entry.name),
         describe(module, entry.kind, entry.index));
    uint32_t slot = slotOf(plan, entry.kind, entry.index);
    switch (entry.kind) {
    case ExternKind::Func:
      call(function, slot, module.funcType(FuncIndex(entry.index)));
      break;
    case ExternKind::Memory:
      access(function, "sinter_c_Memory *", slot,
             module.memories[MemoryIndex(entry.index)].import.has_value());
      break;
    case ExternKind::Table:
      access(function, "const sinter_c_Table *", slot,
             module.tables[TableIndex(entry.index)].import.has_value());
      break;
    case ExternKind::Global: {
      const Global &global = module.globals[GlobalIndex(entry.index)];
      // A host's references are checked where they are passed; nothing can check a cell.
      bool isConst = !global.type.isMutable || global.type.type.isRef();
      std::string type = cType(module, global.type.type);
      access(function, type + (isConst ? "const *" : "*"), slot, global.import.has_value());
      break;
    }
    case ExternKind::Tag:
      line("/* It needs libsinter. */\n");
      break;
    }
  }

  void access(const std::string &function, const std::string &type, uint32_t slot, bool isPointer) {
    line("static inline {0}{1}({2}_t *instance) {{\n"
         "  return ({0}){3}((uint64_t *)instance + {4});\n}}\n",
         type, function, self, isPointer ? "(uintptr_t)*" : "", slot);
  }

  void call(const std::string &function, uint32_t slot, const FuncType &type) {
    if (!canPass(module, type)) {
      line("/* It needs libsinter. */\n");
      return;
    }
    line("static inline int32_t {}({}_t *instance{}) {{\n"
         "  sinter_c_Instance *self = (sinter_c_Instance *)instance;\n"
         "  uint64_t *area = self->context->arguments;\n"
         "  sinter_c_Result result;",
         function, self, parameterList(type, 0));
    for (size_t i = 0; i != type.parameters.size(); ++i)
      if (std::string bad = refusal(type.parameters[i], "self", fmt::format("p{}", i));
          !bad.empty())
        line("  if ({})\n    return SINTER_C_ERROR_Foreign;", bad);
    Places places;
    std::string types, values; // of what registers carry
    for (size_t i = 0; i != type.parameters.size(); ++i) {
      ValueType t = type.parameters[i];
      std::string value = fmt::format("p{}", i);
      Places::Place place = places.next(t);
      if (t.kind() == ValueType::Kind::V128) {
        line("  memcpy(area + {}, &{}, 16);", place.index, value);
      } else if (place.kind == Places::Kind::Area) {
        line("  area[{}] = {};", place.index, toBits(t, value));
      } else {
        types += fmt::format(", {}", cType(module, t));
        values += ", " + value;
      }
    }
    line("  result = ((sinter_c_Result (*)(const sinter_c_FuncRef *{}))self->module->standalone->"
         "enter)(\n"
         "      (const sinter_c_FuncRef *)((const uint64_t *)instance + {}){});\n"
         "  (void)area;\n  if (result.code)\n    return (int32_t)result.code;",
         types, slot, values);
    unsigned resultSlot = 0;
    for (size_t i = 0; i != type.results.size(); ++i) {
      ValueType t = type.results[i];
      if (t.kind() == ValueType::Kind::V128) {
        line("  memcpy(r{}, area + {}, 16);", i, resultSlot);
        resultSlot += 2;
      } else if (i == 0) {
        line("  *r0 = {};", fromBits(module, t, "result.value"));
      } else {
        line("  *r{} = {};", i, fromBits(module, t, fmt::format("area[{}]", resultSlot++)));
      }
    }
    line("  return 0;\n}}\n");
  }

  const ModulePlan &plan;
  const Module &module;
  const std::string name;
  const std::string self; ///< prefix of what is not an export
  std::vector<std::string> fields;
  bool isComplete = true; ///< a host without libsinter can provide all imports
  std::string out;
};

} // namespace

std::string writeHeader(const ModulePlan &plan) { return HeaderWriter(plan).write(); }

} // namespace sinter
