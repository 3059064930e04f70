//===-- ModuleLowering.cpp - One partition as an llvm::Module --------------===//
//
// Names of what it makes: wasm.<index>.<name> for functions, wasm.global.N,
// wasm.table.N, wasm.memory.N, wasm.funcref.N, wasm.data.N, wasm.elem.N for state. With several
// partitions these have external linkage and hidden visibility, else they are internal.
//
//===----------------------------------------------------------------------===//

#include "lower/ModuleLowering.h"

#include "lower/CallingConvention.h"
#include "lower/FunctionLowering.h"
#include "wasm/FunctionValidator.h"

#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/Target/TargetMachine.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

namespace sinter {

ModuleLowering::ModuleLowering(const ModulePlan &plan, unsigned partition, const Machine &machine,
                               llvm::Module &ir)
    : plan(plan), module(plan.module), machine(machine), ir(ir), context(ir.getContext()),
      pointer(PointerType::get(context, 0)), i8(Type::getInt8Ty(context)),
      i32(Type::getInt32Ty(context)), i64(Type::getInt64Ty(context)),
      f32(Type::getFloatTy(context)), f64(Type::getDoubleTy(context)), partition(partition),
      isFirst(partition == 0), isAlone(plan.partitions.size() == 1), scopes(ir),
      functions(plan.module.functions.size()), defined(plan.module.functions.size()) {
  SmallVector<Type *> parameters = {pointer};
  parameters.append(SINTER_INTEGER_REGISTERS, i64);
  parameters.append(SINTER_FLOAT_REGISTERS, f64);
  uniformType = FunctionType::get(i64, parameters, false);

  MDBuilder md(context);
  MDNode *root = md.createTBAARoot("sinter");
  const char *names[] = {"memory", "state", "table", "arguments", "fuel"};
  for (size_t i = 0; i < std::size(names); ++i) {
    MDNode *scalar = md.createTBAAScalarTypeNode(names[i], root);
    tags[i] = md.createTBAAStructTagNode(scalar, scalar, 0);
  }
}

Type *ModuleLowering::type(ValueType type) const {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return i32;
  case ValueType::Kind::I64:
    return i64;
  case ValueType::Kind::F32:
    return f32;
  case ValueType::Kind::F64:
    return f64;
  case ValueType::Kind::V128:
    return FixedVectorType::get(i64, 2);
  case ValueType::Kind::Ref:
  case ValueType::Kind::Bottom:
    return pointer;
  }
  return nullptr;
}

Type *ModuleLowering::resultType(const FuncType &type) const {
  if (type.results.empty())
    return Type::getVoidTy(context);
  if (type.results.size() == 1)
    return this->type(type.results[0]);
  SmallVector<Type *> results;
  for (ValueType result : type.results)
    results.push_back(this->type(result));
  return StructType::get(context, results);
}

FunctionType *ModuleLowering::naturalType(const FuncType &type, bool withInstance) const {
  SmallVector<Type *> parameters;
  if (withInstance)
    parameters.push_back(pointer);
  for (ValueType parameter : type.parameters)
    parameters.push_back(this->type(parameter));
  return FunctionType::get(resultType(type), parameters, false);
}

void ModuleLowering::setAttributes(llvm::Function *f) {
  AttrBuilder attributes(context);
  // Else LLVM finds out which functions throw nothing.
  if (!plan.usesExceptions())
    attributes.addAttribute(Attribute::NoUnwind);
  attributes.addUWTableAttr(UWTableKind::Async);
  // A call that exhausts the stack must do so (core 4.3 leaves the limit open, not the trap):
  // turning recursion into a loop would make it run forever. Guaranteed tail calls are musttail and
  // not concerned.
  attributes.addAttribute("disable-tail-calls", "true");
  // Every stack ends in a guard region, which a large frame must not jump over.
  attributes.addAttribute("probe-stack", "inline-asm");
  // Codegen may let stores pass accesses that trap, and loads be plain where their traps are safe.
  if (!plan.volatileStores())
    attributes.addAttribute("sinter-traps", "relaxed");
  if (plan.options.interruptible)
    attributes.addAttribute("sinter-interruptible", plan.hasPollPage() ? "page" : "flag");
  if (plan.options.memoryInGs)
    attributes.addAttribute("sinter-gs");
  if (plan.options.fuel)
    attributes.addAttribute("sinter-fuel");
  if (!plan.isStatic())
    attributes.addAttribute("sinter-stack-limit", "instance");
  else if (plan.isChecked())
    attributes.addAttribute("sinter-stack-limit", plan.hasThreads() ? "thread" : "symbol");
  f->addFnAttrs(attributes);
}

