//===-- Traps.cpp - Traps and their frames ----------------------------------===//
//
// A trap holds the error of sinter.h by which a call ended, or which it would end one by. The trap
// that a callback returns travels through wasm code as a copy of that error, by which the call that
// the host had entered by recognises it, and gives back the same object. One that carries an
// exception throws it again; wasm code may catch that.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

struct wasm_frame_t {
  char *name;
};

namespace sinter::wasm_c {

wasm_trap_t *toTrap(wasm_store_t *store, sinter_error_t *error) {
  wasm_trap_t *trap = store->thrown;
  store->thrown = nullptr;
  if (trap && store->thrownError != error) {
    letGo(trap->group);
    trap = nullptr;
  }
  if (trap) {
    acquire(trap);
    letGo(trap->group);
  } else if ((trap = handle(makeRef<wasm_trap_t>(store, Kind::Trap)))) {
    trap->error = error;
    return trap;
  }
  // The error may have met frames by now.
  if (trap && !sinter_error_frame_count(trap->error)) {
    sinter_error_t *without = trap->error;
    trap->error = error;
    error = without;
  }
  sinter_error_delete(error);
  return trap;
}

sinter_error_t *throwTrap(wasm_store_t *store, wasm_trap_t *trap) {
  if (store->thrown)
    letGo(store->thrown->group);
  store->thrown = nullptr;
  sinter_error_t *error = nullptr;
  bool isOurs = trap->group->store == store;
  sinter_exn_t *exception = isOurs ? sinter_error_exn(trap->error) : nullptr;
  if (exception)
    error = sinter_error_from_exn(store->store, exception);
  else
    error = sinter_error_new(sinter_error_kind(trap->error), sinter_error_code(trap->error),
                             sinter_error_message(trap->error));
  if (isOurs && !exception) {
    hold(trap->group);
    store->thrown = trap;
    store->thrownError = error;
  }
  release(trap);
  return error;
}

static wasm_frame_t *makeFrame(const char *name) {
  auto *frame = make<wasm_frame_t>();
  if (frame)
    frame->name = strdup(name);
  return frame;
}

} // namespace sinter::wasm_c

using namespace sinter::wasm_c;

wasm_trap_t *wasm_trap_new(wasm_store_t *store, const wasm_message_t *message) {
  auto *trap = makeRef<wasm_trap_t>(store, Kind::Trap);
  if (!trap)
    return nullptr;
  size_t size = message ? message->size : 0;
  bool hasEnd = size && !message->data[size - 1];
  wasm_byte_vec_new_uninitialized(&trap->message, size + !hasEnd);
  if (trap->message.size && size)
    memcpy(trap->message.data, message->data, size);
  trap->error = sinter_error_new(SINTER_ERROR_HOST, 0, trap->message.data);
  return handle(trap);
}

void wasm_trap_message(const wasm_trap_t *trap, wasm_message_t *out) {
  if (trap->message.size)
    wasm_byte_vec_copy(out, &trap->message);
  else
    wasm_name_new_from_string_nt(out, sinter_error_message(trap->error));
}

wasm_frame_t *wasm_trap_origin(const wasm_trap_t *trap) {
  const char *name = sinter_error_frame(trap->error, 0);
  return name ? makeFrame(name) : nullptr;
}

void wasm_trap_trace(const wasm_trap_t *trap, wasm_frame_vec_t *out) {
  wasm_frame_vec_new_uninitialized(out, sinter_error_frame_count(trap->error));
  for (size_t i = 0; i != out->size; ++i)
    out->data[i] = makeFrame(sinter_error_frame(trap->error, i));
}

sinter_error_kind_t sinter_wasm_trap_kind(const wasm_trap_t *trap) {
  return sinter_error_kind(trap->error);
}
int32_t sinter_wasm_trap_code(const wasm_trap_t *trap) { return sinter_error_code(trap->error); }

wasm_frame_t *wasm_frame_copy(const wasm_frame_t *frame) { return makeFrame(frame->name); }
void wasm_frame_delete(wasm_frame_t *frame) {
  if (frame)
    free(frame->name);
  free(frame);
}
// What frames do not know (docs/embedding.md).
wasm_instance_t *wasm_frame_instance(const wasm_frame_t *) { return nullptr; }
uint32_t wasm_frame_func_index(const wasm_frame_t *) { return UINT32_MAX; }
size_t wasm_frame_func_offset(const wasm_frame_t *) { return 0; }
size_t wasm_frame_module_offset(const wasm_frame_t *) { return 0; }
const char *sinter_wasm_frame_name(const wasm_frame_t *frame) { return frame->name; }
