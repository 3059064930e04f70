//===-- Context.cpp - An LLVMContext that keeps our rules ------------------===//
//
// See Context.h.
//
//===----------------------------------------------------------------------===//

#include "codegen/Context.h"

#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/DiagnosticHandler.h"
#include "llvm/IR/DiagnosticInfo.h"
#include "llvm/IR/DiagnosticPrinter.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

namespace sinter {
namespace {

class StrictHandler : public llvm::DiagnosticHandler {
public:
  bool handleDiagnostics(const llvm::DiagnosticInfo &info) override {
    if (info.getSeverity() != llvm::DS_Error)
      return true;
    std::string text;
    llvm::raw_string_ostream stream(text);
    llvm::DiagnosticPrinterRawOStream printer(stream);
    info.print(printer);
    llvm::reportFatalInternalError(llvm::Twine(text));
  }
};

} // namespace

std::unique_ptr<llvm::LLVMContext> createContext(bool keepNames) {
  auto context = std::make_unique<llvm::LLVMContext>();
  context->setDiscardValueNames(!keepNames);
  context->setDiagnosticHandler(std::make_unique<StrictHandler>());
  return context;
}

llvm::TargetLibraryInfoImpl availableCalls(const llvm::Triple &triple) {
  llvm::TargetLibraryInfoImpl calls(triple);
  calls.disableAllFunctions();
  calls.setAvailable(llvm::LibFunc_memcpy);
  calls.setAvailable(llvm::LibFunc_memmove);
  calls.setAvailable(llvm::LibFunc_memset);
  return calls;
}

} // namespace sinter
