#!/usr/bin/env python3
#===-- differential.py - Compares generated modules with V8 ----------------===#
#
#   test/fuzz/differential.py [--modules N] [--first SEED] [-j N]
#   test/fuzz/differential.py --only SEED            one module, its script kept
#
# Each seed decides a module and how it is compiled: random bytes, which binaryen
# (`wasm-opt -ttf`) turns into a module with the features that were drawn and maybe
# optimises; observable.py then takes out whatever two engines may do differently.
# Node says what V8 does with it (observe.mjs), as a .wast script, and sinter-wast what Sinter does
# otherwise. What differs stays in build/differential, named after the seed.
#
#===------------------------------------------------------------------------===#
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "scripts", "lib"))
import toolbox  # noqa: E402
import observable  # noqa: E402

BATCH = 40
BATCH_SECONDS = 900

# How often each feature is drawn. Seldom: reference types, of which this binaryen has another idea
# than the specification, so that most modules with it are invalid. Left out: typed references and relaxed
# SIMD, of which it has old encodings, memory64, of which it makes nothing, and garbage collection.
FEATURES = {
    "simd": 0.5, "bulk-memory": 0.5, "sign-ext": 0.7, "nontrapping-float-to-int": 0.7,
    "mutable-globals": 0.8, "multivalue": 0.4, "tail-call": 0.4, "exception-handling": 0.3,
    "threads": 0.25, "extended-const": 0.3, "reference-types": 0.05,
}
# Optimised modules look more like those of compilers.
PASSES = ((), (), ("-O1",), ("-O2",), ("-O3",), ("-Os",), ("--flatten", "--rereloop"))
LIMITS = (10, 10, 40, 200)  # calls and turns of loops, after which functions return

# A batch is compiled in one of these ways.
WAYS = (
    ("-O2",), ("-O0",), ("-O2", "--form=static"), ("-O2", "--memory=checked"),
    ("-O0", "--form=static"), ("-O1", "--memory=checked"), ("-O3",), ("-Os", "--form=static"),
    ("-O2", "--form=static", "--memory=checked"), ("-O0", "--memory=checked"), ("-O2", "--deterministic"),
    ("-O2", "--form=static", "--deterministic"), ("-O2", "--form=static", "--harden"),
)

INTEGERS = {
    "i32": (0, 1, -1, 2, 15, 16, 65535, 65536, 1114111, 2147483647, -2147483648, -65536,
            0x3f800000, -0x40800000, 0x7f800000, -0x00800000, 0x7fc00000, 0x7fa00000, -0x00400001, 0x4f000000),
    "i64": (0, 1, -1, 255, 4294967295, 4294967296, 9223372036854775807, -9223372036854775808,
            0x3ff0000000000000, -0x4010000000000000, 0x7ff0000000000000, 0x7ff8000000000000,
            0x7ff4000000000000, 0x43e0000000000000, 0x3f8000003f800000, 0x7fc000007fa00000),
}


def argument(draw, kind):
    if kind in INTEGERS:
        return str(draw.choice(INTEGERS[kind]) if draw.random() < 0.8 else draw.getrandbits(31))
    return draw.choice(("null", "1", "7")) if kind == "externref" else "null"


