#===-- smith.py - Modules of wasm-smith, to be compared with Wasmtime --------===#
#
# `wasm-tools smith` turns random bytes into a valid module of nearly everything that WebAssembly
# has. make() draws which proposals that is, and adds to the module's text what makes two
# engines' answers comparable to the last bit:
#
# - "call:INDEX" gives a function new fuel (smith counts calls and turns of loops, and traps
#   where there is none left) and calls it; floating-point numbers and vectors cross as i32 and i64, which
#   every host can hold, references as whether they are null;
# - "digest" hashes the memories, the globals (the fuel, too), and which elements of tables are null;
# - each memory begins with random bytes, where there is room: smith's own data segments are nearly empty,
#   and what is computed from zeros is zero;
# - a wait ends by itself, since there is no other thread to end it;
# - what garbage collection alone has becomes `unreachable`: smith has typed function references only together
#   with it, and Sinter has its types but none of its instructions.
#
# One thing Wasmtime does otherwise than the specification: it fuses relaxed multiplication and addition in the
# deterministic profile, too (core 4.3.5: the first choice is not to). It is given functions in their place.
#
# NaNs are made canonical by enrich.py, which adds instructions besides, unless both engines do it. Memories and
# tables have small limits, below which growing never fails.
#
#===------------------------------------------------------------------------===#
import os
import re
import subprocess
import sys

import enrich
import observable
import toolbox

VERSION = "1.263.0"  # Another one makes other modules of the same seeds.
FUEL = (20, 100, 300)  # No more than what fits the stack as frames.
MOST_BYTES = 1 << 18
MOST_ELEMENTS = 200

# How often each option is drawn. A proposal that is off is as important as one that is on: without
# vectors, say, the operands of other instructions are found far more often.
OPTIONS = {
    "simd": 0.6, "bulk-memory": 0.8, "reference-types": 0.9, "multi-value": 0.8,
    "saturating-float-to-int": 0.8, "sign-extension-ops": 0.8, "tail-call": 0.5, "exceptions": 0.4,
    "threads": 0.35, "memory64": 0.5, "extended-const": 0.7, "wide-arithmetic": 0.5, "custom-page-sizes": 0.4,
    "gc": 0.4,
}
KINDS = ("numeric", "vector", "reference", "parametric", "variable", "table", "memory", "control")

# Instructions of garbage collection, on references that may stand where its types do.
COLLECTED = re.compile(r"ref\.(eq|test|cast|i31)\b|i31\.|br_on_cast|(any|extern)\.convert_|struct\.|array\.")


ENGINE = "Wasmtime"
RUNNER_OPTIONS = ("--features=wide-arithmetic,custom-page-sizes",)
# A batch is compiled in one of these ways. Deterministic ones are many: relaxed SIMD is in no others.
WAYS = (
    ("-O2",), ("-O2", "--deterministic"), ("-O0", "--form=static"), ("-O2", "--form=static", "--deterministic"),
    ("-O2", "--memory=checked"), ("-O0", "--deterministic"), ("-O2", "--form=static"),
    ("-O2", "--deterministic", "--memory=checked"), ("-O3",), ("-O0", "--memory=checked"),
    ("-Os", "--form=static", "--deterministic"), ("-O2", "--form=static", "--harden"),
    ("-O1", "--form=static", "--memory=checked", "--deterministic"),
    ("-O2", "--memory-base=gs"), ("-O3", "--memory-base=gs"),
)


def tool():
    return toolbox.cargo_program("wasm-tools", VERSION, ("smith", "parse"))


def wasmtime():
    return toolbox.wheel("wasmtime", "50.*")


def check():
    """Raises Missing where the generator or the engine cannot be had."""
    tool(), wasmtime()


