//===-- ShortAddresses.cpp - 32-bit sums as operands of gs -------------------===//
//
// One walk over each block, which keeps the sums that nothing but accesses have read since. Such a
// one goes when its register is written again or the block ends where it is not live. LLVM's
// headers of a target are its own affair, so instructions and registers are known here by their
// names.
//
//===----------------------------------------------------------------------===//

#include "codegen/ShortAddresses.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/CodeGen/MachineFunctionPass.h"
#include "llvm/CodeGen/MachineInstr.h"
#include "llvm/CodeGen/MachineInstrBuilder.h"
#include "llvm/CodeGen/TargetInstrInfo.h"
#include "llvm/CodeGen/TargetRegisterInfo.h"
#include "llvm/CodeGen/TargetSubtargetInfo.h"

using namespace llvm;

namespace sinter {
namespace {

/// Of a memory operand on x86, counted from its first.
enum Part : unsigned { base, scale, index, displacement, segment };

/// What an instruction makes of registers: base + scale * index + displacement, in 32 bits.
struct Sum {
  MachineInstr *inst;
  Register result;      ///< in 64 bits, as accesses name it
  Register base, index; ///< which may be `result` as it was before, and is again without the sum
  int64_t scale = 1, displacement = 0;
  /// One of its terms was written since, so that no further access can take them.
  bool isOver = false;
  /// The first operand of each address that it is.
  SmallVector<std::pair<MachineInstr *, unsigned>, 4> uses;
};

class ShortAddresses : public MachineFunctionPass {
public:
  static char ID;
  ShortAddresses() : MachineFunctionPass(ID) {}

  StringRef getPassName() const override { return "32-bit addresses of gs"; }

  bool runOnMachineFunction(MachineFunction &function) override {
    instructions = function.getSubtarget().getInstrInfo();
    registers = function.getSubtarget().getRegisterInfo();
    findNames();
    bool changed = false;
    for (MachineBasicBlock &block : function)
      changed |= runOnBlock(block);
    return changed;
  }

private:
  enum class Kind { None, Copy, Lea, Add, AddConstant, Subtract, Increment, Decrement };

  /// They are the same for every function.
  void findNames() {
    if (!gs.isValid()) {
      for (unsigned i = 1; i != registers->getNumRegs(); ++i)
        if (StringRef(registers->getName(i)) == "GS")
          gs = Register(i);
        else if (StringRef(registers->getName(i)) == "RSP")
          stack = Register(i);
      for (unsigned i = 1; i != registers->getNumSubRegIndices(); ++i)
        if (StringRef(registers->getSubRegIndexName(i)) == "sub_32bit")
          lowerHalf = i;
      static constexpr std::pair<StringRef, Kind> names[] = {
          {"MOV32rr", Kind::Copy},        {"LEA64_32r", Kind::Lea},    {"ADD32rr", Kind::Add},
          {"ADD32ri", Kind::AddConstant}, {"SUB32ri", Kind::Subtract}, {"INC32r", Kind::Increment},
          {"DEC32r", Kind::Decrement}};
      kinds.assign(instructions->getNumOpcodes(), Kind::None);
      for (unsigned i = 0; i != kinds.size(); ++i)
        for (auto [name, kind] : names)
          if (instructions->getName(i) == name)
            kinds[i] = kind;
    }
  }

  Register wide(Register narrow) const {
    for (MCPhysReg super : registers->superregs(narrow))
      if (Register(registers->getSubReg(super, lowerHalf)) == narrow)
        return super;
    return Register();
  }

  Register narrow(Register wide) const {
    return wide.isValid() ? Register(registers->getSubReg(wide, lowerHalf)) : wide;
  }

  /// AH and its kind, which have no place beside the prefix that some address registers need.
  bool isHighByte(Register reg) const {
    StringRef name = registers->getName(reg);
    return name.size() == 2 && name[1] == 'H';
  }

  /// Nothing but the register is written that anybody reads.
  bool hasNoOtherResult(const MachineInstr &inst, Register result) const {
    return all_of(inst.implicit_operands(), [&](const MachineOperand &operand) {
      return operand.isReg() && (operand.isUse() || operand.isDead() ||
                                 registers->regsOverlap(operand.getReg(), result));
    });
  }

  bool readSum(MachineInstr &inst, Sum &sum) const {
    Kind kind = kinds[inst.getOpcode()];
    if (kind == Kind::None)
      return false;
    sum.inst = &inst;
    sum.result = wide(inst.getOperand(0).getReg());
    if (!sum.result.isValid() || sum.result == stack || !hasNoOtherResult(inst, sum.result))
      return false;
    if (kind == Kind::Lea) {
      const MachineOperand *address = &inst.getOperand(1);
      if (!address[displacement].isImm() || address[segment].getReg().isValid())
        return false;
      sum.base = address[base].getReg();
      sum.scale = address[scale].getImm();
      sum.index = address[index].getReg();
      sum.displacement = address[displacement].getImm();
      bool isKnown = (!sum.base.isValid() || narrow(sum.base).isValid()) &&
                     (!sum.index.isValid() || narrow(sum.index).isValid());
      return isKnown && sum.base != stack;
    }
    sum.base = sum.result;
    switch (kind) {
    case Kind::Copy:
      sum.base = wide(inst.getOperand(1).getReg());
      return sum.base.isValid() && sum.base != stack;
    case Kind::Add:
      sum.index = wide(inst.getOperand(2).getReg());
      return sum.index.isValid() && sum.index != stack;
    case Kind::AddConstant:
    case Kind::Subtract:
      if (!inst.getOperand(2).isImm())
        return false;
      sum.displacement = int32_t(inst.getOperand(2).getImm());
      if (kind == Kind::Subtract)
        sum.displacement = -sum.displacement;
      return isInt<32>(sum.displacement);
    case Kind::Increment:
      sum.displacement = 1;
      return true;
    default:
      sum.displacement = -1;
      return true;
    }
  }

