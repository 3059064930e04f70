//===-- InstanceAccess.h - Where state lives, as seen by one function ------===//
//
// The only place that knows whether state is a link-time constant or sits
// behind an instance pointer, and how the base of a memory is formed. The rest
// of lowering asks for "the base of memory 1" or "the address of global 3" and builds the same
// IR in both forms.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/ModuleLowering.h"

namespace sinter {

class InstanceAccess {
public:
  /// `instance` is the function's first argument in instanced form, else null.
  InstanceAccess(ModuleLowering &m, llvm::IRBuilder<> &b, llvm::Value *instance)
      : m(m), b(b), instance(instance) {}

  /// What a call of this module's own functions passes as instance.
  [[nodiscard]] llvm::Value *instancePointer() const { return instance; }

  /// The record of a memory or table.
  [[nodiscard]] llvm::Value *memoryRecord(MemoryIndex index);
  [[nodiscard]] llvm::Value *tableRecord(TableIndex index);

  /// The address of the memory's first byte.
  [[nodiscard]] llvm::Value *memoryBase(MemoryIndex index);
  /// Its length in bytes, i64.
  [[nodiscard]] llvm::Value *memoryLength(MemoryIndex index);

  [[nodiscard]] llvm::Value *tableElements(TableIndex index);
  [[nodiscard]] llvm::Value *tableLength(TableIndex index);

  /// The address of a global's value.
  [[nodiscard]] llvm::Value *globalAddress(GlobalIndex index);

  /// A funcref to the function.
  [[nodiscard]] llvm::Value *funcRef(FuncIndex index);
  /// Code and instance of an imported function (instanced form).
  struct Callee {
    llvm::Value *code;
    llvm::Value *instance;
  };
  [[nodiscard]] Callee importedFunction(FuncIndex index);

  /// Comes before a call of an imported function (static form): WASI and glue work on the memory of
  /// the module that imports it.
  void enterImport(FuncIndex index);

  /// The identity of a function type.
  [[nodiscard]] llvm::Value *typeId(TypeIndex index);
  /// The argument area of the calling convention.
  [[nodiscard]] llvm::Value *argumentArea();
  /// The context's fuel, of instanced form.
  llvm::Value *fuelAddress();

  /// The address of a segment's current length (i64), which dropping makes 0.
  [[nodiscard]] llvm::Value *dataLengthAddress(DataIndex index);
  [[nodiscard]] llvm::Value *elemLengthAddress(ElemIndex index);
  [[nodiscard]] llvm::Value *elemItems(ElemIndex index);

  /// What tells the exceptions of a tag from others.
  [[nodiscard]] llvm::Value *tagIdentity(TagIndex index);
  /// Frees an exception that nothing refers to any more.
  void releaseException(llvm::Value *exception);

  /// A runtime function that exists once per form: in instanced form its first argument is the
  /// instance.
  struct RuntimeCall {
    llvm::FunctionCallee callee;
    llvm::SmallVector<llvm::Value *, 3> arguments;
  };
  [[nodiscard]] RuntimeCall runtimeCall(Libcall inStatic, Libcall inInstanced,
                                        llvm::ArrayRef<llvm::Value *> arguments);

  /// Calls the runtime's trap function; the caller ends the block.
  void callTrap(TrapCode code);

  /// The address of an instance slot.
  [[nodiscard]] llvm::Value *slotAddress(unsigned slot);
  /// Loads a field (a slot of a record) as `type`.
  llvm::LoadInst *loadField(llvm::Type *type, llvm::Value *record, unsigned slot);
  void storeField(llvm::Value *value, llvm::Value *record, unsigned slot);

private:
  /// The address of what a slot holds (owned) or points to (imported).
  [[nodiscard]] llvm::Value *inSlot(unsigned slot, bool isImported);
  /// Marks a load whose result never changes while the function runs.
  llvm::LoadInst *invariant(llvm::LoadInst *load);

  ModuleLowering &m;
  llvm::IRBuilder<> &b;
  llvm::Value *instance;
};

} // namespace sinter
