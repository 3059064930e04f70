//===-- Error.cpp - Errors as the host receives them ------------------------===//
//
// An error is one allocation: kind, code and sentence. Where there is no memory even for
// that, a constant object stands in, which deleting leaves alone.
//
//===----------------------------------------------------------------------===//

#include "Host.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

namespace sinter::host {

// The same layout as sinter_error_t, with room for the text.
struct ConstantError {
  sinter_error_kind_t kind;
  int32_t code;
  SinterException *exception;
  sinter_store_t *store;
  Frame *frames;
  size_t frameCount;
  bool moreFrames;
  char message[16];
};
static_assert(offsetof(ConstantError, message) == offsetof(sinter_error_t, message));
static ConstantError noMemory = {SINTER_ERROR_RESOURCE, 0, nullptr, nullptr, nullptr, 0, false,
                                 "out of memory"};

sinter_error_t *outOfMemory() { return reinterpret_cast<sinter_error_t *>(&noMemory); }

static sinter_error_t *allocate(sinter_error_kind_t kind, int32_t code, size_t size) {
  auto *error = static_cast<sinter_error_t *>(malloc(sizeof(sinter_error_t) + size + 1));
  if (!error)
    return nullptr;
  error->kind = kind;
  error->code = code;
  error->exception = nullptr;
  error->store = nullptr;
  error->frames = nullptr;
  error->frameCount = 0;
  error->moreFrames = false;
  error->message[size] = 0;
  return error;
}

sinter_error_t *makeError(sinter_error_kind_t kind, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int size = vsnprintf(nullptr, 0, format, arguments);
  va_end(arguments);
  sinter_error_t *error = size < 0 ? nullptr : allocate(kind, 0, size_t(size));
  if (!error)
    return outOfMemory();
  va_start(arguments, format);
  vsnprintf(error->message, size_t(size) + 1, format, arguments);
  va_end(arguments);
  return error;
}

static const char *trapText(uint64_t code) {
  switch (code) {
#define TRAP(NAME, CODE, TEXT)                                                                     \
  case CODE:                                                                                       \
    return TEXT;
#include "sinter/abi/Traps.def"
  }
  return "unknown trap";
}

sinter_error_t *makeTrap(uint64_t code) {
  return sinter_error_new(SINTER_ERROR_TRAP, int32_t(code), trapText(code));
}

sinter_error_t *makeExit(uint32_t status) {
  sinter_error_t *error =
      makeError(SINTER_ERROR_EXIT, "the program ended with status %u", unsigned(status));
  if (error != outOfMemory())
    error->code = int32_t(status);
  return error;
}

} // namespace sinter::host

using namespace sinter::host;

sinter_error_t *sinter_error_new(sinter_error_kind_t kind, int32_t code, const char *message) {
  size_t size = message ? strlen(message) : 0;
  sinter_error_t *error = allocate(kind, code, size);
  if (!error)
    return outOfMemory();
  if (size)
    memcpy(error->message, message, size);
  return error;
}

void sinter_error_delete(sinter_error_t *error) {
  if (!error || error == outOfMemory())
    return;
  dropException(error);
  free(error->frames);
  free(error);
}

sinter_error_kind_t sinter_error_kind(const sinter_error_t *error) { return error->kind; }
int32_t sinter_error_code(const sinter_error_t *error) { return error->code; }
const char *sinter_error_message(const sinter_error_t *error) { return error->message; }