  /// The first operand of an address that is nothing but `sum`, if that is all that the instruction
  /// reads of it.
  std::optional<unsigned> asAddress(const MachineInstr &inst, const Sum &sum) const {
    std::optional<unsigned> found;
    for (unsigned i = 0; i != inst.getNumOperands(); ++i) {
      const MachineOperand &operand = inst.getOperand(i);
      if (!operand.isReg() || !operand.getReg().isValid())
        continue;
      if (isHighByte(operand.getReg()))
        return std::nullopt;
      if (!operand.readsReg() || !registers->regsOverlap(operand.getReg(), sum.result))
        continue;
      if (found || i + segment >= inst.getDesc().getNumOperands())
        return std::nullopt;
      const MachineOperand *address = &inst.getOperand(i);
      if (operand.getReg() != sum.result || operand.isTied() || !address[segment].isReg() ||
          address[segment].getReg() != gs || !address[scale].isImm() ||
          address[scale].getImm() != 1 || !address[index].isReg() ||
          address[index].getReg().isValid() || !address[displacement].isImm() ||
          address[displacement].getImm() != 0)
        return std::nullopt;
      found = i;
    }
    return found;
  }

  void finish(Sum &sum, bool &changed) {
    if (sum.uses.empty())
      return;
    for (auto [inst, first] : sum.uses) {
      MachineOperand *address = &inst->getOperand(first);
      address[base].setReg(narrow(sum.base));
      address[base].setIsKill(false);
      address[scale].setImm(sum.scale);
      address[index].setReg(narrow(sum.index));
      address[displacement].setImm(sum.displacement);
    }
    // What its terms were read last by comes later now.
    for (auto i = sum.inst->getIterator(), end = std::next(sum.uses.back().first->getIterator());
         i != end; ++i)
      for (MachineOperand &operand : i->operands())
        if (operand.isReg() && operand.isUse() && operand.isKill() &&
            (registers->regsOverlap(operand.getReg(), sum.base) ||
             registers->regsOverlap(operand.getReg(), sum.index)))
          operand.setIsKill(false);
    sum.inst->eraseFromParent();
    changed = true;
  }

  /// A write of 32 bits clears the rest.
  bool overwrites(const MachineInstr &inst, Register reg) const {
    return any_of(inst.operands(), [&](const MachineOperand &operand) {
      if (operand.isRegMask())
        return operand.clobbersPhysReg(reg);
      return operand.isReg() && operand.isDef() &&
             (operand.getReg() == reg || operand.getReg() == narrow(reg));
    });
  }

  bool isLiveOut(const MachineBasicBlock &block, Register reg) const {
    for (const MachineBasicBlock *next : block.successors())
      for (const auto &live : next->liveins())
        if (registers->regsOverlap(live.PhysReg, reg))
          return true;
    return false;
  }

  bool runOnBlock(MachineBasicBlock &block) {
    bool changed = false;
    SmallVector<Sum, 8> open;
    for (MachineInstr &inst : make_early_inc_range(block)) {
      if (inst.isDebugInstr())
        continue;
      for (size_t i = 0; i != open.size();) {
        Sum &sum = open[i];
        bool reads = inst.readsRegister(sum.result, registers);
        std::optional<unsigned> address = reads ? asAddress(inst, sum) : std::nullopt;
        bool isLost = inst.isBundle() || (reads && (!address || sum.isOver));
        if (address && !isLost)
          sum.uses.push_back({&inst, *address});
        bool isWritten = inst.modifiesRegister(sum.result, registers);
        if (isLost || isWritten) {
          if (!isLost && overwrites(inst, sum.result))
            finish(sum, changed);
          open.erase(open.begin() + long(i));
          continue;
        }
        for (Register term : {sum.base, sum.index})
          sum.isOver |= term.isValid() && inst.modifiesRegister(term, registers);
        ++i;
      }
      Sum sum;
      if (readSum(inst, sum))
        open.push_back(sum);
    }
    for (Sum &sum : open)
      if (!isLiveOut(block, sum.result))
        finish(sum, changed);
    return changed;
  }

  const TargetInstrInfo *instructions = nullptr;
  const TargetRegisterInfo *registers = nullptr;
  Register gs, stack;
  unsigned lowerHalf = 0;
  std::vector<Kind> kinds;
};

char ShortAddresses::ID = 0;

} // namespace

FunctionPass *createShortAddresses() { return new ShortAddresses(); }

} // namespace sinter
