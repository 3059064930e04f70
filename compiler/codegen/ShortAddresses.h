//===-- ShortAddresses.h - 32-bit sums as operands of gs ---------------------===//
//
// WebAssembly's addresses are sums of 32 bits that may wrap, so an access whose index is one takes
// two instructions: `lea ecx, [rax+4*rdx+8]`, which clears the upper half, and `mov eax, gs:[rcx]`.
// With a 32-bit address (prefix 67) the access does the sum itself, wraps where it must, and gs is
// added to the result: `mov eax, gs:[eax+4*edx+8]`. There is no other place to add a base of 64
// bits behind the wrap, which is why this is for --memory-base=gs alone; and only for accesses
// without an offset, which is added behind it, too.
//
// LLVM has no 32-bit addresses in 64-bit mode to select. So this runs on machine code, when
// registers are given and pseudos are gone: within a block, where nothing else reads the sum.
//
// On AMD's Zen 4 such a load takes as long as one without index or prefix (5 cycles); with the
// `lea`, 7.
//
//===----------------------------------------------------------------------===//
#pragma once

namespace llvm {
class FunctionPass;
} // namespace llvm

namespace sinter {

/// The pass, for x86-64, for the code generator's pass manager, which owns it.
llvm::FunctionPass *createShortAddresses();

} // namespace sinter
