//===-- Localize.cpp - Making an object keep its names to itself -----------===//
//
// What `objcopy --localize-hidden` does, by the library behind it. The file is
// read whole before it is written over.
//
//===----------------------------------------------------------------------===//

#include "link/Localize.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ObjCopy/ConfigManager.h"
#include "llvm/ObjCopy/ObjCopy.h"
#include "llvm/Object/Binary.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"

namespace sinter {

bool localizeHidden(const std::string &path, Diagnostics &diag) {
  auto failed = [&](const std::string &why) {
    diag.error(Location::none(), "cannot write the output: " + why);
    return false;
  };
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> file =
      llvm::MemoryBuffer::getFile(path, false, false, /*IsVolatile=*/true);
  if (!file)
    return failed(file.getError().message());
  llvm::Expected<std::unique_ptr<llvm::object::Binary>> object = llvm::object::createBinary(**file);
  if (!object)
    llvm::reportFatalInternalError(object.takeError());

  llvm::objcopy::ConfigManager config;
  config.ELF.LocalizeHidden = true;
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  if (llvm::Error error = llvm::objcopy::executeObjcopyOnBinary(config, **object, stream))
    llvm::reportFatalInternalError(std::move(error));

  std::error_code error;
  llvm::raw_fd_ostream out(path, error);
  if (!error) {
    out.write(bytes.data(), bytes.size());
    out.close();
    error = out.error();
    out.clear_error();
  }
  return error ? failed(error.message()) : true;
}

} // namespace sinter
