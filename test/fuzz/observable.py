#===-- observable.py - Makes a generated module closed and its results exact ===#
#
# What `wasm-opt -ttf` makes imports functions that log values, leaves the bits of NaNs to
# the engine, and keeps its state to itself. rewrite() turns it into a module that any
# two engines must agree on to the last bit:
#
# - the imported functions become functions of its own, which mix what they
#   are given into an exported global, "log";
# - each instruction whose NaN is any NaN (core 4.3.3) is followed by a call of a function that
#   makes it the canonical one; what only copies bits is left alone;
# - "call:NAME" stands for the export NAME, with the bits of floating-point
#   numbers and vectors as i32 and i64, which JavaScript can hold;
# - "digest" hashes the memory, and the globals are exported as "global:INDEX", or
#   "bits:INDEX" where JavaScript would not show their bits;
# - the limit on calls and loops, 10 in what binaryen 108 makes, becomes the caller's.
#
# The instructions are those that binaryen 108 writes; an unknown one is an error.
#
#===------------------------------------------------------------------------===#
import struct

I32, I64, F32, F64, V128, FUNCREF, EXTERNREF = 0x7f, 0x7e, 0x7d, 0x7c, 0x7b, 0x70, 0x6f
NAMES = {I32: "i32", I64: "i64", F32: "f32", F64: "f64", V128: "v128", FUNCREF: "funcref",
         EXTERNREF: "externref"}


class Unsupported(Exception):
    """The module has something that this file does not know."""


# --- Numbers of the binary format ----------------------------------------------

def unsigned(value):
    out = bytearray()
    while value > 0x7f:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def signed(value):
    out = bytearray()
    while not -64 <= value < 64:
        out.append(value & 0x7f | 0x80)
        value >>= 7
    out.append(value & 0x7f)
    return bytes(out)


def vector(items):
    return unsigned(len(items)) + b"".join(items)


def sized(content):
    return unsigned(len(content)) + content


def name(text):
    return sized(text.encode())


class Reader:
    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def byte(self):
        self.at += 1
        return self.data[self.at - 1]

    def number(self):
        result = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            result |= (byte & 0x7f) << shift
            shift += 7
            if byte < 0x80:
                return result

    def leb(self):
        while self.data[self.at] >= 0x80:
            self.at += 1
        self.at += 1

    def take(self, size):
        self.at += size
        return self.data[self.at - size:self.at]

    def text(self):
        return self.take(self.number()).decode()

    def more(self):
        return self.at < self.end


# --- Instructions ----------------------------------------------------------------

def opcodes(*ranges):
    found = set()
    for first, last in ranges:
        found.update(range(first, last + 1))
    return found


# By what follows the opcode.
PLAIN = opcodes((0x00, 0x01), (0x05, 0x05), (0x0b, 0x0b), (0x0f, 0x0f), (0x19, 0x1b), (0x45, 0xc4), (0xd1, 0xd1), (0xd3, 0xd3))
BLOCK = {0x02, 0x03, 0x04, 0x06}
ONE_INDEX = {0x07, 0x08, 0x09, 0x0c, 0x0d, 0x10, 0x12, 0x18, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x3f, 0x40, 0xd0, 0xd2}
ACCESS = opcodes((0x28, 0x3e))
# f32: ceil floor trunc nearest sqrt add sub mul div min max; the same of f64; demote, promote.
MAKES_F32 = opcodes((0x8d, 0x97)) | {0xb6}
MAKES_F64 = opcodes((0x9b, 0xa5)) | {0xbb}
MAKES_F32X4 = opcodes((0x67, 0x6a), (0xe3, 0xe9)) | {0x5e}
MAKES_F64X2 = opcodes((0x74, 0x75), (0xef, 0xf5)) | {0x7a, 0x94, 0x5f}


def skip_block_type(reader):
    reader.leb()  # a type, empty, or an index: one number each


def skip_vector_instruction(reader):
    """The opcode after the prefix 0xfd."""
    code = reader.number()
    if code <= 0x0b or code in (0x5c, 0x5d):
        reader.leb(), reader.leb()
    elif code in (0x0c, 0x0d):
        reader.take(16)
    elif 0x15 <= code <= 0x22:
        reader.take(1)
    elif 0x54 <= code <= 0x5b:
        reader.leb(), reader.leb(), reader.take(1)
    elif code > 0xff:
        raise Unsupported(f"vector instruction 0x{code:x}")
    return code