void ModuleLowering::setLinkage(GlobalValue *value, bool definedHere) {
  if (isAlone && definedHere) {
    value->setLinkage(GlobalValue::InternalLinkage);
  } else {
    value->setLinkage(GlobalValue::ExternalLinkage);
    value->setVisibility(GlobalValue::HiddenVisibility);
  }
  value->setDSOLocal(true);
}

DILocation *ModuleLowering::locate(llvm::Function *f, StringRef name) {
  DIFile *file = scopes.createFile("wasm", "");
  if (!unit)
    unit = scopes.createCompileUnit(DISourceLanguageName(dwarf::DW_LANG_C), file, "", true, "", 0,
                                    "", DICompileUnit::NoDebug);
  DISubprogram *scope = scopes.createFunction(
      file, name, "", file, 0, scopes.createSubroutineType(scopes.getOrCreateTypeArray({})), 0,
      DINode::FlagZero, DISubprogram::SPFlagDefinition | DISubprogram::SPFlagOptimized);
  f->setSubprogram(scope);
  return DILocation::get(context, 0, 0, scope);
}

llvm::Function *ModuleLowering::function(FuncIndex f) {
  llvm::Function *&result = functions[raw(f)];
  if (result)
    return result;
  bool uniform = plan.isUniform(f) || plan.isImported(f);
  FunctionType *type =
      uniform ? uniformType : naturalType(module.funcType(f), /*withInstance=*/!plan.isStatic());
  result = llvm::Function::Create(type, GlobalValue::ExternalLinkage,
                                  "wasm." + Twine(raw(f)) + "." + module.functionName(f), ir);
  setAttributes(result);
  const Partition &own = plan.partitions[partition];
  bool here = raw(f) >= own.begin && raw(f) < own.end;
  setLinkage(result, here || (isFirst && plan.isImported(f)));
  if (!plan.isImported(f))
    result->addFnAttr("sinter-name", module.functionName(f));
  if (plan.options.memoryInGs && plan.reach.entered[raw(f)])
    result->addFnAttr("sinter-gs-entered");
  if (plan.options.memoryInGs && plan.reach.leavesByTail && plan.facts.tailCalls[raw(f)])
    result->addFnAttr("sinter-gs-left");
  if (!plan.isStatic()) {
    result->setSection("sinter_code");
    result->addParamAttr(0, Attribute::NonNull);
    result->addParamAttr(0, Attribute::NoUndef);
    result->addParamAttr(
        0, Attribute::getWithDereferenceableBytes(context, uint64_t(8) * plan.slots.count));
    // So that what is loaded from it can be loaded before a loop, too.
    result->addParamAttr(0, Attribute::getWithAlignment(context, Align(8)));
  }
  return result;
}

/// What spectest's functions print is nobody's business: they do nothing.
llvm::Function *ModuleLowering::spectestFunction(StringRef name, FunctionType *type) {
  std::string symbol = ("spectest." + name).str();
  if (llvm::Function *known = ir.getFunction(symbol))
    return known;
  auto *result = llvm::Function::Create(type, GlobalValue::InternalLinkage, symbol, ir);
  IRBuilder<> b(BasicBlock::Create(context, "entry", result));
  Type *returned = type->getReturnType();
  b.CreateRet(returned->isVoidTy() ? nullptr : Constant::getNullValue(returned));
  return result;
}

static void extendIntegers(llvm::Function &function) {
  for (unsigned i = 0; i != function.arg_size(); ++i)
    if (function.getArg(i)->getType()->isIntegerTy(32))
      function.addParamAttr(i, Attribute::SExt);
  if (function.getReturnType()->isIntegerTy(32))
    function.addRetAttr(Attribute::SExt);
}

