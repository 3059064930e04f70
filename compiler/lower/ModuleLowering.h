//===-- ModuleLowering.h - One partition as an llvm::Module ----------------===//
//
// Hands out the llvm::Module's entities on first use: functions, libcalls and,
// in static form, the symbols of globals, tables, memories and segments. The
// first partition also defines the state; others declare it. With a single
// partition everything is internal, so that LLVM sees all uses.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/Plan.h"

#include "llvm/IR/DIBuilder.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"

namespace sinter {

enum class Libcall {
#define LIBCALL(NAME, SYMBOL, SIGNATURE) NAME,
#include "sinter/abi/Libcalls.def"
};

enum class TrapCode : uint32_t {
#define TRAP(NAME, CODE, TEXT) NAME = CODE,
#include "sinter/abi/Traps.def"
};

/// Tells LLVM that these kinds of storage never overlap (type-based alias analysis).
enum class Storage { Memory, State, Table, Arguments, Fuel };

/// What lowering asks of the CPU, where plain IR would not do.
struct Machine {
  bool isX86 = false;
  bool isAArch64 = false;
  bool roundingKeepsNan = false; ///< LLVM's rounding hands a signalling NaN on
  bool hasSsse3 = false;
  bool hasSse41 = false;
  bool hasFma = false;
  bool hasAvx512Vl = false;
  bool hasDotProducts = false;  ///< AArch64: sdot
  bool hasRiscvVectors = false; ///< RISC-V's V, registers of 128 bits or more
};

class ModuleLowering {
public:
  ModuleLowering(const ModulePlan &plan, unsigned partition, const Machine &machine,
                 llvm::Module &ir);

  const ModulePlan &plan;
  const Module &module;
  const Machine machine;
  llvm::Module &ir;
  llvm::LLVMContext &context;

  llvm::PointerType *pointer;
  llvm::IntegerType *i8, *i32, *i64;
  llvm::Type *f32, *f64;
  /// The uniform prototype (abi/Abi.h).
  llvm::FunctionType *uniformType;

  /// Lowers this partition's functions, and the state if it is the first. False after an error.
  [[nodiscard]] bool run(Diagnostics &diag);

  [[nodiscard]] llvm::Type *type(ValueType type) const;
  /// Nothing, the single result, or a struct of all.
  [[nodiscard]] llvm::Type *resultType(const FuncType &type) const;
  /// The prototype of a function that is only called directly; `withInstance` adds the instance in
  /// front.
  [[nodiscard]] llvm::FunctionType *naturalType(const FuncType &type, bool withInstance) const;

  /// The function, declared on first use. Not for imports of instanced form.
  llvm::Function *function(FuncIndex f);
  /// The C function that an import binds to (static form); null if calling it traps.
  llvm::Function *importedFunction(FuncIndex f);
  llvm::FunctionCallee libcall(Libcall call);

  // Symbols of static form.
  llvm::GlobalVariable *memoryBase();
  llvm::GlobalVariable *memoryRecord(MemoryIndex m);
  llvm::GlobalVariable *tableRecord(TableIndex t);
  /// The elements as FuncRefs, or as functions if the table is constant; the types of those.
  llvm::GlobalVariable *tableElements(TableIndex t);
  llvm::GlobalVariable *tableTypes(TableIndex t);
  llvm::GlobalVariable *global(GlobalIndex g);
  llvm::Constant *funcRef(FuncIndex f);
  llvm::GlobalVariable *argumentArea();
  /// Static form: has the text of a trap linked that few programs have.
  void needTrapText(TrapCode code);
  /// What start-up and the runtime read (abi/Layout.def, Program).
  llvm::GlobalVariable *program();
  /// A tag's identity is the address of this byte.
  llvm::GlobalVariable *tag(TagIndex t);
  /// The identity of a type (static form): the address of a symbol named after it.
  llvm::Constant *typeSymbol(TypeIndex t);

  // Symbols of both forms.
  /// What makes landing pads known to unwinders; ours goes by the tables alone.
  llvm::Function *personality();
  llvm::GlobalVariable *dataBytes(DataIndex d);
  llvm::GlobalVariable *dataLength(DataIndex d); ///< static form
  llvm::GlobalVariable *elemItems(ElemIndex e);  ///< static form: pointers
  llvm::GlobalVariable *elemLength(ElemIndex e); ///< static form
  llvm::GlobalVariable *typeIds();               ///< instanced form

  [[nodiscard]] llvm::MDNode *storageTag(Storage storage) const { return tags[size_t(storage)]; }
  [[nodiscard]] llvm::Constant *known(ValueType type, const KnownValue &value);

  /// Gives `f` a scope; what its instructions are to carry, so that a backtrace names it where it
  /// is inlined (codegen/InlinedFrames.h).
  llvm::DILocation *locate(llvm::Function *f, llvm::StringRef name);

  /// Gives a new function of ours the attributes that all share.
  void setAttributes(llvm::Function *f);

  /// Fields of 8 bytes each, as Layout.def has them.
  llvm::Constant *record(llvm::ArrayRef<llvm::Constant *> fields);
  /// The address of an array of records, null if there are none.
  llvm::Constant *records(llvm::ArrayRef<llvm::Constant *> items, const llvm::Twine &name);
  /// A constant that describes something, private to the object.
  llvm::GlobalVariable *constant(llvm::Constant *value, const llvm::Twine &name);
  llvm::Constant *string(llvm::StringRef text);
  llvm::Constant *integer(uint64_t value) { return llvm::ConstantInt::get(i64, value); }
  llvm::Constant *null() { return llvm::ConstantPointerNull::get(pointer); }

private:
  [[nodiscard]] bool lowerFunction(FuncIndex f, Diagnostics &diag);
  void keepInstance(llvm::Function *f);
  /// A piece of state: defined by the first partition, declared by others.
  llvm::GlobalVariable *state(llvm::Type *type, const llvm::Twine &name, bool isConstant);
  /// State that each instance has for itself: thread-local in a program with threads.
  llvm::GlobalVariable *instanceState(llvm::Type *type, const llvm::Twine &name);
  /// Names exported functions for a driver (LoweringOptions::exportSymbols).
  void exportFunctions();
  llvm::Function *spectestFunction(llvm::StringRef name, llvm::FunctionType *type);
  void setLinkage(llvm::GlobalValue *value, bool definedHere);

  unsigned partition;
  bool isFirst;
  bool isAlone;
  bool hasRareTraps = false;
  llvm::DIBuilder scopes;
  llvm::DICompileUnit *unit = nullptr;
  std::vector<llvm::Function *> functions;
  std::vector<bool> defined;
  llvm::MDNode *tags[5];
};

/// Defines the state in the first partition, and what start-up or the host reads and calls:
/// StaticState.cpp and InstancedState.cpp.
void lowerStaticState(ModuleLowering &m);
void lowerInstancedState(ModuleLowering &m);
/// Tells codegen where the lengths of memories live: MemoryMetadata.cpp.
void describeMemories(ModuleLowering &m);

} // namespace sinter
