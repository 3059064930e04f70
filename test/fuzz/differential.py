#!/usr/bin/env python3
#===-- differential.py - Compares generated modules with other engines -------===#
#
#   test/fuzz/differential.py [--kind binaryen|smith] [--modules N] [--first SEED] [-j N]
#   test/fuzz/differential.py --kind KIND --only SEED      one module, its script kept
#
# Each seed decides a module and how it is compiled. Where modules come from and which engine says what is
# right is a kind's own matter (binaryen.py with V8, smith.py with Wasmtime); what the engine does becomes a
# .wast script (script.py), and sinter-wast says what Sinter does otherwise. What differs stays in
# build/differential, named after its kind and seed.
#
#===------------------------------------------------------------------------===#
import argparse
import collections
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
import binaryen  # noqa: E402
import observable  # noqa: E402
import script  # noqa: E402
import smith  # noqa: E402

BATCH = 40
BATCH_SECONDS = 900

KINDS = {"binaryen": binaryen, "smith": smith}

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


def make(kind, seed, way, folder):
    """The plan of one module, whose file is in the folder."""
    draw = random.Random(seed)
    name = f"{kind.__name__}-{seed}"
    path = os.path.join(folder, name + ".wasm")
    plan = kind.make(draw, path, way)
    calls = plan["calls"] * 2 if draw.random() < 0.3 else plan["calls"]

    def observers(found):
        return [{"name": name, "kind": kind, "results": results} for name, kind, results in found]

    return plan | {
        "name": name, "module": path, "script": os.path.join(folder, name + ".wast"),
        "calls": [{"name": name, "parameters": parameters, "results": results,
                   "values": [argument(draw, kind) for kind in parameters]}
                  for name, parameters, results in calls],
        "after": observers(plan["after"]), "observers": observers(plan["observers"]),
    }


class Tally:
    """What became of the modules."""

    def __init__(self):
        self.passed = self.failed = self.refused = self.trapped = self.calls = 0
        self.left_out = collections.Counter()

    def add(self, other):
        for key, value in vars(other).items():
            setattr(self, key, getattr(self, key) + value)


def observed(kind, plans, way, folder):
    """What the other engine does with each module. One that it dies of is left out."""
    path = os.path.join(folder, "plan.json")
    with open(path, "w") as file:
        json.dump({"modules": plans, "keepsTrapped": "--form=static" not in way,
                   "canonical": "--deterministic" in way}, file)
    try:
        return json.loads(kind.observe(path, BATCH_SECONDS))
    except (toolbox.Failed, subprocess.TimeoutExpired) as reason:
        if len(plans) == 1:
            return [{"state": "left out", "reason": f"{kind.ENGINE} fails: {str(reason).splitlines()[0][:200]}"}]
        return [state for plan in plans for state in observed(kind, [plan], way, folder)]


def compare(kind, seeds, options, folder):
    """Runs one batch, in one way; returns its tally, and a text about what differs."""
    tally, said = Tally(), []
    way = kind.WAYS[seeds[0] // BATCH % len(kind.WAYS)]
    plans = []
    for seed in seeds:
        try:
            plans.append(make(kind, seed, way, folder))
        except observable.Unsupported as reason:
            tally.left_out[str(reason)] += 1
        except toolbox.Failed as reason:
            tally.left_out[f"{kind.__name__}: {str(reason).strip().splitlines()[-1]}"] += 1
    chosen = []
    for plan, state in zip(plans, observed(kind, plans, way, folder)):
        if state["state"] == "left out":
            tally.left_out[state["reason"]] += 1
            continue
        chosen.append(plan)
        tally.refused += state["state"] == "refused"
        tally.trapped += state["state"] == "trapped"
        tally.calls += len(state.get("calls", ()))
        with open(plan["script"], "w") as file:
            file.write(script.script(plan, state))
    done = subprocess.run([options.runner, *kind.RUNNER_OPTIONS, *way, *(plan["script"] for plan in chosen)], text=True,
                          errors="replace", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    for plan in chosen:
        path = re.escape(plan["script"])
        counts = re.search(rf"^{path}: (\d+) passed, (\d+) failed, (\d+) skipped$", done.stdout, re.M)
        if counts and counts.group(2) == "0":
            tally.passed += 1
            if options.only is not None:
                keep(plan, (*kind.RUNNER_OPTIONS, *way))
            continue
        tally.failed += 1
        lines = re.findall(rf"^{path}(:.*)$", done.stdout, re.M)[:-1] or [": " + done.stdout.strip()[-300:]]
        said.append(f"{plan['name']} {' '.join(way)} ({' '.join(plan['features'])})")
        said += [f"  {os.path.basename(plan['script'])}{line[:300]}" for line in lines[:5]]
        keep(plan, (*kind.RUNNER_OPTIONS, *way))
    return tally, "\n".join(said)


def keep(plan, way):
    folder = toolbox.rooted("build", "differential")
    os.makedirs(folder, exist_ok=True)
    for path in (plan["module"], plan["script"]):
        shutil.copy(path, folder)
    with open(os.path.join(folder, os.path.basename(plan["script"])), "a") as file:
        file.write(f";; {' '.join(way)}; {' '.join(plan['features'])}\n")


def main():
    parser = argparse.ArgumentParser(description="Compares generated modules with other engines.")
    parser.add_argument("--kind", choices=KINDS, default="binaryen")
    parser.add_argument("--modules", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--only", type=int, help="this seed alone")
    parser.add_argument("--runner", default=toolbox.rooted("build", "bin", "sinter-wast"))
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    kind = KINDS[options.kind]
    try:
        kind.check()
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
            return compare(kind, seeds, options, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    total = Tally()
    with ThreadPoolExecutor(options.j) as pool:
        for tally, text in pool.map(attempt, batches):
            total.add(tally)
            if text:
                print(text, flush=True)
    skipped = total.left_out.total()
    print(f"{total.passed + total.failed} modules, {total.refused} of them refused by {kind.ENGINE}, {total.trapped} "
          f"with a trap as they begin; {total.calls} calls")
    for reason, count in total.left_out.most_common():
        print(f"  {count} left out: {reason}")
    print(f"{total.passed} passed, {total.failed} failed, {skipped} skipped")
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
