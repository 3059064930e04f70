# Writes to a folder values.wat, functions of many types that check what they are given and pass it on to imports of the
# same types, and values.c, a host that calls each by the module's header and checks what arrives back. A host's function
# first calls the module again, so that all of them are nested in each other.
import os
import random
import sys

FUNCTIONS = 60
C_TYPES = {"i32": "int32_t", "i64": "int64_t", "f32": "float", "f64": "double", "v128": "sinter_c_v128",
           "externref": "void *"}
SIZES = {"i32": 4, "i64": 8, "f32": 4, "f64": 8, "v128": 16, "externref": 8}

choice = random.Random(23)


def values(most):
    # Few types at a time, so that one kind of register runs out as well as both.
    kinds = choice.sample(sorted(C_TYPES), choice.randint(1, 3))
    taken = [choice.choice(kinds) for _ in range(choice.randint(0, most))]
    return [(kind, choice.getrandbits(8 * SIZES[kind])) for kind in taken]


def check(kind, bits, get):
    """Traps unless the value on top of `get` is the one expected."""
    if kind == "externref":
        return f"(if (ref.is_null {get}) (then (unreachable)))"
    if kind == "v128":
        return " ".join(check("i64", bits >> 64 * lane & 2**64 - 1, f"(i64x2.extract_lane {lane} {get})")
                        for lane in (0, 1))
    integer = kind.replace("f", "i")
    value = f"({integer}.reinterpret_{kind} {get})" if kind[0] == "f" else get
    return f"(if ({integer}.ne {value} ({integer}.const {bits})) (then (unreachable)))"


def signature(parameters, results):
    return " ".join(f"({word} {' '.join(kind for kind, _ in row)})"
                    for word, row in (("param", parameters), ("result", results)) if row)


def declare(name, kind, bits):
    data = ", ".join(str(byte) for byte in bits.to_bytes(SIZES[kind], "little"))
    return (f"  static const unsigned char {name}b[] = {{{data}}};\n  {C_TYPES[kind]} {name};\n"
            f"  memcpy(&{name}, {name}b, sizeof {name});\n")


types = [(values(17), values(6)) for _ in range(FUNCTIONS)]
wat, functions, checks = [], [], []
for k, (parameters, results) in enumerate(types):
    wat.append(f'(import "h" "f{k}" (func $h{k} {signature(parameters, results)}))')
for k, (parameters, results) in enumerate(types):
    first = len(parameters)
    body = [check(kind, bits, f"(local.get {i})") for i, (kind, bits) in enumerate(parameters)]
    body.append(f"(call $h{k} {' '.join(f'(local.get {i})' for i in range(first))})")
    body += [f"(local.set {first + i})" for i in reversed(range(len(results)))]
    body += [check(kind, bits, f"(local.get {first + i})") for i, (kind, bits) in enumerate(results)]
    body += [f"(local.get {first + i})" for i in range(len(results))]
    local = f"(local {' '.join(kind for kind, _ in results)})" if results else ""
    wat.append(f'(func (export "f{k}") {signature(parameters, results)} {local}\n  {" ".join(body)})')

    out = C_TYPES[results[0][0]] if results else "void"
    listed = "".join(f", {C_TYPES[kind]} p{i}" for i, (kind, _) in enumerate(parameters))
    listed += "".join(f", {C_TYPES[kind]} *r{i}" for i, (kind, _) in list(enumerate(results))[1:])
    text = f"static int call{k - 1}(sinter_values_t *instance);\n" if k else ""
    text += f"static {out} host{k}(void *data, sinter_values_t *instance{listed}) {{\n"
    for i, (kind, bits) in enumerate(results):
        text += declare(f"v{i}", kind, bits)
    for i, (kind, bits) in enumerate(parameters):
        text += declare(f"w{i}", kind, bits) + f"  CHECK(memcmp(&p{i}, &w{i}, sizeof p{i}) == 0);\n"
    text += "  CHECK(" + (f"call{k - 1}(instance) == 0" if k else "values_again(instance) == SINTER_C_TRAP_Unreachable")
    text += ");\n"
    text += "".join(f"  *r{i} = v{i};\n" for i in range(1, len(results)))
    text += "  ++*(int *)data;\n" + ("  return v0;\n" if results else "") + "}\n"
    text += f"static int call{k}(sinter_values_t *instance) {{\n"
    for i, (kind, bits) in enumerate(parameters):
        text += declare(f"p{i}", kind, bits)
    for i, (kind, bits) in enumerate(results):
        text += declare(f"w{i}", kind, bits) + f"  {C_TYPES[kind]} r{i};\n  memset(&r{i}, 0, sizeof r{i});\n"
    passed = "".join(f", p{i}" for i in range(len(parameters))) + "".join(f", &r{i}" for i in range(len(results)))
    text += f"  if (values_f{k}(instance{passed}))\n    return 1;\n"
    text += "".join(f"  CHECK(memcmp(&r{i}, &w{i}, sizeof r{i}) == 0);\n" for i in range(len(results)))
    functions.append(text + "  return 0;\n}\n")
    checks.append(f"  imports.h__f{k} = host{k};\n")

with open(os.path.join(sys.argv[1], "values.wat"), "w") as file:
    file.write("(module\n" + "\n".join(wat) + '\n(func (export "again") (unreachable)))\n')
with open(os.path.join(sys.argv[1], "values.c"), "w") as file:
    file.write("""#include "values.h"
#include <stdio.h>
static int failures;
#define CHECK(CONDITION) ((CONDITION) ? (void)0 : (void)(++failures, printf("line %d: %s\\n", __LINE__, #CONDITION)))
""" + "".join(functions) + "int main(void) {\n  static sinter_values_imports_t imports;\n  static int calls;\n"
        "  sinter_values_t *instance = 0;\n  imports.data = &calls;\n" + "".join(checks)
        + "  CHECK(sinter_values_new(&sinter_module_values, &imports, 0, &instance) == 0);\n"
        + f"  CHECK(call{FUNCTIONS - 1}(instance) == 0);\n  sinter_values_delete(instance);\n"
        + '  printf("%d calls, %d failures\\n", calls, failures);\n  return failures != 0;\n}\n')
