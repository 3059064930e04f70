#===-- programs.py - What scripts/bench measures ------------------------------===#
#
# The list is fixed: a program is not added or removed because of how it comes out. Three of
# each kind. Each is C or C++, reads standard input at most, and prints results.
#
#===---------------------------------------------------------------------------===#
import dataclasses

import recipes
from toolbox import build, rooted


@dataclasses.dataclass
class Bench:
    kind: str
    name: str
    make: object  # (target) -> path of the program, at -O3
    stdin: str = ""  # a file of test/bench


def own(target, name, source, extra=(), flags=()):
    return build(target, name, [*extra, rooted("test", "bench", source)], flags, "-O3")


def c(kind, name):
    return Bench(kind, name, lambda target: own(target, name, name + ".c"))


def cxx(name):
    return Bench("C++", name, lambda target: own(target, name, name + ".cpp"))


def bzip2(target):
    folder, library = recipes.bzip2_library()
    return own(target, "bench-bzip2", "bzip2.c", library, ["-DBZ_NO_STDIO", "-I", folder])


def zstd(name, *flags):
    """Without the copies for BMI2 that the library would choose between at run time: all sides are
    compiled for one level of CPU."""
    def make(target):
        _, library, library_flags = recipes.zstd_library()
        return own(target, "bench-" + name, "zstd.c", library, [*library_flags, "-DDYNAMIC_BMI2=0", *flags])
    return make


def lua(script):
    return Bench("Lua", f"lua-{script}", lambda target: recipes.lua(target, "-O3"), f"lua-{script}.lua")


def sqlite(script):
    return Bench("SQLite", f"sqlite-{script}", lambda target: recipes.sqlite(target, "-O3"),
                 f"sqlite-{script}.sql")


PROGRAMS = [
    *[c("arrays", name) for name in ("gemm", "jacobi2d", "floyd")],
    *[c("trees", name) for name in ("binarytrees", "rbtree", "listsort")],
    *[c("hashing", name) for name in ("hashmap", "wordcount", "digest")],
    *[c("strings", name) for name in ("json", "levenshtein", "textsearch")],
    Bench("compression", "bzip2", bzip2),
    Bench("compression", "zstd-compress", zstd("zstd-compress")),
    Bench("compression", "zstd-expand", zstd("zstd-expand", "-DZSTD_BENCH_EXPAND")),
    *[c("cryptography", name) for name in ("sha256", "chacha20", "x25519")],
    *[c("interpreters", name) for name in ("stackvm", "regvm", "lisp")],
    *[lua(script) for script in ("calls", "strings", "numbers")],
    *[sqlite(script) for script in ("insert", "query", "text")],
    *[cxx(name) for name in ("cxx-containers", "cxx-strings", "cxx-objects")],
]

# For start-up and size alone.
HELLO = Bench("start", "hello", lambda target: build(
    target, "hello", [rooted("test", "programs", "c", "hello.c")], optimise="-O3"))
