//===-- WasmHost.cpp - Scripts by wasm.h, in one store ----------------------===//

#include "WasmHost.h"

#include "Spectest.h"

#include <cstring>

namespace sinter::spec {

namespace {

struct KindRow {
  sinter_valkind_t ours;
  wasm_valkind_t standard;
};
constexpr KindRow kinds[] = {{SINTER_I32, WASM_I32},         {SINTER_I64, WASM_I64},
                             {SINTER_F32, WASM_F32},         {SINTER_F64, WASM_F64},
                             {SINTER_FUNCREF, WASM_FUNCREF}, {SINTER_EXTERNREF, WASM_EXTERNREF}};

std::optional<wasm_valkind_t> toStandard(sinter_valkind_t kind) {
  for (const KindRow &row : kinds)
    if (row.ours == kind)
      return row.standard;
  return std::nullopt;
}

/// Why values of a kind do not pass; empty if they do. It is a code of the binary format then.
std::string whyNot(wasm_valkind_t kind) {
  for (const KindRow &row : kinds)
    if (row.standard == kind)
      return {};
  switch (kind) {
  case SINTER_V128:
    return "wasm.h has no vectors (v128)";
  case SINTER_EXNREF:
    return "wasm.h has no exception references";
  default:
    return "wasm.h has no references but funcref and externref";
  }
}

std::string whyNot(const wasm_valtype_vec_t &types) {
  for (size_t i = 0; i != types.size; ++i)
    if (std::string why = whyNot(wasm_valtype_kind(types.data[i])); !why.empty())
      return why;
  return {};
}

std::string toString(const wasm_name_t &name) { return {name.data, name.size}; }

wasm_trap_t *printNothing(const wasm_val_vec_t *, wasm_val_vec_t *) { return nullptr; }

Outcome take(wasm_trap_t *trap) {
  wasm_message_t message;
  wasm_trap_message(trap, &message);
  Outcome outcome = {
      false, sinter_wasm_trap_kind(trap), sinter_wasm_trap_code(trap), message.data, {}};
  wasm_name_delete(&message);
  wasm_trap_delete(trap);
  return outcome;
}

wasm_byte_vec_t lend(const std::vector<uint8_t> &bytes) {
  return {bytes.size(), const_cast<char *>(reinterpret_cast<const char *>(bytes.data()))};
}

/// A result, which is used up. References are compared by the pointers that the host gave them.
sinter_val_t fromStandard(wasm_val_t &value) {
  sinter_val_t result = {};
  for (const KindRow &row : kinds)
    if (row.standard == value.kind)
      result.kind = row.ours;
  if (wasm_valkind_is_num(value.kind))
    memcpy(&result.of, &value.of, sizeof value.of);
  else if (value.kind == WASM_EXTERNREF)
    result.of.externref = value.of.ref ? wasm_ref_get_host_info(value.of.ref) : nullptr;
  else
    result.of.externref = wasm_ref_as_func(value.of.ref);
  wasm_val_delete(&value);
  return result;
}

} // namespace

WasmHost::WasmHost(const Options &options) {
  wasm_config_t *config = wasm_config_new();
  sinter_wasm_config_set_optimisation(config, options.optimisation);
  sinter_wasm_config_set_features(config, options.features.c_str());
  sinter_wasm_config_set_checked_memory(config, options.checkedMemory);
  engine = wasm_engine_new_with_config(config);
  store = wasm_store_new(engine);
}

WasmHost::~WasmHost() {
  for (auto &[number, foreign] : foreigns)
    wasm_foreign_delete(foreign);
  for (auto &[name, item] : spectest)
    wasm_extern_delete(item);
  for (auto &[instance, exports] : instances) {
    for (auto &[name, item] : exports)
      wasm_extern_delete(item);
    wasm_instance_delete(static_cast<wasm_instance_t *>(const_cast<void *>(instance)));
  }
  for (auto &[bytes, module] : modules)
    wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
}

void WasmHost::defineOwn(const char *name, wasm_extern_t *item) { spectest[name] = item; }

void WasmHost::defineFunction(const char *name, const sinter_valkind_t *parameters) {
  std::vector<wasm_valtype_t *> types;
  for (; *parameters; ++parameters)
    types.push_back(wasm_valtype_new(*toStandard(*parameters)));
  wasm_valtype_vec_t in, out;
  wasm_valtype_vec_new(&in, types.size(), types.data());
  wasm_valtype_vec_new_empty(&out);
  wasm_functype_t *type = wasm_functype_new(&in, &out);
  defineOwn(name, wasm_func_as_extern(wasm_func_new(store, type, printNothing)));
  wasm_functype_delete(type);
}

bool WasmHost::defineSpectest() {
  for (const SpectestFunction &function : spectestFunctions)
    defineFunction(function.name, function.parameters);
  for (const SpectestGlobal &global : spectestGlobals) {
    sinter_val_t from = spectestValue(global.kind);
    wasm_val_t value = {*toStandard(global.kind), {}};
    memcpy(&value.of, &from.of, sizeof value.of);
    wasm_globaltype_t *type = wasm_globaltype_new(wasm_valtype_new(value.kind), WASM_CONST);
    defineOwn(global.name, wasm_global_as_extern(wasm_global_new(store, type, &value)));
    wasm_globaltype_delete(type);
  }
  wasm_limits_t limits = {spectestTable[0], spectestTable[1]};
  wasm_tabletype_t *table = wasm_tabletype_new(wasm_valtype_new_funcref(), &limits);
  defineOwn("table", wasm_table_as_extern(wasm_table_new(store, table, nullptr)));
  wasm_tabletype_delete(table);
  limits = {spectestMemory[0], spectestMemory[1]};
  wasm_memorytype_t *memory = wasm_memorytype_new(&limits);
  defineOwn("memory", wasm_memory_as_extern(wasm_memory_new(store, memory)));
  wasm_memorytype_delete(memory);
  definitions["spectest"] = spectest;
  for (auto &[name, item] : spectest)
    if (!item)
      return false;
  return true;
}

std::optional<bool> WasmHost::validates(const std::vector<uint8_t> &bytes) {
  wasm_byte_vec_t binary = lend(bytes);
  return wasm_module_validate(store, &binary);
}

wasm_module_t *WasmHost::load(const std::vector<uint8_t> &bytes) {
  wasm_module_t *&module = modules[bytes];
  wasm_byte_vec_t binary = lend(bytes);
  if (!module)
    module = wasm_module_new(store, &binary);
  return module;
}

Outcome WasmHost::instantiate(const std::vector<uint8_t> &bytes, Instance &result) {
  wasm_module_t *module = load(bytes);
  if (!module)
    return {false,
            notLinked,
            0,
            std::string("the module does not compile: ") + sinter_wasm_message(store),
            {}};
  wasm_importtype_vec_t wanted;
  wasm_module_imports(module, &wanted);
  std::vector<wasm_extern_t *> imports;
  std::string why;
  for (size_t i = 0; i != wanted.size; ++i) {
    std::string from = toString(*wasm_importtype_module(wanted.data[i]));
    std::string name = toString(*wasm_importtype_name(wanted.data[i]));
    if (from == "spectest" && name == "shared_memory")
      why = "wasm.h makes no shared memories";
    if (from == "spectest" && name == "table64")
      why = "wasm.h makes no tables with 64-bit limits";
    auto module = definitions.find(from);
    auto item = module == definitions.end() ? Exports::iterator() : module->second.find(name);
    bool isThere = module != definitions.end() && item != module->second.end();
    imports.push_back(isThere ? item->second : nullptr);
  }
  wasm_importtype_vec_delete(&wanted);
  if (!why.empty())
    return {false, notLinked, 0, {}, why};
  wasm_extern_vec_t items = {imports.size(), imports.data()};
  wasm_trap_t *trap = nullptr;
  wasm_instance_t *instance = wasm_instance_new(store, module, &items, &trap);
  if (!instance)
    return take(trap);
  Exports &exports = instances[instance];
  wasm_exporttype_vec_t types;
  wasm_extern_vec_t externs;
  wasm_module_exports(module, &types);
  wasm_instance_exports(instance, &externs);
  for (size_t i = 0; i != externs.size; ++i)
    exports[toString(*wasm_exporttype_name(types.data[i]))] = wasm_extern_copy(externs.data[i]);
  wasm_exporttype_vec_delete(&types);
  wasm_extern_vec_delete(&externs);
  result = instance;
  return {};
}

bool WasmHost::define(const std::string &name, Instance instance) {
  definitions[name] = instances[instance];
  return true;
}

wasm_ref_t *WasmHost::foreignFor(void *number) {
  if (!number)
    return nullptr;
  wasm_foreign_t *&foreign = foreigns[number];
  if (!foreign) {
    foreign = wasm_foreign_new(store);
    wasm_foreign_set_host_info(foreign, number);
  }
  return wasm_foreign_as_ref(foreign);
}

std::optional<Outcome> WasmHost::call(Instance instance, const std::string &name,
                                      const std::vector<sinter_val_t> &arguments,
                                      std::vector<sinter_val_t> &results) {
  auto found = instances[instance].find(name);
  wasm_func_t *func =
      found == instances[instance].end() ? nullptr : wasm_extern_as_func(found->second);
  if (!func)
    return std::nullopt;
  wasm_functype_t *type = wasm_func_type(func);
  std::string why = whyNot(*wasm_functype_params(type));
  if (why.empty())
    why = whyNot(*wasm_functype_results(type));
  wasm_functype_delete(type);
  if (!why.empty())
    return Outcome{false, notLinked, 0, {}, why};
  std::vector<wasm_val_t> in, out(wasm_func_result_arity(func));
  for (const sinter_val_t &argument : arguments) {
    std::optional<wasm_valkind_t> kind = toStandard(argument.kind);
    if (!kind)
      return Outcome{false, SINTER_ERROR_USE, 0, "an argument is not of the function's type", {}};
    wasm_val_t &value = in.emplace_back();
    value.kind = *kind;
    if (wasm_valkind_is_num(*kind))
      memcpy(&value.of, &argument.of, sizeof value.of);
    else // Of functions scripts pass null alone.
      value.of.ref = *kind == WASM_EXTERNREF ? foreignFor(argument.of.externref) : nullptr;
  }
  wasm_val_vec_t inVector = {in.size(), in.data()}, outVector = {out.size(), out.data()};
  if (wasm_trap_t *trap = wasm_func_call(func, &inVector, &outVector))
    return take(trap);
  for (wasm_val_t &value : out)
    results.push_back(fromStandard(value));
  return Outcome();
}

std::optional<Outcome> WasmHost::read(Instance instance, const std::string &name,
                                      sinter_val_t &result) {
  auto found = instances[instance].find(name);
  wasm_global_t *global =
      found == instances[instance].end() ? nullptr : wasm_extern_as_global(found->second);
  if (!global)
    return std::nullopt;
  wasm_globaltype_t *type = wasm_global_type(global);
  std::string why = whyNot(wasm_valtype_kind(wasm_globaltype_content(type)));
  wasm_globaltype_delete(type);
  if (!why.empty())
    return Outcome{false, notLinked, 0, {}, why};
  wasm_val_t value;
  wasm_global_get(global, &value);
  result = fromStandard(value);
  return Outcome();
}

} // namespace sinter::spec
