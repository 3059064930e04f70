//===-- Initializer.h - Code that brings a module to life ------------------===//
//
// Instantiation as core 4.5.4 orders it: globals, then active element segments, then active
// data segments, each with its own bounds check, then the start function. Both forms
// share this; they differ in what is left to do, since static form prelinks
// what it can.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "lower/InstanceAccess.h"

namespace sinter {

class Initializer {
public:
  /// Builds into `function`, which is empty.
  Initializer(ModuleLowering &m, llvm::Function *function);

  llvm::IRBuilder<> b;
  InstanceAccess access;

  /// Sets a global that the module defines.
  void setGlobal(GlobalIndex g);
  /// Fills a table that has an initial element other than null.
  void fillTable(TableIndex t);
  /// Makes a passive segment's items and sets its length; the length of any other is 0.
  void fillSegment(ElemIndex e);
  /// Applies an active segment.
  void apply(ElemIndex e);
  void apply(DataIndex d);
  /// Copies an active segment that is known to fit.
  void copy(DataIndex d);
  /// What the modules of the program do one after the other: active element segments, if they are
  /// still to be applied, active data of [begin, end) by `fill`, and calls.
  void applySegments(bool elements, llvm::function_ref<void(uint32_t begin, uint32_t end)> fill);
  /// Calls a start function.
  void call(FuncIndex function);
  /// Makes `steps` conditional on the byte `flag`, which is 0 only the first time.
  void once(llvm::GlobalVariable *flag, llvm::function_ref<void()> steps);

private:
  llvm::Value *evaluate(const ConstExpr &expr);
  void copyTo(llvm::Value *offset, DataIndex d);
  /// [offset, offset + size) lies within `length`.
  llvm::Value *fits(llvm::Value *offset, uint64_t size, llvm::Value *length);
  void trapUnless(llvm::Value *condition, TrapCode code);
  /// Stores all items of a segment to `target`, an array of pointers.
  void storeItems(const ElemSegment &elem, llvm::Value *target);

  ModuleLowering &m;
  llvm::Function *function;
};

} // namespace sinter
