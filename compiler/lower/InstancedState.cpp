//===-- InstancedState.cpp - What a host reads and calls -------------------===//
//
// In instanced form a module is code plus a descriptor, sinter_module
// (abi/Layout.def): the host makes instances of the size it states, provides imports, memories and
// tables in the slots it names, and calls its `initialize`.
//
//===----------------------------------------------------------------------===//

#include "lower/Initializer.h"
#include "lower/Interface.h"
#include "wasm/Subtyping.h"

using namespace llvm;

namespace sinter {

namespace {

class InstancedState {
public:
  explicit InstancedState(ModuleLowering &m) : m(m), module(m.module), plan(m.plan) {}

  void run() {
    defineDatas();
    defineInitialize();
    defineDescriptor();
  }

private:
  void defineDatas() {
    for (uint32_t d = 0; d < module.datas.size(); ++d) {
      Bytes bytes = module.datas[DataIndex(d)].bytes;
      m.dataBytes(DataIndex(d))
          ->setInitializer(ConstantDataArray::get(m.context, ArrayRef(bytes.data(), bytes.size())));
    }
    GlobalVariable *ids = m.typeIds();
    ids->setInitializer(Constant::getNullValue(ids->getValueType()));
    ids->setAlignment(Align(8));
  }

  /// FuncRef records of this module's functions, in one loop over tables of code and type.
  void fillFuncRefs(Initializer &init) {
    if (plan.referenced.empty())
      return;
    IRBuilder<> &b = init.b;
    SmallVector<Constant *> rows;
    for (FuncIndex f : plan.referenced)
      rows.push_back(m.record({m.function(f), m.integer(8 * plan.slots.functions[raw(f)]),
                               m.integer(raw(module.types[module.functions[f].type].canonical))}));
    Type *rowType = rows[0]->getType();
    Constant *table = m.records(rows, "wasm.funcrefs");
    BasicBlock *entry = b.GetInsertBlock();
    BasicBlock *loop = BasicBlock::Create(m.context, "loop", entry->getParent());
    BasicBlock *next = BasicBlock::Create(m.context, "next", entry->getParent());
    b.CreateBr(loop);
    b.SetInsertPoint(loop);
    PHINode *i = b.CreatePHI(m.i64, 2);
    i->addIncoming(m.integer(0), entry);
    Value *row = b.CreateInBoundsGEP(rowType, table, i);
    Value *code = init.access.loadField(m.pointer, row, 0);
    Value *offset = init.access.loadField(m.i64, row, 1);
    Value *typeIndex = init.access.loadField(m.i64, row, 2);
    Value *type = b.CreateAlignedLoad(
        m.pointer, b.CreateInBoundsGEP(m.pointer, m.typeIds(), typeIndex), Align(8));
    Value *record = b.CreateInBoundsPtrAdd(init.access.instancePointer(), offset);
    init.access.storeField(code, record, SINTER_SLOT_FuncRef_code);
    init.access.storeField(type, record, SINTER_SLOT_FuncRef_type);
    init.access.storeField(init.access.instancePointer(), record, SINTER_SLOT_FuncRef_instance);
    Value *following = b.CreateAdd(i, m.integer(1));
    i->addIncoming(following, loop);
    b.CreateCondBr(b.CreateICmpEQ(following, m.integer(rows.size())), next, loop);
    b.SetInsertPoint(next);
  }

  /// How much of the first memory a host may provide as pages of a file, rather than have written;
  /// 0 where that would not be the same, or not be faster.
  uint64_t findImageBytes() const {
    constexpr uint64_t least = 16384, mostGaps = 1 << 20;
    // A table that is imported may lead to an instance whose initialisation trapped before its data
    // was written. A start function may write to memory before a host sees it.
    if (module.importedMemories || module.importedTables || plan.isChecked())
      return 0;
    for (const Instantiation &step : module.instantiations())
      if (!step.calls.empty())
        return 0;
    uint64_t end = 0, size = 0;
    for (const DataSegment &data : module.datas) {
      if (data.mode != SegmentMode::Active)
        continue;
      std::optional<KnownValue> offset = plan.evaluate(data.offset);
      uint64_t length = plan.minimumLength(data.memory);
      if (raw(data.memory) != 0 || plan.isShared(data.memory) || plan.isChecked(data.memory) ||
          !offset || offset->bits > length || data.bytes.size() > length - offset->bits)
        return 0;
      end = std::max<uint64_t>(end, offset->bits + data.bytes.size());
      size += data.bytes.size();
    }
    return size >= least && end <= 2 * size + mostGaps ? end : 0;
  }

