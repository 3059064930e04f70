//===-- Outputs.h - From products to the file that was asked for -----------===//
//
// An executable or shared object is linked, objects are joined, assembly and IR
// are written as they are: one file where the module is one partition, and
// numbered files OUT.0.s, OUT.1.s otherwise, since partitions have local labels
// of the same names. All of it appears complete or not at all.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "driver/Backend.h"
#include "sinter/Compiler.h"
#include "support/File.h"

#include <memory>

namespace sinter {

/// What segments are aligned to: the target's largest page, or what -Wl,-z,max-page-size says.
[[nodiscard]] uint64_t pageSizeOf(const CompileOptions &options, const TargetSpec &spec);

class Outputs {
public:
  explicit Outputs(const CompileOptions &options) : options(options) {}
  ~Outputs();

  /// Makes sure that the output can be made, before the long work. False after an error.
  [[nodiscard]] bool open(Diagnostics &diag);

  /// Takes the text of --header, which appears when the rest does. False after an error.
  [[nodiscard]] bool addHeader(const std::string &text, Diagnostics &diag);

  /// Makes it. False after an error.
  [[nodiscard]] bool finish(std::vector<Product> products, const TargetSpec &spec,
                            const ModulePlan &plan, unsigned jobs, TimeReport &times,
                            Diagnostics &diag);

private:
  [[nodiscard]] bool linkProducts(std::vector<Product> products, const TargetSpec &spec,
                                  const ModulePlan &plan, unsigned jobs, Diagnostics &diag);
  [[nodiscard]] bool writeProducts(const std::vector<Product> &products, Diagnostics &diag);
  [[nodiscard]] bool print(const std::vector<Product> &products, Diagnostics &diag);

  const CompileOptions &options;
  std::unique_ptr<OutputFile> header;
  std::unique_ptr<OutputFile> file; ///< the only one, or the first
  std::string guarded;              ///< its temporary path, removed when the process is killed
};

} // namespace sinter
