//===-- FunctionSink.h - What the body walker tells its listener -----------===//
//
// FunctionValidator<Sink> is the only walker of function bodies. It owns the
// operand stack, the control stack, types and reachability, and calls the
// sink with popped, typed values. NullSink validates; FunctionLowering builds
// IR. Code that cannot be reached is typed but never reaches the sink, nor does
// code behind a block whose end nothing reaches.
//
// The sink keeps its own data in two types: Value, attached to each operand,
// and Label, attached to each open block. Blocks appear in strict nesting.
//
//===----------------------------------------------------------------------===//
#pragma once

#include "wasm/Instruction.h"
#include "wasm/Module.h"

#include <concepts>
#include <optional>
#include <span>

namespace sinter {

/// An operand: its static type, and what the sink knows it by.
template <typename Value> struct Operand {
  ValueType type;
  [[no_unique_address]] Value value{};
};

/// A clause of try_table: which exceptions it takes, and the block that it branches to.
template <typename Label> struct CatchTarget {
  CatchClause clause;
  Label *label = nullptr;
};

// clang-format off
/// The calls, in the order in which a body meets them. `in` are operands
/// popped, in stack order; `out` have their types set, the sink fills the values.
template <typename S>
concept FunctionSink = requires(S sink, typename S::Label label, const Instruction &inst,
                                const FuncType &type, std::span<const ValueType> types,
                                std::span<const Operand<typename S::Value>> in,
                                std::span<Operand<typename S::Value>> out,
                                Operand<typename S::Value> operand,
                                std::span<typename S::Label *const> labels, bool flag,
                                std::span<const CatchTarget<typename S::Label>> catches,
                                std::optional<TagIndex> tag, typename S::Label *outer,
                                Likelihood likelihood) {
  requires std::default_initializable<typename S::Value>;
  requires std::default_initializable<typename S::Label>;

  // Start of the body. `types` are the declared locals behind the parameters. `label` is the body's
  // own: a branch to it returns.
  { sink.beginFunction(label, type, types) };
  // block: `types` are its results. Parameters just stay on the stack.
  { sink.beginBlock(label, types) };
  // loop: a branch to it carries `out` (its parameters: in with their values, out with those that
  // hold at the loop's head).
  { sink.beginLoop(label, out) };
  // if: `types` are its results, `operand` the condition, `in` its parameters (which an else sees again), `likelihood` what
  // the module says of it.
  { sink.beginIf(label, types, operand, in, likelihood) };
  // else: ends the first arm, whose values `in` count if `flag` (its end is reachable); `out` receives the parameters again.
  { sink.beginElse(label, flag, in, out) };
  // end of a block, loop or if (an if without else: its parameters are its results on the way past), or of the body: `in` counts if `flag` (the end is reached by falling in);
  // `out` receives the results. Returns whether anything reaches the code behind. For the body, emits the return.
  { sink.end(label, flag, in, out) } -> std::same_as<bool>;

  // try_table: `types` are its results. An exception in it goes to the first clause that takes it, which
  // branches with the exception's values (and the exception itself, for the kinds with Ref).
  { sink.beginTryTable(label, types, catches) };
  // The legacy try: `types` are its results.
  { sink.beginTry(label, types) };
  // catch (of `tag`) or catch_all: ends the part before like an else; `out` receives the exception's values.
  { sink.beginCatch(label, flag, in, tag, out) };
  // delegate: ends the try like end(). Its exceptions go on as if thrown right inside `outer`, which
  // may be the body.
  { sink.delegate(label, flag, in, out, outer) } -> std::same_as<bool>;
  // rethrow: throws again what the catch of this label caught. As after throw and throw_ref (which are
  // operations), nothing more comes until the enclosing block's next part.
  { sink.rethrow(label) };

  // Branches. What the label's block expects is in `in`. After br, br_table, return and unreachable,
  // nothing more comes until the enclosing block's else or end.
  { sink.branch(label, in) };
  { sink.branchIf(label, operand, in, likelihood) };
  // br_on_null: if the reference `operand` is null, branches with `in`; goes on with it otherwise.
  { sink.branchOnNull(label, operand, in) };
  // br_on_non_null: branches with `in`, whose last is a reference, unless that is null.
  { sink.branchOnNonNull(label, in) };
  // The targets, the default last.
  { sink.branchTable(operand, labels, in) };
  { sink.returnValues(in) };
  { sink.unreachable() };

  // Everything else: one call per instruction, calls and tail calls included (after a tail call
  // nothing more comes, as after return).
  { sink.operation(inst, in, out) };
};
// clang-format on

/// Listens to nothing: with it, walking is validating.
struct NullSink {
  struct Value {};
  struct Label {};
  using In = std::span<const Operand<Value>>;
  using Out = std::span<Operand<Value>>;
  void beginFunction(Label &, const FuncType &, std::span<const ValueType>) {}
  void beginBlock(Label &, std::span<const ValueType>) {}
  void beginLoop(Label &, Out) {}
  void beginIf(Label &, std::span<const ValueType>, const Operand<Value> &, In, Likelihood) {}
  void beginElse(Label &, bool, In, Out) {}
  bool end(Label &, bool, In, Out) { return true; }
  void beginTryTable(Label &, std::span<const ValueType>, std::span<const CatchTarget<Label>>) {}
  void beginTry(Label &, std::span<const ValueType>) {}
  void beginCatch(Label &, bool, In, std::optional<TagIndex>, Out) {}
  bool delegate(Label &, bool, In, Out, Label *) { return true; }
  void rethrow(Label &) {}
  void branch(Label &, In) {}
  void branchIf(Label &, const Operand<Value> &, In, Likelihood) {}
  void branchOnNull(Label &, const Operand<Value> &, In) {}
  void branchOnNonNull(Label &, In) {}
  void branchTable(const Operand<Value> &, std::span<Label *const>, In) {}
  void returnValues(In) {}
  void unreachable() {}
  void operation(const Instruction &, In, Out) {}
};
static_assert(FunctionSink<NullSink>);

} // namespace sinter