  void defineInitialize() {
    imageBytes = findImageBytes();
    initialize = llvm::Function::Create(m.uniformType, GlobalValue::InternalLinkage,
                                        "wasm.initialize", m.ir);
    m.setAttributes(initialize);
    if (plan.options.memoryInGs)
      initialize->addFnAttr("sinter-gs-entered");
    initialize->setSection("sinter_code");
    Initializer init(m, initialize);
    fillFuncRefs(init);
    for (uint32_t g = module.importedGlobals; g < module.globals.size(); ++g)
      init.setGlobal(GlobalIndex(g));
    for (uint32_t t = module.importedTables; t < module.tables.size(); ++t)
      if (module.tables[TableIndex(t)].init)
        init.fillTable(TableIndex(t));
    for (uint32_t e = 0; e < module.elems.size(); ++e)
      init.fillSegment(ElemIndex(e));
    for (uint32_t d = 0; d < module.datas.size(); ++d) {
      const DataSegment &data = module.datas[DataIndex(d)];
      bool passive = data.mode == SegmentMode::Passive;
      init.access.storeField(m.integer(passive ? data.bytes.size() : 0),
                             init.access.dataLengthAddress(DataIndex(d)), 0);
    }
    init.applySegments(true, [&](uint32_t begin, uint32_t end) { fillMemories(init, begin, end); });
    init.b.CreateRet(m.integer(0));
  }

  /// Applies active data of [begin, end), unless the host has mapped it.
  void fillMemories(Initializer &init, uint32_t begin, uint32_t end) {
    BasicBlock *written = nullptr;
    if (imageBytes) {
      BasicBlock *write = BasicBlock::Create(m.context, "write", initialize);
      written = BasicBlock::Create(m.context, "written", initialize);
      init.b.CreateCondBr(init.b.CreateIsNull(initialize->getArg(1)), write, written);
      init.b.SetInsertPoint(write);
    }
    for (uint32_t d = begin; d != end; ++d)
      if (module.datas[DataIndex(d)].mode == SegmentMode::Active)
        init.apply(DataIndex(d));
    if (written) {
      init.b.CreateBr(written);
      init.b.SetInsertPoint(written);
    }
  }

  // Extern.type and Owned.type (abi/Layout.def).
  uint64_t referenceCode(ValueType type) const {
    if (!type.isRef())
      return 0;
    uint64_t code = type.isNullable() ? 0 : SINTER_REFERENCE_NOT_NULL;
    HeapType named = type.heap();
    auto heap =
        uint8_t(named.isIndex() ? abstractOf(module.types[named.index()]) : named.abstract());
    if (heap != abiCode(module, type))
      code |= uint64_t(heap - SINTER_REFERENCE_HEAP_BASE) << SINTER_REFERENCE_HEAP_SHIFT;
    if (type.heap().isIndex())
      code |= uint64_t(raw(module.types[type.heap().index()].canonical) + 1)
              << SINTER_REFERENCE_TYPE_SHIFT;
    return code;
  }
  uint64_t tableCode(const TableType &type) const {
    return abiCode(module, type.element) | referenceCode(type.element) |
           (type.limits.is64 ? 0x200 : 0);
  }
  static uint64_t memoryCode(const MemoryType &type) {
    return (type.limits.is64 ? SINTER_MEMORY_64 : 0) |
           (type.limits.shared ? SINTER_MEMORY_SHARED : 0) | uint64_t(type.pageSizeLog2) << 8;
  }

  Constant *text(std::string_view text) { return m.string(text); }

