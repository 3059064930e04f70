//===-- Inspect.cpp - What a module is made of -----------------------------===//
//
// `sinter inspect`. Lines of two columns that grep and awk can work with.
//
//===----------------------------------------------------------------------===//

#include "driver/Commands.h"
#include "link/Imports.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace sinter {
namespace {

constexpr size_t largestShown = 10;

class Report {
public:
  explicit Report(const Module &module) : module(module) {}

  void summary(const std::string &name, FeatureSet used);
  void imports();
  void exports();
  void memoriesAndTables();
  void sizes();
  void largest();

  std::string text;

private:
  template <typename... Args> void line(fmt::format_string<Args...> format, Args &&...args) {
    fmt::format_to(std::back_inserter(text), format, std::forward<Args>(args)...);
    text.push_back('\n');
  }
  std::string describeExport(const Export &e) const;

  const Module &module;
};

std::string limits(const Limits &limits, const char *unit) {
  std::string text = fmt::format("{} {}", limits.minimum, unit);
  text += limits.hasMaximum() ? fmt::format(", at most {}", limits.maximum) : ", no maximum";
  return limits.is64 ? text + ", 64-bit addresses" : text;
}

void Report::summary(const std::string &name, FeatureSet used) {
  line("{}: {} bytes", name, module.file.size());
  if (!module.moduleName.empty())
    line("  name      {}", module.moduleName);
  std::string features;
  for (unsigned i = 0; i != featureCount; ++i)
    if (used.has(Feature(i)) && Feature(i) != Feature::Mvp)
      features += (features.empty() ? "" : ", ") + std::string(featureInfo(Feature(i)).option);
  line("  features  {}", features.empty() ? "none beyond WebAssembly 1.0" : features);
  if (module.start)
    line("  start     {}", module.functionName(*module.start));
}

void Report::imports() {
  line("imports: {}", module.imports.size());
  for (const ImportRef &import : module.imports) {
    const ImportName &name = importName(module, import);
    bool provided = import.kind == ExternKind::Func && isProvided(name.module, name.name);
    line("  {}.{}  {}{}", name.module, name.name, describeImport(module, import),
         provided ? "" : "  (from a host only)");
  }
}

std::string Report::describeExport(const Export &e) const {
  switch (e.kind) {
  case ExternKind::Func:
    return "func " + toString(module.funcType(FuncIndex(e.index)));
  case ExternKind::Global: {
    const GlobalType &type = module.globals[GlobalIndex(e.index)].type;
    return fmt::format("global {}{}", type.isMutable ? "mut " : "", toString(type.type));
  }
  default:
    return fmt::format("{} {}", toString(e.kind), e.index);
  }
}

void Report::exports() {
  line("exports: {}", module.exports.size());
  for (const Export &e : module.exports)
    line("  {}  {}", e.name, describeExport(e));
}

void Report::memoriesAndTables() {
  for (uint32_t i = 0; i != module.memories.size(); ++i) {
    const MemoryType &type = module.memories[MemoryIndex(i)].type;
    line("memory {}: {}", i,
         limits(type.limits, type.pageSizeLog2 == 16 ? "pages of 64 KiB" : "pages of 1 byte"));
  }
  for (uint32_t i = 0; i != module.tables.size(); ++i) {
    const TableType &type = module.tables[TableIndex(i)].type;
    line("table {}: {} of {}", i, limits(type.limits, "elements"), toString(type.element));
  }
}

void Report::sizes() {
  uint64_t code = 0, data = 0, items = 0;
  for (const Function &function : module.functions)
    code += function.body.size();
  for (const DataSegment &segment : module.datas)
    data += segment.bytes.size();
  for (const ElemSegment &segment : module.elems)
    items += segment.items.size();
  line("sizes:");
  line("  {:>10}  types", module.types.size());
  line("  {:>10}  functions, {} of them imported", module.functions.size(),
       module.importedFunctions);
  line("  {:>10}  bytes of code", code);
  line("  {:>10}  globals", module.globals.size());
  line("  {:>10}  bytes of data in {} segments", data, module.datas.size());
  line("  {:>10}  table elements in {} segments", items, module.elems.size());
  for (const CustomSection &section : module.customs)
    line("  {:>10}  bytes of custom section \"{}\"", section.bytes.size(), section.name);
}

void Report::largest() {
  std::vector<uint32_t> order;
  for (uint32_t f = module.importedFunctions; f < module.functions.size(); ++f)
    order.push_back(f);
  auto size = [&](uint32_t f) { return module.functions[FuncIndex(f)].body.size(); };
  size_t shown = std::min(order.size(), largestShown);
  std::partial_sort(
      order.begin(), order.begin() + long(shown), order.end(),
      [&](uint32_t a, uint32_t b) { return size(a) != size(b) ? size(a) > size(b) : a < b; });
  if (shown)
    line("largest functions:");
  for (size_t i = 0; i != shown; ++i)
    line("  {:>10}  bytes  {}", size(order[i]), module.functionName(FuncIndex(order[i])));
}

} // namespace

std::string inspect(const std::string &name, const Module &module, FeatureSet used) {
  Report report(module);
  report.summary(name, used);
  report.imports();
  report.exports();
  report.memoriesAndTables();
  report.sizes();
  report.largest();
  return std::move(report.text);
}

} // namespace sinter
