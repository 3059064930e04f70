//===-- Vectors.cpp - The vectors of wasm.h ---------------------------------===//
//
// Arrays from malloc with their size; an empty one has no array. Where there is no memory a vector
// is empty.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

namespace sinter::wasm_c {

/// Zeros, since vectors of pointers may be deleted before all of it is filled in.
template <typename V> static void create(V *out, size_t size) {
  out->data = size ? static_cast<decltype(out->data)>(calloc(size, sizeof(*out->data))) : nullptr;
  out->size = out->data ? size : 0;
}

template <typename V, typename E> static void createFrom(V *out, size_t size, const E *elements) {
  create(out, size);
  if (out->size)
    memcpy(static_cast<void *>(out->data), elements, size * sizeof(E));
}

template <typename V, typename F> static void copyEach(V *out, const V *from, F copy) {
  create(out, from->size);
  for (size_t i = 0; i != out->size; ++i)
    copy(out->data[i], from->data[i]);
}

template <typename V, typename F> static void deleteEach(V *vector, F end) {
  for (size_t i = 0; vector->data && i != vector->size; ++i)
    end(vector->data[i]);
  free(vector->data);
  vector->data = nullptr;
  vector->size = 0;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

#define VECTOR(NAME, STAR, COPY, END)                                                              \
  void wasm_##NAME##_vec_new_empty(wasm_##NAME##_vec_t *out) { create(out, 0); }                   \
  void wasm_##NAME##_vec_new_uninitialized(wasm_##NAME##_vec_t *out, size_t size) {                \
    create(out, size);                                                                             \
  }                                                                                                \
  void wasm_##NAME##_vec_new(wasm_##NAME##_vec_t *out, size_t size,                                \
                             wasm_##NAME##_t STAR const elements[]) {                              \
    createFrom(out, size, elements);                                                               \
  }                                                                                                \
  void wasm_##NAME##_vec_copy(wasm_##NAME##_vec_t *out, const wasm_##NAME##_vec_t *from) {         \
    copyEach(out, from,                                                                            \
             [](wasm_##NAME##_t STAR &to, wasm_##NAME##_t STAR const &element) { COPY; });         \
  }                                                                                                \
  void wasm_##NAME##_vec_delete(wasm_##NAME##_vec_t *vector) {                                     \
    if (vector)                                                                                    \
      deleteEach(vector, [](wasm_##NAME##_t STAR &element) { END; });                              \
  }

#define POINTERS(NAME)                                                                             \
  VECTOR(NAME, *, to = element ? wasm_##NAME##_copy(element) : nullptr,                            \
         wasm_##NAME##_delete(element))

VECTOR(byte, , to = element, (void)element)
VECTOR(val, , wasm_val_copy(&to, &element), wasm_val_delete(&element))
POINTERS(valtype)
POINTERS(functype)
POINTERS(globaltype)
POINTERS(tabletype)
POINTERS(memorytype)
POINTERS(externtype)
POINTERS(importtype)
POINTERS(exporttype)
POINTERS(frame)
POINTERS(extern)