  Constant *externRecord(const ImportName *import, std::string_view name, ExternKind kind,
                         uint32_t index) {
    uint64_t type = 0, slot = 0;
    bool imported = false;
    Limits limits{0, ~uint64_t(0), false, false};
    switch (kind) {
    case ExternKind::Func: {
      FuncIndex f{index};
      type = raw(module.types[module.functions[f].type].canonical);
      slot = plan.slots.functions[index];
      break;
    }
    case ExternKind::Table: {
      const Table &table = module.tables[TableIndex(index)];
      type = tableCode(table.type);
      limits = table.type.limits;
      slot = plan.slots.tables[index];
      imported = table.import.has_value();
      break;
    }
    case ExternKind::Memory: {
      const Memory &memory = module.memories[MemoryIndex(index)];
      type = memoryCode(memory.type);
      limits = memory.type.limits;
      slot = plan.slots.memories[index];
      imported = memory.import.has_value();
      break;
    }
    case ExternKind::Global: {
      const Global &global = module.globals[GlobalIndex(index)];
      type = abiCode(module, global.type.type) | referenceCode(global.type.type) |
             (global.type.isMutable ? 0x100 : 0);
      slot = plan.slots.globals[index];
      imported = global.import.has_value();
      break;
    }
    case ExternKind::Tag: {
      const Tag &tag = module.tags[TagIndex(index)];
      type = raw(module.types[tag.type].canonical);
      slot = plan.slots.tags[index];
      imported = tag.import.has_value();
      break;
    }
    }
    std::string_view moduleName = import ? import->module : std::string_view();
    Constant *fields[] = {text(moduleName),          m.integer(moduleName.size()), text(name),
                          m.integer(name.size()),    m.integer(uint64_t(kind)),    m.integer(type),
                          m.integer(limits.minimum), m.integer(limits.maximum),    m.integer(slot),
                          m.integer(imported)};
    return m.record(fields);
  }

  /// The start or the end of what the linker collects in a section.
  Constant *sectionBoundary(StringRef name) {
    auto *g = new GlobalVariable(m.ir, m.i8, true, GlobalValue::ExternalWeakLinkage, nullptr, name);
    g->setVisibility(GlobalValue::HiddenVisibility);
    g->setDSOLocal(true);
    return g;
  }

  /// A constant of the runtime's.
  Constant *hiddenSymbol(StringRef name) {
    auto *g = new GlobalVariable(m.ir, m.i8, true, GlobalValue::ExternalLinkage, nullptr, name);
    g->setVisibility(GlobalValue::HiddenVisibility);
    g->setDSOLocal(true);
    return g;
  }

  /// The array of types, which refer to each other; null if there are none.
  GlobalVariable *declareTypes() {
    if (module.types.empty())
      return nullptr;
    auto *row = StructType::get(m.context,
                                {m.i64, m.pointer, m.i64, m.i64, m.pointer, m.pointer, m.pointer});
    auto *g = new GlobalVariable(m.ir, ArrayType::get(row, module.types.size()), true,
                                 GlobalValue::PrivateLinkage, nullptr, "wasm.types");
    g->setAlignment(Align(8));
    return g;
  }

  Constant *supersOf(const TypeDefinition &type, GlobalVariable *typesArray) {
    SmallVector<Constant *> supers;
    for (std::optional<TypeIndex> t = type.super; t; t = module.types[*t].super)
      supers.push_back(ConstantExpr::getInBoundsGetElementPtr(
          m.i8, typesArray, m.integer(sizeof(SinterFuncType) * raw(module.types[*t].canonical))));
    std::reverse(supers.begin(), supers.end());
    return m.records(supers, "wasm.supertypes");
  }

