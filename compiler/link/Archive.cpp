//===-- Archive.cpp - An object as a static library -------------------------===//
//
// What `ar rcsD` does, by the library behind it. The object is read whole before it is written
// over.
//
//===----------------------------------------------------------------------===//

#include "link/Archive.h"

#include "llvm/Object/ArchiveWriter.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"

#include <vector>

namespace sinter {

bool makeArchive(const std::string &path, const std::string &name, Diagnostics &diag) {
  auto failed = [&](const std::string &why) {
    diag.error(Location::none(), "cannot write the output: " + why);
    return false;
  };
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> file =
      llvm::MemoryBuffer::getFile(path, false, false, /*IsVolatile=*/true);
  if (!file)
    return failed(file.getError().message());
  std::vector<llvm::NewArchiveMember> members;
  members.emplace_back(llvm::MemoryBufferRef((*file)->getBuffer(), name));
  llvm::Error error = llvm::writeArchive(path, members, llvm::SymtabWritingMode::NormalSymtab,
                                         llvm::object::Archive::K_GNU, /*Deterministic=*/true,
                                         /*Thin=*/false);
  return error ? failed(llvm::toString(std::move(error))) : true;
}

} // namespace sinter
