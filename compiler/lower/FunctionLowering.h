//===-- FunctionLowering.h - One function body as LLVM IR ------------------===//
//
// The sink that builds IR. walkFunction calls it with popped, typed values;
// values are SSA values at once, locals are stack slots that LLVM's SROA turns
// into SSA values (at -O0 they stay, which is what makes -O0 fast). One file
// per area: Control, Exceptions, Calls, Numeric, Memory, Tables (with references).
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/InstanceAccess.h"
#include "wasm/FunctionSink.h"

#include <deque>

namespace sinter {

class FunctionLowering {
public:
  using Value = llvm::Value *;
  using Op = Operand<Value>;
  using In = std::span<const Op>;
  using Out = std::span<Op>;

  /// Where exceptions of a try's body go: `dispatch` finds the exception in exceptionSlot, tests
  /// the clauses, and goes on at `outer` (null: leaves the function).
  struct Handler {
    llvm::BasicBlock *dispatch = nullptr;
    llvm::BasicBlock *landingPad = nullptr; ///< made at the first call that needs it
    Handler *outer = nullptr;
  };

  /// An open block: where branches to it go, and what they bring.
  struct Label {
    llvm::BasicBlock *target = nullptr;
    llvm::SmallVector<llvm::PHINode *, 2> phis; ///< in target
    bool isLoop = false;
    bool isFunction = false;
    llvm::BasicBlock *elseBlock = nullptr;          ///< of an if whose else has not come
    llvm::SmallVector<llvm::Value *, 2> parameters; ///< of that if
    Handler *inside = nullptr; ///< what handles exceptions thrown right inside, null: nothing here
    bool isTry = false;        ///< `inside` is of this very block (try_table or a legacy try)
    llvm::BasicBlock *nextClause = nullptr; ///< of a legacy try: where the next catch is tested
    llvm::Value *caught = nullptr;          ///< in a legacy catch: the exception
  };

  FunctionLowering(ModuleLowering &m, FuncIndex index, llvm::Function *function);

  // The calls of FunctionSink.
  void beginFunction(Label &label, const FuncType &type, std::span<const ValueType> locals);
  void beginBlock(Label &label, std::span<const ValueType> results);
  void beginLoop(Label &label, Out parameters);
  void beginIf(Label &label, std::span<const ValueType> results, const Op &condition, In parameters,
               Likelihood likelihood);
  void beginElse(Label &label, bool reached, In results, Out parameters);
  bool end(Label &label, bool reached, In results, Out out);
  void beginTryTable(Label &label, std::span<const ValueType> results,
                     std::span<const CatchTarget<Label>> catches);
  void beginTry(Label &label, std::span<const ValueType> results);
  void beginCatch(Label &label, bool reached, In results, std::optional<TagIndex> tag, Out values);
  bool delegate(Label &label, bool reached, In results, Out out, Label *outer);
  void rethrow(Label &label);
  void branch(Label &label, In values);
  void branchIf(Label &label, const Op &condition, In values, Likelihood likelihood);
  void branchOnNull(Label &label, const Op &reference, In values);
  void branchOnNonNull(Label &label, In values);
  void branchTable(const Op &index, std::span<Label *const> labels, In values);
  void returnValues(In values);
  void unreachable();
  void operation(const Instruction &inst, In in, Out out);

private:
  // Control.cpp
  llvm::BasicBlock *newBlock(const char *name);
  void makePhis(Label &label, std::span<const ValueType> types);
  void addIncoming(Label &label, In values);
  llvm::Value *toBool(llvm::Value *condition);
  llvm::Value *fromBool(llvm::Value *bit);
  /// Branches to the trap if `condition`, goes on in a new block otherwise.
  void trapIf(llvm::Value *condition, TrapCode code);
  llvm::BasicBlock *trapBlock(TrapCode code);
  void expect(llvm::Instruction *branch, bool isTrueLikely);
  void expect(llvm::Instruction *branch, Likelihood likelihood);

  // Fuel.cpp. All do nothing but under --fuel.
  void beginFuel();
  /// Begins a straight piece of code, by paying for it, and ends it.
  void openPiece();
  void closePiece();
  /// One more instruction of the piece, or the first of the next.
  void payOne();
  /// Traps if less than nothing is left; at the beginning of a piece.
  void checkFuel();

  // Exceptions.cpp
  /// A call, as an invoke where a handler of this function is in force.
  llvm::CallBase *call(llvm::FunctionType *type, llvm::Value *callee,
                       llvm::ArrayRef<llvm::Value *> arguments);
  llvm::CallBase *call(llvm::FunctionCallee callee, llvm::ArrayRef<llvm::Value *> arguments) {
    return call(callee.getFunctionType(), callee.getCallee(), arguments);
  }
  void lowerThrow(const Instruction &inst, In in);
  /// Throws the exception to what is in force here; the block ends.
  void throwException(llvm::Value *exception);
  void openTry(Label &label, std::span<const ValueType> results);
  void closeTry(Label &label);
  llvm::BasicBlock *landingPad(Handler &handler);
  llvm::AllocaInst *exceptionSlot();
  /// Ends the block: the exception in the slot goes to `handler`, or out of the function.
  void passOn(Handler *handler);
  llvm::Value *isOfTag(llvm::Value *exception, TagIndex tag);
  void loadValues(llvm::Value *exception, TagIndex tag, Out values);