  void defineDescriptor() {
    SmallVector<Constant *> types, imports, exports, memories, tables;
    GlobalVariable *typesArray = declareTypes();
    for (uint32_t t = 0; t < module.types.size(); ++t) {
      const TypeDefinition &definition = module.types[TypeIndex(t)];
      SmallVector<uint8_t> kinds;
      SmallVector<uint64_t> references;
      bool isPlain = true;
      for (const std::vector<ValueType> *list :
           {&definition.func.parameters, &definition.func.results}) {
        for (ValueType type : *list) {
          kinds.push_back(abiCode(module, type));
          references.push_back(referenceCode(type));
          isPlain &= references.back() == 0;
        }
      }
      Constant *words =
          isPlain ? m.null()
                  : m.constant(ConstantDataArray::get(m.context, references), "wasm.references");
      Constant *digest =
          definition.isPlain() ? m.null() : m.string(digestOf(plan.typeNames[TypeIndex(t)]));
      types.push_back(m.record(
          {m.integer(definition.depth), supersOf(definition, typesArray),
           m.integer(definition.func.parameters.size()), m.integer(definition.func.results.size()),
           m.constant(ConstantDataArray::get(m.context, ArrayRef(kinds)), "wasm.kinds"), words,
           digest}));
    }
    if (typesArray)
      typesArray->setInitializer(
          ConstantArray::get(cast<ArrayType>(typesArray->getValueType()), types));
    for (ImportRef import : module.imports) {
      const ImportName &name = importName(module, import);
      imports.push_back(externRecord(&name, name.name, import.kind, import.index));
    }
    for (const Export &entry : module.exports)
      exports.push_back(externRecord(nullptr, entry.name, entry.kind, entry.index));
    for (uint32_t i = module.importedMemories; i < module.memories.size(); ++i) {
      const MemoryType &type = module.memories[MemoryIndex(i)].type;
      memories.push_back(
          m.record({m.integer(plan.slots.memories[i]), m.integer(type.limits.minimum),
                    m.integer(type.limits.maximum), m.integer(memoryCode(type)),
                    m.integer(uint64_t(1) << type.pageSizeLog2)}));
    }
    for (uint32_t i = module.importedTables; i < module.tables.size(); ++i) {
      const TableType &type = module.tables[TableIndex(i)].type;
      tables.push_back(
          m.record({m.integer(plan.slots.tables[i]), m.integer(type.limits.minimum),
                    m.integer(type.limits.maximum), m.integer(tableCode(type)), m.integer(0)}));
    }
    Constant *fields[] = {
        m.integer(SINTER_ABI_VERSION),
        m.integer((plan.isChecked() ? SINTER_FLAG_CHECKED_MEMORY : 0) |
                  (plan.options.memoryInGs ? SINTER_FLAG_MEMORY_IN_GS : 0)),
        m.integer(plan.slots.count),
        initialize,
        typesArray ? static_cast<Constant *>(typesArray) : m.null(),
        m.integer(types.size()),
        m.typeIds(),
        m.records(imports, "wasm.imports"),
        m.integer(imports.size()),
        m.records(exports, "wasm.exports"),
        m.integer(exports.size()),
        m.records(memories, "wasm.memories"),
        m.integer(memories.size()),
        m.records(tables, "wasm.tables"),
        m.integer(tables.size()),
        sectionBoundary("__start_sinter_functions"),
        sectionBoundary("__stop_sinter_functions"),
        sectionBoundary("__start_sinter_inlined"),
        sectionBoundary("__stop_sinter_inlined"),
        sectionBoundary("__start_sinter_code"),
        sectionBoundary("__stop_sinter_code"),
        m.integer(interfaceHash(plan)),
        plan.isChecked() && plan.options.hasRuntime ? hiddenSymbol("__sinter_standalone")
                                                    : m.null(),
        m.integer(imageBytes),
    };
    Constant *value = m.record(fields);
    auto *g = new GlobalVariable(m.ir, value->getType(), true, GlobalValue::ExternalLinkage, value,
                                 "sinter_module_" + plan.options.name);
    g->setAlignment(Align(8));
    // Several modules may be linked into one program, where only the name that tells them apart
    // counts.
    GlobalAlias::create(value->getType(), 0, GlobalValue::WeakAnyLinkage, "sinter_module", g,
                        &m.ir);
  }

  ModuleLowering &m;
  const Module &module;
  const ModulePlan &plan;
  llvm::Function *initialize = nullptr;
  uint64_t imageBytes = 0;
};

} // namespace

void lowerInstancedState(ModuleLowering &m) { InstancedState(m).run(); }

} // namespace sinter
