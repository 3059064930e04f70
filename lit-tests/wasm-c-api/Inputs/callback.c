#include "program.h"

static wasm_trap_t *add(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  CHECK(arguments->size == 2 && arguments->data[0].kind == WASM_I32);
  results->data[0].kind = WASM_I32;
  results->data[0].of.i32 = arguments->data[0].of.i32 + arguments->data[1].of.i32;
  return NULL;
}

static wasm_trap_t *closure(void *env, const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  results->data[0].of.i32 = arguments->data[0].of.i32 * *(int *)env;
  return NULL;
}

static int finalized;
static void finalize(void *env) {
  ++finalized;
  free(env);
}

/* Every number type, both ways. */
static wasm_trap_t *mix(const wasm_val_vec_t *arguments, wasm_val_vec_t *results) {
  wasm_val_vec_t copy;
  wasm_val_vec_copy(&copy, arguments);
  for (size_t i = 0; i != copy.size; ++i)
    results->data[i] = copy.data[copy.size - 1 - i];
  wasm_val_vec_delete(&copy);
  return NULL;
}

int main(int argc, char **argv) {
  CHECK(argc == 2);
  wasm_engine_t *engine = wasm_engine_new_with_config(wasm_config_new());
  wasm_store_t *store = wasm_store_new(engine);
  wasm_module_t *module = loadModule(store, argv[1]);
  int *factor = (int *)malloc(sizeof(int));
  *factor = 10;
  wasm_functype_t *types[3] = {
      wasm_functype_new_2_1(wasm_valtype_new_i32(), wasm_valtype_new_i32(), wasm_valtype_new_i32()),
      wasm_functype_new_1_1(wasm_valtype_new_i32(), wasm_valtype_new_i32()), NULL};
  wasm_valtype_t *forth[4] = {wasm_valtype_new_i32(), wasm_valtype_new_i64(),
                              wasm_valtype_new_f32(), wasm_valtype_new_f64()};
  wasm_valtype_t *back[4] = {wasm_valtype_new_f64(), wasm_valtype_new_f32(), wasm_valtype_new_i64(),
                             wasm_valtype_new_i32()};
  wasm_valtype_vec_t parameters, results;
  wasm_valtype_vec_new(&parameters, 4, forth);
  wasm_valtype_vec_new(&results, 4, back);
  types[2] = wasm_functype_new(&parameters, &results);
  wasm_func_t *funcs[3] = {wasm_func_new(store, types[0], add),
                           wasm_func_new_with_env(store, types[1], closure, factor, finalize),
                           wasm_func_new(store, types[2], mix)};
  wasm_extern_t *items[3];
  for (int i = 0; i != 3; ++i) {
    wasm_functype_delete(types[i]);
    items[i] = wasm_func_as_extern(funcs[i]);
  }
  wasm_instance_t *instance = instantiate(store, module, items, 3);
  for (int i = 0; i != 3; ++i)
    wasm_func_delete(funcs[i]);
  wasm_extern_vec_t exports;
  wasm_instance_exports(instance, &exports);
  printf("run: %d\n", call(exportedFunc(&exports, 0), 2, 3, 4));

  wasm_val_t in[4] = {WASM_I32_VAL(-1), WASM_I64_VAL(INT64_MIN), WASM_F32_VAL(0.5f),
                      WASM_F64_VAL(-0.0)};
  wasm_val_t out[4];
  wasm_val_vec_t arguments = WASM_ARRAY_VEC(in), values = WASM_ARRAY_VEC(out);
  CHECK(!wasm_func_call(exportedFunc(&exports, 1), &arguments, &values));
  CHECK(out[0].kind == WASM_F64 && out[1].kind == WASM_F32 && out[2].kind == WASM_I64);
  printf("mix: %g %g %lld %d\n", out[0].of.f64, (double)out[1].of.f32, (long long)out[2].of.i64,
         out[3].of.i32);

  /* A function of the host is called by it, too. */
  wasm_func_t *direct = exportedFunc(&exports, 2);
  printf("host: %d\n", call(direct, 1, 7, 0));
  CHECK(wasm_func_param_arity(direct) == 1 && wasm_func_result_arity(direct) == 1);

  wasm_extern_vec_delete(&exports);
  wasm_module_delete(module);
  wasm_instance_delete(instance);
  CHECK(finalized == 1);
  wasm_store_delete(store);
  wasm_engine_delete(engine);
  CHECK(finalized == 1);
  return 0;
}
