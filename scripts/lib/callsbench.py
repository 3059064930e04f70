#===-- callsbench.py - What calls and instances cost: scripts/bench --calls ===#
#
# Calls between a host and a module, each way there is (test/bench/calls.cpp): nanoseconds, the fastest of many rounds,
# and instructions, which valgrind counts as what further turns of a loop take. Instances (test/bench/instances.c) that
# live for a call or are reset behind it, against wasmtime's pooling allocator by its C API, in runs of both by turns;
# and how much memory many idle ones take.
#
#===-----------------------------------------------------------------------===#
import os
import platform
import re
import subprocess

import toolbox
from toolbox import NATIVE, Missing, cached, rooted, run, wheel

CALLS = {
    "header-in": "header, into the module",
    "header-out": "header, out of it",
    "typed-in": "`Func::typed` (`sinter_call_enter`), into the module",
    "typed-out": "`sinter_func_new_direct`, out of it",
    "function-out": "`std::function`, out of it",
    "untyped-in": "`sinter_func_call`, into the module",
    "untyped-out": "`sinter_func_new`, out of it",
}
NANOSECONDS, INSTRUCTIONS = 5, 40  # aimed at
DATA, PAGES = 1 << 20, 64
RATIO, MICROSECONDS = 0.9, 2
ALIVE, SMALL_DATA, RESIDENT_MIB = 100_000, 4096, 1024
CORES = os.cpu_count() or 1


def module(name, pages, data):
    path = cached("calls", name + ".wat")
    text = "\\5a" * data
    with open(path, "w") as file:
        file.write(f'(module (memory (export "memory") {pages}) (global (mut i32) (i32.const 3))\n'
                   f'  (data (i32.const 0) "{text}")\n  (func (export "same") (param i32) (result i32) (local.get 0)))\n')
    return path


def host(sinter, name, sources, *flags):
    return toolbox.build(NATIVE, name, [*sources, toolbox.libsinter(sinter)],
                         ["-I", rooted("include"), "-I", cached("calls", ""), "-Wl,--strip-debug", "-lpthread", *flags])


def output(*command):
    return dict(line.rsplit(" ", 1) for line in run(list(command)).splitlines())


def counted(program, shared, way):
    """Instructions of one turn; None where there is no valgrind."""
    totals = []
    for turns in ("1000", "11000"):
        try:
            valgrind = toolbox.tool("valgrind")
        except Missing:
            return None
        done = subprocess.run([valgrind, "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
                               program, shared, way, turns], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=True)
        totals.append(int(re.search(r"I\s+refs:\s+([\d,]+)", done.stderr).group(1).replace(",", "")))
    return (totals[1] - totals[0]) / 10_000


def calls(sinter):
    source, shared = rooted("test", "bench", "calls.wat"), cached("calls", "calls.so")
    archive = cached("calls", "libcalls.a")
    run([sinter, "-shared", source, "-o", shared])
    run([sinter, "-static", "--memory=checked", source, "-o", archive, "--header=" + cached("calls", "calls.h")])
    program = host(sinter, "calls", [rooted("test", "bench", "calls.cpp"), archive], "-std=c++20")
    times = output(program, shared)
    return {way: (float(times[way]), counted(program, shared, way)) for way in CALLS}


def wasmtime():
    """The library of PyPI's package."""
    if platform.machine() != "x86_64":
        raise Missing("no package of wasmtime for this CPU")
    return os.path.join(wheel("wasmtime", "50.*"), "wasmtime", "linux-x86_64", "_libwasmtime.so")


def instances(sinter, runs):
    """Nanoseconds by engine, way and number of threads; why wasmtime is not among them, or None; and what many idle
    instances take."""
    program = host(sinter, "instances", [rooted("test", "bench", "instances.c")], "-ldl")
    large, small = module("large", PAGES, DATA), module("small", 1, SMALL_DATA)
    for source, options in ((large, []), (small, ["--memory=checked"])):
        run([sinter, "-shared", *options, source, "-o", source + ".so"])
    engines, without = {"sinter": [large + ".so"]}, None
    try:
        engines["wasmtime"] = [wasmtime(), large]
    except Missing as reason:
        without = str(reason).splitlines()[0]
    taken = {}
    for _ in range(runs):
        for threads in sorted({1, CORES}):
            for engine, files in engines.items():
                for way, time in output(program, engine, *files, str(threads)).items():
                    key = engine, way, threads
                    taken[key] = min(float(time), taken.get(key, float("inf")))
    return taken, without, output(program, "alive", small + ".so", str(ALIVE))


def figures(sinter, measured, runs):
    del measured  # a process is too long for what is measured here
    return calls(sinter), *instances(sinter, runs)


def table(taken, runs, when):
    costs, times, without, alive = taken
    yield f"Measured {when}: a turn of a loop with a call in it, fastest of 40 rounds."
    yield ""
    yield f"| call | ns (aim: {NANOSECONDS}) | instructions (aim: {INSTRUCTIONS}) |"
    yield "|---|--:|--:|"
    for way, (time, count) in costs.items():
        yield f"| {CALLS[way]} | {time:.1f} | {'-' if count is None else f'{count:.0f}'} |"
    yield ""
    yield (f"Instances of a module with {DATA >> 20} MiB of data and {PAGES} pages, guard pages: microseconds, fastest "
           f"of {runs} runs of both by turns (aim: {MICROSECONDS}, with a thread on each core twice that).")
    yield ""
    columns = sorted({1, CORES})
    yield "| | " + " | ".join("one thread" if n == 1 else f"{n} threads" for n in columns) + " |"
    yield "|---|" + "--:|" * len(columns)
    rows = {("sinter", "new"): "store, instance, a call, their end", ("sinter", "reset"): "a call and a reset",
            ("wasmtime", "new"): "wasmtime 50, pooling: store, instance, a call, their end"}
    for key, text in rows.items():
        if (*key, 1) in times:
            yield f"| {text} | " + " | ".join(f"{times[(*key, n)] / 1000:.2f}" for n in columns) + " |"
    if without:
        yield ""
        yield f"Without wasmtime: {without}"
    else:
        for way, text in (("new", "new"), ("reset", "reset")):
            yield f"| **{text}, of wasmtime's** (aim: {RATIO:.2f}) | " + " | ".join(
                f"**{times['sinter', way, n] / times['wasmtime', 'new', n]:.2f}**" for n in columns) + " |"
    yield ""
    yield (f"{ALIVE:,} idle instances of a module with a page and {SMALL_DATA >> 10} KiB of data, checked memory, each "
           f"in a store of its own, called once: {int(alive['resident']) >> 20} MiB resident (aim: {RESIDENT_MIB:,}), "
           f"{alive['mappings']} mappings.")
