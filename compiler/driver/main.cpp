//===-- main.cpp - The command `sinter` ------------------------------------===//
//
// Reads the command line and hands over; what each command does is in
// Driver.cpp (compiling) and Commands.cpp (the rest).
//
//===----------------------------------------------------------------------===//

#include "driver/Commands.h"
#include "driver/CrashGuard.h"

int main(int count, char **arguments) {
  sinter::installCrashHandlers();
  sinter::SignalStack signalStack;
  sinter::ParsedCommandLine parsed = sinter::parseCommandLine(count, arguments);
  if (!parsed.line)
    return parsed.exitCode;
  return sinter::runCommand(*parsed.line);
}
