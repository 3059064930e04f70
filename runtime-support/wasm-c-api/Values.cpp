//===-- Values.cpp - Values of wasm.h and of sinter.h -----------------------===//
//
// Any reference of wasm.h can be an externref, a null pointer being the null one; to sinter.h it is
// the pointer to our object. What goes in is pinned: nobody knows when wasm code drops it.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

sinter_error_t *toSinter(wasm_store_t *store, wasm_ref_t *from, sinter_valkind_t kind,
                         sinter_val_t &to) {
  to.kind = kind;
  to.of.externref = nullptr;
  if (kind != SINTER_FUNCREF && kind != SINTER_EXTERNREF)
    return sinter_error_new(SINTER_ERROR_USE, 0, "wasm.h has no values of this type");
  if (!from)
    return nullptr;
  if (from->group->store != store)
    return sinter_error_new(SINTER_ERROR_USE, 0, "the reference belongs to another store");
  if (kind == SINTER_EXTERNREF) {
    to.of.externref = from;
  } else if (from->kind == Kind::Func) {
    to.of.funcref = static_cast<wasm_func_t *>(from)->item.of.func;
  } else {
    return sinter_error_new(SINTER_ERROR_USE, 0,
                            "type mismatch: expected funcref, got a reference to something else");
  }
  pin(from->group);
  return nullptr;
}

sinter_error_t *toSinter(wasm_store_t *store, const wasm_val_t &from, sinter_valkind_t kind,
                         sinter_val_t &to) {
  // Of references, the object says what it is; many programs call all of them externref.
  if (wasm_valkind_is_ref(from.kind) && (kind == SINTER_FUNCREF || kind == SINTER_EXTERNREF))
    return toSinter(store, from.of.ref, kind, to);
  if (wasm_valkind_is_ref(from.kind) || !fromKind(from.kind, to.kind) || to.kind != kind)
    return sinter_error_new(SINTER_ERROR_USE, 0, "type mismatch: a value is of another type");
  memcpy(&to.of, &from.of, sizeof(from.of));
  return nullptr;
}

wasm_ref_t *refFromSinter(wasm_store_t *store, const sinter_val_t &from) {
  if (from.kind == SINTER_FUNCREF)
    return acquire(funcFor(store, from.of.funcref));
  return from.kind == SINTER_EXTERNREF ? acquire(static_cast<wasm_ref_t *>(from.of.externref))
                                       : nullptr;
}

wasm_val_t fromSinter(wasm_store_t *store, const sinter_val_t &from) {
  wasm_val_t to;
  to.kind = wasm_valtype_kind(toValtype(from.kind));
  if (wasm_valkind_is_ref(to.kind))
    to.of.ref = refFromSinter(store, from);
  else
    memcpy(&to.of, &from.of, sizeof(to.of));
  return to;
}

} // namespace sinter::wasm_c

void wasm_val_delete(wasm_val_t *value) {
  if (value && wasm_valkind_is_ref(value->kind))
    wasm_ref_delete(value->of.ref);
}

void wasm_val_copy(wasm_val_t *out, const wasm_val_t *from) {
  *out = *from;
  if (wasm_valkind_is_ref(from->kind))
    out->of.ref = wasm_ref_copy(from->of.ref);
}