def way_of(seed):
    return WAYS[seed // BATCH % len(WAYS)]


def make(seed, folder):
    """The plan of one module, whose file is in the folder."""
    draw = random.Random(seed)
    path = os.path.join(folder, f"{seed}.wasm")
    features = [feature for feature, share in FEATURES.items() if draw.random() < share]
    with open(path + ".in", "wb") as file:
        file.write(draw.randbytes(draw.choice((500, 2000, 5000, 10000, 20000))))
    command = [toolbox.tool("wasm-opt"), path + ".in", "-ttf", "-o", path, "--mvp-features",
               *("--enable-" + feature for feature in features), *draw.choice(PASSES)]
    toolbox.run(command)
    with open(path, "rb") as file:
        data = file.read()
    data, calls, observers = observable.rewrite(data, draw.choice(LIMITS), draw.random() < 0.5)
    with open(path, "wb") as file:
        file.write(data)
    calls = calls * 2 if draw.random() < 0.3 else calls
    return {
        "seed": seed, "module": path, "script": os.path.join(folder, f"{seed}.wast"), "features": features,
        "calls": [{"name": name, "parameters": parameters, "results": results,
                   "values": [argument(draw, kind) for kind in parameters]}
                  for name, parameters, results in calls],
        "observers": [{"name": name, "kind": kind, "results": results} for name, kind, results in
                      (*observers, ("digest", "invoke", ["i64"]))],
    }


class Tally:
    """What became of the modules."""

    def __init__(self):
        self.passed = self.failed = self.skipped = self.refused = self.calls = 0

    def add(self, other):
        for key, value in vars(other).items():
            setattr(self, key, getattr(self, key) + value)


def compare(seeds, options, folder):
    """Runs one batch, in one way; returns its tally, and a text about what differs."""
    tally, said = Tally(), []
    way = way_of(seeds[0])
    plans = []
    for seed in seeds:
        try:
            plans.append(make(seed, folder))
        except (observable.Unsupported, toolbox.Failed) as reason:
            tally.skipped += 1
            said.append(f"{seed}: left out: {reason}")
    plan = os.path.join(folder, "plan.json")
    with open(plan, "w") as file:
        json.dump({"modules": plans, "keepsTrapped": "--form=static" not in way}, file)
    states = json.loads(toolbox.run([toolbox.node(), os.path.join(HERE, "observe.mjs"), plan],
                                    timeout=BATCH_SECONDS))
    chosen = []
    for one, state in zip(plans, states):
        if state["state"] == "left out":
            tally.skipped += 1
            continue
        chosen.append(one)
        tally.refused += state["state"] == "refused"
        tally.calls += state.get("calls", 0)
    done = subprocess.run([options.runner, *way, *(one["script"] for one in chosen)], text=True, errors="replace",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    for one in chosen:
        script = re.escape(one["script"])
        counts = re.search(rf"^{script}: (\d+) passed, (\d+) failed, (\d+) skipped$", done.stdout, re.M)
        if counts and counts.group(2) == "0":
            tally.passed += 1
            continue
        tally.failed += 1
        lines = re.findall(rf"^{script}(:.*)$", done.stdout, re.M)[:-1] or [": " + done.stdout.strip()[-300:]]
        said.append(f"{one['seed']} {' '.join(way)} ({' '.join(one['features'])})")
        said += [f"  {os.path.basename(one['script'])}{line[:300]}" for line in lines[:5]]
        keep(one, way)
    return tally, "\n".join(said)


def keep(one, way):
    folder = toolbox.rooted("build", "differential")
    os.makedirs(folder, exist_ok=True)
    for path in (one["module"], one["script"]):
        shutil.copy(path, folder)
    with open(os.path.join(folder, os.path.basename(one["script"])), "a") as file:
        file.write(f";; {' '.join(way)}; {' '.join(one['features'])}\n")


def main():
    parser = argparse.ArgumentParser(description="Compares generated modules with V8.")
    parser.add_argument("--modules", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", type=int, help="this seed alone")
    parser.add_argument("--runner", default=toolbox.rooted("build", "bin", "sinter-wast"))
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    try:
        toolbox.tool("wasm-opt"), toolbox.node()
    except toolbox.Missing as reason:
        print(f"{reason}: skipped\n0 passed, 0 failed, 1 skipped")
        return 0
    first, end = options.first, options.first + options.modules
    if options.only is not None:
        first, end = options.only, options.only + 1
    batches = []
    while first < end:
        after = min(end, (first // BATCH + 1) * BATCH)
        batches.append(range(first, after))
        first = after

    def attempt(seeds):
        folder = tempfile.mkdtemp(prefix="sinter-differential-")
        try:
            return compare(seeds, options, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    total = Tally()
    with ThreadPoolExecutor(options.j) as pool:
        for tally, text in pool.map(attempt, batches):
            total.add(tally)
            if text:
                print(text, flush=True)
    print(f"{total.passed + total.failed} modules, {total.refused} of them refused by V8; {total.calls} calls")
    print(f"{total.passed} passed, {total.failed} failed, {total.skipped} skipped")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
