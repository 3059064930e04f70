#===-- binaryen.py - Modules of binaryen, to be compared with V8 ------------===#
#
# `wasm-opt -ttf` turns random bytes into a module with the features that were drawn, and
# maybe optimises it; observable.py then takes out whatever two engines may do differently.
#
#===------------------------------------------------------------------------===#
import os

import observable
import toolbox

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

ENGINE = "V8"
RUNNER_OPTIONS = ()
# A batch is compiled in one of these ways.
WAYS = (
    ("-O2",), ("-O0",), ("-O2", "--form=static"), ("-O2", "--memory=checked"),
    ("-O0", "--form=static"), ("-O1", "--memory=checked"), ("-O3",), ("-Os", "--form=static"),
    ("-O2", "--form=static", "--memory=checked"), ("-O0", "--memory=checked"), ("-O2", "--deterministic"),
    ("-O2", "--form=static", "--deterministic"), ("-O2", "--form=static", "--harden"),
    ("-O2", "--memory-base=gs"), ("-O3", "--memory-base=gs"),
)


def check():
    """Raises Missing where the generator or the engine cannot be had."""
    toolbox.tool("wasm-opt"), toolbox.node()


def make(draw, path, way):
    """Writes a module to `path`; returns what a plan says of it (script.py), its calls without arguments."""
    features = [feature for feature, share in FEATURES.items() if draw.random() < share]
    with open(path + ".in", "wb") as file:
        file.write(draw.randbytes(draw.choice((500, 2000, 5000, 10000, 20000))))
    toolbox.run([toolbox.tool("wasm-opt"), path + ".in", "-ttf", "-o", path, "--mvp-features",
                 *("--enable-" + feature for feature in features), *draw.choice(PASSES)])
    with open(path, "rb") as file:
        data = file.read()
    data, calls, observers = observable.rewrite(data, draw.choice(LIMITS), draw.random() < 0.5)
    with open(path, "wb") as file:
        file.write(data)
    return {"features": features, "calls": calls, "prepare": "hangLimitInitializer",
            "after": [("log", "get", ["i64"])], "observers": [*observers, ("digest", "invoke", ["i64"])]}


def observe(plan, seconds):
    """What V8 does with the modules of a plan."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "observe.mjs")
    return toolbox.run([toolbox.node(), script, plan], timeout=seconds)