def drawn_options(draw, deterministic):
    features = [name for name, share in OPTIONS.items() if draw.random() < share]
    # Outside the deterministic profile each engine may choose, so relaxed SIMD waits for that.
    relaxed = deterministic and "simd" in features and draw.random() < 0.8
    options = {f"{name}-enabled": name in features for name in OPTIONS}
    options |= {
        "relaxed-simd-enabled": relaxed, "compact-imports-enabled": False, "custom-descriptors-enabled": False,
        "disallow-traps": draw.random() < 0.7, "allow-start-export": draw.random() < 0.2,
        "max-imports": 0, "max-exports": 0, "min-funcs": 2, "max-funcs": draw.choice((3, 6, 15)),
        "min-types": 4, "max-types": draw.choice((5, 20)), "max-globals": draw.choice((2, 12)), "max-tags": 4,
        "min-memories": 1, "max-memories": draw.choice((1, 1, 3)), "max-tables": draw.choice((1, 3)),
        "memory-max-size-required": True, "max-memory32-bytes": MOST_BYTES, "max-memory64-bytes": MOST_BYTES,
        "table-max-size-required": True, "max-table-elements": MOST_ELEMENTS,
        "max-instructions": draw.choice((50, 200, 1000)),
        "memory-offset-choices": draw.choice(("90,9,1", "99,1,0", "50,30,20")),
    }
    kinds = set(KINDS)
    if draw.random() < 0.3:
        kinds -= set(draw.sample(KINDS[1:], 3))
    options["allowed-instructions"] = ",".join(sorted(kinds))
    shown = [*features, *(["relaxed-simd"] if relaxed else [])]
    if options["max-memories"] > 1:
        shown.append("multi-memory")
    return options, shown


# Relaxed multiplication and addition as the deterministic profile has them.
UNFUSED = "".join(f"""
(func ${shape}.relaxed_{sign}madd (param v128 v128 v128) (result v128)
  local.get 0 {negate} local.get 1 {shape}.mul local.get 2 {shape}.add)"""
                  for shape in ("f32x4", "f64x2") for sign, negate in (("", ""), ("n", f"{shape}.neg")))


# --- Text -----------------------------------------------------------------------------

def tokens(text):
    return re.findall(r"\(;.*?;\)|[()]|[^\s()]+", text)


def tree(text):
    """The first parenthesised form of a text, as nested lists of words; comments are left out."""
    stack = [[]]
    for token in tokens(text):
        if token == "(":
            stack.append([])
        elif token == ")":
            form = stack.pop()
            stack[-1].append(form)
            if len(stack) == 1:
                break
        elif not token.startswith("(;"):
            stack[-1].append(token)
    return stack[0][0]


ABSTRACT = {"nullfuncref": "nofunc", "nullexternref": "noextern", "nullexnref": "noexn", "nullref": "none"}


class Type:
    """A value type: how it is written, and how its values look from outside."""

    def __init__(self, form):
        self.number = isinstance(form, str) and form in ("i32", "i64", "f32", "f64", "v128")
        if isinstance(form, str):
            self.text, self.nullable = form, True
            self.heap = ABSTRACT.get(form, form.removesuffix("ref"))
        else:
            self.text, self.nullable, self.heap = "(" + " ".join(form) + ")", form[1] == "null", form[-1]

    def outside(self):
        """The integers that stand for a result."""
        if not self.number:
            return ["i32"]
        return {"f32": ["i32"], "f64": ["i64"], "v128": ["i64", "i64"]}.get(self.text, [self.text])

    def bits(self):
        """The instructions from a value to each of these."""
        if not self.number:
            return ["ref.is_null"]
        return {"f32": ["i32.reinterpret_f32"], "f64": ["i64.reinterpret_f64"],
                "v128": ["i64x2.extract_lane 0", "i64x2.extract_lane 1"]}.get(self.text, [""])


def wide(integer):
    """Makes an i64 of it."""
    return "i64.extend_i32_u" if integer == "i32" else ""


class Module:
    """What the text of a module says about its entities."""

    def __init__(self, text):
        self.functions, self.globals, self.memories, self.tables = [], [], [], []
        for line in text.splitlines():
            kind = re.match(r"  \((func|global|memory|table) \(;", line)
            if kind:
                # The header of a function stands on one line, whose form goes on below.
                getattr(self, "add_" + kind.group(1))(tree(line + ")"))
        self.fuel = len(self.globals) - 1  # smith adds it last

    def add_func(self, form):
        sides = {"param": [], "result": []}
        for part in form[1:]:
            if isinstance(part, list) and part[0] in sides:
                sides[part[0]] += map(Type, part[1:])
        index = next((part[1] for part in form[1:] if part[0] == "type"), None)
        self.functions.append((index, sides["param"], sides["result"]))

    def add_global(self, form):
        kind = form[1]
        self.globals.append(Type(kind[1] if isinstance(kind, list) and kind[0] == "mut" else kind))

    def add_memory(self, form):
        page = next((int(part[1], 0) for part in form[1:] if part[0] == "pagesize"), 65536)
        least = int(form[2 if form[1] == "i64" else 1])
        self.memories.append((form[1] == "i64", page, least * page))

    def add_table(self, form):
        self.tables.append(form[1] == "i64")