def skip_atomic_instruction(reader):
    code = reader.number()
    if code == 3:
        reader.take(1)
    elif code > 0x4e:
        raise Unsupported(f"atomic instruction 0x{code:x}")
    else:
        reader.leb(), reader.leb()


def skip_numbered_instruction(reader):
    """The opcode after the prefix 0xfc."""
    code = reader.number()
    if code > 17:
        raise Unsupported(f"instruction 0xfc {code}")
    for _ in range((0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1)[code - 7] if code > 7 else 0):
        reader.leb()


def canonicalised(code, helpers, limit):
    """The instructions of a body, with a call of a helper after each that makes NaNs. `limit`
    replaces the first constant, if given."""
    reader = Reader(code)
    out = bytearray()
    copied = 0

    def insert(helper):
        nonlocal copied
        out.extend(code[copied:reader.at])
        out.extend(b"\x10" + unsigned(helpers[helper]))
        copied = reader.at

    while reader.more():
        opcode = reader.byte()
        if opcode in PLAIN:
            if opcode in MAKES_F32:
                insert(F32)
            elif opcode in MAKES_F64:
                insert(F64)
        elif opcode in ONE_INDEX:
            reader.leb()
        elif opcode in ACCESS:
            reader.leb(), reader.leb()
        elif opcode in BLOCK:
            skip_block_type(reader)
        elif opcode in (0x41, 0x42):
            begin = reader.at
            reader.leb()
            if limit is not None:
                out.extend(code[copied:begin] + signed(limit))
                copied, limit = reader.at, None
        elif opcode == 0x43:
            reader.take(4)
        elif opcode == 0x44:
            reader.take(8)
        elif opcode == 0x0e:
            for _ in range(reader.number() + 1):
                reader.leb()
        elif opcode in (0x11, 0x13):
            reader.leb(), reader.leb()
        elif opcode == 0x1c:
            reader.take(reader.number())
        elif opcode == 0xfc:
            skip_numbered_instruction(reader)
        elif opcode == 0xfd:
            made = skip_vector_instruction(reader)
            if made in MAKES_F32X4:
                insert("f32x4")
            elif made in MAKES_F64X2:
                insert("f64x2")
        elif opcode == 0xfe:
            skip_atomic_instruction(reader)
        else:
            raise Unsupported(f"instruction 0x{opcode:02x}")
    out.extend(code[copied:])
    return bytes(out)


# --- Functions that are added ------------------------------------------------------

MIX = b"\x42" + signed(-0x61c8864680b583eb)  # i64.const: 2^64 over the golden ratio
LOCAL_0 = b"\x20\x00"


def body(code, locals=()):
    return sized(vector([unsigned(count) + bytes([kind]) for count, kind in locals]) + code + b"\x0b")


def bits_of(kind):
    """From a value to the integers with its bits: what follows local.get, once per integer."""
    return {F32: [b"\xbc"], F64: [b"\xbd"], V128: [b"\xfd\x1d\x00", b"\xfd\x1d\x01"]}.get(kind, [b""])


def integers_of(kind):
    return {F32: [I32], F64: [I64], V128: [I64, I64]}.get(kind, [kind])


def log_body(kinds, log):
    code = b""
    for index, kind in enumerate(kinds):
        for convert, integer in zip(bits_of(kind), integers_of(kind)):
            # log = (log ^ bits) * MIX
            code += b"\x23" + unsigned(log) + b"\x20" + unsigned(index) + convert
            code += (b"\xad" if integer == I32 else b"") + b"\x85" + MIX + b"\x7e" + b"\x24" + unsigned(log)
    return body(code)