  // Calls.cpp
  void lowerCall(const Instruction &inst, In in, Out out);
  void callDirect(FuncIndex callee, In in, Out out);
  void callIndirect(const Instruction &inst, In in, Out out);
  void callReference(const Instruction &inst, In in, Out out);
  /// Goes on in `matches` if the element is one of the callees.
  void branchAmong(const Callees &callees, llvm::Value *element, llvm::BasicBlock *matches,
                   llvm::BasicBlock *mismatch);
  llvm::Value *knownCallee(TableIndex table, const Callees &callees, llvm::Value *element);
  llvm::Value *constantCallee(TableIndex table, TypeIndex type, llvm::Value *element);
  void mismatched(TypeIndex type, llvm::Value *actual, llvm::BasicBlock *matches);
  void lookForSupertype(TypeIndex type, llvm::Value *actual, llvm::Value *expected,
                        llvm::BasicBlock *matches, llvm::BasicBlock *otherwise);
  /// `staysHere`: what is called is of this instance, and so is who returns from it.
  void callUniform(const FuncType &type, llvm::Value *code, llvm::Value *instance, In in, Out out,
                   bool staysHere = false);
  /// A tail call of a C function: the host's stack need is its own, so a call and a return.
  void returnCallImport(FuncIndex callee, In in);
  void setResults(llvm::Value *returned, Out out);

  // Numeric.cpp
  llvm::Value *lowerNumeric(Opcode opcode, In in);
  void lowerWide(Opcode opcode, In in, Out out);
  llvm::Value *divide(Opcode opcode, llvm::Value *left, llvm::Value *right);
  llvm::Value *truncate(llvm::Value *value, llvm::IntegerType *to, bool isSigned);
  llvm::Value *floatArithmetic(llvm::Instruction::BinaryOps op, llvm::Value *left,
                               llvm::Value *right);
  /// Keeps LLVM from seeing a constant that it would fold operations with (see Numeric.cpp).
  llvm::Value *hideConstant(llvm::Value *value);
  llvm::Value *minMax(bool isMin, llvm::Value *left, llvm::Value *right);

  // Memory.cpp
  llvm::Value *effectiveAddress(const Instruction &inst, llvm::Value *index, unsigned bytes);
  /// The offset from a memory's base. A constant of almost 2 GiB is hidden at -O0, where code
  /// generation would add it to the base's symbol and exceed what a displacement can hold.
  llvm::Value *hideFar(llvm::Value *offset);
  llvm::Value *byteAddress(MemoryIndex memory, llvm::Value *offset);
  llvm::Value *lowerLoad(const Instruction &inst, llvm::Value *index);
  void lowerStore(const Instruction &inst, llvm::Value *index, llvm::Value *value);
  void storeAt(MemoryIndex memory, llvm::Value *address, llvm::Value *value);
  llvm::Value *lowerMemory(const Instruction &inst, In in);
  // Atomics.cpp
  llvm::Value *lowerAtomic(const Instruction &inst, In in);
  llvm::Value *lowerWaitOrNotify(const Instruction &inst, In in);
  /// The address of an atomic access, after the checks of alignment and bounds.
  llvm::Value *atomicAddress(const Instruction &inst, llvm::Value *index);
  // SimdMemory.cpp
  llvm::Value *lowerVectorLoad(const Instruction &inst, In in);
  void lowerVectorStore(const Instruction &inst, In in);
  /// Traps unless an access of `bytes` at a 64-bit index plus `offset` is in bounds.
  void checkWideIndex(MemoryIndex memory, llvm::Value *index, uint64_t offset, unsigned bytes);
  /// Traps unless [start, start+count) lies within `length` (all i64; start and count below 2^32
  /// unless `is64`).
  void checkRange(llvm::Value *start, llvm::Value *count, llvm::Value *length, TrapCode code,
                  bool is64 = false);
  /// An address or size as i64, and an i64 as the address type.
  llvm::Value *widen(llvm::Value *value);
  llvm::Value *narrow(llvm::Value *value, bool is64);

  // Tables.cpp
  llvm::Value *lowerReference(const Instruction &inst, In in);
  /// The address of a table's element, after its bounds check.
  llvm::Value *elementAddress(TableIndex table, llvm::Value *index, TrapCode code);

  ModuleLowering &m;
  FuncIndex index;
  llvm::Function *function;
  llvm::IRBuilder<> b;
  InstanceAccess access;
  const FuncType *type = nullptr;
  bool isTail = false;                    ///< of the call that is being lowered
  Label *body = nullptr;                  ///< the function's own label
  std::deque<Handler> handlers;           ///< of all tries so far; labels keep their addresses
  Handler *handler = nullptr;             ///< in force
  llvm::AllocaInst *slot = nullptr;       ///< of exceptionSlot()
  llvm::Value *fuelCell = nullptr;        ///< under --fuel: where it is
  llvm::BinaryOperator *charge = nullptr; ///< of the piece that is open, whose instructions are ...
  uint64_t unpaid = 0;
  llvm::SmallVector<llvm::AllocaInst *, 16> locals;
  /// Trap blocks by code, shared within the function.
  llvm::SmallDenseMap<uint32_t, llvm::BasicBlock *, 4> trapBlocks;
};
static_assert(FunctionSink<FunctionLowering>);

} // namespace sinter