llvm::Function *ModuleLowering::importedFunction(FuncIndex f) {
  StringRef symbol = plan.options.importSymbols[raw(f)];
  const ImportName &import = *module.functions[f].import;
  FunctionType *type = naturalType(module.funcType(f), /*withInstance=*/false);
  if (symbol.empty() && plan.options.spectest && import.module == "spectest")
    return spectestFunction(import.name, type);
  if (symbol.empty())
    return nullptr;
  auto callee = ir.getOrInsertFunction(symbol, type);
  auto *result = dyn_cast<llvm::Function>(callee.getCallee());
  if (result) {
    result->addFnAttr(Attribute::NoUnwind);
    result->setDSOLocal(true);
    // The user's C functions get, and return, an int as the platform's convention extends it; of
    // the runtime's the lower half counts.
    if (!symbol.starts_with("__sinter_"))
      extendIntegers(*result);
  }
  return result;
}

FunctionCallee ModuleLowering::libcall(Libcall call) {
  struct Row {
    StringRef symbol;
    StringRef signature;
  };
  static constexpr Row rows[] = {
#define LIBCALL(NAME, SYMBOL, SIGNATURE) {SYMBOL, SIGNATURE},
#include "sinter/abi/Libcalls.def"
  };
  Row row = rows[size_t(call)];
  auto letter = [&](char c) -> Type * {
    switch (c) {
    case 'p':
      return pointer;
    case 'i':
      return i32;
    case 'l':
      return i64;
    default:
      return Type::getVoidTy(context);
    }
  };
  SmallVector<Type *> parameters;
  for (char c : row.signature.substr(2))
    parameters.push_back(letter(c));
  auto callee = ir.getOrInsertFunction(
      row.symbol, FunctionType::get(letter(row.signature[0]), parameters, false));
  auto *f = cast<llvm::Function>(callee.getCallee());
  bool throws = call == Libcall::Throw || call == Libcall::ThrowInstance;
  if (!throws)
    f->addFnAttr(Attribute::NoUnwind);
  f->setVisibility(GlobalValue::HiddenVisibility);
  f->setDSOLocal(true);
  if (throws || call == Libcall::Trap || call == Libcall::TrapInstance) {
    f->addFnAttr(Attribute::NoReturn);
    f->addFnAttr(Attribute::Cold);
  }
  return callee;
}

GlobalVariable *ModuleLowering::instanceState(Type *type, const Twine &name) {
  GlobalVariable *g = state(type, name, false);
  if (plan.hasThreads())
    g->setThreadLocalMode(GlobalValue::LocalExecTLSModel);
  return g;
}

GlobalVariable *ModuleLowering::state(Type *type, const Twine &name, bool isConstant) {
  SmallString<32> buffer;
  StringRef text = name.toStringRef(buffer);
  if (GlobalVariable *existing = ir.getNamedGlobal(text))
    return existing;
  auto *g = new GlobalVariable(ir, type, isConstant, GlobalValue::ExternalLinkage, nullptr, text);
  setLinkage(g, isFirst);
  if (g->hasLocalLinkage())
    g->setInitializer(Constant::getNullValue(type));
  return g;
}

GlobalVariable *ModuleLowering::memoryBase() {
  if (GlobalVariable *existing = ir.getNamedGlobal(memorySymbol))
    return existing;
  // Of unknown size, so that LLVM takes no access for safe: memory may have no page at all.
  auto *g = new GlobalVariable(ir, ArrayType::get(i8, 0), false, GlobalValue::ExternalLinkage,
                               nullptr, memorySymbol);
  g->setDSOLocal(true);
  // Wherever the linker puts it (link/Linker.cpp), that is a multiple of this.
  g->setAlignment(Align(65536));
  return g;
}

GlobalVariable *ModuleLowering::memoryRecord(MemoryIndex m) {
  return state(ArrayType::get(i64, SINTER_SLOTS_Memory), "wasm.memory." + Twine(raw(m)), false);
}

