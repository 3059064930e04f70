#===-- exceptionsbench.py - What it costs to have exceptions: scripts/bench --exceptions ===#
#
# The C++ programs of test/bench never throw. Each is compiled with -fno-exceptions and with exceptions, natively and
# through WebAssembly, and the instructions that the four execute are counted by valgrind: having exceptions may cost
# as much as it costs natively, and two per cent of all instructions.
#
#===-----------------------------------------------------------------------------------===#
import os
import re
import subprocess

import toolbox
from toolbox import NATIVE, WASM, Target, cached, rooted, run

PROGRAMS = ("cxx-containers", "cxx-strings", "cxx-objects")
AIM = 2.0

# clang's wasm-opt would have to be told of the feature.
FLAGS = [*WASM.flags, "--no-wasm-opt"]
WITHOUT = Target("wasm-no-exceptions", [*FLAGS, "-fno-exceptions"], WASM.libraries, ".wasm", WASM.shim)
WITH = Target("wasm-exceptions", [*FLAGS, "-fwasm-exceptions"], WASM.libraries, ".wasm", WASM.shim)


def counted(program):
    # Valgrind's own mappings would lie where memory 0 wants to grow.
    done = subprocess.run([toolbox.tool("valgrind"), "--tool=cachegrind", "--cache-sim=no",
                           "--cachegrind-out-file=/dev/null", "--aspace-minaddr=0x80000000", program], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    found = re.search(rb"I\s+refs:\s+([\d,]+)", done.stderr)
    return done.stdout, int(found.group(1).replace(b",", b""))


def programs(sinter, name):
    source = rooted("test", "bench", f"{name}.cpp")
    yield toolbox.build(NATIVE, f"{name}-no-exceptions", [source], ["-fno-exceptions"], "-O3")
    yield toolbox.build(NATIVE, f"{name}-exceptions", [source], [], "-O3")
    for target, further in ((WITHOUT, []), (WITH, [rooted("test", "bench", "no-throw.cpp")])):
        module = toolbox.build(target, name, [source, *further], optimise="-O3")
        compiled = cached("exceptions", f"{name}-{target.name}")
        # Valgrind makes system calls that the filter would not expect.
        run([sinter, module, "-o", compiled, "-mcpu=x86-64-v2", "--no-seccomp", "--no-landlock"])
        yield compiled


def figures(sinter, measured, runs):
    """The instructions of each program in the four ways."""
    del measured, runs  # a count is the same each time
    taken = {}
    for name in PROGRAMS:
        outputs, counts = zip(*map(counted, programs(sinter, name)))
        if len(set(outputs)) != 1:
            raise toolbox.Failed(f"{name}: the programs print different things")
        taken[name] = counts
        print(name, *counts, flush=True)
    return taken


def table(taken, runs, when):
    del runs
    yield f"Counted {when}: million instructions."
    yield ""
    yield (f"| | native, without | with | change | sinter, without | with | change "
           f"(aim: native's and {AIM:.0f} points) |")
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name in PROGRAMS:
        cells = []
        for without, with_them in (taken[name][:2], taken[name][2:]):
            cells += [f"{without / 1e6:.0f}", f"{with_them / 1e6:.0f}", f"{100 * (with_them / without - 1):+.1f} %"]
        yield f"| {name} | " + " | ".join(cells) + " |"
