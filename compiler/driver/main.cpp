//===-- main.cpp - The command `sinter` ------------------------------------===//
//
// Reads the command line and hands over; what each command does is in
// Driver.cpp (compiling) and Commands.cpp (the rest).
//
//===----------------------------------------------------------------------===//

#include "driver/Commands.h"
#include "driver/CrashGuard.h"

#include "llvm/Support/CommandLine.h"

int main(int count, char **arguments) {
  sinter::installCrashHandlers();
  sinter::SignalStack signalStack;
  sinter::ParsedCommandLine parsed = sinter::parseCommandLine(count, arguments);
  if (!parsed.line)
    return parsed.exitCode;
  std::vector<const char *> llvmArguments = {"sinter -mllvm"};
  for (const std::string &argument : parsed.line->llvmArguments)
    llvmArguments.push_back(argument.c_str());
  if (llvmArguments.size() > 1)
    llvm::cl::ParseCommandLineOptions(int(llvmArguments.size()), llvmArguments.data());
  return sinter::runCommand(*parsed.line);
}
