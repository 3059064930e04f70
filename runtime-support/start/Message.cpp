//===-- Message.cpp - Sentences for whoever started the program --------------===//

#include "Runtime.h"
#include "sys/Sys.h"

namespace sinter::rt {

Message &Message::text(const char *text, size_t size) {
  for (size_t i = 0; i != size; ++i) {
    if (used == sizeof buffer)
      flush();
    buffer[used++] = text[i];
  }
  return *this;
}

Message &Message::text(const char *string) { return text(string, stringLength(string)); }

Message &Message::number(uint64_t value) {
  char digits[20];
  size_t at = sizeof digits;
  do
    digits[--at] = '0' + value % 10;
  while (value /= 10);
  return text(digits + at, sizeof digits - at);
}

void Message::flush() {
  size_t done = 0;
  while (done != used) {
    long written = sys::write(fd, buffer + done, used - done);
    if (written == -sys::INTR)
      continue;
    if (written <= 0)
      break;
    done += written;
  }
  used = 0;
}

const char *programName() {
  if (!process.argumentCount)
    return "program";
  const char *name = process.arguments[0];
  for (const char *at = name; *at; ++at)
    if (*at == '/' && at[1])
      name = at + 1;
  return name;
}

void fail(const char *text, const char *detail, const char *more) {
  {
    Message message;
    message.text(programName()).text(": error: ").text(text);
    if (detail)
      message.text(detail);
    if (more)
      message.text(more);
    message.text("\n");
  }
  sys::exit(1);
}

void refuse(const char *what) {
  fail("the system refuses the ", "memory for the program's ", what);
}

} // namespace sinter::rt
