//===-- Types.cpp - Descriptions of types -----------------------------------===//
//
// The kinds of values that wasm.h has no name for (v128, exnref, anyref) keep the binary format's
// code, which is none of wasm.h's: a module that has them somewhere in its interface can be
// looked at and used otherwise. A tag is a function type of a kind of its own. What limits cannot
// say in 32 bits is the largest that they can.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

struct wasm_valtype_t {
  wasm_valkind_t kind;
};
struct wasm_importtype_t {
  wasm_name_t module, name;
  wasm_externtype_t *type;
};
struct wasm_exporttype_t {
  wasm_name_t name;
  wasm_externtype_t *type;
};

namespace sinter::wasm_c {

/// One object for each kind, never freed.
struct Valtypes {
  wasm_valtype_t of[256];
  constexpr Valtypes() : of() {
    for (unsigned i = 0; i != 256; ++i)
      of[i].kind = wasm_valkind_t(i);
  }
};
static constinit Valtypes valtypes;

struct KindRow {
  wasm_valkind_t kind;
  sinter_valkind_t sinterKind;
};
static constexpr KindRow kinds[] = {{WASM_I32, SINTER_I32},
                                    {WASM_I64, SINTER_I64},
                                    {WASM_F32, SINTER_F32},
                                    {WASM_F64, SINTER_F64},
                                    {WASM_EXTERNREF, SINTER_EXTERNREF},
                                    {WASM_FUNCREF, SINTER_FUNCREF}};

wasm_valtype_t *toValtype(sinter_valkind_t kind) {
  for (const KindRow &row : kinds)
    if (row.sinterKind == kind)
      return &valtypes.of[row.kind];
  return &valtypes.of[kind];
}

bool fromKind(wasm_valkind_t kind, sinter_valkind_t &to) {
  for (const KindRow &row : kinds)
    if (row.kind == kind) {
      to = row.sinterKind;
      return true;
    }
  return false;
}

bool hasValues(sinter_valkind_t kind) {
  sinter_valkind_t known;
  return fromKind(toValtype(kind)->kind, known);
}

static void toValtypes(wasm_valtype_vec_t &out, const sinter_valkind_t *kinds, size_t count) {
  wasm_valtype_vec_new_uninitialized(&out, count);
  for (size_t i = 0; i != out.size; ++i)
    out.data[i] = toValtype(kinds[i]);
}

template <typename T> static T *makeType(wasm_externkind_t kind) {
  T *type = make<T>();
  if (type)
    type->kind = kind;
  return type;
}

wasm_functype_t *makeFunctype(wasm_externkind_t kind, const sinter_functype_t &from) {
  auto *type = makeType<wasm_functype_t>(kind);
  if (type) {
    toValtypes(type->parameters, from.parameters, from.parameter_count);
    toValtypes(type->results, from.results, from.result_count);
  }
  return type;
}

wasm_limits_t toLimits(uint64_t minimum, uint64_t maximum) {
  constexpr uint32_t most = wasm_limits_max_default;
  return {minimum < most ? uint32_t(minimum) : most, maximum < most ? uint32_t(maximum) : most};
}

wasm_externtype_t *toExterntype(const sinter_externtype_t &from) {
  wasm_limits_t limits = toLimits(from.limits.minimum, from.limits.maximum);
  switch (from.kind) {
  case SINTER_EXTERN_FUNC:
    return makeFunctype(WASM_EXTERN_FUNC, from.func);
  case SINTER_EXTERN_TAG:
    return makeFunctype(ExternTag, from.func);
  case SINTER_EXTERN_GLOBAL:
    return wasm_globaltype_new(toValtype(from.value), from.is_mutable ? WASM_VAR : WASM_CONST);
  case SINTER_EXTERN_TABLE:
    return wasm_tabletype_new(toValtype(from.value), &limits);
  case SINTER_EXTERN_MEMORY:
    return wasm_memorytype_new(&limits);
  case SINTER_EXTERN_NONE:
    break;
  }
  return nullptr;
}

template <typename T> static T *asType(const wasm_externtype_t *type, wasm_externkind_t kind) {
  auto *object = const_cast<wasm_externtype_t *>(type);
  return object && object->kind == kind ? static_cast<T *>(object) : nullptr;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_valtype_t *wasm_valtype_new(wasm_valkind_t kind) { return &valtypes.of[kind]; }
wasm_valkind_t wasm_valtype_kind(const wasm_valtype_t *type) { return type->kind; }
wasm_valtype_t *wasm_valtype_copy(const wasm_valtype_t *type) { return &valtypes.of[type->kind]; }
void wasm_valtype_delete(wasm_valtype_t *) {}

wasm_functype_t *wasm_functype_new(wasm_valtype_vec_t *parameters, wasm_valtype_vec_t *results) {
  auto *type = makeType<wasm_functype_t>(WASM_EXTERN_FUNC);
  if (!type) {
    wasm_valtype_vec_delete(parameters);
    wasm_valtype_vec_delete(results);
    return nullptr;
  }
  type->parameters = *parameters;
  type->results = *results;
  return type;
}
const wasm_valtype_vec_t *wasm_functype_params(const wasm_functype_t *type) {
  return &type->parameters;
}
const wasm_valtype_vec_t *wasm_functype_results(const wasm_functype_t *type) {
  return &type->results;
}
wasm_functype_t *wasm_functype_copy(const wasm_functype_t *from) {
  auto *type = makeType<wasm_functype_t>(from->kind);
  if (type) {
    wasm_valtype_vec_copy(&type->parameters, &from->parameters);
    wasm_valtype_vec_copy(&type->results, &from->results);
  }
  return type;
}

wasm_globaltype_t *wasm_globaltype_new(wasm_valtype_t *content, wasm_mutability_t mutability) {
  auto *type = makeType<wasm_globaltype_t>(WASM_EXTERN_GLOBAL);
  if (type) {
    type->content = content;
    type->mutability = mutability;
  }
  return type;
}
const wasm_valtype_t *wasm_globaltype_content(const wasm_globaltype_t *type) {
  return type->content;
}
wasm_mutability_t wasm_globaltype_mutability(const wasm_globaltype_t *type) {
  return type->mutability;
}
wasm_globaltype_t *wasm_globaltype_copy(const wasm_globaltype_t *from) {
  return wasm_globaltype_new(from->content, from->mutability);
}

wasm_tabletype_t *wasm_tabletype_new(wasm_valtype_t *element, const wasm_limits_t *limits) {
  auto *type = makeType<wasm_tabletype_t>(WASM_EXTERN_TABLE);
  if (type) {
    type->element = element;
    type->limits = *limits;
  }
  return type;
}
const wasm_valtype_t *wasm_tabletype_element(const wasm_tabletype_t *type) { return type->element; }
const wasm_limits_t *wasm_tabletype_limits(const wasm_tabletype_t *type) { return &type->limits; }
wasm_tabletype_t *wasm_tabletype_copy(const wasm_tabletype_t *from) {
  return wasm_tabletype_new(from->element, &from->limits);
}

wasm_memorytype_t *wasm_memorytype_new(const wasm_limits_t *limits) {
  auto *type = makeType<wasm_memorytype_t>(WASM_EXTERN_MEMORY);
  if (type)
    type->limits = *limits;
  return type;
}
const wasm_limits_t *wasm_memorytype_limits(const wasm_memorytype_t *type) { return &type->limits; }
wasm_memorytype_t *wasm_memorytype_copy(const wasm_memorytype_t *from) {
  return wasm_memorytype_new(&from->limits);
}

wasm_externkind_t wasm_externtype_kind(const wasm_externtype_t *type) { return type->kind; }
wasm_externtype_t *wasm_externtype_copy(const wasm_externtype_t *from) {
  switch (from->kind) {
  case WASM_EXTERN_GLOBAL:
    return wasm_globaltype_copy(static_cast<const wasm_globaltype_t *>(from));
  case WASM_EXTERN_TABLE:
    return wasm_tabletype_copy(static_cast<const wasm_tabletype_t *>(from));
  case WASM_EXTERN_MEMORY:
    return wasm_memorytype_copy(static_cast<const wasm_memorytype_t *>(from));
  default:
    return wasm_functype_copy(static_cast<const wasm_functype_t *>(from));
  }
}
void wasm_externtype_delete(wasm_externtype_t *type) {
  if (type && (type->kind == WASM_EXTERN_FUNC || type->kind == ExternTag)) {
    auto *func = static_cast<wasm_functype_t *>(type);
    wasm_valtype_vec_delete(&func->parameters);
    wasm_valtype_vec_delete(&func->results);
  }
  free(type);
}

#define EXTERN_TYPE(NAME, KIND)                                                                    \
  void wasm_##NAME##_delete(wasm_##NAME##_t *type) { wasm_externtype_delete(type); }               \
  wasm_externtype_t *wasm_##NAME##_as_externtype(wasm_##NAME##_t *type) { return type; }           \
  const wasm_externtype_t *wasm_##NAME##_as_externtype_const(const wasm_##NAME##_t *type) {        \
    return type;                                                                                   \
  }                                                                                                \
  wasm_##NAME##_t *wasm_externtype_as_##NAME(wasm_externtype_t *type) {                            \
    return asType<wasm_##NAME##_t>(type, KIND);                                                    \
  }                                                                                                \
  const wasm_##NAME##_t *wasm_externtype_as_##NAME##_const(const wasm_externtype_t *type) {        \
    return asType<wasm_##NAME##_t>(type, KIND);                                                    \
  }
