//===-- DriverObject.cpp - An object file with a table of assertions --------===//

#include "DriverObject.h"

#include <cstring>
#include <iterator>

namespace sinter::spec {

uint64_t DriverObject::word(uint64_t value) {
  data.push_back(value);
  return size() - 8;
}

void DriverObject::pointerTo(std::string_view symbol) {
  auto found = symbols.find(symbol);
  if (found == symbols.end())
    found = symbols.emplace(symbol, uint32_t(symbols.size() + 1)).first;
  relocations.push_back({size(), found->second, 0});
  data.push_back(0);
}

void DriverObject::pointerToOffset(uint64_t offset) {
  relocations.push_back({size(), 0, offset});
  data.push_back(0);
}

uint64_t DriverObject::text(std::string_view text) {
  uint64_t offset = size();
  data.resize(data.size() + text.size() / 8 + 1);
  memcpy(reinterpret_cast<char *>(data.data()) + offset, text.data(), text.size());
  return offset;
}

namespace {

enum Section : uint16_t {
  Null,
  Data,
  Relocations,
  Symbols,
  Strings,
  SectionNames,
  Property,
  SectionCount
};
constexpr char sectionNames[] =
    "\0.data\0.rela.data\0.symtab\0.strtab\0.shstrtab\0.note.gnu.property";
constexpr uint32_t sectionNameAt[] = {0, 1, 7, 18, 26, 34, 44};

template <typename T> void append(std::vector<uint8_t> &to, const T *items, size_t count) {
  auto *bytes = reinterpret_cast<const uint8_t *>(items);
  to.insert(to.end(), bytes, bytes + count * sizeof(T));
}

} // namespace

std::vector<uint8_t> DriverObject::write(std::string_view name, uint64_t offset,
                                         const MachineRow &machine) const {
  // Symbols: null, the data section, the undefined ones in the order of their numbers, the table.
  std::string strings(1, '\0');
  std::vector<Elf64_Sym> table(symbols.size() + 3);
  table[1].st_info = ELF64_ST_INFO(STB_LOCAL, STT_SECTION);
  table[1].st_shndx = Data;
  auto global = [&](Elf64_Sym &symbol, std::string_view text) {
    symbol.st_name = uint32_t(strings.size());
    symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_NOTYPE);
    strings.append(text).push_back('\0');
  };
  for (const auto &[text, number] : symbols)
    global(table[number + 1], text);
  Elf64_Sym &own = table.back();
  global(own, name);
  own.st_shndx = Data;
  own.st_value = offset;
  std::vector<Elf64_Rela> entries;
  for (const Relocation &relocation : relocations)
    entries.push_back({relocation.offset,
                       ELF64_R_INFO(relocation.symbol + 1, machine.absoluteRelocation),
                       int64_t(relocation.addend)});

  Elf64_Shdr sections[SectionCount] = {};
  std::vector<uint8_t> file(sizeof(Elf64_Ehdr));
  auto section = [&](Section index, uint32_t type, uint64_t entrySize, const auto *items,
                     size_t count) {
    file.resize((file.size() + 7) & ~size_t(7));
    Elf64_Shdr &header = sections[index];
    header.sh_name = sectionNameAt[index];
    header.sh_type = type;
    header.sh_offset = file.size();
    header.sh_size = count * sizeof(*items);
    header.sh_addralign = 8;
    header.sh_entsize = entrySize;
    append(file, items, count);
  };
  section(Data, SHT_PROGBITS, 0, data.data(), data.size());
  sections[Data].sh_flags = SHF_ALLOC | SHF_WRITE;
  section(Relocations, SHT_RELA, sizeof(Elf64_Rela), entries.data(), entries.size());
  sections[Relocations].sh_link = Symbols;
  sections[Relocations].sh_info = Data;
  section(Symbols, SHT_SYMTAB, sizeof(Elf64_Sym), table.data(), table.size());
  sections[Symbols].sh_link = Strings;
  sections[Symbols].sh_info = 2; // The first global one.
  section(Strings, SHT_STRTAB, 0, strings.data(), strings.size());
  section(SectionNames, SHT_STRTAB, 0, sectionNames, sizeof(sectionNames));
  // Without code there is nothing that a hardened program (--harden) could object to.
  constexpr uint32_t property = 5, gnu = 0x554e47;
  const uint32_t note[] = {4, 16, property, gnu, machine.property, 4, machine.propertyBits, 0};
  section(Property, SHT_NOTE, 0, note, std::size(note));
  sections[Property].sh_flags = SHF_ALLOC;

  file.resize((file.size() + 7) & ~size_t(7));
  Elf64_Ehdr header = {};
  memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = machine.elfMachine;
  header.e_flags = machine.elfFlags;
  header.e_version = EV_CURRENT;
  header.e_shoff = file.size();
  header.e_ehsize = sizeof(Elf64_Ehdr);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = SectionCount;
  header.e_shstrndx = SectionNames;
  append(file, sections, SectionCount);
  memcpy(file.data(), &header, sizeof(header));
  return file;
}

} // namespace sinter::spec
