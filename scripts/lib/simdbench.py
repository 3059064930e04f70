#===-- simdbench.py - What vectors cost: scripts/bench --simd ----------------------===#
#
# Two questions, both for x86-64-v2. What LLVM makes of array kernels when it makes WebAssembly with
# -msimd128: against the same C natively. And the kernels of test/bench/simd, which are written with vectors
# by hand: with wasm_simd128.h (-msimd128 -mrelaxed-simd) against the same text with SSE4.2's intrinsics. Each
# figure is a median of interleaved runs; all must print the same.
#
#===--------------------------------------------------------------------------------===#
import statistics

import toolbox
from toolbox import NATIVE, WASM, Target, cached, rooted, run

ARRAYS = ("gemm", "jacobi2d", "floyd")
KERNELS = ("convolution", "base64", "utf8", "json-scan", "matmul", "blake3", "chroma", "dot8")
ARRAYS_AIM, KERNELS_AIM = 1.10, 0.9

# Debian's wasm-opt, which clang runs where it is there, does not know relaxed instructions.
SIMD = Target("wasm-simd", [*WASM.flags, "-msimd128"], WASM.libraries, ".wasm", WASM.shim)
RELAXED = Target("wasm-relaxed", [*SIMD.flags, "-mrelaxed-simd", "--no-wasm-opt"], WASM.libraries, ".wasm",
                 WASM.shim)


def programs(sinter, name, folder, target):
    """A kernel natively and through WebAssembly."""
    source = rooted("test", "bench", *folder, f"{name}.c")
    module = toolbox.build(target, name, [source], optimise="-O3")
    compiled = cached("simd", f"{name}-{target.name}")
    run([sinter, module, "-o", compiled, "-mcpu=x86-64-v2"])
    return toolbox.build(NATIVE, name, [source], optimise="-O3"), compiled


def figures(sinter, measured, runs):
    """The seconds of each program, natively and compiled from WebAssembly."""
    taken = {}
    for name, folder, target in [*((name, (), SIMD) for name in ARRAYS),
                                 *((name, ("simd",), RELAXED) for name in KERNELS)]:
        pair = programs(sinter, name, folder, target)
        seconds = ([], [])
        outputs = set()
        for _ in range(runs):
            for program, list_of in zip(pair, seconds):
                one = measured([program])
                if one.status:
                    raise toolbox.Failed(f"{program} ended with status {one.status}")
                outputs.add(one.out)
                list_of.append(one.user)
        if len(outputs) != 1:
            raise toolbox.Failed(f"{name}: the programs print different things")
        taken[name] = tuple(map(statistics.median, seconds))
        print(f"{name:16}{taken[name][0]:.3f} {taken[name][1]:.3f}", flush=True)
    return taken


def table(taken, runs, when):
    yield f"Measured {when}: user time, median of {runs} interleaved runs."
    yield ""
    yield "| C, vectors made by LLVM | native, s | sinter, s | time, as a multiple of native |"
    yield "|---|--:|--:|--:|"
    for name in ARRAYS:
        native, own = taken[name]
        yield f"| {name} | {native:.3f} | {own:.3f} | {own / native:.2f} |"
    ratio = statistics.geometric_mean([taken[name][1] / taken[name][0] for name in ARRAYS])
    yield f"| **geomean** (aim: at most {ARRAYS_AIM:.2f}) | | | **{ratio:.2f}** |"
    yield ""
    yield "| C, vectors by hand | SSE4.2, s | sinter, s | speed, as a part of SSE4.2's |"
    yield "|---|--:|--:|--:|"
    for name in KERNELS:
        native, own = taken[name]
        yield f"| {name} | {native:.3f} | {own:.3f} | {native / own:.2f} |"
    speed = statistics.geometric_mean([taken[name][0] / taken[name][1] for name in KERNELS])
    yield f"| **geomean** (aim: at least {KERNELS_AIM:.2f}) | | | **{speed:.2f}** |"
