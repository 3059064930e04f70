#===-- memory64bench.py - What checks of 64-bit indices cost: scripts/bench --memory64 ===#
#
# Kernels that follow pointers (test/bench/memory64), compiled by clang for wasm64: with the checks, without
# them by a switch that nothing but this uses, and natively (LP64, so pointers are as wide). Each figure is a
# median of interleaved runs; all must print the same.
#
#===--------------------------------------------------------------------------------===#
import statistics

import toolbox
from toolbox import NATIVE, Target, cached, rooted, run

KERNELS = ("tree", "table", "sort", "graph")
AIM = 1.20

# Debian's wasm-opt, which clang runs where it is there, does not know 64-bit tables.
WASM64 = Target("wasm64", ["--target=wasm64", "-nostdlib", "--no-wasm-opt", "-Wl,--no-entry"], [], ".wasm",
                shim=False)
WAYS = (("checked", []), ("unchecked", ["--unsafe-no-bounds-checks"]))


def programs(sinter, name):
    source = [rooted("test", "bench", "memory64", f"{name}.c")]
    module = toolbox.build(WASM64, name, source, optimise="-O3")
    made = {"native": toolbox.build(NATIVE, f"memory64-{name}", source, optimise="-O3")}
    for way, options in WAYS:
        made[way] = cached("memory64", f"{name}-{way}")
        run([sinter, module, "-o", made[way], "--invoke", "run", "-mcpu=x86-64-v2", *options])
    return made


def figures(sinter, measured, runs):
    """The seconds of each kernel in each way."""
    taken = {}
    for name in KERNELS:
        made = programs(sinter, name)
        outputs = set()
        for _ in range(runs):
            for way, program in made.items():
                one = measured([program])
                if one.status:
                    raise toolbox.Failed(f"{program} ended with status {one.status}")
                outputs.add(one.out)
                taken.setdefault((name, way), []).append(one.user)
        if len(outputs) != 1:
            raise toolbox.Failed(f"{name}: the programs print different things")
        print(name, *(f"{way} {statistics.median(taken[name, way]):.3f}" for way in made), flush=True)
    return {key: statistics.median(values) for key, values in taken.items()}


def table(taken, runs, when):
    def ratio(name, way):
        return taken[name, "checked"] / taken[name, way]

    yield f"Measured {when}: user time, median of {runs} interleaved runs."
    yield ""
    yield f"| kernel | native, s | sinter, s | of native | of itself without checks (aim: at most {AIM:.2f}) |"
    yield "|---|--:|--:|--:|--:|"
    for name in KERNELS:
        yield (f"| {name} | {taken[name, 'native']:.3f} | {taken[name, 'checked']:.3f} | "
               f"{ratio(name, 'native'):.2f} | {ratio(name, 'unchecked'):.2f} |")
    means = [statistics.geometric_mean([ratio(name, way) for name in KERNELS]) for way in ("native", "unchecked")]
    yield f"| **geomean** | | | **{means[0]:.2f}** | **{means[1]:.2f}** |"