# --- What is added ----------------------------------------------------------------------

MIX = "i64.xor i64.const -0x61c8864680b583eb i64.mul local.tee $hash local.get $hash i64.const 32 i64.shr_u i64.xor " \
      "local.set $hash"


def digest(module):
    """A function that hashes all that calls can change. The parts go from one to the next by $hash."""
    lines = ['(func (export "digest") (result i64) (local $hash i64) (local $at i64) (local $end i64)']
    for index, kind in enumerate(module.globals):
        for bits, integer in zip(kind.bits(), kind.outside()):
            lines.append(f"local.get $hash global.get {index} {bits} {wide(integer)} {MIX}")

    def loop(step, value):
        """Up to $end; the value finds its place on the stack."""
        return (f"block loop local.get $at i64.const {step} i64.add local.get $end i64.gt_u br_if 1 "
                f"local.get $hash local.get $at {value} {MIX} "
                f"local.get $at i64.const {step} i64.add local.set $at br 0 end end")

    for index, (is_64, page, _) in enumerate(module.memories):
        narrow, widened = ("", "") if is_64 else ("i32.wrap_i64", "i64.extend_i32_u")
        lines += [f"memory.size {index} {widened} i64.const {page} i64.mul local.set $end i64.const 0 local.set $at",
                  f"local.get $hash local.get $end {MIX}",
                  loop(8, f"{narrow} i64.load {index}"), loop(1, f"{narrow} i64.load8_u {index}")]
    for index, is_64 in enumerate(module.tables):
        narrow, widened = ("", "") if is_64 else ("i32.wrap_i64", "i64.extend_i32_u")
        lines += [f"table.size {index} {widened} local.set $end i64.const 0 local.set $at",
                  f"local.get $hash local.get $end {MIX}",
                  loop(1, f"{narrow} table.get {index} ref.is_null i64.extend_i32_u")]
    return "\n".join([*lines, "local.get $hash)"])


def argument(draw, kind, module):
    """The reference that a call passes, or None where there is none to pass."""
    same = [index for index, (identity, _, _) in enumerate(module.functions)
            if kind.heap in ("func", identity)]
    if same and (not kind.nullable or draw.random() < 0.5):
        return f"ref.func {draw.choice(same)}"
    return f"ref.null {kind.heap}" if kind.nullable else None


def caller(draw, index, module, fuel):
    """A function that calls another, and its parameters and results; None where references are missing."""
    _, parameters, results = module.functions[index]
    outside = []
    body = [f"i32.const {fuel} global.set {module.fuel}"]
    for kind in parameters:
        at = len(outside)
        if kind.number:
            outside += kind.outside()
            body.append({"f32": f"local.get {at} f32.reinterpret_i32", "f64": f"local.get {at} f64.reinterpret_i64",
                         "v128": f"local.get {at} i64x2.splat local.get {at + 1} i64x2.replace_lane 1"}
                        .get(kind.text, f"local.get {at}"))
        else:
            reference = argument(draw, kind, module)
            if reference is None:
                return None
            body.append(reference)
    body.append(f"call {index}")
    first = len(outside)
    for at, kind in reversed(list(enumerate(results, first))):
        body.append(("" if kind.number else "ref.is_null ") + f"local.set {at}")
    for at, kind in enumerate(results, first):
        for bits in kind.bits():
            body.append(f"local.get {at} {bits if kind.number else ''}")
    found = [integer for kind in results for integer in kind.outside()]
    stored = [kind.text if kind.number else "i32" for kind in results]
    name = f"call:{index}"
    text = f'(func (export "{name}") (param {" ".join(outside)}) (result {" ".join(found)}) ' \
           f'(local {" ".join(stored)})\n{" ".join(body)})'
    return text, (name, outside, found)


