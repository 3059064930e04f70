//===-- Exceptions.cpp - Tags, and exceptions on their way through a process ===//
//
// Generated code makes and raises exceptions through its context's hooks
// (abi/Layout.def), so that they can cross the modules of a store. Frames are
// walked by the same unwinder that programs in static form have, over the tables of whatever object
// each frame's code lies in. The walk ends at the innermost call from the host: no exception passes
// through a host's frames. There it becomes an error that carries it, and goes on if a
// host function returns that error.
//
// An exception belongs to its store, which frees it at its end at the latest. Before that it is
// freed where wasm code catches it without a reference to it, or with the error that carries it,
// unless a reference to it was ever taken.
//
//===----------------------------------------------------------------------===//

#define SINTER_DEFINE_LANDING
#include "Backtrace.h"
#include "Host.h"

#include "harden/ShadowStack.h"
#include "trap/Unwinder.h"

namespace sinter::host {

namespace {

// A store's exceptions are a list, linked both ways through what is the maker's.
SinterException *&nextOf(SinterException &exception) {
  return reinterpret_cast<SinterException *&>(exception.owner);
}
SinterException **&previousOf(SinterException &exception) {
  return reinterpret_cast<SinterException **&>(exception.state);
}

void adopt(sinter_store_t *store, SinterException *exception) {
  nextOf(*exception) = store->exceptions;
  previousOf(*exception) = &store->exceptions;
  if (store->exceptions)
    previousOf(*store->exceptions) = &nextOf(*exception);
  store->exceptions = exception;
}

/// Takes it out of its store's list.
void disown(SinterException *exception) {
  if (!previousOf(*exception))
    return;
  *previousOf(*exception) = nextOf(*exception);
  if (nextOf(*exception))
    previousOf(*nextOf(*exception)) = previousOf(*exception);
  previousOf(*exception) = nullptr;
}

sinter_store_t *storeOf(SinterInstance *instance) {
  return static_cast<sinter_store_t *>(instance->context->owner);
}

SinterException *allocate(sinter_store_t *store, const void *tag, uint64_t slots) {
  auto *exception =
      static_cast<SinterException *>(calloc(1, sizeof(SinterException) + slots * sizeof(uint64_t)));
  if (!exception)
    return nullptr;
  exception->tag = tag;
  exception->slots = slots;
  adopt(store, exception);
  return exception;
}

SINTER_LEAVES SinterException *make(SinterInstance *instance, const void *tag, uint64_t slots) {
  sinter_store_t *store = storeOf(instance);
  if (SinterException *exception = allocate(store, tag, slots))
    return exception;
  store->pending = outOfMemory();
  store->entry->trapCode = HostErrorCode;
  sinterHostLeave(store->entry);
}

void release(SinterInstance *, SinterException *exception) {
  if (exception->isHeld)
    return;
  disown(exception);
  free(exception);
}

/// Unwinds to the innermost landing pad; returns at the innermost call from the host.
SINTER_LEAVES void unwind(sinter_store_t *store, SinterException *exception) {
  if (!store->unwindCache)
    store->unwindCache = static_cast<rt::UnwindCache *>(calloc(1, sizeof(rt::UnwindCache)));
  if (!store->unwindCache)
    return;
  rt::arch::Registers registers;
  rt::arch::capture(registers);
  WasmFrames frames(store, registers);
  while (frames.contains(registers.pc() - 1)) {
    uint64_t call = registers.pc();
    switch (frames.unwinder().unwind(registers, *store->unwindCache)) {
    case rt::Unwinder::Found::LandingPad:
      rt::arch::sinterEnterLandingPad(&registers, exception,
                                      rt::harden::countToPop(rt::arch::shadowStack(), call));
    case rt::Unwinder::Found::Caller:
      break;
    case rt::Unwinder::Found::Nothing:
      return;
    }
  }
}

SINTER_LEAVES void raise(SinterInstance *instance, SinterException *exception) {
  raiseException(storeOf(instance), exception);
}

/// The tag as this store's wasm code knows it, or null.
sinter_tag_t *tagOf(const sinter_store_t *store, const void *identity) {
  return static_cast<sinter_tag_t *>(store->objects.find(identity));
}

sinter_error_t *carry(sinter_store_t *store, SinterException *exception) {
  sinter_error_t *error = sinter_error_new(SINTER_ERROR_EXCEPTION, 0, "uncaught exception");
  if (error == outOfMemory())
    return error;
  error->exception = exception;
  error->store = store;
  return error;
}

} // namespace

const SinterExceptionHooks exceptionHooks = {{make}, {release}, {raise}};

SINTER_LEAVES void raiseException(sinter_store_t *store, SinterException *exception) {
  unwind(store, exception);
  noteFrames(store);
  store->pending = carry(store, exception);
  store->entry->trapCode = HostErrorCode;
  if (!exception->isHeld)
    disown(exception); // The error's alone from here on.
  sinterHostLeave(store->entry);
}

SinterException *takeException(sinter_store_t *store, sinter_error_t *error) {
  SinterException *exception = error->exception;
  if (!exception || error->store != store)
    return nullptr;
  if (!previousOf(*exception))
    adopt(store, exception);
  error->exception = nullptr;
  sinter_error_delete(error);
  return exception;
}

void dropException(sinter_error_t *error) {
  // One that is in its store's list stays there: something may refer to it.
  if (error->exception && !previousOf(*error->exception))
    free(error->exception);
}

void freeExceptions(sinter_store_t *store) {
  for (SinterException *exception = store->exceptions; exception;) {
    SinterException *next = nextOf(*exception);
    free(exception);
    exception = next;
  }
  free(store->unwindCache);
}

sinter_tag_t *tagFor(sinter_store_t *store, const void *identity, const SinterInternedType *type) {
  if (sinter_tag_t *known = tagOf(store, identity))
    return known;
  auto *tag = static_cast<sinter_tag_t *>(calloc(1, sizeof(sinter_tag_t)));
  if (!tag || !store->objects.insert(identity ? identity : &tag->own, tag)) {
    free(tag);
    return nullptr;
  }
  tag->store = store;
  tag->identity = identity ? identity : &tag->own;
  tag->type = type;
  addTo(store->tags, tag);
  return tag;
}

/// Calls visit(i, place) for each value of an exception of that type.
template <typename F>
static void forValues(const SinterFuncType &type, SinterException *exception, F visit) {
  auto *place = reinterpret_cast<uint64_t *>(exception + 1);
  for (uint64_t i = 0; i != type.parameterCount; ++i) {
    visit(i, place);
    place += type.kinds[i] == SINTER_V128 ? 2 : 1;
  }
}

static uint64_t slotsOf(const SinterFuncType &type) {
  uint64_t slots = type.parameterCount;
  for (uint64_t i = 0; i != type.parameterCount; ++i)
    slots += type.kinds[i] == SINTER_V128;
  return slots;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_tag_t *sinter_tag_new(sinter_store_t *store, const sinter_functype_t *type) {
  if (type->result_count)
    return nullptr;
  const SinterInternedType *identity = intern(type->parameter_count, 0, type->parameters);
  return identity ? tagFor(store, nullptr, identity) : nullptr;
}

sinter_functype_t sinter_tag_type(const sinter_tag_t *tag) { return publicType(tag->type->type); }

sinter_error_t *sinter_exn_new(sinter_store_t *store, sinter_tag_t *tag, const sinter_val_t *values,
                               size_t count, sinter_exn_t **result) {
  const SinterFuncType &type = tag->type->type;
  if (tag->store != store)
    return makeError(SINTER_ERROR_USE, "the tag belongs to another store");
  if (count != type.parameterCount)
    return makeError(SINTER_ERROR_USE, "the tag's exceptions carry %llu values, not %zu",
                     static_cast<unsigned long long>(type.parameterCount), count);
  for (size_t i = 0; i != count; ++i)
    if (sinter_error_t *error = checkValue(store, values[i], type.kinds[i], "an exception's value",
                                           referenceAt(*tag->type, i)))
      return error;
  SinterException *exception = allocate(store, tag->identity, slotsOf(type));
  if (!exception)
    return outOfMemory();
  exception->isHeld = 1;
  forValues(type, exception, [&](uint64_t i, uint64_t *place) { putSlot(place, values[i]); });
  *result = reinterpret_cast<sinter_exn_t *>(exception);
  return nullptr;
}

sinter_error_t *sinter_error_from_exn(sinter_store_t *store, sinter_exn_t *exn) {
  return carry(store, reinterpret_cast<SinterException *>(exn));
}

sinter_exn_t *sinter_error_exn(const sinter_error_t *error) {
  return reinterpret_cast<sinter_exn_t *>(error->exception);
}

bool sinter_exn_is(const sinter_exn_t *exn, const sinter_tag_t *tag) {
  return reinterpret_cast<const SinterException *>(exn)->tag == tag->identity;
}

sinter_error_t *sinter_exn_values(const sinter_exn_t *exn, const sinter_tag_t *tag,
                                  sinter_val_t *values, size_t count) {
  const SinterFuncType &type = tag->type->type;
  if (!sinter_exn_is(exn, tag))
    return makeError(SINTER_ERROR_USE, "the exception has another tag");
  if (count != type.parameterCount)
    return makeError(SINTER_ERROR_USE, "the exception carries %llu values, not %zu",
                     static_cast<unsigned long long>(type.parameterCount), count);
  auto *exception = const_cast<SinterException *>(reinterpret_cast<const SinterException *>(exn));
  forValues(type, exception,
            [&](uint64_t i, uint64_t *place) { values[i] = getSlot(place, type.kinds[i]); });
  return nullptr;
}
