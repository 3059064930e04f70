//===-- MemoryFacts.cpp - Linear memories as the optimiser's IR shows them -===//
//
// See MemoryFacts.h. Symbol names are those of lower/ModuleLowering.cpp.
//
//===----------------------------------------------------------------------===//

#include "codegen/MemoryFacts.h"

#include "sinter/abi/Abi.h"

#include "llvm/IR/Constants.h"
#include "llvm/IR/GlobalVariable.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace sinter {

namespace {

struct Place {
  Value *root;
  uint64_t offset;
};

Place placeOf(Value *pointer, const DataLayout &layout) {
  APInt offset(layout.getIndexTypeSizeInBits(pointer->getType()), 0);
  Value *root =
      pointer->stripAndAccumulateConstantOffsets(layout, offset, /*AllowNonInbounds=*/true);
  return {root, offset.getZExtValue()};
}

uint64_t number(const MDNode *row, unsigned field) {
  return mdconst::extract<ConstantInt>(row->getOperand(field))->getZExtValue();
}

MemoryFacts facts(unsigned index, const MDNode *row, Value *record) {
  return {index,
          number(row, 0),
          number(row, 1) != 0,
          number(row, 4) != 0,
          number(row, 5) != 0,
          record,
          cast<MDNode>(row->getOperand(6))};
}

GlobalVariable *recordSymbol(Module &module, unsigned index) {
  std::string name = "wasm.memory." + std::to_string(index);
  if (GlobalVariable *existing = module.getNamedGlobal(name))
    return existing;
  Type *type = ArrayType::get(Type::getInt64Ty(module.getContext()), SINTER_SLOTS_Memory);
  auto *symbol =
      new GlobalVariable(module, type, false, GlobalValue::ExternalLinkage, nullptr, name);
  symbol->setVisibility(GlobalValue::HiddenVisibility);
  symbol->setDSOLocal(true);
  return symbol;
}

} // namespace

std::optional<MemoryFacts> memoryOfBase(Value *base, Function &function) {
  Module &module = *function.getParent();
  const DataLayout &layout = module.getDataLayout();
  const NamedMDNode *rows = module.getNamedMetadata("sinter.memories");
  if (!rows || rows->getNumOperands() == 0)
    return std::nullopt;
  if (auto *symbol = dyn_cast<GlobalVariable>(base)) {
    if (symbol->getName() != "__sinter_memory")
      return std::nullopt;
    MemoryFacts memory = facts(0, rows->getOperand(0), nullptr);
    if (!memory.isConstant)
      memory.record = recordSymbol(module, 0);
    return memory;
  }

  auto *load = dyn_cast<LoadInst>(base);
  if (!load || load->isVolatile())
    return std::nullopt;
  Place place = placeOf(load->getPointerOperand(), layout);
  bool isOurs = function.hasFnAttribute("sinter-stack-limit") && function.arg_size() > 0;
  Value *instance = isOurs ? function.getArg(0) : nullptr;
  for (unsigned i = 0; i < rows->getNumOperands(); ++i) {
    const MDNode *row = rows->getOperand(i);
    uint64_t slot = number(row, 2) * 8;
    bool isImported = number(row, 3) != 0;
    if (auto *symbol = dyn_cast<GlobalVariable>(place.root)) {
      if (symbol->getName() == "wasm.memory." + std::to_string(i) && place.offset == 0)
        return facts(i, row, symbol);
    } else if (!instance || slot == 0) {
      continue;
    } else if (!isImported && place.root == instance && place.offset == slot) {
      return facts(i, row, load->getPointerOperand());
    } else if (isImported && place.offset == 0) {
      auto *record = dyn_cast<LoadInst>(place.root);
      if (!record)
        continue;
      Place outer = placeOf(record->getPointerOperand(), layout);
      if (outer.root == instance && outer.offset == slot)
        return facts(i, row, record);
    }
  }
  return std::nullopt;
}

SmallVector<Instruction *> basesOfFirstMemory(Function &function) {
  SmallVector<Instruction *> bases;
  for (Instruction &inst : instructions(function)) {
    if (!isa<LoadInst>(inst))
      continue;
    std::optional<MemoryFacts> memory = memoryOfBase(&inst, function);
    if (memory && memory->index == 0)
      bases.push_back(&inst);
  }
  return bases;
}

std::optional<MemoryFacts> memoryOfLength(LoadInst &load) {
  Module &module = *load.getModule();
  const NamedMDNode *rows = module.getNamedMetadata("sinter.memories");
  Place place = placeOf(load.getPointerOperand(), module.getDataLayout());
  auto *symbol = dyn_cast<GlobalVariable>(place.root);
  if (!rows || !symbol || place.offset != 8 * SINTER_SLOT_Memory_length)
    return std::nullopt;
  for (unsigned i = 0; i < rows->getNumOperands(); ++i)
    if (symbol->getName() == "wasm.memory." + std::to_string(i))
      return facts(i, rows->getOperand(i), symbol);
  return std::nullopt;
}

Value *memoryBaseAddress(IRBuilderBase &b, Function &function, unsigned index) {
  const NamedMDNode *rows = function.getParent()->getNamedMetadata("sinter.memories");
  const MDNode *row = rows->getOperand(index);
  Value *record =
      b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), function.getArg(0), unsigned(number(row, 2)));
  if (number(row, 3) != 0)
    record = b.CreateAlignedLoad(b.getPtrTy(), record, Align(8));
  return b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), record, SINTER_SLOT_Memory_base);
}

bool hasCheckedMemory(const Module &module) {
  const NamedMDNode *rows = module.getNamedMetadata("sinter.memories");
  return rows && any_of(rows->operands(), [](const MDNode *row) { return number(row, 4) != 0; });
}

Value *emitMemoryLength(IRBuilderBase &b, const MemoryFacts &memory) {
  if (memory.isConstant)
    return b.getInt64(memory.minimum);
  LoadInst *load = b.CreateAlignedLoad(
      b.getInt64Ty(),
      b.CreateConstInBoundsGEP1_32(b.getInt64Ty(), memory.record, SINTER_SLOT_Memory_length),
      Align(8));
  load->setMetadata(LLVMContext::MD_tbaa, memory.tag);
  return load;
}

} // namespace sinter
