//===-- StaticState.cpp - A program's state, and what start-up reads -------===//
//
// In static form state is the image itself: globals, tables and prelinked data
// are initialised symbols, and __sinter_program (abi/Layout.def) tells start-up
// the rest. What could not be prelinked is done by wasm.initialize.
//
//===----------------------------------------------------------------------===//

#include "lower/CallingConvention.h"
#include "lower/Initializer.h"

#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace sinter {

namespace {

class StaticState {
public:
  explicit StaticState(ModuleLowering &m)
      : m(m), module(m.module), plan(m.plan), initialize(makeFunction("wasm.initialize")),
        init(m, initialize) {}

  void run() {
    defineThunks();
    defineFuncRefs();
    defineMemories();
    defineGlobals();
    for (uint32_t t = 0; t < module.tags.size(); ++t)
      m.tag(TagIndex(t))->setInitializer(ConstantInt::get(m.i8, 0));
    defineTables();
    if (!tables.empty()) { // Before all that the initializer has to do by now.
      BasicBlock &first = initialize->getEntryBlock();
      IRBuilder<>(&first, first.begin()).CreateCall(m.libcall(Libcall::MakeTables));
    }
    defineSegments();
    definePieces();
    init.applySegments(!plan.prelinked, [&](uint32_t begin, uint32_t end) {
      if (plan.hasThreads())
        init.once(makeOnceFlag(), [&] { fillMemories(begin, end); });
      else
        fillMemories(begin, end);
    });
    init.b.CreateRetVoid();
    if (plan.options.exportSymbols)
      exportGlobals();
    defineProgram();
  }

private:
  /// Active data of [begin, end) that is not part of the image. Of a program with threads, the
  /// first instance alone does this: the memory is one, and may have changed since.
  void fillMemories(uint32_t begin, uint32_t end) {
    for (uint32_t d = begin; d < end; ++d) {
      const DataSegment &data = module.datas[DataIndex(d)];
      if (data.mode != SegmentMode::Active || plan.isInImage(data))
        continue;
      if (plan.prelinked)
        init.copy(DataIndex(d));
      else
        init.apply(DataIndex(d));
    }
  }

  GlobalVariable *makeOnceFlag() {
    return new GlobalVariable(m.ir, m.i8, false, GlobalValue::InternalLinkage,
                              ConstantInt::get(m.i8, 0), "wasm.filled");
  }

  llvm::Function *makeFunction(const Twine &name) {
    auto *f = llvm::Function::Create(FunctionType::get(Type::getVoidTy(m.context), false),
                                     GlobalValue::InternalLinkage, name, m.ir);
    m.setAttributes(f);
    return f;
  }

  /// An imported function that can be referenced needs the uniform prototype around its C function.
  void defineThunks() {
    for (uint32_t i = 0; i < module.importedFunctions; ++i) {
      FuncIndex f{i};
      if (!module.functions[f].isReferenced)
        continue;
      llvm::Function *thunk = m.function(f);
      const FuncType &type = module.funcType(f);
      IRBuilder<> b(BasicBlock::Create(m.context, "entry", thunk));
      InstanceAccess access(m, b, nullptr);
      auto area = [&] { return access.argumentArea(); };
      ValueList parameters = unpackParameters(m, b, type, thunk, area);
      llvm::Function *target = m.importedFunction(f);
      if (!target) {
        access.callTrap(TrapCode::UnknownImport);
        b.CreateUnreachable();
        continue;
      }
      access.enterImport(f);
      Value *result = b.CreateCall(target, parameters);
      ValueList results;
      if (type.results.size() == 1)
        results.push_back(result);
      for (unsigned r = 0; type.results.size() > 1 && r < type.results.size(); ++r)
        results.push_back(b.CreateExtractValue(result, r));
      b.CreateRet(packResults(m, b, type, results, area));
    }
  }

