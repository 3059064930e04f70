//===-- Outputs.cpp - From products to the file that was asked for ---------===//
//
// The linker writes to the OutputFile's temporary path, which commit() renames.
// The path is also registered with LLVM's signal handlers, so that a killed
// compiler leaves nothing either.
//
//===----------------------------------------------------------------------===//

#include "driver/Outputs.h"

#include "link/Archive.h"
#include "link/Linker.h"
#include "link/RuntimeArchive.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Signals.h"

#include <fmt/format.h>

namespace sinter {
namespace {

Bytes bytesOf(const Product &product) {
  return {reinterpret_cast<const uint8_t *>(product.data()), product.size()};
}

bool isStatic(const CompileOptions &options) {
  return options.staticForm || options.kind == OutputKind::Executable;
}

/// "dir/app.s" as "dir/app.3.s".
std::string numbered(const std::string &path, size_t number) {
  size_t name = path.rfind('/') + 1; // npos + 1 == 0
  size_t dot = path.rfind('.');
  if (dot == std::string::npos || dot <= name)
    dot = path.size();
  return fmt::format("{}.{}{}", path.substr(0, dot), number, path.substr(dot));
}

} // namespace

uint64_t pageSizeOf(const CompileOptions &options, const TargetSpec &spec) {
  uint64_t size = spec.target.pageSize;
  for (const std::string &argument : options.linkArguments)
    if (llvm::StringRef value = argument; value.consume_front("max-page-size="))
      (void)value.getAsInteger(0, size); // Options.cpp has seen to that
  return size;
}

Outputs::~Outputs() {
  if (!guarded.empty())
    llvm::sys::DontRemoveFileOnSignal(guarded);
}

bool Outputs::open(Diagnostics &diag) {
  if (options.output == "-")
    return true;
  file = std::make_unique<OutputFile>(options.output);
  if (file->temporaryPath().empty())
    return file->write({}, diag); // says why
  guarded = file->temporaryPath();
  llvm::sys::RemoveFileOnSignal(guarded);
  return true;
}

bool Outputs::addHeader(const std::string &text, Diagnostics &diag) {
  header = std::make_unique<OutputFile>(options.header);
  return header->write({reinterpret_cast<const uint8_t *>(text.data()), text.size()}, diag);
}

bool Outputs::finish(std::vector<Product> products, const TargetSpec &spec, const ModulePlan &plan,
                     unsigned jobs, TimeReport &times, Diagnostics &diag) {
  bool isObject = options.kind == OutputKind::Object;
  bool isProgram =
      options.kind == OutputKind::Executable || options.kind == OutputKind::SharedObject;
  bool isLibrary = options.kind == OutputKind::StaticLibrary;
  if (isProgram || isLibrary || (isObject && (products.size() > 1 || !isStatic(options)))) {
    StageTimer timer(times, Stage::Link, TimeOf::Process);
    return linkProducts(std::move(products), spec, plan, jobs, diag) &&
           (!isLibrary || makeArchive(file->temporaryPath(), "module.o", diag)) &&
           file->commit(isProgram, diag) && (!header || header->commit(false, diag));
  }
  StageTimer timer(times, Stage::Write);
  return options.output == "-" ? print(products, diag) : writeProducts(products, diag);
}

bool Outputs::linkProducts(std::vector<Product> products, const TargetSpec &spec,
                           const ModulePlan &plan, unsigned jobs, Diagnostics &diag) {
  LinkJob job;
  job.kind = options.kind == OutputKind::Executable     ? LinkKind::Executable
             : options.kind == OutputKind::SharedObject ? LinkKind::Shared
                                                        : LinkKind::Relocatable;
  job.target = &spec.target;
  for (Product &product : products) {
    job.objects.emplace_back(bytesOf(product));
    product = Product(); // lives on in the memory file
  }
  job.extraObjects = options.linkInputs;
  job.pageSize = pageSizeOf(options, spec);
  job.userArguments = options.linkArguments;
  // An object of static form is the program's own code and nothing else.
  if (spec.target.hasRuntime && (job.kind != LinkKind::Relocatable || !isStatic(options)))
    job.archive = runtimeArchive(spec.target.name, options.harden);
  job.harden = options.harden;
  if (job.kind == LinkKind::Executable) {
    job.pieces = imagePieces(plan);
    job.hasThreadLocals = hasThreads(plan);
  }
  job.output = file->temporaryPath();
  job.keepSymbols = options.keepSymbols;
  job.threads = jobs;
  job.verbose = options.verbose;
  return link(job, diag);
}

bool Outputs::writeProducts(const std::vector<Product> &products, Diagnostics &diag) {
  if (products.size() == 1)
    return file->write(bytesOf(products.front()), diag) && file->commit(false, diag);
  std::vector<std::unique_ptr<OutputFile>> files;
  for (size_t i = 0; i != products.size(); ++i) {
    files.push_back(std::make_unique<OutputFile>(numbered(options.output, i)));
    if (!files.back()->write(bytesOf(products[i]), diag))
      return false;
  }
  for (const std::unique_ptr<OutputFile> &one : files)
    if (!one->commit(false, diag))
      return false;
  return true;
}

bool Outputs::print(const std::vector<Product> &products, Diagnostics &diag) {
  for (const Product &product : products)
    if (!writeStandardOutput({product.data(), product.size()}, diag))
      return false;
  return true;
}

} // namespace sinter
