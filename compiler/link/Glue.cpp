//===-- Glue.cpp - Objects of the user's that provide imports --------------===//
//
// Which imports a program's objects provide is found out by their symbols before anything is
// lowered, so that what nobody provides is told in wasm terms and not as an undefined symbol.
//
//===----------------------------------------------------------------------===//

#include "link/Glue.h"

#include "llvm/Object/Archive.h"
#include "llvm/Object/Binary.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"

#include <algorithm>
#include <fmt/format.h>

namespace sinter {
namespace {

using llvm::object::SymbolRef;

void addFunctions(const llvm::object::ObjectFile &object, std::set<std::string> &functions) {
  for (const SymbolRef &symbol : object.symbols()) {
    llvm::Expected<uint32_t> flags = symbol.getFlags();
    llvm::Expected<llvm::StringRef> name = symbol.getName();
    constexpr uint32_t ours = SymbolRef::SF_Undefined | SymbolRef::SF_FormatSpecific;
    if (!flags || !name) {
      llvm::consumeError(flags.takeError());
      llvm::consumeError(name.takeError());
      continue;
    }
    if ((*flags & SymbolRef::SF_Global) && !(*flags & ours))
      functions.insert(name->str());
  }
}

} // namespace

bool canBeGlue(const FuncType &type) {
  auto isNumber = [](ValueType one) { return !one.isRef() && one.kind() != ValueType::Kind::V128; };
  return type.results.size() <= 1 &&
         std::all_of(type.results.begin(), type.results.end(), isNumber) &&
         std::all_of(type.parameters.begin(), type.parameters.end(), isNumber);
}

std::optional<std::set<std::string>> glueFunctions(const std::vector<std::string> &paths,
                                                   Diagnostics &diag) {
  std::set<std::string> functions;
  for (const std::string &path : paths) {
    auto failed = [&](llvm::Error error) {
      diag.error(Location::none(),
                 fmt::format("cannot read {}: {}", path, llvm::toString(std::move(error))));
      return std::nullopt;
    };
    llvm::Expected<llvm::object::OwningBinary<llvm::object::Binary>> file =
        llvm::object::createBinary(path);
    if (!file)
      return failed(file.takeError());
    if (auto *object = llvm::dyn_cast<llvm::object::ObjectFile>(file->getBinary())) {
      addFunctions(*object, functions);
    } else if (auto *archive = llvm::dyn_cast<llvm::object::Archive>(file->getBinary())) {
      for (const llvm::object::Archive::Symbol &symbol : archive->symbols())
        functions.insert(symbol.getName().str());
    } else {
      diag.error(Location::none(), path + " is neither an object nor an archive of objects");
      return std::nullopt;
    }
  }
  return functions;
}

} // namespace sinter