def canonical_body(kind):
    """The parameter, or the canonical NaN where it is one."""
    f32, f64 = struct.pack("<I", 0x7fc00000), struct.pack("<Q", 0x7ff8000000000000)
    choose = {
        F32: b"\x43" + f32 + LOCAL_0 + LOCAL_0 + b"\x5b\x1b",
        F64: b"\x44" + f64 + LOCAL_0 + LOCAL_0 + b"\x61\x1b",
        "f32x4": b"\xfd\x0c" + f32 * 4 + LOCAL_0 + LOCAL_0 + b"\xfd\x41\xfd\x52",
        "f64x2": b"\xfd\x0c" + f64 * 2 + LOCAL_0 + LOCAL_0 + b"\xfd\x47\xfd\x52",
    }
    return body(LOCAL_0 + choose[kind])


def digest_body(has_memory):
    """Hashes the size of memory 0 and all of it, eight bytes at a time."""
    if not has_memory:
        return body(b"\x42\x00")
    size = b"\x3f\x00"
    # local 0: where it is; local 1: the hash
    code = size + b"\xad\x21\x01\x03\x40"
    code += b"\x20\x01" + LOCAL_0 + b"\x29\x00\x00\x85" + MIX + b"\x7e"
    # The high bits hold more of what was before.
    code += b"\x22\x01\x20\x01\x42\x20\x88\x85\x21\x01"
    code += LOCAL_0 + b"\x41\x08\x6a\x22\x00" + size + b"\x41\x10\x74\x49\x0d\x00\x0b\x20\x01"
    return body(code, ((1, I32), (1, I64)))


def caller_body(function, parameters, results):
    """Calls a function, with bits in place of floating-point numbers and vectors."""
    code, at = b"", 0
    for kind in parameters:
        get = b"\x20" + unsigned(at)
        if kind == V128:
            code += get + b"\xfd\x12\x20" + unsigned(at + 1) + b"\xfd\x1e\x01"
        else:
            code += get + {F32: b"\xbe", F64: b"\xbf"}.get(kind, b"")
        at += len(integers_of(kind))
    code += b"\x10" + unsigned(function)
    for index in reversed(range(len(results))):
        code += b"\x21" + unsigned(at + index)
    for index, kind in enumerate(results):
        for convert in bits_of(kind):
            code += b"\x20" + unsigned(at + index) + convert
    return body(code, [(1, kind) for kind in results])


# --- The module ---------------------------------------------------------------------

class Module:
    """Sections as lists of their entries, still encoded."""

    def __init__(self, data):
        if data[:8] != b"\0asm\1\0\0\0":
            raise Unsupported("no module")
        self.sections = {}
        reader = Reader(data, 8)
        while reader.more():
            kind = reader.byte()
            content = reader.take(reader.number())
            if kind != 0:
                self.sections[kind] = content

    def reader(self, kind):
        """A reader behind the count of entries, and the count."""
        reader = Reader(self.sections.get(kind, b"\0"))
        return reader, reader.number()

    def append(self, kind, entries, in_front=False):
        reader, count = self.reader(kind)
        old, new = reader.data[reader.at:], b"".join(entries)
        self.sections[kind] = unsigned(count + len(entries)) + (new + old if in_front else old + new)

    def write(self):
        out = bytearray(b"\0asm\1\0\0\0")
        # Tags (13) stand before globals, the count of data segments (12) before code.
        for kind in (1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11):
            if kind in self.sections:
                out += bytes([kind]) + sized(self.sections[kind])
        return bytes(out)


def function_types(module):
    reader, count = module.reader(1)
    types = []
    for _ in range(count):
        if reader.byte() != 0x60:
            raise Unsupported("a type that is no function")
        types.append((tuple(reader.take(reader.number())), tuple(reader.take(reader.number()))))
    return types


def imported_types(module):
    reader, count = module.reader(2)
    types = []
    for _ in range(count):
        reader.text(), reader.text()
        if reader.byte() != 0:
            raise Unsupported("an import that is no function")
        types.append(reader.number())
    return types


def global_kinds(module):
    """(type, whether it is mutable) of each; skips the expressions that they begin as."""
    reader, count = module.reader(6)
    kinds = []
    for _ in range(count):
        kinds.append((reader.byte(), reader.byte() == 1))
        while True:
            opcode = reader.byte()
            if opcode == 0x0b:
                break
            if opcode in (0x41, 0x42, 0x23, 0xd0, 0xd2):
                reader.leb()
            elif opcode in (0x43, 0x44):
                reader.take(4 if opcode == 0x43 else 8)
            elif opcode == 0xfd:
                skip_vector_instruction(reader)
            elif opcode not in PLAIN:
                raise Unsupported(f"instruction 0x{opcode:02x} in a constant")
    return kinds


