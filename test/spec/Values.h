//===-- Values.h - Arguments and results of scripts as host values ----------===//
#pragma once

#include "sinter/sinter.h"
#include "text/Script.h"

#include <optional>

namespace sinter::spec {

/// The host reference with that number; never null.
[[nodiscard]] void *hostReference(uint64_t number);

/// The argument as a value; nothing if its type is not one that the C API has yet.
[[nodiscard]] std::optional<sinter_val_t> toValue(const ScriptValue &value);

/// Whether `value` is what the script expects (NaN patterns: core 4.3.3, "assert_return").
[[nodiscard]] bool matches(const ExpectedResult &expected, const sinter_val_t &value);

/// One lane of `bits` bits against the pattern.
[[nodiscard]] bool laneMatches(const ExpectedLane &expected, unsigned bits, uint64_t value);

[[nodiscard]] std::string describe(const sinter_val_t &value);
[[nodiscard]] std::string describe(const ExpectedResult &expected);

} // namespace sinter::spec
