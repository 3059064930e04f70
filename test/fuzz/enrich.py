#===-- enrich.py - More computation for modules of wasm-smith ---------------===#
#
# wasm-smith draws each instruction among those whose operands are on the stack, where there is seldom more than
# one: instructions of two operands are rare in what it makes, those of three hardly there. enrich() adds them
# to a function's lines: behind an instruction whose type is known it takes the value into a local, computes
# with the locals of all types, and goes on with what the value has become. What else is computed
# is mixed into a global now and then, so that nothing is for nothing.
#
# Which instructions there are, with their signatures, compiler/wasm/Opcodes.def says. Where an engine chooses
# the bits of NaNs, each instruction that makes them (core 4.3.3) is followed by a call that
# makes them canonical; what only copies bits is left alone.
#
#===------------------------------------------------------------------------===#
import re

import toolbox

TYPES = {"i": "i32", "l": "i64", "f": "f32", "d": "f64", "v": "v128"}
# Options of wasm-smith by the features of Opcodes.def.
OPTION_OF = {"SignExtension": "sign-extension-ops", "SaturatingConversions": "saturating-float-to-int", "Simd": "simd",
             "RelaxedSimd": "relaxed-simd", "WideArithmetic": "wide-arithmetic", "Threads": "threads"}
REACH = 1024  # Addresses go no further, nor do memories that are too small take part.

INTEGERS = (0, 1, -1, 2, 7, 31, 32, 63, 64, 127, 128, 255, 32767, 32768, 65535, 65536, 2147483647, -2147483648,
            0x3f800000, 0x7f800000, -0x00800000, 0x7fa00000, -0x00400001)
WIDE = (*INTEGERS, 4294967295, 4294967296, 9223372036854775807, -9223372036854775808, 0x7ff0000000000000,
        0x7ff4000000000000, 0x3ff8000000000000)
FLOATS = ("0", "-0", "1", "-1.5", "0.5", "2.5", "inf", "-inf", "nan", "-nan", "0x1p-149", "-0x1p-126", "0x1p31",
          "-0x1p31", "0x1p32", "0x1p63", "-0x1p63", "0x1.fffffep127", "16777217", "2147483520")
DOUBLES = (*FLOATS, "0x1p-1074", "0x1.fffffffffffffp1023", "0x1p-1022", "2147483647", "-2147483648.9",
           "9007199254740993")

NAN = re.compile(r"(f32|f64|f32x4|f64x2)\.(ceil|floor|trunc|nearest|sqrt|add|sub|mul|div|min|max|demote|promote)(_|$)")


class Instruction:
    def __init__(self, name, immediates, parameters, results, feature):
        self.name, self.immediates, self.feature = name, immediates, feature
        self.parameters, self.results = parameters, results

    def memory(self):
        return "a" in self.parameters


def table():
    found = []
    with open(toolbox.rooted("compiler", "wasm", "Opcodes.def")) as file:
        rows = re.findall(r'^(?:NUMERIC|SIMD|ATOMIC|LOAD|STORE|CONSTANT)\(\w+, +"([\w.]+)", +0x\w+, +0x\w+, +(\w+), '
                          r'+"([^"]+)", +(\w+)\)', file.read(), re.M)
    for name, immediates, signature, feature in rows:
        if signature != "*":
            found.append(Instruction(name, immediates, *signature.split(":"), feature))
    return found


INSTRUCTIONS = table()
# The type of the only result.
RESULT = {one.name: one.results for one in INSTRUCTIONS if len(one.results) == 1 and one.results in TYPES}
ADDED = [one for one in INSTRUCTIONS if not one.name.endswith(".const") and ".wait" not in one.name and
         one.name != "atomic.fence" and set(one.parameters + one.results) <= set("aifldv")]


def canonical(name):
    """The helper to call behind an instruction, if it makes NaNs."""
    match = NAN.match(name)
    return f" call $canonical_{match.group(1)}" if match else ""


HELPERS = """
(func $canonical_f32 (param f32) (result f32)
  local.get 0 f32.const nan local.get 0 local.get 0 f32.eq select)
(func $canonical_f64 (param f64) (result f64)
  local.get 0 f64.const nan local.get 0 local.get 0 f64.eq select)
(func $canonical_f32x4 (param v128) (result v128)
  local.get 0 v128.const f32x4 nan nan nan nan local.get 0 local.get 0 f32x4.eq v128.bitselect)
(func $canonical_f64x2 (param v128) (result v128)
  local.get 0 v128.const f64x2 nan nan local.get 0 local.get 0 f64x2.eq v128.bitselect)
(global $mixed (mut i64) (i64.const 0))
(data $noise "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_")
"""
LOCALS = "    (local " + ") (local ".join(f"$value_{kind} {kind}" for kind in TYPES.values()) + ")"
BITS = {"i32": ("i64.extend_i32_u",), "i64": ("",), "f32": ("i32.reinterpret_f32 i64.extend_i32_u",),
        "f64": ("i64.reinterpret_f64",), "v128": ("i64x2.extract_lane 0", "i64x2.extract_lane 1")}


