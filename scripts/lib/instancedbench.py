#===-- instancedbench.py - What the form for hosts costs: scripts/bench --instanced ===#
#
# The programs of test/bench as shared objects that a small host runs (test/bench/instanced.c), against the executable of the
# same module: what it costs that many instances can be there, that memory is exact after a trap, and that a loop can be
# interrupted or counted. Each figure is the fastest of interleaved runs, since what else a machine does only adds to it.
#
#===-------------------------------------------------------------------------------===#
import os
import statistics

import toolbox
from engines import arguments
from toolbox import NATIVE, WASM, cached, rooted, run

RELAXED, GS = "relaxed", "--memory-base=gs"
# Name, options, what it is compared with, and the ratio that is aimed at.
FORMS = {
    "static": (None, None, None),
    "relaxed, gs": (["--trap-state=relaxed", GS], "static", 1.05),
    "exact, gs": ([GS], "static", 1.15),
    RELAXED: (["--trap-state=relaxed"], "static", 1.15),
    "exact": ([], "static", 1.25),
    "interruptible": (["--trap-state=relaxed", "--interruptible"], RELAXED, 1.03),
    "fuel": (["--trap-state=relaxed", "--fuel"], RELAXED, 1.15),
}


def host(sinter):
    return toolbox.build(NATIVE, "instanced", [rooted("test", "bench", "instanced.c"), toolbox.libsinter(sinter)],
                         ["-I", rooted("include")], "-O1")


def command(sinter, runner, bench, form):
    module = bench.make(WASM)
    program = cached("instanced", f"{os.path.basename(module)}.{form}")
    options = FORMS[form][0]
    run([sinter, module, "-o", program, *([] if options is None else ["-shared", *options])])
    return [*([] if options is None else [runner]), program, *arguments(bench)]


def figures(sinter, measured, runs, benches):
    """The seconds of each program in each form."""
    runner, taken = host(sinter), []
    for bench in benches:
        commands = {form: command(sinter, runner, bench, form) for form in FORMS}
        seconds = {form: [] for form in FORMS}
        outputs = set()
        for _ in range(runs):
            for form, line in commands.items():
                one = measured(line, bench.stdin)
                outputs.add((one.status, one.out))
                seconds[form].append(one.user)
        if len(outputs) != 1:
            raise toolbox.Failed(f"{bench.name}: the forms do different things")
        taken.append((bench, {form: min(list_of) for form, list_of in seconds.items()}))
        print(f"{bench.name:16}" + "  ".join(f"{form} {taken[-1][1][form]:.3f}" for form in FORMS), flush=True)
    return taken


def table(taken, runs, when):
    compared = [form for form in FORMS if FORMS[form][1]]
    yield f"Measured {when}: user time, fastest of {runs} interleaved runs."
    yield ""
    yield "| program | static, s | " + " | ".join(f"{form} / {FORMS[form][1]}" for form in compared) + " |"
    yield "|---|--:|" + "--:|" * len(compared)
    for bench, seconds in taken:
        yield (f"| {bench.name} | {seconds['static']:.3f} | "
               + " | ".join(f"{seconds[form] / seconds[FORMS[form][1]]:.2f}" for form in compared) + " |")
    for title, wanted in (("all", lambda bench: True), ("without the arrays", lambda bench: bench.kind != "arrays")):
        groups = [seconds for bench, seconds in taken if wanted(bench)]
        if groups:
            yield f"| **geomean, {title}** | | " + " | ".join(
                f"**{statistics.geometric_mean(s[form] / s[FORMS[form][1]] for s in groups):.3f}** "
                f"(aim: {FORMS[form][2]:.2f})" for form in compared) + " |"