def exports(module):
    reader, count = module.reader(7)
    return [(reader.text(), reader.byte(), reader.number()) for _ in range(count)]


def rewrite(data, limit, with_globals):
    """The new module, and what can be called: (export, parameter types, result types), of which the
    exports "log", "digest" and the accessors of globals are none."""
    module = Module(data)
    types = function_types(module)
    imported = imported_types(module)
    reader, count = module.reader(3)
    functions = [*imported, *(reader.number() for _ in range(count))]
    kinds = global_kinds(module)
    log = len(kinds)
    new_types, new_functions, new_bodies, new_exports = [], [], [], []

    def type_index(parameters, results):
        wanted = (tuple(parameters), tuple(results))
        if wanted not in types:
            types.append(wanted)
            new_types.append(b"\x60" + sized(bytes(wanted[0])) + sized(bytes(wanted[1])))
        return types.index(wanted)

    def add(parameters, results, code, export=None):
        index = len(functions)
        functions.append(type_index(parameters, results))
        new_functions.append(unsigned(functions[index]))
        new_bodies.append(code)
        if export:
            new_exports.append(name(export) + b"\x00" + unsigned(index))
        return index

    helpers = {}
    reader, count = module.reader(10)
    old_bodies = [reader.take(reader.number()) for _ in range(count)]
    has_vectors = any(V128 in side for both in types for side in both) or \
        any(b"\xfd" in code for code in old_bodies)
    for kind in (F32, F64, *(("f32x4", "f64x2") if has_vectors else ())):
        at = V128 if isinstance(kind, str) else kind
        helpers[kind] = add([at], [at], canonical_body(kind))

    old_exports = exports(module)
    limiters = [index for text, _, index in old_exports if text == "hangLimitInitializer"]
    bodies = []
    for number, code in enumerate(old_bodies):
        index = len(imported) + number
        reader = Reader(code)
        for _ in range(reader.number()):
            reader.leb(), reader.leb()
        instructions = canonicalised(code[reader.at:], helpers, limit if index in limiters else None)
        bodies.append(sized(code[:reader.at] + instructions))

    calls = []
    for text, sort, index in old_exports:
        if sort != 0 or text == "hangLimitInitializer":
            continue
        parameters, results = types[functions[index]]
        flat = [[i for kind in side for i in integers_of(kind)] for side in (parameters, results)]
        if any(kind not in NAMES for side in flat for kind in side):
            continue  # A reference that JavaScript cannot make.
        call = "call:" + text
        add(*flat, caller_body(index, parameters, results), call)
        calls.append((call, [NAMES[kind] for kind in flat[0]], [NAMES[kind] for kind in flat[1]]))

    add([], [I64], digest_body(5 in module.sections), "digest")
    observers = []
    for index, (kind, mutable) in enumerate(kinds if with_globals else ()):
        if not mutable:
            continue
        if kind in (I32, I64):
            new_exports.append(name(f"global:{index}") + b"\x03" + unsigned(index))
            observers.append((f"global:{index}", "get", [NAMES[kind]]))
        elif kind in (F32, F64, V128):
            flat = integers_of(kind)
            code = b"".join(b"\x23" + unsigned(index) + convert for convert in bits_of(kind))
            add([], flat, body(code), f"bits:{index}")
            observers.append((f"bits:{index}", "invoke", [NAMES[i] for i in flat]))
    new_exports.append(name("log") + b"\x03" + unsigned(log))

    module.append(1, new_types)
    module.append(3, [unsigned(index) for index in imported], in_front=True)
    module.append(3, new_functions)
    module.append(6, [bytes([I64, 1]) + b"\x42\x00\x0b"])
    module.append(7, new_exports)
    log_bodies = [log_body(types[index][0], log) for index in imported]
    module.sections[10] = vector([*log_bodies, *bodies, *new_bodies])
    module.sections.pop(2, None)
    return module.write(), calls, observers