GlobalVariable *ModuleLowering::tableRecord(TableIndex t) {
  return instanceState(ArrayType::get(i64, SINTER_SLOTS_Table), "wasm.table." + Twine(raw(t)));
}

GlobalVariable *ModuleLowering::tableElements(TableIndex t) {
  std::string name = "wasm.elements." + std::to_string(raw(t));
  ArrayType *array = ArrayType::get(pointer, plan.tableType(t).limits.minimum);
  return plan.isConstant(t) ? state(array, name, true) : instanceState(array, name);
}

GlobalVariable *ModuleLowering::tableTypes(TableIndex t) {
  return state(ArrayType::get(pointer, plan.tableType(t).limits.minimum),
               "wasm.elementtypes." + Twine(raw(t)), true);
}

GlobalVariable *ModuleLowering::global(GlobalIndex g) {
  return instanceState(type(module.globals[g].type.type), "wasm.global." + Twine(raw(g)));
}

Constant *ModuleLowering::funcRef(FuncIndex f) {
  return state(ArrayType::get(pointer, SINTER_SLOTS_FuncRef), "wasm.funcref." + Twine(raw(f)),
               true);
}

void ModuleLowering::needTrapText(TrapCode code) {
  // An undefined symbol takes it out of the archive; only the runtime looks at it.
  if (uint32_t(code) > SINTER_TRAP_StackExhausted && !hasRareTraps)
    ir.appendModuleInlineAsm(".globl __sinter_rare_traps");
  hasRareTraps |= uint32_t(code) > SINTER_TRAP_StackExhausted;
}

GlobalVariable *ModuleLowering::argumentArea() {
  StringRef name = plan.hasThreads() ? "__sinter_thread_arguments" : "__sinter_arguments";
  if (GlobalVariable *existing = ir.getNamedGlobal(name))
    return existing;
  auto *g = new GlobalVariable(ir, ArrayType::get(i64, SINTER_ARGUMENT_SLOTS), false,
                               GlobalValue::ExternalLinkage, nullptr, name);
  if (plan.hasThreads())
    g->setThreadLocalMode(GlobalValue::LocalExecTLSModel);
  g->setVisibility(GlobalValue::HiddenVisibility);
  g->setDSOLocal(true);
  return g;
}

GlobalVariable *ModuleLowering::program() {
  StringRef name = "__sinter_program";
  if (GlobalVariable *existing = ir.getNamedGlobal(name))
    return existing;
  // Of static form, where pointers have 8 bytes.
  auto *g = new GlobalVariable(ir, ArrayType::get(i64, SINTER_SLOTS_Program), false,
                               GlobalValue::ExternalLinkage, nullptr, name);
  g->setVisibility(GlobalValue::HiddenVisibility);
  g->setDSOLocal(true);
  return g;
}

GlobalVariable *ModuleLowering::tag(TagIndex t) {
  return state(i8, "wasm.tag." + Twine(raw(t)), false);
}

llvm::Function *ModuleLowering::personality() {
  auto callee = ir.getOrInsertFunction("__sinter_personality", FunctionType::get(i32, true));
  auto *f = cast<llvm::Function>(callee.getCallee());
  f->setVisibility(GlobalValue::HiddenVisibility);
  f->setDSOLocal(true);
  return f;
}

Constant *ModuleLowering::typeSymbol(TypeIndex t) {
  std::string name = "sinter.type." + plan.typeNames[t];
  if (GlobalVariable *existing = ir.getNamedGlobal(name))
    return existing;
  // One per program and type, whichever modules use it. If calls look for supertypes, it begins
  // as FuncType does (abi/Layout.def); else only its address counts.
  const TypeDefinition &type = module.types[t];
  Constant *value = ConstantInt::get(i8, 0);
  if (plan.hasSubtypes()) {
    Constant *supers = null();
    if (type.depth) {
      SmallVector<Constant *> symbols;
      for (std::optional<TypeIndex> above = type.super; above; above = module.types[*above].super)
        symbols.push_back(typeSymbol(*above));
      std::reverse(symbols.begin(), symbols.end());
      supers = records(symbols, "wasm.supertypes");
    }
    value = record({integer(type.depth), supers});
  }
  auto *g =
      new GlobalVariable(ir, value->getType(), true, GlobalValue::LinkOnceODRLinkage, value, name);
  g->setVisibility(GlobalValue::HiddenVisibility);
  g->setDSOLocal(true);
  g->setComdat(ir.getOrInsertComdat(name));
  return g;
}

