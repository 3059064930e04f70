//===-- Traps.cpp - Traps and their frames ----------------------------------===//
//
// A trap holds the error of sinter.h by which a call ended, or which it would end one by. The trap
// that a callback returns travels through wasm code as a copy of that error, by which the call that
// the host had entered by recognises it, and gives back the same object. One that carries an
// exception throws it again; wasm code may catch that. A trap keeps the instances that its frames
// ran in, as far as that is known, so that whoever has it may ask for them.
//
//===----------------------------------------------------------------------===//

#include "Objects.h"

struct wasm_frame_t {
  char *name;
  wasm_instance_t *instance; ///< A handle, or null.
};

namespace sinter::wasm_c {

/// Has the trap keep what its frames ran in, while all that is there. One whose start function
/// trapped has no group.
static wasm_trap_t *keepInstances(wasm_trap_t *trap) {
  Group &own = *trap->group;
  size_t count = sinter_error_frame_count(trap->error);
  if (!count || own.imports)
    return trap;
  own.imports = static_cast<Group **>(calloc(count, sizeof(Group *)));
  sinter_instance_t *last = nullptr;
  for (size_t i = 0; i != count && own.imports; ++i) {
    sinter_instance_t *instance = sinter_error_frame_instance(trap->error, i);
    if (!instance || instance == last)
      continue;
    last = instance;
    if (auto *group = static_cast<Group *>(sinter_instance_data(instance))) {
      hold(group);
      own.imports[own.importCount++] = group;
    }
  }
  return trap;
}

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
    return keepInstances(trap);
  }
  // The error may have met frames by now.
  if (trap && !sinter_error_frame_count(trap->error)) {
    sinter_error_t *without = trap->error;
    trap->error = error;
    error = without;
  }
  sinter_error_delete(error);
  return trap ? keepInstances(trap) : nullptr;
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

static wasm_frame_t *makeFrame(const char *name, wasm_instance_t *instance) {
  auto *frame = make<wasm_frame_t>();
  if (frame) {
    frame->name = strdup(name);
    frame->instance = handle(instance);
  }
  return frame;
}

static wasm_instance_t *instanceOf(const wasm_trap_t *trap, size_t i) {
  const sinter_instance_t *instance = sinter_error_frame_instance(trap->error, i);
  const Group &own = *trap->group;
  size_t k = 0;
  while (k != own.importCount && own.imports[k]->instance != instance)
    ++k;
  wasm_ref_t *member = k == own.importCount ? nullptr : own.imports[k]->members;
  while (member && member->kind != Kind::Instance)
    member = member->nextMember;
  return static_cast<wasm_instance_t *>(member);
}

static wasm_frame_t *frameOf(const wasm_trap_t *trap, size_t i) {
  return makeFrame(sinter_error_frame(trap->error, i), instanceOf(trap, i));
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
  return sinter_error_frame_count(trap->error) ? frameOf(trap, 0) : nullptr;
}

void wasm_trap_trace(const wasm_trap_t *trap, wasm_frame_vec_t *out) {
  wasm_frame_vec_new_uninitialized(out, sinter_error_frame_count(trap->error));
  for (size_t i = 0; i != out->size; ++i)
    out->data[i] = frameOf(trap, i);
}

sinter_error_kind_t sinter_wasm_trap_kind(const wasm_trap_t *trap) {
  return sinter_error_kind(trap->error);
}
int32_t sinter_wasm_trap_code(const wasm_trap_t *trap) { return sinter_error_code(trap->error); }

wasm_frame_t *wasm_frame_copy(const wasm_frame_t *frame) {
  return makeFrame(frame->name, frame->instance);
}
void wasm_frame_delete(wasm_frame_t *frame) {
  if (!frame)
    return;
  release(frame->instance);
  free(frame->name);
  free(frame);
}
wasm_instance_t *wasm_frame_instance(const wasm_frame_t *frame) { return frame->instance; }
// What frames do not know (docs/embedding.md).
uint32_t wasm_frame_func_index(const wasm_frame_t *) { return UINT32_MAX; }
size_t wasm_frame_func_offset(const wasm_frame_t *) { return 0; }
size_t wasm_frame_module_offset(const wasm_frame_t *) { return 0; }
const char *sinter_wasm_frame_name(const wasm_frame_t *frame) { return frame->name; }
