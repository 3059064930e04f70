#===-- engines.py - The ways in which scripts/bench runs a program -------------===#
#
# An Engine turns a benchmark into a command line, compiling ahead of time where
# it can. What an engine needs and the machine lacks raises Missing, and its
# column stays out of the table.
#
#===----------------------------------------------------------------------------===#
import json
import os
import resource
import sys

from toolbox import NATIVE, WASM, Missing, cached, clang, node, rooted, run, tool, wheel


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def stem(module):
    return os.path.splitext(os.path.basename(module))[0]


class Engine:
    """What one column of the table measures."""

    def __init__(self, name):
        self.name = name
        self.compile_seconds = {}  # CPU time, user and system, of all threads
        self.sizes = {}
        self.made = {}

    def prepare(self):
        """Raises Missing where the engine is not to be had."""

    def command(self, bench):
        """Compiles if need be; the command line that runs the program."""
        raise NotImplementedError

    def timed(self, bench, action, product):
        """Compiles by `action`, and remembers the CPU time and the size of what it made. Programs that
        share a module (the shells of Lua and SQLite) are compiled once."""
        if product not in self.made:
            began = cpu_of_children()
            action()
            self.made[product] = cpu_of_children() - began
        self.compile_seconds[bench.name] = self.made[product]
        self.sizes[bench.name] = os.path.getsize(product)


class Native(Engine):
    def command(self, bench):
        product = bench.make(NATIVE)
        self.sizes[bench.name] = os.path.getsize(product)
        seconds = f"{product}.seconds"
        if os.path.exists(seconds):
            with open(seconds) as file:
                self.compile_seconds[bench.name] = float(file.read())
        return [product, *arguments(bench)]


class Sinter(Engine):
    def __init__(self, sinter, options=(), form=WASM):
        super().__init__(" ".join(["sinter", *options]) + (f" ({form.name})" if form is not WASM else ""))
        self.sinter, self.options, self.form = sinter, list(options), form

    def prepare(self):
        if not os.path.exists(self.sinter):
            raise Missing(f"{self.sinter} is not built")

    def command(self, bench):
        module = bench.make(self.form)
        product = cached("sinter" + "".join(self.options), self.form.name, stem(module))
        self.timed(bench, lambda: run([self.sinter, module, "-o", product, *self.options]), product)
        return [product, *arguments(bench)]


class Wasm2c(Engine):
    """Debian's wasm2c, whose C clang compiles."""
    RUNTIME = "/usr/src/wasm2c"

    def __init__(self):
        super().__init__("wasm2c")

    def prepare(self):
        tool("wasm2c")
        if not os.path.exists(os.path.join(self.RUNTIME, "wasm-rt-impl.c")):
            raise Missing("no sources of wasm2c's runtime on this machine")

    def command(self, bench):
        module = bench.make(WASM)
        product = cached("wasm2c", stem(module))
        source, header = product + ".c", product + ".h"

        def compile():
            run(["wasm2c", module, "-n", "app", "-o", source])
            run([clang(), "-O3", *NATIVE.flags, "-w", "-I", self.RUNTIME, f"-DHEADER=\"{header}\"",
                 "-DNAME=app", source, rooted("test", "bench", "wasm2c-main.c"),
                 os.path.join(self.RUNTIME, "wasm-rt-impl.c"), "-lm", "-o", product])
        self.timed(bench, compile, product)
        return [product, *arguments(bench)]


class Node(Engine):
    def __init__(self):
        super().__init__("node")

    def prepare(self):
        node()

    def command(self, bench):
        what = {"module": bench.make(WASM), "args": ["app", *arguments(bench)], "env": {}, "preopens": {}}
        return [node(), "--no-warnings", rooted("test", "programs", "oracle.mjs"), json.dumps(what)]


RUN_WASMTIME = """
import sys
sys.path.insert(0, sys.argv[1])
import wasmtime
engine = wasmtime.Engine()
if sys.argv[2] == "compile":
    with open(sys.argv[4], "wb") as file:
        file.write(wasmtime.Module.from_file(engine, sys.argv[3]).serialize())
    sys.exit(0)
module = wasmtime.Module.deserialize_file(engine, sys.argv[3])
store, linker, wasi = wasmtime.Store(engine), wasmtime.Linker(engine), wasmtime.WasiConfig()
wasi.argv = ["app"] + sys.argv[4:]
wasi.inherit_stdin()
wasi.inherit_stdout()
wasi.inherit_stderr()
store.set_wasi(wasi)
linker.define_wasi()
try:
    linker.instantiate(store, module).exports(store)["_start"](store)
except wasmtime.ExitTrap as end:
    sys.exit(end.code)
"""


class Wasmtime(Engine):
    """PyPI's library, compiled ahead of time, started from Python (whose start is taken off)."""

    def __init__(self):
        super().__init__("wasmtime")

    def prepare(self):
        self.home = wheel("wasmtime", "50.*")

    def command(self, bench):
        module = bench.make(WASM)
        product = cached("wasmtime", stem(module) + ".cwasm")
        start = [sys.executable, "-c", RUN_WASMTIME, self.home]
        self.timed(bench, lambda: run([*start, "compile", module, product]), product)
        return [*start, "run", product, *arguments(bench)]


def arguments(bench):
    """Lua reads its program from the standard input; everything else starts without arguments."""
    return ["-"] if bench.kind == "Lua" else []
