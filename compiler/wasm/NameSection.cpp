//===-- NameSection.cpp - Names for people ---------------------------------===//
//
// Core 7.4.1. Custom sections cannot make a module invalid, so whatever is
// wrong here is kept in a collector of our own and thrown away, together with
// all names of the section: half a table of names misleads.
//
//===----------------------------------------------------------------------===//
#include "wasm/ModuleReader.h"

namespace sinter {

void readNameSection(const CustomSection &section, Module &module) {
  Diagnostics ignored("");
  ByteReader reader(section.bytes, section.offset, ignored);
  std::string_view moduleName;
  IndexVector<FuncIndex, std::string_view> names;
  while (!reader.atEnd()) {
    uint8_t id = reader.u8();
    ByteReader sub = reader.sub(reader.leb32());
    if (id == 0) {
      moduleName = sub.name();
    } else if (id == 1) {
      names.resize(module.functions.size());
      uint32_t count = sub.leb32();
      for (uint32_t i = 0; i < count && !sub.failed(); ++i) {
        FuncIndex function{sub.leb32()};
        std::string_view name = sub.name();
        if (names.contains(function))
          names[function] = name;
      }
    }
    if (sub.failed() || reader.failed())
      return;
  }
  module.moduleName = moduleName;
  module.functionNames = std::move(names);
}

} // namespace sinter