GlobalVariable *ModuleLowering::dataBytes(DataIndex d) {
  return state(ArrayType::get(i8, module.datas[d].bytes.size()), "wasm.data." + Twine(raw(d)),
               true);
}

GlobalVariable *ModuleLowering::dataLength(DataIndex d) {
  return instanceState(i64, "wasm.data." + Twine(raw(d)) + ".length");
}

GlobalVariable *ModuleLowering::elemItems(ElemIndex e) {
  return instanceState(ArrayType::get(pointer, module.elems[e].items.size()),
                       "wasm.elem." + Twine(raw(e)));
}

GlobalVariable *ModuleLowering::elemLength(ElemIndex e) {
  return instanceState(i64, "wasm.elem." + Twine(raw(e)) + ".length");
}

GlobalVariable *ModuleLowering::typeIds() {
  return state(ArrayType::get(pointer, module.types.size()), "wasm.typeids", false);
}

Constant *ModuleLowering::known(ValueType type, const KnownValue &value) {
  switch (type.kind()) {
  case ValueType::Kind::I32:
    return ConstantInt::get(i32, uint32_t(value.bits));
  case ValueType::Kind::I64:
    return ConstantInt::get(i64, value.bits);
  case ValueType::Kind::F32:
    return ConstantFP::get(context,
                           APFloat(APFloat::IEEEsingle(), APInt(32, uint32_t(value.bits))));
  case ValueType::Kind::F64:
    return ConstantFP::get(context, APFloat(APFloat::IEEEdouble(), APInt(64, value.bits)));
  case ValueType::Kind::V128:
    return ConstantDataVector::get(context, ArrayRef<uint64_t>{value.bits, value.high});
  case ValueType::Kind::Ref:
    return value.function ? funcRef(*value.function) : null();
  default:
    return Constant::getNullValue(this->type(type));
  }
}

GlobalVariable *ModuleLowering::constant(Constant *value, const Twine &name) {
  auto *g =
      new GlobalVariable(ir, value->getType(), true, GlobalValue::PrivateLinkage, value, name);
  g->setAlignment(Align(
      value->getType()->isArrayTy() && value->getType()->getArrayElementType() == i8 ? 1 : 8));
  return g;
}

Constant *ModuleLowering::record(ArrayRef<Constant *> fields) {
  // Each field is one slot of 8 bytes, also where pointers have 4.
  bool pads = ir.getDataLayout().getPointerSize() < 8;
  SmallVector<Constant *> slots;
  for (Constant *field : fields) {
    slots.push_back(field);
    if (pads && field->getType()->isPointerTy())
      slots.push_back(Constant::getNullValue(i32));
  }
  return ConstantStruct::getAnon(context, slots);
}

Constant *ModuleLowering::records(ArrayRef<Constant *> items, const Twine &name) {
  if (items.empty())
    return null();
  return constant(ConstantArray::get(ArrayType::get(items[0]->getType(), items.size()), items),
                  name);
}

Constant *ModuleLowering::string(StringRef text) {
  GlobalVariable *g = constant(ConstantDataArray::getString(context, text), "wasm.string");
  g->setUnnamedAddr(GlobalValue::UnnamedAddr::Global);
  return g;
}

bool ModuleLowering::lowerFunction(FuncIndex f, Diagnostics &diag) {
  defined[raw(f)] = true;
  FunctionLowering sink(*this, f, function(f));
  FeatureSet used;
  if (!walkFunction(module, f, plan.options.features, used, sink, diag))
    return false;
  keepInstance(function(f));
  return true;
}

