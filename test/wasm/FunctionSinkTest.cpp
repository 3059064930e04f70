//===-- FunctionSinkTest.cpp - What a sink hears, and in which order -------===//
//
// Lowering is built on FunctionSink.h, so its promises are held here: calls in
// order, operands with the values that the sink gave them, silence about code
// that nothing reaches, labels that keep their addresses.
//
//===----------------------------------------------------------------------===//
#include "ModuleBuilder.h"
#include "wasm/FunctionValidator.h"

#include <gtest/gtest.h>

using namespace sinter;
using namespace sinter::test;

namespace {

/// Writes down every call; values and labels are numbered as they are made.
struct RecordingSink {
  struct Value {
    int id = 0;
  };
  struct Label {
    int id = 0;
    const Label *self = nullptr;
  };
  using Op = Operand<Value>;
  using In = std::span<const Op>;
  using Out = std::span<Op>;

  std::string log;
  int values = 0, labels = 0;
  bool loopsReturn = true; ///< whether the end of a loop is said to be reached

  std::string show(In in) {
    std::string s;
    for (const Op &op : in)
      s += " " + toString(op.type) + "#" + std::to_string(op.value.id);
    return s;
  }
  void make(Out out) {
    for (Op &op : out)
      op.value.id = ++values;
  }
  void open(const char *what, Label &label) {
    EXPECT_EQ(label.id, 0);
    label.id = ++labels;
    label.self = &label;
    log += std::string(what) + " L" + std::to_string(label.id);
  }
  std::string of(Label &label) {
    EXPECT_EQ(label.self, &label);
    return "L" + std::to_string(label.id);
  }