class Enricher:
    """Adds to the functions of one module."""

    def __init__(self, draw, features, memories, canonicalise):
        self.draw, self.canonicalise = draw, canonicalise
        self.memories = [(index, is_64) for index, (is_64, _, least) in enumerate(memories) if least >= REACH + 64]
        self.share = draw.choice((0, 0.1, 0.3, 0.6))
        self.bulk = "bulk-memory" in features and self.memories
        self.added = [one for one in ADDED if OPTION_OF.get(one.feature, one.name) in (*features, one.name) and
                      (self.memories or not one.memory())]
        # Some modules are about few instructions, each of them many times.
        if draw.random() < 0.5:
            self.added = draw.sample(self.added, 12)

    def constant(self, kind):
        draw = self.draw
        if kind == "v128":
            lanes = (draw.choice(INTEGERS) if draw.random() < 0.6 else draw.getrandbits(32) for _ in range(4))
            return "v128.const i32x4 " + " ".join(map(str, lanes))
        values = {"i32": INTEGERS, "i64": WIDE, "f32": FLOATS, "f64": DOUBLES}[kind]
        return f"{kind}.const {draw.choice(values)}"

    def operand(self, kind):
        return f"local.get $value_{kind}" if self.draw.random() < 0.75 else self.constant(kind)

    def address(self, is_64, step):
        """An address in reach, and a multiple of `step` most of the time."""
        draw = self.draw
        step = step if draw.random() < 0.98 else 1
        kind = "i64" if is_64 else "i32"
        if draw.random() < 0.5:
            return f"{kind}.const {draw.randrange(REACH // step) * step}"
        return f"local.get $value_{kind} {kind}.const {REACH - step} {kind}.and"

    def immediates(self, one):
        draw = self.draw
        lanes = re.match(r"[if]\d+x(\d+)", one.name)
        lane = draw.randrange(int(lanes.group(1))) if lanes else 0
        if one.immediates == "Lane":
            return f" {lane}"
        if one.immediates == "Shuffle":
            return "".join(f" {draw.randrange(32)}" for _ in range(16))
        if one.immediates.startswith("MemArg"):
            width = re.search(r"(?:load|store)(\d+)_lane", one.name)
            return f" {draw.randrange(128 // int(width.group(1)))}" if width else ""
        return ""

    def bulk_operation(self):
        """Copies or fills a part of a memory; $noise is HELPERS'."""
        draw = self.draw
        index, is_64 = draw.choice(self.memories)
        source, source_is_64 = draw.choice(self.memories)
        to = self.address(is_64, 1)
        size = draw.choice((0, 1, 7, 16, 33, 64))
        kind = draw.choice(("fill", "copy", "init"))
        if kind == "fill":
            return f"{to} {self.operand('i32')} {'i64' if is_64 else 'i32'}.const {size} memory.fill {index}"
        if kind == "copy":
            length = "i64" if is_64 and source_is_64 else "i32"
            return f"{to} {self.address(source_is_64, 1)} {length}.const {size} memory.copy {index} {source}"
        return f"{to} i32.const {64 - size} i32.const {size} memory.init {index} $noise"

    def computation(self):
        """One more instruction, from the locals to the locals."""
        draw = self.draw
        if self.bulk and draw.random() < 0.05:
            return self.bulk_operation()
        one = draw.choice(self.added)
        parts, memory = [], ""
        if one.memory():
            index, is_64 = draw.choice(self.memories)
            memory = f" {index}"
        for number, letter in enumerate(one.parameters):
            if letter == "a":
                parts.append(self.address(is_64, 16 if "atomic" in one.name else 1))
                continue
            kind = TYPES[letter]
            parts.append(self.operand(kind))
            if number and re.search(r"\.(div|rem)_", one.name) and draw.random() < 0.95:
                parts.append(f"{kind}.const 1 {kind}.or")
        if re.search(r"i(32|64)\.trunc_f", one.name) and draw.random() < 0.9:
            parts[-1] = f"{TYPES[one.parameters]}.const {draw.choice((0.9, 1, 123456.5))}"
        parts.append(one.name + memory + self.immediates(one) + (canonical(one.name) if self.canonicalise else ""))
        kinds = [TYPES[letter] for letter in one.results]
        parts += [f"local.set $value_{kind}" for kind in reversed(kinds)]
        if kinds and draw.random() < 0.3:
            for bits in BITS[kinds[-1]]:
                parts.append(f"global.get $mixed local.get $value_{kinds[-1]} {bits} i64.xor "
                             "i64.const -0x61c8864680b583eb i64.mul global.set $mixed")
        return " ".join(parts)

    def function(self, lines, fuel):
        """The lines of one function, with more between them. The instructions that count `fuel` stay together."""
        out, counting, has_locals = [], False, False
        for number, line in enumerate(lines):
            if number and not has_locals and not line.startswith("    (local"):
                out.append(LOCALS)
                has_locals = True
            out.append(line)
            words = line.split()
            if words[:2] == ["global.get", fuel]:
                counting = True
            elif words[:2] == ["global.set", fuel]:
                counting = False
            if counting or not number:
                continue
            if self.canonicalise:
                out[-1] += canonical(words[0])
            if words[0] in RESULT and self.draw.random() < self.share:
                kind = TYPES[RESULT[words[0]]]
                out.append(f"local.set $value_{kind}")
                out += [self.computation() for _ in range(self.draw.randint(1, 3))]
                out.append(f"local.get $value_{kind}")
        return out