  void defineFuncRefs() {
    for (uint32_t i = 0; i < module.functions.size(); ++i) {
      FuncIndex f{i};
      if (!module.functions[f].isReferenced)
        continue;
      auto *g = cast<GlobalVariable>(m.funcRef(f));
      Constant *fields[] = {m.function(f), m.typeSymbol(module.functions[f].type), m.null()};
      g->setInitializer(ConstantArray::get(cast<ArrayType>(g->getValueType()), fields));
      g->setAlignment(Align(8));
    }
  }

  void defineMemories() {
    for (uint32_t i = 0; i < module.memories.size(); ++i) {
      MemoryIndex index{i};
      MemoryType type = plan.memoryType(index);
      // The runtime fills the record at start; only its address and the flags matter here.
      GlobalVariable *record = m.memoryRecord(index);
      SmallVector<uint64_t> fields(SINTER_SLOTS_Memory);
      fields[SINTER_SLOT_Memory_flags] = (type.limits.is64 ? SINTER_MEMORY_64 : 0) |
                                         (type.limits.shared ? SINTER_MEMORY_SHARED : 0);
      record->setInitializer(ConstantDataArray::get(m.context, fields));
      record->setAlignment(Align(8));
      SmallVector<Constant *> ranges;
      for (size_t p = 0; i == 0 && p < plan.pieces.size(); ++p)
        ranges.push_back(m.record({m.integer(plan.pieces[p].begin),
                                   m.integer(plan.pieces[p].begin + plan.pieceBytes[p].size())}));
      Constant *base = i == 0 ? static_cast<Constant *>(m.memoryBase()) : m.null();
      Constant *description[] = {record,
                                 base,
                                 m.integer(type.limits.minimum),
                                 m.integer(plan.maximumPages(index)),
                                 m.integer(uint64_t(1) << type.pageSizeLog2),
                                 m.records(ranges, "wasm.image"),
                                 m.integer(ranges.size())};
      memories.push_back(m.record(description));
    }
  }

  void defineTables() {
    for (uint32_t i = 0; i < module.tables.size(); ++i) {
      TableIndex index{i};
      Limits limits = plan.tableType(index).limits;
      std::vector<std::optional<FuncIndex>> contents;
      if (plan.prelinked && plan.hasFixedSize(index))
        contents = plan.tableContents(index);
      GlobalVariable *record = m.tableRecord(index);
      record->setAlignment(Align(8));
      if (!plan.hasFixedSize(index)) {
        record->setInitializer(Constant::getNullValue(record->getValueType()));
        Constant *place = plan.hasThreads() ? m.null() : static_cast<Constant *>(record);
        tables.push_back(m.record({place, m.integer(limits.minimum), m.integer(limits.maximum)}));
        tableRecords.push_back(record);
        // The runtime provides the storage, so its contents are copied.
        if (module.tables[index].init)
          init.fillTable(index);
        if (plan.prelinked)
          for (uint32_t e = 0; e < module.elems.size(); ++e)
            if (const ElemSegment &elem = module.elems[ElemIndex(e)];
                elem.mode == SegmentMode::Active && elem.table == index)
              init.apply(ElemIndex(e));
        continue;
      }
      defineElements(index, contents);
      if (!plan.prelinked && module.tables[index].init)
        init.fillTable(index);
      // Reached through its symbols only; the record is for whoever takes the table as a whole.
      record->setInitializer(Constant::getNullValue(record->getValueType()));
    }
  }

  void defineElements(TableIndex index, ArrayRef<std::optional<FuncIndex>> contents) {
    auto define = [&](GlobalVariable *array, auto value) {
      auto *type = cast<ArrayType>(array->getValueType());
      SmallVector<Constant *> values;
      for (const std::optional<FuncIndex> &f : contents)
        values.push_back(f ? value(*f) : m.null());
      array->setInitializer(values.empty() ? Constant::getNullValue(type)
                                           : ConstantArray::get(type, values));
      array->setAlignment(Align(8));
    };
    GlobalVariable *elements = m.tableElements(index);
    if (!plan.isConstant(index))
      return define(elements, [&](FuncIndex f) { return m.funcRef(f); });
    define(elements, [&](FuncIndex f) { return m.function(f); });
    define(m.tableTypes(index),
           [&](FuncIndex f) { return m.typeSymbol(module.functions[f].type); });
  }