  void beginFunction(Label &label, const FuncType &type, std::span<const ValueType> locals) {
    open("function", label);
    log += " " + toString(type.parameters) + toString(type.results) +
           toString(std::vector<ValueType>(locals.begin(), locals.end())) + "\n";
  }
  void beginBlock(Label &label, std::span<const ValueType> types) {
    open("block", label);
    log += " " + std::to_string(types.size()) + "\n";
  }
  void beginLoop(Label &label, Out out) {
    open("loop", label);
    log += show(out);
    make(out);
    log += " =>" + show(out) + "\n";
  }
  void beginIf(Label &label, std::span<const ValueType> types, const Op &condition, In in,
               Likelihood) {
    open("if", label);
    log += " " + std::to_string(types.size()) + show({&condition, 1}) + " :" + show(in) + "\n";
  }
  void beginElse(Label &label, bool reached, In in, Out out) {
    log += "else " + of(label) + (reached ? show(in) : " -");
    make(out);
    log += " =>" + show(out) + "\n";
  }
  bool end(Label &label, bool reached, In in, Out out) {
    log += "end " + of(label) + (reached ? show(in) : " -");
    make(out);
    log += " =>" + show(out) + "\n";
    return loopsReturn;
  }
  void beginTryTable(Label &label, std::span<const ValueType> types,
                     std::span<const CatchTarget<Label>> catches) {
    open("try_table", label);
    log += " " + std::to_string(types.size());
    for (const CatchTarget<Label> &target : catches)
      log += " " + std::to_string(unsigned(target.clause.kind)) + ">" + of(*target.label);
    log += "\n";
  }
  void beginTry(Label &label, std::span<const ValueType> types) {
    open("try", label);
    log += " " + std::to_string(types.size()) + "\n";
  }
  void beginCatch(Label &label, bool reached, In in, std::optional<TagIndex> tag, Out out) {
    log += "catch " + (tag ? std::to_string(raw(*tag)) : "all") + " " + of(label) +
           (reached ? show(in) : " -");
    make(out);
    log += " =>" + show(out) + "\n";
  }
  bool delegate(Label &label, bool reached, In in, Out out, Label *outer) {
    log += "delegate " + of(label) + " to " + of(*outer) + (reached ? show(in) : " -");
    make(out);
    log += " =>" + show(out) + "\n";
    return true;
  }
  void rethrow(Label &label) { log += "rethrow " + of(label) + "\n"; }
  void branch(Label &label, In in) { log += "br " + of(label) + show(in) + "\n"; }
  void branchIf(Label &label, const Op &condition, In in, Likelihood) {
    log += "br_if " + of(label) + show({&condition, 1}) + " :" + show(in) + "\n";
  }
  void branchOnNull(Label &label, const Op &reference, In in) {
    log += "br_on_null " + of(label) + show({&reference, 1}) + " :" + show(in) + "\n";
  }
  void branchOnNonNull(Label &label, In in) {
    log += "br_on_non_null " + of(label) + show(in) + "\n";
  }
  void branchTable(const Op &index, std::span<Label *const> targets, In in) {
    log += "br_table" + show({&index, 1});
    for (Label *label : targets)
      log += " " + of(*label);
    log += " :" + show(in) + "\n";
  }
  void returnValues(In in) { log += "return" + show(in) + "\n"; }
  void unreachable() { log += "unreachable\n"; }
  void operation(const Instruction &inst, In in, Out out) {
    log += std::string(opcodeInfo(inst.opcode).text) + show(in);
    make(out);
    log += " =>" + show(out) + "\n";
  }
};
static_assert(FunctionSink<RecordingSink>);

std::string record(const Raw &code, const Raw &parameters = {}, const Raw &results = {},
                   bool loopsReturn = true, const Raw &locals = {0}) {
  Raw bytes = around(parameters, results, locals + code + Raw{0x0b}).bytes;
  Diagnostics diag("t");
  Module module;
  EXPECT_TRUE(readModule(bytes, FeatureSet::defaults(), diag, module)) << diag.render();
  RecordingSink sink;
  sink.loopsReturn = loopsReturn;
  FeatureSet used;
  bool isValid = walkFunction(module, FuncIndex(1), FeatureSet::defaults(), used, sink, diag);
  return isValid ? sink.log : diag.render();
}

TEST(Sink, SeesOperandsWithItsValues) {
  EXPECT_EQ(record({0x20, 0, 0x41, 5, 0x6a}, {i32}, {i32}, true, {1, 2, f64}),
            "function L1 [i32][i32][f64 f64]\n"
            "local.get => i32#1\n"
            "i32.const => i32#2\n"
            "i32.add i32#1 i32#2 => i32#3\n"
            "end L1 i32#3 => i32#4\n");
}

TEST(Sink, SeesCallsWithAllOperandsInOrder) {
  EXPECT_EQ(record({0x41, 0, 0x41, 1, 0x11, 2, 0, 0x1a, 0x1a}),
            "function L1 [][][]\n"
            "i32.const => i32#1\n"
            "i32.const => i32#2\n"
            "call_indirect i32#1 i32#2 => i32#3 i32#4\n"
            "drop i32#4 =>\n"
            "drop i32#3 =>\n"
            "end L1 =>\n");
}

TEST(Sink, IfGivesItsParametersToBothArms) {
  // if (type 2: [i32] -> [i32 i32]) i32.const else drop, two constants
  EXPECT_EQ(record({0x41, 1, 0x41, 2, 0x04, 2, 0x41, 3, 0x05, 0x41, 4, 0x0b, 0x1a, 0x1a}),
            "function L1 [][][]\n"
            "i32.const => i32#1\n"
            "i32.const => i32#2\n"
            "if L2 2 i32#2 : i32#1\n"
            "i32.const => i32#3\n"
            "else L2 i32#1 i32#3 => i32#4\n"
            "i32.const => i32#5\n"
            "end L2 i32#4 i32#5 => i32#6 i32#7\n"
            "drop i32#7 =>\n"
            "drop i32#6 =>\n"
            "end L1 =>\n");
}

TEST(Sink, LoopReplacesItsParameters) {
  EXPECT_EQ(record({0x41, 1, 0x03, 2, 0x41, 0, 0x0d, 0, 0x41, 9, 0x0b, 0x1a, 0x1a}),
            "function L1 [][][]\n"
            "i32.const => i32#1\n"
            "loop L2 i32#1 => i32#2\n"
            "i32.const => i32#3\n"
            "br_if L2 i32#3 : i32#2\n"
            "i32.const => i32#4\n"
            "end L2 i32#2 i32#4 => i32#5 i32#6\n"
            "drop i32#6 =>\n"
            "drop i32#5 =>\n"
            "end L1 =>\n");
}

TEST(Sink, HearsNothingOfUnreachableCode) {
  EXPECT_EQ(record({0x02, 0x40,                                       // block
                    0x0c, 0,                                          // br 0
                    0x41, 1,    0x1a,                                 // dead operations
                    0x02, i32,  0x41, 1,    0x0b, 0x1a,               // a dead block
                    0x41, 1,    0x04, 0x40, 0x05, 0x0b,               // a dead if
                    0x0c, 0,    0x0f, 0x00,                           // dead control
                    0x41, 0,    0x0e, 1,    0,    1,    0x0b, 0x01}), // br_table, end, nop
            "function L1 [][][]\n"
            "block L2 0\n"
            "br L2\n"
            "end L2 - =>\n"
            "nop =>\n"
            "end L1 =>\n");
}

TEST(Sink, HearsNothingBehindABlockThatNobodyLeaves) {
  EXPECT_EQ(record({0x03, i32, 0x0c, 0, 0x0b, // loop br 0 end
                    0x1a, 0x01, 0x02, 0x40, 0x01, 0x0b},
                   {}, {}, /*loopsReturn=*/false),
            "function L1 [][][]\n"
            "loop L2 =>\n"
            "br L2\n"
            "end L2 - => i32#1\n"
            "end L1 - =>\n");
}

TEST(Sink, CodeBehindSuchABlockIsStillTypedStrictly) {
  std::string error = record({0x03, 0x40, 0x0c, 0, 0x0b, 0x6a, 0x1a}, {}, {}, false);
  EXPECT_NE(error.find("type mismatch in i32.add: expected [i32 i32], got []"), error.npos)
      << error;
}

TEST(Sink, TheElseOfADeadArmIsAlive) {
  EXPECT_EQ(record({0x41, 1, 0x04, i32, 0x00, 0x05, 0x41, 2, 0x0b}, {}, {i32}),
            "function L1 [][i32][]\n"
            "i32.const => i32#1\n"
            "if L2 1 i32#1 :\n"
            "unreachable\n"
            "else L2 - =>\n"
            "i32.const => i32#2\n"
            "end L2 i32#2 => i32#3\n"
            "end L1 i32#3 => i32#4\n");
}

TEST(Sink, BranchTablesListTheDefaultLast) {
  EXPECT_EQ(record({0x02, 0x40, 0x02, 0x40, 0x20, 0, 0x0e, 2, 0, 1, 2, 0x0b, 0x0b}, {i32}),
            "function L1 [i32][][]\n"
            "block L2 0\n"
            "block L3 0\n"
            "local.get => i32#1\n"
            "br_table i32#1 L3 L2 L1 :\n"
            "end L3 - =>\n"
            "end L2 =>\n"
            "end L1 =>\n");
}

TEST(Sink, BranchesOnNullKeepTheReference) {
  // block ref.null extern br_on_null 0 drop end
  EXPECT_EQ(record({0x02, 0x40, 0xd0, 0x6f, 0xd5, 0, 0x1a, 0x0b}),
            "function L1 [][][]\n"
            "block L2 0\n"
            "ref.null => externref#1\n"
            "br_on_null L2 externref#1 :\n"
            "drop (ref extern)#1 =>\n"
            "end L2 =>\n"
            "end L1 =>\n");
}

TEST(Sink, BranchesOnNonNullBringTheReference) {
  // block (result externref) ref.null extern br_on_non_null 0 ref.null extern end drop
  EXPECT_EQ(record({0x02, 0x6f, 0xd0, 0x6f, 0xd6, 0, 0xd0, 0x6f, 0x0b, 0x1a}),
            "function L1 [][][]\n"
            "block L2 1\n"
            "ref.null => externref#1\n"
            "br_on_non_null L2 externref#1\n"
            "ref.null => externref#2\n"
            "end L2 externref#2 => externref#3\n"
            "drop externref#3 =>\n"
            "end L1 =>\n");
}

TEST(Sink, LabelsStayWhereTheyAre) {
  Raw code;
  for (int i = 0; i < 1000; ++i)
    code = code + Raw{0x02, 0x40};
  code = code + Raw{0x0c} + leb(999);
  for (int i = 0; i < 1000; ++i)
    code = code + Raw{0x0b};
  std::string log = record(code); // of() checks each label's address
  EXPECT_NE(log.find("br L2\n"), log.npos);
}

} // namespace
