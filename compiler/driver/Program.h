//===-- Program.h - The modules of one compilation -------------------------===//
//
// The main module's Input is the caller's; here is what --preload adds to it: further modules, each
// with errors of its own, and all of them as one module, which is what is compiled.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "driver/Input.h"
#include "link/ModuleLinker.h"
#include "sinter/Compiler.h"

#include <deque>
#include <set>

namespace sinter {

class Program {
public:
  /// `main` and `diag` are the main module's.
  Program(const CompileOptions &options, Input &main, Diagnostics &diag)
      : options(options), main(main), diag(diag) {}

  // Steps in their order; each false after errors, which are in `diag`.
  [[nodiscard]] bool read();
  [[nodiscard]] bool validate(unsigned jobs);
  [[nodiscard]] bool link();

  /// Once linked: what is compiled, and what it uses.
  [[nodiscard]] const Module &module() const { return isAlone() ? main.module : linked.module; }
  [[nodiscard]] FeatureSet used() const;
  [[nodiscard]] std::set<std::string, std::less<>> preloadedNames() const;

  /// Calls `work(imports, diag)` with each module's imports that other modules leave unsatisfied.
  /// False if one call gives false.
  template <typename Work> [[nodiscard]] bool forEachModulesImports(Work work) {
    std::span<const ImportRef> imports = module().imports;
    if (isAlone())
      return work(imports, diag);
    bool good = true;
    size_t begin = 0;
    for (size_t k = 0; k <= preloads.size(); ++k) {
      size_t end = linked.importsEnd[k];
      good &=
          work(imports.subspan(begin, end - begin), k < preloads.size() ? preloads[k].diag : diag);
      begin = end;
    }
    return collect(good);
  }

private:
  struct Preload {
    explicit Preload(const CompileOptions::Preload &option) : option(option), diag(option.input) {}
    const CompileOptions::Preload &option;
    Input input;
    Diagnostics diag;
  };

  [[nodiscard]] bool isAlone() const { return preloads.empty(); }
  /// Hands the modules' errors to the program's.
  bool collect(bool good);

  const CompileOptions &options;
  Input &main;
  Diagnostics &diag;
  std::deque<Preload> preloads;
  LinkedModules linked;
};

} // namespace sinter
