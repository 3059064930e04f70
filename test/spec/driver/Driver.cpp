//===-- Driver.cpp - Works through assertions inside of a program -----------===//
//
// Linked with a module in static form and the table of assertions about it. The
// runtime starts the program as any other and then calls this instead of an
// entry: freestanding code, like the runtime. A call that is expected to trap runs in a forked
// child, whose message and status are what a user would see; what the call
// changed is gone with the child.
//
//===----------------------------------------------------------------------===//

#include "Table.h"
#include "arch/Arch.h"
#include "sinter/abi/Abi.h"

extern "C" uint64_t __sinter_arguments[SINTER_ARGUMENT_SLOTS] __attribute__((visibility("hidden")));
extern "C" const sinter::spec::DriverTable sinterDriverTable __attribute__((visibility("hidden")));

namespace sinter::spec {
namespace {

using rt::arch::syscall;
using rt::arch::Syscall;

// Calls that programs have no need of, so that the runtime's list lacks them.
#if defined(__x86_64__)
constexpr auto Dup3 = Syscall(292), Wait4 = Syscall(61), Pipe2 = Syscall(293), Clone = Syscall(56);
#else
constexpr auto Dup3 = Syscall(24), Wait4 = Syscall(260), Pipe2 = Syscall(59), Clone = Syscall(220);
#endif
constexpr long ChildSignal = 17;
constexpr int Output = 1, Messages = 2;
constexpr long TrapStatus = 134 << 8;

void write(int descriptor, const void *data, uint64_t size) {
  syscall(Syscall::write, descriptor, reinterpret_cast<long>(data), long(size));
}

double toDouble(uint64_t bits) {
  double value;
  __builtin_memcpy(&value, &bits, 8);
  return value;
}

/// Calls under the uniform convention; the first result comes back.
uint64_t invoke(const DriverCommand &command) {
  uint64_t integers[SINTER_INTEGER_REGISTERS] = {};
  uint64_t floats[SINTER_FLOAT_REGISTERS] = {};
  unsigned integerCount = 0, floatCount = 0, slotCount = 0;
  for (uint64_t i = 0; i != command.argumentCount; ++i) {
    const DriverArgument &argument = command.arguments[i];
    if (argument.kind == DriverClass::Float && floatCount != SINTER_FLOAT_REGISTERS)
      floats[floatCount++] = argument.bits;
    else if (argument.kind == DriverClass::Integer && integerCount != SINTER_INTEGER_REGISTERS)
      integers[integerCount++] = argument.bits;
    else
      __sinter_arguments[slotCount++] = argument.bits;
    if (argument.kind == DriverClass::Vector)
      __sinter_arguments[slotCount++] = argument.high;
  }
  auto code = reinterpret_cast<SinterCode>(command.target);
  return code(nullptr, integers[0], integers[1], integers[2], integers[3], integers[4],
              toDouble(floats[0]), toDouble(floats[1]), toDouble(floats[2]), toDouble(floats[3]),
              toDouble(floats[4]), toDouble(floats[5]), toDouble(floats[6]), toDouble(floats[7]));
}

bool agrees(const DriverResult &expected, uint64_t low, uint64_t high) {
  if (!expected.mask)
    return low != 0;
  return (low & expected.mask) == expected.bits &&
         (!expected.isVector || (high & expected.highMask) == expected.highBits);
}

DriverRecord compare(const DriverCommand &command, uint64_t first) {
  const DriverResult *end = command.results + command.resultCount;
  uint64_t index = 0;
  const uint64_t *slot = __sinter_arguments;
  for (const DriverResult *row = command.results; row != end; ++index) {
    bool isReturned = index == 0 && !row->isVector;
    uint64_t low = isReturned ? first : *slot++;
    uint64_t high = row->isVector ? *slot++ : 0;
    bool isRight = false;
    const DriverResult *next = row + 1 + row->alternatives;
    for (; row != next; ++row)
      isRight = isRight || agrees(*row, low, high);
    if (!isRight)
      return {DriverVerdict::WrongResult, index, low};
  }
  return {DriverVerdict::Passed, 0, 0};
}

DriverRecord readGlobal(const DriverCommand &command) {
  uint64_t value[2] = {};
  auto *from = static_cast<const volatile uint8_t *>(command.target);
  for (uint64_t i = 0; i != command.argumentCount; ++i)
    value[i / 8] |= uint64_t(from[i]) << (8 * (i % 8));
  // Where a vector's halves are compared.
  __sinter_arguments[0] = value[0];
  __sinter_arguments[1] = value[1];
  return compare(command, value[0]);
}

/// Whether the text has ": trap: " and behind it, up to the end of its line, what begins like
/// `message` or is a beginning of it. An empty message is any trap's.
bool hasMessage(const char *text, const char *message) {
  constexpr char mark[] = ": trap: ";
  for (; *text; ++text) {
    unsigned i = 0;
    while (mark[i] && text[i] == mark[i])
      ++i;
    if (mark[i])
      continue;
    if (!*message)
      return true;
    const char *actual = text + i;
    while (*actual != '\n' && *actual && *actual == *message)
      ++actual, ++message;
    return actual != text + i && (*actual == '\n' || !*message);
  }
  return false;
}

DriverRecord expectTrap(const DriverCommand &command) {
  int ends[2];
  if (long error = syscall(Pipe2, reinterpret_cast<long>(ends), 0))
    return {DriverVerdict::SystemError, 0, uint64_t(error)};
  long child = syscall(Clone, ChildSignal, 0, 0, 0, 0);
  if (child < 0)
    return {DriverVerdict::SystemError, 0, uint64_t(child)};
  if (child == 0) {
    syscall(Dup3, ends[1], Messages, 0);
    invoke(command);
    syscall(Syscall::exit_group, 0);
  }
  syscall(Syscall::close, ends[1]);
  // All of it must be read, or the child would wait; only the beginning is of interest.
  char text[4096];
  uint64_t used = 0;
  for (;;) {
    char rest[512];
    bool isFull = used + 1 == sizeof(text);
    long size = isFull ? syscall(Syscall::read, ends[0], reinterpret_cast<long>(rest), sizeof(rest))
                       : syscall(Syscall::read, ends[0], reinterpret_cast<long>(text + used),
                                 long(sizeof(text) - 1 - used));
    if (size <= 0)
      break;
    if (!isFull)
      used += uint64_t(size);
  }
  text[used] = 0;
  syscall(Syscall::close, ends[0]);
  int status = 0;
  syscall(Wait4, child, reinterpret_cast<long>(&status), 0, 0);
  DriverVerdict verdict = DriverVerdict::Passed;
  if (status == 0)
    verdict = DriverVerdict::NoTrap;
  else if (status != TrapStatus)
    verdict = DriverVerdict::WrongStatus;
  else if (!hasMessage(text, command.message))
    verdict = DriverVerdict::WrongMessage;
  if (verdict != DriverVerdict::Passed)
    write(Messages, text, used);
  return {verdict, 0, uint64_t(uint32_t(status))};
}

DriverRecord run(const DriverCommand &command) {
  switch (command.action) {
  case DriverAction::Invoke:
    invoke(command);
    return {DriverVerdict::Passed, 0, 0};
  case DriverAction::Return:
    return compare(command, invoke(command));
  case DriverAction::Trap:
    return expectTrap(command);
  case DriverAction::Get:
    return readGlobal(command);
  }
  __builtin_unreachable();
}

} // namespace

extern "C" __attribute__((used)) void driver() asm("sinter.driver");
void driver() {
  for (uint64_t i = 0; i != sinterDriverTable.count; ++i) {
    DriverRecord record = run(sinterDriverTable.commands[i]);
    write(Output, &record, sizeof(record));
  }
}

} // namespace sinter::spec
