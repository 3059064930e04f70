//===-- Table.h - Assertions as data, for the native driver -----------------===//
//
// What StaticRunner writes into an object and driver/Driver.cpp reads from it.
// All fields are one 8-byte slot, so the writer needs no layout rules.
//
//===----------------------------------------------------------------------===//
#pragma once

#include <stdint.h>

namespace sinter::spec {

enum class DriverClass : uint64_t { Integer, Float, Vector };

/// An argument of a call, by where it goes.
struct DriverArgument {
  DriverClass kind;
  uint64_t bits;
  uint64_t high; ///< the upper half of a vector
};

/// What a result must be: (actual & mask) == bits, or where mask is 0 anything but 0. A vector's
/// upper half must agree, too.
struct DriverResult {
  uint64_t alternatives; ///< that many rows behind this one would do as well
  uint64_t isVector;
  uint64_t mask;
  uint64_t bits;
  uint64_t highMask;
  uint64_t highBits;
};

enum class DriverAction : uint64_t {
  Invoke, ///< any results
  Return, ///< the results given
  Trap,   ///< in a child: a trap with a message that agrees
  Get,    ///< a global of `argumentCount` bytes
};

struct DriverCommand {
  DriverAction action;
  void *target; ///< SinterCode, or the global
  uint64_t argumentCount;
  const DriverArgument *arguments;
  uint64_t resultCount;
  const DriverResult *results;
  const char *message;
};

/// Symbol sinterDriverTable.
struct DriverTable {
  uint64_t count;
  DriverCommand commands[];
};

/// What became of a command.
enum class DriverVerdict : uint64_t {
  Passed,
  WrongResult,  ///< `index` and `actual` say which and what
  NoTrap,       ///< returned instead
  WrongStatus,  ///< the child's wait status is `actual`
  WrongMessage, ///< the child's messages are on stderr
  SystemError,  ///< `actual` is an errno, negated
};

/// Written to stdout after each command.
struct DriverRecord {
  DriverVerdict verdict;
  uint64_t index;
  uint64_t actual;
};

} // namespace sinter::spec