/// The checks of the stack's limit and for interrupts come after the optimiser and find what they
/// need through the instance, which must not be dropped as an argument that nobody reads. Nor may
/// the base of memory be passed in its place, which codegen/MemoryInGs knows by where it is loaded.
void ModuleLowering::keepInstance(llvm::Function *f) {
  if (plan.isStatic() || !plan.options.optimize)
    return;
  bool isBase = plan.options.memoryInGs && !f->getArg(0)->use_empty();
  for (llvm::Instruction &instruction : instructions(f))
    if (auto *call = dyn_cast<CallBase>(&instruction);
        plan.options.interruptible || isBase || (call && !isa<IntrinsicInst>(call))) {
      IRBuilder<>(&*f->getEntryBlock().getFirstNonPHIOrDbgOrAlloca())
          .CreateIntrinsic(Intrinsic::fake_use, {}, {f->getArg(0)});
      return;
    }
}

void ModuleLowering::exportFunctions() {
  for (const Export &entry : module.exports) {
    if (entry.kind != ExternKind::Func)
      continue;
    FuncIndex f{entry.index};
    const Partition &own = plan.partitions[partition];
    bool here = plan.isImported(f) ? isFirst : entry.index >= own.begin && entry.index < own.end;
    if (here)
      GlobalAlias::create(uniformType, 0, GlobalValue::ExternalLinkage, exportSymbol(entry.name),
                          function(f), &ir);
  }
}

bool ModuleLowering::run(Diagnostics &diag) {
  const Partition &own = plan.partitions[partition];
  for (uint32_t f = own.begin; f < own.end; ++f)
    if (!lowerFunction(FuncIndex(f), diag))
      return false;
  if (plan.options.exportSymbols)
    exportFunctions();
  if (isFirst) {
    if (plan.isStatic())
      lowerStaticState(*this);
    else
      lowerInstancedState(*this);
  }
  // Small callees that live elsewhere, for the inliner. They call nothing, so this adds no further
  // ones.
  if (plan.options.optimize && !isAlone && !own.isHuge) {
    for (uint32_t f = module.importedFunctions; f < module.functions.size(); ++f) {
      bool here = f >= own.begin && f < own.end;
      if (here || !functions[f] || !plan.facts.inlinable[f])
        continue;
      if (!lowerFunction(FuncIndex(f), diag))
        return false;
      functions[f]->setLinkage(GlobalValue::AvailableExternallyLinkage);
    }
  }
  scopes.finalize();
  return true;
}

static Machine describe(const TargetMachine &target) {
  Machine machine;
  Triple::ArchType arch = target.getTargetTriple().getArch();
  auto has = [&](const char *feature) {
    return target.getMCSubtargetInfo()->checkFeatures(feature);
  };
  machine.isX86 = arch == Triple::x86_64;
  machine.isAArch64 = arch == Triple::aarch64;
  machine.roundingKeepsNan = arch == Triple::riscv64 && !has("+zfa");
  machine.hasSsse3 = machine.isX86 && has("+ssse3");
  machine.hasSse41 = machine.isX86 && has("+sse4.1");
  machine.hasFma = machine.isAArch64 || (machine.isX86 && has("+fma"));
  machine.hasAvx512Vl = machine.isX86 && has("+avx512vl");
  machine.hasDotProducts = machine.isAArch64 && has("+dotprod");
  machine.hasRiscvVectors = arch == Triple::riscv64 && has("+v");
  return machine;
}

std::unique_ptr<llvm::Module> lowerPartition(const ModulePlan &plan, unsigned partition,
                                             LLVMContext &context, const TargetMachine &machine,
                                             Diagnostics &diag) {
  auto ir = std::make_unique<llvm::Module>("wasm." + std::to_string(partition), context);
  ir->setTargetTriple(machine.getTargetTriple());
  ir->setDataLayout(machine.createDataLayout());
  if (!plan.isStatic() || plan.options.harden)
    ir->setPICLevel(PICLevel::BigPIC);
  if (plan.isStatic() && plan.options.harden)
    ir->setPIELevel(PIELevel::Large);
  ModuleLowering lowering(plan, partition, describe(machine), *ir);
  if (!lowering.run(diag))
    return nullptr;
  if (plan.options.optimize || plan.options.memoryInGs || plan.options.interruptible)
    describeMemories(lowering);
  return ir;
}

} // namespace sinter
