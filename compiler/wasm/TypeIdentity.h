//===-- TypeIdentity.h - Which types are the same? -------------------------===//
//
// Core 3.1.4 and 4.1.4: two recursion groups are the same if they are written the same, with types
// of the group named by their place in it. What is written first lends its indices to all.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Module.h"

#include <map>
#include <string>

namespace sinter {

class TypeIdentities {
public:
  explicit TypeIdentities(Module &module) : module(module) {}

  /// Sets TypeDefinition::canonical of the group [begin, end); groups come in their order.
  void identify(uint32_t begin, uint32_t end);

private:
  [[nodiscard]] std::string groupKey(uint32_t begin, uint32_t end) const;

  Module &module;
  /// An ordered map, since the keys come from the file and must not be able to collide.
  std::map<std::string, uint32_t> groups;
};

} // namespace sinter
