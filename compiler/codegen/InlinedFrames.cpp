//===-- InlinedFrames.cpp - What backtraces say of inlined functions --------===//

#include "codegen/InlinedFrames.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/CodeGen/AsmPrinter.h"
#include "llvm/CodeGen/MachineFunction.h"
#include "llvm/CodeGen/MachineInstr.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Function.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCExpr.h"
#include "llvm/MC/MCSectionELF.h"
#include "llvm/MC/MCStreamer.h"
#include "llvm/MC/MCSymbolELF.h"
#include "llvm/Support/LEB128.h"
#include "llvm/Target/TargetMachine.h"

using namespace llvm;

namespace sinter {
namespace {

class InlinedFrames : public AsmPrinterHandler {
public:
  explicit InlinedFrames(AsmPrinter &printer) : printer(printer) {}

  void beginFunction(const MachineFunction *function) override {
    const Function &f = function->getFunction();
    own = f.getSubprogram();
    // A linker for RISC-V makes code shorter, and older ones than ours, which instanced form may
    // meet, cannot write a LEB128 of what is left.
    hasWideDistances = f.getSection() == "sinter_code" && printer.TM.getTargetTriple().isRISCV();
    current = 0;
    nodes.clear();
    known.clear();
    unique.clear();
    entries.clear();
  }

  void beginInstruction(const MachineInstr *instruction) override {
    if (instruction->isMetaInstruction() ||
        !(instruction->isCall() || instruction->mayLoadOrStore()))
      return;
    // What has no location, such as a spill, traps nowhere.
    const DILocation *location = instruction->getDebugLoc();
    if (!location)
      return;
    unsigned node = nodeOf(location);
    if (node == current)
      return;
    current = node;
    MCSymbol *label = context().createTempSymbol();
    streamer().emitLabel(label);
    entries.push_back({label, node});
  }

  void endFunction(const MachineFunction *function) override {
    if (!entries.empty())
      emitTable();
  }

  void endModule() override {
    if (names.empty())
      return;
    streamer().switchSection(context().getELFSection(
        ".rodata.str1.1", ELF::SHT_PROGBITS, ELF::SHF_ALLOC | ELF::SHF_MERGE | ELF::SHF_STRINGS,
        /*EntrySize=*/1));
    for (const auto &[text, label] : names) {
      streamer().emitLabel(label);
      streamer().emitBytes(text);
      streamer().emitZeros(1);
    }
  }

private:
  /// An inlined function and the one that it is inlined in.
  struct Node {
    StringRef name;
    unsigned parent;
  };
  struct Entry {
    MCSymbol *from;
    unsigned node;
  };

  MCContext &context() { return printer.OutContext; }
  MCStreamer &streamer() { return *printer.OutStreamer; }

  /// The number of the innermost function at `location`, counted from 1; 0 is the function whose
  /// code this is.
  unsigned nodeOf(const DILocation *location) {
    SmallVector<const DILocation *, 8> chain; // innermost first
    unsigned node = 0;
    for (const DILocation *at = location; at; at = at->getInlinedAt()) {
      if (auto found = known.find({at->getScope(), at->getInlinedAt()}); found != known.end()) {
        node = found->second;
        break;
      }
      chain.push_back(at);
    }
    for (const DILocation *at : reverse(chain)) {
      const DISubprogram *scope = at->getScope()->getSubprogram();
      if (at->getInlinedAt() || scope != own) {
        unsigned &number = unique[{node, scope}];
        if (!number) {
          nodes.push_back({scope->getName(), node});
          number = unsigned(nodes.size());
        }
        node = number;
      }
      known[{at->getScope(), at->getInlinedAt()}] = node;
    }
    return node;
  }

  MCSymbol *nameOf(StringRef text) {
    MCSymbol *&label = names[text];
    if (!label)
      label = context().createTempSymbol();
    return label;
  }

  const MCExpr *difference(const MCSymbol *to, const MCSymbol *from) {
    return MCBinaryExpr::createSub(MCSymbolRefExpr::create(to, context()),
                                   MCSymbolRefExpr::create(from, context()), context());
  }

  /// 32 bits: how far `target` is from where they stand.
  void emitDistance(const MCSymbol *target) {
    MCSymbol *here = context().createTempSymbol();
    streamer().emitLabel(here);
    streamer().emitValue(difference(target, here), 4);
  }

  /// A section that the linker keeps and orders as it does the function being printed.
  void switchSection(StringRef name) {
    streamer().switchSection(context().getELFSection(
        name, ELF::SHT_PROGBITS, ELF::SHF_ALLOC | ELF::SHF_LINK_ORDER, 0, "", false,
        MCSection::NonUniqueID, static_cast<const MCSymbolELF *>(printer.CurrentFnSym)));
  }

  /// A node is known by how far before the entries it begins.
  void emitTable() {
    streamer().pushSection();
    SmallVector<uint64_t, 16> position = {0};
    for (const Node &node : nodes)
      position.push_back(position.back() + 4 + getULEB128Size(position[node.parent]));
    switchSection(".rodata.sinter.inlined");
    for (const Node &node : reverse(nodes)) {
      emitDistance(nameOf(node.name));
      streamer().emitULEB128IntValue(position[node.parent]);
    }
    MCSymbol *table = context().createTempSymbol();
    streamer().emitLabel(table);
    const MCSymbol *last = printer.CurrentFnSym;
    auto emitDistanceFrom = [&](const MCSymbol *from, const MCSymbol *to) {
      if (hasWideDistances)
        streamer().emitValue(difference(to, from), 4);
      else
        streamer().emitULEB128Value(difference(to, from));
    };
    for (const Entry &entry : entries) {
      emitDistanceFrom(last, entry.from);
      streamer().emitULEB128IntValue(position[entry.node]);
      last = entry.from;
    }
    emitDistanceFrom(last, printer.getFunctionEnd());

    switchSection("sinter_inlined");
    streamer().emitValueToAlignment(Align(4));
    emitDistance(printer.CurrentFnSym);
    emitDistance(table);
    streamer().popSection();
  }

  AsmPrinter &printer;
  const DISubprogram *own = nullptr;
  unsigned current = 0;
  bool hasWideDistances = false; ///< docs/abi.md
  SmallVector<Node, 16> nodes;
  SmallVector<Entry, 32> entries;
  DenseMap<std::pair<const DILocalScope *, const DILocation *>, unsigned> known;
  DenseMap<std::pair<unsigned, const DISubprogram *>, unsigned> unique; ///< by parent and function
  MapVector<StringRef, MCSymbol *> names; ///< in the order in which they were met
};

} // namespace

std::unique_ptr<AsmPrinterHandler> createInlinedFrames(AsmPrinter &printer) {
  return std::make_unique<InlinedFrames>(printer);
}

} // namespace sinter