  void defineGlobals() {
    for (uint32_t i = 0; i < module.globals.size(); ++i) {
      GlobalIndex index{i};
      const Global &global = module.globals[index];
      if (plan.isConstant(index))
        continue;
      GlobalVariable *g = m.global(index);
      g->setAlignment(Align(8));
      std::optional<KnownValue> value;
      if (!global.import)
        value = plan.evaluate(global.init);
      else if (plan.options.spectest)
        value = KnownValue{};
      g->setInitializer(value ? m.known(global.type.type, *value)
                              : Constant::getNullValue(g->getValueType()));
      if (!value && !global.import)
        init.setGlobal(index);
    }
  }

  void defineSegments() {
    for (uint32_t i = 0; i < module.datas.size(); ++i) {
      DataIndex index{i};
      const DataSegment &data = module.datas[index];
      bool passive = data.mode == SegmentMode::Passive;
      GlobalVariable *length = m.dataLength(index);
      length->setInitializer(m.integer(passive ? data.bytes.size() : 0));
      GlobalVariable *bytes = m.dataBytes(index);
      // Bytes that are part of the image are nowhere else; memory.init finds their length to be 0.
      bool inImage = plan.isInImage(data);
      bytes->setInitializer(
          inImage
              ? Constant::getNullValue(bytes->getValueType())
              : ConstantDataArray::get(m.context, ArrayRef(data.bytes.data(), data.bytes.size())));
    }
    for (uint32_t i = 0; i < module.elems.size(); ++i) {
      ElemIndex index{i};
      const ElemSegment &elem = module.elems[index];
      GlobalVariable *items = m.elemItems(index);
      GlobalVariable *length = m.elemLength(index);
      items->setAlignment(Align(8));
      items->setInitializer(Constant::getNullValue(items->getValueType()));
      length->setInitializer(m.integer(0));
      if (elem.mode != SegmentMode::Passive)
        continue;
      SmallVector<Constant *> values;
      for (const ConstExpr &item : elem.items)
        if (std::optional<KnownValue> value = plan.evaluate(item))
          values.push_back(m.known(elem.type, *value));
      if (values.size() == elem.items.size()) {
        items->setInitializer(ConstantArray::get(cast<ArrayType>(items->getValueType()), values));
        length->setInitializer(m.integer(values.size()));
      } else {
        init.fillSegment(index);
      }
    }
  }

  void definePieces() {
    for (size_t p = 0; p < plan.pieces.size(); ++p) {
      Constant *bytes = ConstantDataArray::get(m.context, ArrayRef(plan.pieceBytes[p]));
      auto *g = new GlobalVariable(m.ir, bytes->getType(), false, GlobalValue::ExternalLinkage,
                                   bytes, "wasm.image." + Twine(p));
      g->setVisibility(GlobalValue::HiddenVisibility);
      g->setSection(plan.pieces[p].section);
      g->setAlignment(Align(plan.options.imagePage));
      retained.push_back(g);
    }
  }

  void exportGlobals() {
    for (const Export &entry : module.exports) {
      if (entry.kind != ExternKind::Global)
        continue;
      GlobalIndex index{entry.index};
      std::string name = exportSymbol(entry.name);
      ValueType type = module.globals[index].type.type;
      if (plan.isConstant(index))
        new GlobalVariable(m.ir, m.type(type), true, GlobalValue::ExternalLinkage,
                           m.known(type, plan.constantValue(index)), name);
      else
        GlobalAlias::create(m.type(type), 0, GlobalValue::ExternalLinkage, name, m.global(index),
                            &m.ir);
    }
  }

