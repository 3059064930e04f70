//===-- MemoryInGs.h - Memory 0 by the segment register gs ------------------===//
//
// Under --memory-base=gs an access of memory 0 is `gs:` and its index: LLVM's address space 256.
// All of the optimiser works on ordinary pointers, whose aliases, loops and library calls it knows;
// here, behind it, addresses that are formed from the memory's base are formed from address 0 of
// that space instead, and who loads the base for nothing else loads it no more. What is left uses
// the base in a register: memcpy and its kind, gathers, a pointer that may be into another memory.
//
// While a function of the module runs, gs holds the base of its instance's memory 0. Who may be
// entered from elsewhere (exports, what references and open tables name) sees to that at its
// beginning, and every function does behind each call that may have left the instance: those by
// FuncRefs, unless they are in a table that nobody else sees (lower/Reach.cpp), and those of
// functions that may leave by a tail call, which nobody can undo for them. Landing pads do it, too.
// To read gs and compare takes a cycle or two beside a call; to write it takes 44 (AMD Zen 4), so
// it is written only where it has changed.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class Module;
} // namespace llvm

namespace sinter {

void addressMemoryByGs(llvm::Module &module);
/// Whether the module was lowered for it.
[[nodiscard]] bool hasMemoryInGs(const llvm::Module &module);

} // namespace sinter
