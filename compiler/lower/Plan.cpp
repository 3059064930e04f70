//===-- Plan.cpp - Scanning, partitioning, prelinking ----------------------===//
//
// One quick decode of all bodies finds what the module never does (write that
// table, grow that memory), which is what makes static form's constants. The
// scan trusts the bodies, which were validated before.
//
//===----------------------------------------------------------------------===//

#include "lower/Plan.h"
#include "lower/Spectest.h"
#include "wasm/BodyScan.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SHA256.h"

#include <algorithm>
#include <cstring>

namespace sinter {

namespace {

/// Functions of at most this many bytes that call nothing are visible to every partition.
constexpr size_t inlinableBytes = 48;
/// Data is mapped from the image in runs; a gap of this many bytes starts a new one.
constexpr uint64_t imageGap = 65536;
/// What 32-bit addresses reach (core 3.2.18).
constexpr uint64_t mostPages = 65536;

} // namespace

KnownValue KnownValue::vector(const std::array<uint8_t, 16> &bytes) {
  KnownValue value;
  for (unsigned i = 0; i < 8; ++i) {
    value.bits |= uint64_t(bytes[i]) << (8 * i);
    value.high |= uint64_t(bytes[i + 8]) << (8 * i);
  }
  return value;
}

ModulePlan::ModulePlan(const Module &module, const LoweringOptions &options)
    : module(module), options(options) {
  nameTypes();
  evaluateGlobals();
  scanBodies();
  findReach();
  makePartitions();
  layOutSlots();
  if (isStatic()) {
    findCallerMemories();
    prelink();
  }
  findCallees();
}

std::string digestOf(const std::string &name) {
  std::array<uint8_t, 32> bytes = llvm::SHA256::hash(llvm::arrayRefFromStringRef(name));
  return std::string(bytes.begin(), bytes.end());
}

/// Types of a group are named by their place in it, `self` if they are all of it.
void ModulePlan::nameTypes() {
  auto index = [&](TypeIndex t, const TypeDefinition &owner) {
    if (raw(t) >= owner.groupBegin)
      return owner.isPlain() ? std::string("self")
                             : "rec." + std::to_string(raw(t) - owner.groupBegin);
    return llvm::toHex(digestOf(typeNames[t]));
  };
  auto value = [&](ValueType type, const TypeDefinition &owner) {
    if (!type.isRef() || !type.heap().isIndex())
      return toString(type);
    return (type.isNullable() ? "(ref null " : "(ref ") + index(type.heap().index(), owner) + ")";
  };
  auto list = [&](const std::vector<ValueType> &types, const TypeDefinition &owner) {
    std::string text = "[";
    for (ValueType type : types)
      text += (text.size() > 1 ? " " : "") + value(type, owner);
    return text + "]";
  };
  auto function = [&](const TypeDefinition &type) {
    return list(type.func.parameters, type) + list(type.func.results, type);
  };
  auto spell = [&](const TypeDefinition &type) {
    std::string text = type.isFinal ? "final " : "sub ";
    if (type.super)
      text += index(*type.super, type) + " ";
    if (type.isFunc())
      return text + function(type);
    text += type.kind == TypeDefinition::Kind::Struct ? "struct" : "array";
    for (const FieldType &field : type.fields) {
      text += field.isMutable ? " mut " : " ";
      text += field.packing == FieldType::Packing::I8    ? "i8"
              : field.packing == FieldType::Packing::I16 ? "i16"
                                                         : value(field.type, type);
    }
    return text;
  };
  for (uint32_t begin = 0; begin < module.types.size();) {
    const TypeDefinition &first = module.types[TypeIndex(begin)];
    uint32_t end = begin + first.groupSize;
    if (first.isPlain()) {
      typeNames.push(function(first));
    } else {
      std::string text;
      for (uint32_t i = begin; i < end; ++i)
        text += "(" + spell(module.types[TypeIndex(i)]) + ")";
      std::string digest = llvm::toHex(digestOf(text));
      for (uint32_t i = begin; i < end; ++i)
        typeNames.push("rec." + digest + "." + std::to_string(i - begin));
    }
    begin = end;
  }
}

void ModulePlan::evaluateGlobals() {
  knownGlobals.resize(module.globals.size());
  for (uint32_t g = 0; g < module.globals.size(); ++g) {
    const Global &global = module.globals[GlobalIndex(g)];
    if (global.type.isMutable)
      continue;
    if (!global.import)
      knownGlobals[GlobalIndex(g)] = evaluate(global.init);
    else if (options.spectest)
      knownGlobals[GlobalIndex(g)] = KnownValue{spectest::globalBits(global.type.type), {}};
  }
}

void ModulePlan::scanBodies() {
  facts.globalWritten.resize(module.globals.size());
  facts.tableAccessed.resize(module.tables.size());
  facts.tableGrown.resize(module.tables.size());
  facts.memoryGrown.resize(module.memories.size());
  facts.inlinable.resize(module.functions.size());
  facts.tailCalls.resize(module.functions.size());
  facts.rethrows.resize(module.functions.size());
  facts.mayTakeLong.resize(module.functions.size());
  facts.namedByBody.resize(module.functions.size());
  facts.tailCalled.resize(module.tables.size());
  BodyScan bodies(options.features);
  for (uint32_t f = module.importedFunctions; f < module.functions.size(); ++f) {
    const Function &function = module.functions[FuncIndex(f)];
    bool callsNothing = true, hasLoop = false;
    bodies.scan(function, [&](const Instruction &inst) {
      switch (inst.opcode) {
      case Opcode::GlobalSet:
        facts.globalWritten[inst.index] = true;
        break;
      case Opcode::TableGet:
      case Opcode::TableSet:
      case Opcode::TableFill:
        facts.tableAccessed[inst.index] = true;
        break;
      case Opcode::TableCopy:
        facts.tableAccessed[inst.index] = true;
        facts.tableAccessed[inst.index2] = true;
        break;
      case Opcode::TableInit:
        facts.tableAccessed[inst.index2] = true;
        break;
      case Opcode::TableGrow:
        facts.tableGrown[inst.index] = true;
        break;
      case Opcode::MemoryGrow:
        facts.memoryGrown[inst.index] = true;
        break;
      case Opcode::Rethrow:
        facts.rethrows[f] = true;
        [[fallthrough]];
      case Opcode::Try:
      case Opcode::TryTable:
      case Opcode::ThrowRef:
        facts.hasTries = true;
        break;
      case Opcode::Loop:
        hasLoop = true;
        break;
      case Opcode::RefFunc:
        facts.namedByBody[inst.index] = true;
        break;
      case Opcode::ReturnCall:
        facts.tailCalls[inst.index] = true;
        facts.tailCallsImports |= isImported(FuncIndex(inst.index));
        facts.tailCalls[f] = true;
        callsNothing = false;
        break;
      case Opcode::ReturnCallIndirect:
        facts.tailCalled[inst.index2] = true;
        facts.tailCalls[f] = true;
        callsNothing = false;
        break;
      case Opcode::ReturnCallRef:
        facts.tailCallsImports = true;
        facts.tailCalls[f] = true;
        callsNothing = false;
        break;
      case Opcode::Call:
      case Opcode::CallIndirect:
      case Opcode::CallRef:
        callsNothing = false;
        break;
      default:
        break;
      }
    });
    facts.mayTakeLong[f] = hasLoop || !callsNothing;
    facts.inlinable[f] = callsNothing && function.body.size() <= inlinableBytes;
  }
}

void ModulePlan::findCallerMemories() {
  if (!module.memories.empty())
    callerMemory = MemoryIndex(0);
  bool isFirst = true;
  for (uint32_t f = 0; f != module.importedFunctions; ++f) {
    if (options.importSymbols[f].empty())
      continue;
    MemoryIndex memory = module.functions[FuncIndex(f)].callerMemory;
    std::optional<MemoryIndex> callers;
    if (module.memories.contains(memory))
      callers = memory;
    hasSeveralCallers |= !isFirst && callers != callerMemory;
    callerMemory = callers;
    isFirst = false;
  }
}

void ModulePlan::makePartitions() {
  Partition next = {module.importedFunctions, module.importedFunctions};
  uint64_t bytes = 0;
  auto close = [&] {
    if (next.begin != next.end)
      partitions.push_back(next);
    next.begin = next.end;
    bytes = 0;
  };
  while (next.end != module.functions.size()) {
    bool isHugeNext = isHuge(FuncIndex(next.end));
    if (isHugeNext != next.isHuge)
      close();
    next.isHuge = isHugeNext;
    bytes += module.functions[FuncIndex(next.end++)].body.size();
    if (bytes >= options.partitionBytes)
      close();
  }
  // A small rest joins the last partition rather than standing alone.
  if (!partitions.empty() && partitions.back().isHuge == next.isHuge &&
      bytes < options.partitionBytes / 4)
    partitions.back().end = next.end;
  else
    close();
  if (partitions.empty())
    partitions.push_back(next);
}

void ModulePlan::layOutSlots() {
  uint32_t next = SINTER_SLOTS_Instance;
  auto take = [&](uint32_t n) {
    uint32_t slot = next;
    next += n;
    return slot;
  };
  for (const Memory &m : module.memories)
    slots.memories.push_back(take(m.import ? 1 : SINTER_SLOTS_Memory));
  for (const Table &t : module.tables)
    slots.tables.push_back(take(t.import ? 1 : SINTER_SLOTS_Table));
  for (const Global &g : module.globals) {
    bool wide = !g.import && g.type.type.kind() == ValueType::Kind::V128;
    slots.globals.push_back(take(wide ? 2 : 1));
  }
  for (uint32_t t = 0; t < module.tags.size(); ++t)
    slots.tags.push_back(take(1));
  for (uint32_t f = 0; f < module.functions.size(); ++f) {
    bool own = f >= module.importedFunctions;
    bool referenced = module.functions[FuncIndex(f)].isReferenced;
    if (own && referenced)
      this->referenced.push_back(FuncIndex(f));
    slots.functions.push_back(!own || referenced ? take(SINTER_SLOTS_FuncRef) : ~0u);
  }
  for (const DataSegment &d : module.datas)
    slots.datas.push_back(take(1)), (void)d;
  for (const ElemSegment &e : module.elems)
    slots.elems.push_back(take(1 + uint32_t(e.items.size())));
  slots.count = next;
}

MemoryType ModulePlan::memoryType(MemoryIndex m) const {
  const Memory &memory = module.memories[m];
  if (memory.import && options.spectest)
    return spectest::memoryType(memory.import->name);
  return memory.type;
}

TableType ModulePlan::tableType(TableIndex t) const {
  const Table &table = module.tables[t];
  if (table.import && options.spectest)
    return spectest::tableType(table.import->name);
  return table.type;
}

bool ModulePlan::isChecked(MemoryIndex m) const {
  MemoryType type = memoryType(m);
  return isChecked() || type.limits.is64 || type.pageSizeLog2 < 16;
}

bool ModulePlan::hasPollPage() const {
  // A shared memory may be used by several stores, of which one is to end.
  MemoryIndex first{0};
  return !isStatic() && module.memories.contains(first) && !isChecked(first) && !isShared(first);
}

bool ModulePlan::hasFrontGuard(MemoryIndex m) const {
  return isStatic() && raw(m) == 0 && !isChecked(m) && memoryType(m).limits.minimum < mostPages;
}

uint64_t ModulePlan::maximumPages(MemoryIndex m) const {
  uint64_t declared = memoryType(m).limits.maximum;
  return hasFrontGuard(m) ? std::min<uint64_t>(declared, mostPages - 1) : declared;
}

uint64_t ModulePlan::minimumLength(MemoryIndex m) const {
  MemoryType type = memoryType(m);
  uint64_t length = type.limits.minimum << type.pageSizeLog2;
  return length >> type.pageSizeLog2 == type.limits.minimum ? length : ~uint64_t(0);
}

std::optional<uint64_t> ModulePlan::constantLength(MemoryIndex m) const {
  MemoryType type = memoryType(m);
  bool fixed = !facts.memoryGrown[raw(m)] || type.limits.minimum == type.limits.maximum;
  if (!isStatic() || !fixed)
    return std::nullopt;
  return minimumLength(m);
}

bool ModulePlan::hasFixedSize(TableIndex t) const {
  return isStatic() && !facts.tableGrown[raw(t)] && tableType(t).limits.minimum <= mostElements;
}

bool ModulePlan::isConstant(TableIndex t) const {
  return hasFixedSize(t) && prelinked && !facts.tableAccessed[raw(t)] &&
         module.tables[t].type.element.heap() == HeapType::Func && !module.tables[t].init;
}

void ModulePlan::findCallees() {
  for (uint32_t t = 0; t < module.tables.size(); ++t) {
    TableIndex table{t};
    if (!isConstant(table) && !isKnown(table))
      continue;
    const std::vector<std::optional<FuncIndex>> contents = tableContents(table);
    for (uint32_t i = 0; i < contents.size(); ++i) {
      if (!contents[i])
        continue;
      const std::string &name = typeNames[module.functions[*contents[i]].type];
      Callees &callees =
          calleesOf.try_emplace({t, name}, Callees{.first = i, .function = *contents[i]})
              .first->second;
      callees.last = i;
      ++callees.count;
      if (callees.fitsMask())
        callees.mask |= UINT64_C(1) << (i - callees.first);
    }
  }
}

std::optional<Callees> ModulePlan::callees(TableIndex t, TypeIndex type) const {
  if (!module.types[type].isFinal && hasSubtypes())
    return std::nullopt;
  auto found = calleesOf.find({raw(t), typeNames[type]});
  return found == calleesOf.end() ? Callees() : found->second;
}

bool ModulePlan::isConstant(GlobalIndex g) const {
  const Global &global = module.globals[g];
  if (!isStatic())
    return knownGlobals[g].has_value();
  if (global.import)
    return knownGlobals[g].has_value();
  return !facts.globalWritten[raw(g)] && evaluate(global.init).has_value();
}

KnownValue ModulePlan::constantValue(GlobalIndex g) const {
  return knownGlobals[g] ? *knownGlobals[g] : *evaluate(module.globals[g].init);
}

std::optional<KnownValue> ModulePlan::evaluate(const ConstExpr &expr) const {
  std::vector<KnownValue> stack;
  for (const ConstExpr::Operation &op : expr.operations) {
    auto binary = [&](auto compute) {
      uint64_t right = stack.back().bits;
      stack.pop_back();
      stack.back().bits = compute(stack.back().bits, right);
    };
    switch (op.opcode) {
    case Opcode::I32Const:
    case Opcode::I64Const:
    case Opcode::F32Const:
    case Opcode::F64Const:
      stack.push_back({op.opcode == Opcode::I32Const ? uint32_t(op.value) : op.value, {}});
      break;
    case Opcode::V128Const:
      stack.push_back(KnownValue::vector(op.bytes));
      break;
    case Opcode::I32Add:
      binary([](uint64_t a, uint64_t b) { return uint64_t(uint32_t(a + b)); });
      break;
    case Opcode::I32Sub:
      binary([](uint64_t a, uint64_t b) { return uint64_t(uint32_t(a - b)); });
      break;
    case Opcode::I32Mul:
      binary([](uint64_t a, uint64_t b) { return uint64_t(uint32_t(a * b)); });
      break;
    case Opcode::I64Add:
      binary([](uint64_t a, uint64_t b) { return a + b; });
      break;
    case Opcode::I64Sub:
      binary([](uint64_t a, uint64_t b) { return a - b; });
      break;
    case Opcode::I64Mul:
      binary([](uint64_t a, uint64_t b) { return a * b; });
      break;
    case Opcode::RefNull:
      stack.push_back({});
      break;
    case Opcode::RefFunc:
      // An instance's funcrefs exist only once it does.
      if (!isStatic())
        return std::nullopt;
      stack.push_back({0, FuncIndex(op.index)});
      break;
    case Opcode::GlobalGet: {
      std::optional<KnownValue> value = knownGlobals[GlobalIndex(op.index)];
      if (!value)
        return std::nullopt;
      stack.push_back(*value);
      break;
    }
    default:
      return std::nullopt;
    }
  }
  if (stack.size() != 1)
    return std::nullopt;
  return stack.back();
}

bool ModulePlan::segmentsComeFirst() const {
  bool hasCalls = false;
  for (const Instantiation &step : module.instantiations()) {
    if (hasCalls && step.reachesEarlier)
      return false;
    hasCalls |= !step.calls.empty();
  }
  return true;
}

bool ModulePlan::hasKnownSegments(TableIndex t) const {
  for (const ElemSegment &elem : module.elems) {
    if (elem.mode != SegmentMode::Active || elem.table != t)
      continue;
    std::optional<KnownValue> offset = evaluate(elem.offset);
    uint64_t length = tableType(t).limits.minimum;
    if (!offset || offset->bits > length || elem.items.size() > length - offset->bits)
      return false;
  }
  return true;
}

bool ModulePlan::canPrelink() const {
  // What runs before a later module's segments are applied must not see them, nor write first.
  if (!segmentsComeFirst())
    return false;
  for (uint32_t t = 0; t < module.tables.size(); ++t)
    if (!hasKnownSegments(TableIndex(t)))
      return false;
  for (const Table &table : module.tables)
    if (table.init && !evaluate(*table.init))
      return false;
  for (const ElemSegment &elem : module.elems) {
    if (elem.mode != SegmentMode::Active)
      continue;
    for (const ConstExpr &item : elem.items)
      if (!evaluate(item))
        return false;
  }
  for (const DataSegment &data : module.datas) {
    if (data.mode != SegmentMode::Active)
      continue;
    std::optional<KnownValue> offset = evaluate(data.offset);
    uint64_t length = minimumLength(data.memory);
    if (!offset || offset->bits > length || data.bytes.size() > length - offset->bits)
      return false;
  }
  return true;
}

void ModulePlan::prelink() {
  prelinked = canPrelink();
  if (!prelinked || module.memories.empty())
    return;
  uint64_t page = options.imagePage;

  // Runs of pages that hold data; a large gap starts another run.
  struct Run {
    uint64_t begin, end;
  };
  std::vector<Run> runs;
  // Only memory 0 has a place in the image.
  auto belongs = [](const DataSegment &data) {
    return data.mode == SegmentMode::Active && raw(data.memory) == 0 && !data.bytes.empty();
  };
  for (const DataSegment &data : module.datas) {
    if (!belongs(data))
      continue;
    uint64_t begin = evaluate(data.offset)->bits;
    runs.push_back({begin & ~(page - 1), begin + data.bytes.size()});
  }
  std::sort(runs.begin(), runs.end(), [](Run a, Run b) { return a.begin < b.begin; });
  std::vector<Run> merged;
  for (Run run : runs) {
    if (!merged.empty() && run.begin <= merged.back().end + imageGap)
      merged.back().end = std::max(merged.back().end, run.end);
    else
      merged.push_back(run);
  }
  uint64_t total = 0;
  for (Run run : merged)
    total += run.end - run.begin;
  // Data that is no larger than what aligning it in the file would cost is copied at start.
  if (total <= page)
    return;
  for (Run run : merged) {
    pieces.push_back({".wasm.memory." + std::to_string(pieces.size()), run.begin});
    // Whole pages: what else the file holds in the last one must not show up in memory.
    pieceBytes.emplace_back((run.end - run.begin + page - 1) & ~(page - 1));
  }
  // In the order of the segments, since they may overlap.
  for (const DataSegment &data : module.datas) {
    if (!belongs(data))
      continue;
    uint64_t begin = evaluate(data.offset)->bits;
    size_t piece = 0;
    while (piece + 1 < merged.size() && merged[piece + 1].begin <= begin)
      ++piece;
    std::memcpy(pieceBytes[piece].data() + (begin - merged[piece].begin), data.bytes.data(),
                data.bytes.size());
  }
}

std::vector<std::optional<FuncIndex>> ModulePlan::tableContents(TableIndex t) const {
  auto functionOf = [&](const ConstExpr &expr) -> std::optional<FuncIndex> {
    const ConstExpr::Operation &op = expr.operations.front();
    return op.opcode == Opcode::RefFunc ? FuncIndex(op.index) : evaluate(expr)->function;
  };
  const std::optional<ConstExpr> &init = module.tables[t].init;
  std::vector<std::optional<FuncIndex>> contents(tableType(t).limits.minimum,
                                                 init ? functionOf(*init) : std::nullopt);
  for (const ElemSegment &elem : module.elems) {
    if (elem.mode != SegmentMode::Active || elem.table != t)
      continue;
    uint64_t at = evaluate(elem.offset)->bits;
    for (const ConstExpr &item : elem.items)
      contents[at++] = functionOf(item);
  }
  return contents;
}

ModulePlanPtr planModule(const Module &module, const LoweringOptions &options) {
  return ModulePlanPtr(new ModulePlan(module, options));
}

void ModulePlanDeleter::operator()(ModulePlan *plan) const { delete plan; }

bool hasThreads(const ModulePlan &plan) { return plan.hasThreads(); }

bool isHuge(const ModulePlan &plan, unsigned partition) {
  return plan.partitions[partition].isHuge;
}

std::vector<FuncIndex> hugeFunctions(const ModulePlan &plan) {
  std::vector<FuncIndex> found;
  for (const Partition &partition : plan.partitions)
    for (uint32_t f = partition.begin; partition.isHuge && f != partition.end; ++f)
      found.push_back(FuncIndex(f));
  return found;
}

unsigned partitionCount(const ModulePlan &plan) { return unsigned(plan.partitions.size()); }

const std::vector<ImagePiece> &imagePieces(const ModulePlan &plan) { return plan.pieces; }

} // namespace sinter