  Constant *entryFunction() {
    // Empty means none, even where an export has the empty name.
    const std::string &name = plan.options.program.entry;
    const Export *start = name.empty() ? nullptr : module.findExport(name, ExternKind::Func);
    if (name.empty() && plan.options.exportSymbols)
      return llvm::Function::Create(FunctionType::get(Type::getVoidTy(m.context), false),
                                    GlobalValue::ExternalLinkage, driverSymbol, m.ir);
    if (!start)
      return m.null();
    llvm::Function *entry = makeFunction("wasm.entry");
    IRBuilder<> b(BasicBlock::Create(m.context, "entry", entry));
    const ProgramOptions &program = plan.options.program;
    if (!program.initializer.empty())
      callExport(b, *module.findExport(program.initializer, ExternKind::Func), {});
    ValueList results = callExport(b, *start, program.arguments);
    const FuncType &type = module.funcType(FuncIndex(start->index));
    for (size_t r = 0; r < results.size(); ++r)
      printResult(b, type.results[r], results[r]);
    b.CreateRetVoid();
    return entry;
  }

  /// Calls an export with arguments that are known by their bits.
  ValueList callExport(IRBuilder<> &b, const Export &callee, ArrayRef<uint64_t> arguments) {
    FuncIndex f{callee.index};
    const FuncType &type = module.funcType(f);
    InstanceAccess access(m, b, nullptr);
    auto area = [&] { return access.argumentArea(); };
    ValueList values;
    for (size_t i = 0; i < type.parameters.size(); ++i)
      values.push_back(m.known(type.parameters[i], {arguments[i], {}}));
    // A backtrace ends with the function that the program started with.
    m.function(f)->addFnAttr(Attribute::NoInline);
    Value *returned = b.CreateCall(m.uniformType, m.function(f),
                                   packArguments(m, b, type, nullptr, values, area));
    return unpackResults(m, b, type, returned, area);
  }

  /// Hands a result to the runtime: its type's code, and its bits.
  void printResult(IRBuilder<> &b, ValueType type, Value *value) {
    Value *low = nullptr, *high = m.integer(0);
    if (type.kind() == ValueType::Kind::V128) {
      low = b.CreateExtractElement(value, uint64_t(0));
      high = b.CreateExtractElement(value, uint64_t(1));
    } else if (type.isRef()) {
      low = b.CreatePtrToInt(value, m.i64);
    } else {
      low = b.CreateZExt(
          b.CreateBitCast(value, b.getIntNTy(value->getType()->getPrimitiveSizeInBits())), m.i64);
    }
    b.CreateCall(m.libcall(Libcall::PrintResult),
                 {ConstantInt::get(m.i32, abiCode(module, type)), low, high});
  }

  /// A section of its own, for whoever looks at the file.
  void defineAbout(StringRef text) {
    std::string escaped;
    raw_string_ostream(escaped).write_escaped(text, /*UseHexEscapes=*/false);
    m.ir.appendModuleInlineAsm((".pushsection " + Twine(SINTER_ABOUT_SECTION) +
                                ", \"aR\", %progbits\n.p2align 1\n.asciz \"" + escaped +
                                "\"\n.p2align 1\n.popsection")
                                   .str());
  }

  /// What a thread runs once it is initialised.
  Constant *threadFunction() {
    if (!plan.hasThreads())
      return m.null();
    auto *type = FunctionType::get(Type::getVoidTy(m.context), {m.i32, m.i32}, false);
    auto *thread = llvm::Function::Create(type, GlobalValue::InternalLinkage, "wasm.thread", m.ir);
    m.setAttributes(thread);
    IRBuilder<> b(BasicBlock::Create(m.context, "entry", thread));
    FuncIndex f{module.findExport(threadStartExport, ExternKind::Func)->index};
    m.function(f)->addFnAttr(Attribute::NoInline);
    InstanceAccess access(m, b, nullptr);
    Value *arguments[] = {thread->getArg(0), thread->getArg(1)};
    b.CreateCall(m.uniformType, m.function(f),
                 packArguments(m, b, module.funcType(f), nullptr, arguments,
                               [&] { return access.argumentArea(); }));
    b.CreateRetVoid();
    return thread;
  }

