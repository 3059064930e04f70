//===-- HostFixture.h - What the tests of libsinter share -------------------===//
#pragma once

#include "sinter/sinter.h"

#include <string>

struct Failure {
  bool failed = false;
  sinter_error_kind_t kind{};
  int32_t code = 0;
  std::string message;

  Failure() = default;
  Failure(sinter_error_t *error) : failed(error != nullptr) {
    if (!error)
      return;
    kind = sinter_error_kind(error);
    code = sinter_error_code(error);
    message = sinter_error_message(error);
    sinter_error_delete(error);
  }
};

inline sinter_val_t i32(int32_t value) {
  sinter_val_t result = {};
  result.kind = SINTER_I32;
  result.of.i32 = value;
  return result;
}

inline const sinter_valkind_t stepKinds[] = {SINTER_I32, SINTER_I32};
inline const sinter_functype_t stepType = {stepKinds, 1, stepKinds, 1};