EXTERN_TYPE(functype, WASM_EXTERN_FUNC)
EXTERN_TYPE(globaltype, WASM_EXTERN_GLOBAL)
EXTERN_TYPE(tabletype, WASM_EXTERN_TABLE)
EXTERN_TYPE(memorytype, WASM_EXTERN_MEMORY)

wasm_importtype_t *wasm_importtype_new(wasm_name_t *module, wasm_name_t *name,
                                       wasm_externtype_t *type) {
  auto *result = make<wasm_importtype_t>();
  if (!result) {
    wasm_name_delete(module);
    wasm_name_delete(name);
    wasm_externtype_delete(type);
    return nullptr;
  }
  result->module = *module;
  result->name = *name;
  result->type = type;
  return result;
}
const wasm_name_t *wasm_importtype_module(const wasm_importtype_t *type) { return &type->module; }
const wasm_name_t *wasm_importtype_name(const wasm_importtype_t *type) { return &type->name; }
const wasm_externtype_t *wasm_importtype_type(const wasm_importtype_t *type) { return type->type; }
wasm_importtype_t *wasm_importtype_copy(const wasm_importtype_t *from) {
  wasm_name_t module, name;
  wasm_name_copy(&module, &from->module);
  wasm_name_copy(&name, &from->name);
  return wasm_importtype_new(&module, &name, wasm_externtype_copy(from->type));
}
void wasm_importtype_delete(wasm_importtype_t *type) {
  if (!type)
    return;
  wasm_name_delete(&type->module);
  wasm_name_delete(&type->name);
  wasm_externtype_delete(type->type);
  free(type);
}

wasm_exporttype_t *wasm_exporttype_new(wasm_name_t *name, wasm_externtype_t *type) {
  auto *result = make<wasm_exporttype_t>();
  if (!result) {
    wasm_name_delete(name);
    wasm_externtype_delete(type);
    return nullptr;
  }
  result->name = *name;
  result->type = type;
  return result;
}
const wasm_name_t *wasm_exporttype_name(const wasm_exporttype_t *type) { return &type->name; }
const wasm_externtype_t *wasm_exporttype_type(const wasm_exporttype_t *type) { return type->type; }
wasm_exporttype_t *wasm_exporttype_copy(const wasm_exporttype_t *from) {
  wasm_name_t name;
  wasm_name_copy(&name, &from->name);
  return wasm_exporttype_new(&name, wasm_externtype_copy(from->type));
}
void wasm_exporttype_delete(wasm_exporttype_t *type) {
  if (!type)
    return;
  wasm_name_delete(&type->name);
  wasm_externtype_delete(type->type);
  free(type);
}
