#include "program.h"

static void printName(const wasm_name_t *name) {
  printf("\"");
  fwrite(name->data, 1, name->size, stdout);
  printf("\"");
}

static void printValtype(const wasm_valtype_t *type) {
  switch (wasm_valtype_kind(type)) {
  case WASM_I32:
    printf(" i32");
    break;
  case WASM_I64:
    printf(" i64");
    break;
  case WASM_F32:
    printf(" f32");
    break;
  case WASM_F64:
    printf(" f64");
    break;
  case WASM_EXTERNREF:
    printf(" externref");
    break;
  case WASM_FUNCREF:
    printf(" funcref");
    break;
  default:
    printf(" ?");
    break;
  }
}

static void printLimits(const wasm_limits_t *limits) {
  printf(" %u", limits->min);
  if (limits->max != wasm_limits_max_default)
    printf(" %u", limits->max);
}

static void printExterntype(const wasm_externtype_t *type) {
  const wasm_functype_t *func = wasm_externtype_as_functype_const(type);
  const wasm_globaltype_t *global = wasm_externtype_as_globaltype_const(type);
  const wasm_tabletype_t *table = wasm_externtype_as_tabletype_const(type);
  const wasm_memorytype_t *memory = wasm_externtype_as_memorytype_const(type);
  CHECK(!!func + !!global + !!table + !!memory == 1);
  switch (wasm_externtype_kind(type)) {
  case WASM_EXTERN_FUNC:
    CHECK(wasm_functype_as_externtype_const(func) == type);
    printf(" func");
    for (size_t i = 0; i != wasm_functype_params(func)->size; ++i)
      printValtype(wasm_functype_params(func)->data[i]);
    printf(" ->");
    for (size_t i = 0; i != wasm_functype_results(func)->size; ++i)
      printValtype(wasm_functype_results(func)->data[i]);
    break;
  case WASM_EXTERN_GLOBAL:
    CHECK(wasm_globaltype_as_externtype_const(global) == type);
    printf(wasm_globaltype_mutability(global) == WASM_VAR ? " var" : " const");
    printValtype(wasm_globaltype_content(global));
    break;
  case WASM_EXTERN_TABLE:
    CHECK(wasm_tabletype_as_externtype_const(table) == type);
    printf(" table");
    printLimits(wasm_tabletype_limits(table));
    printValtype(wasm_tabletype_element(table));
    break;
  case WASM_EXTERN_MEMORY:
    CHECK(wasm_memorytype_as_externtype_const(memory) == type);
    printf(" memory");
    printLimits(wasm_memorytype_limits(memory));
    break;
  }
  printf("\n");
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new();
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  wasm_importtype_vec_t imports, importsAgain;
  wasm_module_imports(module, &imports);
  wasm_importtype_vec_copy(&importsAgain, &imports);
  wasm_importtype_vec_delete(&imports);
  wasm_extern_vec_t items;
  wasm_extern_vec_new_uninitialized(&items, importsAgain.size);
  for (size_t i = 0; i != importsAgain.size; ++i) {
    printName(wasm_importtype_module(importsAgain.data[i]));
    printName(wasm_importtype_name(importsAgain.data[i]));
    printExterntype(wasm_importtype_type(importsAgain.data[i]));
    // What is made from the type fits.
    wasm_externtype_t *type = wasm_externtype_copy(wasm_importtype_type(importsAgain.data[i]));
    wasm_val_t zero = WASM_I64_VAL(0);
    if (wasm_externtype_as_memorytype(type))
      items.data[i] =
          wasm_memory_as_extern(wasm_memory_new(store, wasm_externtype_as_memorytype(type)));
    else if (wasm_externtype_as_tabletype(type))
      items.data[i] =
          wasm_table_as_extern(wasm_table_new(store, wasm_externtype_as_tabletype(type), NULL));
    else
      items.data[i] =
          wasm_global_as_extern(wasm_global_new(store, wasm_externtype_as_globaltype(type), &zero));
    wasm_externtype_delete(type);
  }
  wasm_importtype_vec_delete(&importsAgain);
  wasm_exporttype_vec_t types, typesAgain;
  wasm_module_exports(module, &types);
  wasm_exporttype_vec_copy(&typesAgain, &types);
  wasm_exporttype_vec_delete(&types);
  wasm_instance_t *instance = wasm_instance_new(store, module, &items, NULL);
  CHECK(instance);
  wasm_extern_vec_delete(&items);
  wasm_extern_vec_t exports, again;
  wasm_instance_exports(instance, &exports);
  wasm_extern_vec_copy(&again, &exports);
  CHECK(exports.size == typesAgain.size && again.size == exports.size);
  for (size_t i = 0; i != exports.size; ++i) {
    printName(wasm_exporttype_name(typesAgain.data[i]));
    printExterntype(wasm_exporttype_type(typesAgain.data[i]));
    wasm_externtype_t *type = wasm_extern_type(exports.data[i]);
    printExterntype(type);
    CHECK(wasm_externtype_kind(type) == wasm_extern_kind(exports.data[i]));
    wasm_externtype_delete(type);
    // The same by whatever way.
    wasm_extern_t *item = exports.data[i];
    wasm_ref_t *ref = wasm_extern_as_ref(item);
    CHECK(wasm_extern_same(item, again.data[i]) && wasm_ref_as_extern(ref) == item);
    CHECK(!wasm_extern_as_func(item) == (wasm_extern_kind(item) != WASM_EXTERN_FUNC));
    CHECK(!wasm_ref_as_table(ref) == (wasm_extern_kind(item) != WASM_EXTERN_TABLE));
    CHECK(!wasm_ref_as_foreign(ref) && !wasm_ref_as_instance(ref));
    CHECK(i == 0 || !wasm_extern_same(item, exports.data[i - 1]));
  }
  wasm_exporttype_vec_delete(&typesAgain);
  wasm_extern_vec_delete(&exports);
  wasm_extern_vec_delete(&again);
  wasm_instance_delete(instance);
  wasm_module_delete(module);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  return 0;
}