  /// The calling thread's records of the tables that the runtime provides; their addresses are no
  /// constants.
  Constant *tableFinder() {
    if (!plan.hasThreads() || tableRecords.empty())
      return m.null();
    auto *finder = llvm::Function::Create(FunctionType::get(m.pointer, {m.i64}, false),
                                          GlobalValue::InternalLinkage, "wasm.findTable", m.ir);
    m.setAttributes(finder);
    IRBuilder<> b(BasicBlock::Create(m.context, "entry", finder));
    Value *result = tableRecords[0];
    for (size_t i = 1; i < tableRecords.size(); ++i)
      result =
          b.CreateSelect(b.CreateICmpEQ(finder->getArg(0), m.integer(i)), tableRecords[i], result);
    b.CreateRet(result);
    return finder;
  }

  void defineProgram() {
    const ProgramOptions &program = plan.options.program;
    uint64_t flags = 0;
    if (plan.isChecked())
      flags |= SINTER_FLAG_CHECKED_MEMORY;
    if (program.sealed)
      flags |= SINTER_FLAG_SEALED;
    if (program.inheritEnvironment)
      flags |= SINTER_FLAG_INHERIT_ENV;
    if (program.seccomp)
      flags |= SINTER_FLAG_SECCOMP;
    if (program.landlock)
      flags |= SINTER_FLAG_LANDLOCK;
    if (program.requireSandbox)
      flags |= SINTER_FLAG_REQUIRE_SANDBOX;
    SmallVector<Constant *> grants, environment;
    for (const Grant &grant : program.grants)
      grants.push_back(m.record({m.string(grant.host), m.string(grant.guest),
                                 m.integer(grant.guest.size()), m.integer(grant.kind)}));
    for (const std::string &variable : program.environment)
      environment.push_back(m.string(variable));
    Constant *memory = plan.callerMemory ? m.memoryRecord(*plan.callerMemory) : m.null();
    Constant *fields[] = {
        m.integer(SINTER_ABI_VERSION),
        m.integer(flags),
        m.integer(program.stackSize),
        m.integer(program.cpuFeatures),
        memory,
        m.records(memories, "wasm.memories"),
        m.integer(memories.size()),
        m.records(tables, "wasm.tables"),
        m.integer(tables.size()),
        initialize,
        entryFunction(),
        m.records(grants, "wasm.grants"),
        m.integer(grants.size()),
        m.records(environment, "wasm.environment"),
        m.integer(environment.size()),
        threadFunction(),
        tableFinder(),
    };
    Constant *value = m.record(fields);
    // Calls of imports may have referred to it already; those of several modules write `memory`.
    GlobalVariable *declared = m.program();
    auto *g = new GlobalVariable(m.ir, value->getType(), !plan.hasSeveralCallers,
                                 GlobalValue::ExternalLinkage, value);
    g->takeName(declared);
    declared->replaceAllUsesWith(g);
    declared->eraseFromParent();
    g->setAlignment(Align(8));
    if (!program.about.empty())
      defineAbout(program.about);
  }

  ModuleLowering &m;
  const Module &module;
  const ModulePlan &plan;
  llvm::Function *initialize;
  Initializer init;
  SmallVector<Constant *> memories, tables;
  SmallVector<GlobalVariable *> tableRecords; ///< of `tables`
  SmallVector<GlobalValue *> retained;
};

} // namespace

void lowerStaticState(ModuleLowering &m) { StaticState(m).run(); }

std::string exportSymbol(std::string_view name) {
  std::string symbol = "sinter.export.";
  for (char c : name)
    if (isAlnum(c) || c == '_' || c == '.' || c == '-' || c == '$')
      symbol += c;
    else
      symbol += "%" + toHex(StringRef(&c, 1));
  return symbol;
}

} // namespace sinter