EIGHTS = (b"\0\0\0\0\0\0\xf0\x3f", b"\xff" * 8, b"\0\0\x80\x7f\0\0\xc0\x7f")


def data(draw, module):
    """Random bytes for the beginnings of the memories, and numbers with which something happens."""
    for index, (is_64, _, least) in enumerate(module.memories):
        size = min(least, 1024)
        content = b"".join(draw.choice((draw.randbytes(8), *EIGHTS)) for _ in range(size // 8))
        escaped = "".join(f"\\{byte:02x}" for byte in content)
        yield f'(data (memory {index}) ({"i64" if is_64 else "i32"}.const 0) "{escaped}")'


def without_collection(line):
    """What Sinter has in the place of an instruction of garbage collection, and waits that end."""
    word = line.strip()
    if not COLLECTED.search(line):
        return f"    drop i64.const 1000 {word}" if word.startswith("memory.atomic.wait") else line
    if not line.startswith("    "):
        raise observable.Unsupported("a constant needs garbage collection")
    if word.startswith("ref.test"):
        return "    ref.is_null"
    if word.startswith("ref.eq"):
        return "    drop ref.is_null"
    return "    unreachable"  # Whatever is on the stack, and whatever is wanted there.


def rewritten(text, enricher, fuel):
    """The lines of the module's fields."""
    lines, function = [], None
    for line in text.splitlines()[1:-1]:
        line = without_collection(line)
        if line.startswith("  (func "):
            function = []
        if function is None:
            lines.append(line)
            continue
        function.append(line)
        if line == "  )" or line.endswith(")") and line.startswith("  (func ") and line.count("(") == line.count(")"):
            lines += enricher.function(function, str(fuel))
            function = None
    return lines


def assemble(text, path):
    with open(path + ".wat", "w") as file:
        file.write(text)
    toolbox.run([tool(), "parse", path + ".wat", "-o", path])


def make(draw, path, way):
    """Writes a module to `path`; returns what a plan says of it (script.py), its calls without arguments."""
    options, features = drawn_options(draw, "--deterministic" in way)
    fuel = draw.choice(FUEL)
    source = draw.randbytes(draw.choice((1000, 3000, 10000, 30000)))
    command = [tool(), "smith", "--wat", "--ensure-termination", "--fuel", str(fuel)]
    for name, value in options.items():
        command += ["--" + name, str(value).lower() if isinstance(value, bool) else str(value)]
    done = subprocess.run(command, input=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise observable.Unsupported("wasm-tools smith made nothing of its bytes")
    text = done.stdout.decode()
    module = Module(text)
    canonicalise = "--deterministic" not in way
    lines = ["(module", *rewritten(text, enrich.Enricher(draw, features, module.memories, canonicalise), module.fuel),
             enrich.HELPERS]
    module.globals.append(Type("i64"))  # enrich.py's
    callers = [caller(draw, index, module, fuel) for index in range(len(module.functions))]
    callers = [one for one in callers if one]
    if not callers:
        raise observable.Unsupported("none of its functions can be called")
    lines += [code for code, _ in callers]
    lines += [digest(module), *data(draw, module)]
    lines.append(f"(elem declare func {' '.join(map(str, range(len(module.functions))))})")
    lines.append(UNFUSED)
    text = "\n".join([*lines, ")"]) + "\n"
    assemble(text, path)
    for_engine = re.sub(r"(?<!\$)\b(f32x4|f64x2)\.relaxed_n?madd\b", r"call $\g<0>", text)
    assemble(for_engine, path + ".engine")
    looks = [("digest", "invoke", ["i64"])]
    plan = {"features": features, "calls": [call for _, call in callers] * 3, "prepare": None, "after": looks,
            "observers": [], "engineModule": path + ".engine"}
    # Either assembler may be the one that is right.
    return plan | ({"text": text} if draw.random() < 0.5 else {})


def observe(plan, seconds):
    """What Wasmtime does with the modules of a plan."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "observe.py")
    return toolbox.run([sys.executable, script, plan], timeout=seconds,
                       env={**os.environ, "PYTHONPATH": wasmtime()})
