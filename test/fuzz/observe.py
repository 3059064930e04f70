#!/usr/bin/env python3
#===-- observe.py - Runs generated modules under Wasmtime --------------------===#
#
#   observe.py PLAN.json
#
# What observe.mjs does under V8, for modules with proposals that Node does not know. It has a process of its
# own, so that whatever becomes of Wasmtime stays there, and finds its package by PYTHONPATH.
#
#===------------------------------------------------------------------------===#
import json
import sys

import wasmtime
from wasmtime import TrapCode

ON = ("wasm_threads", "wasm_tail_call", "wasm_reference_types", "wasm_simd", "wasm_bulk_memory", "wasm_multi_value",
      "wasm_multi_memory", "wasm_memory64", "wasm_relaxed_simd", "wasm_relaxed_simd_deterministic",
      "wasm_exceptions", "wasm_function_references", "wasm_gc", "wasm_wide_arithmetic", "wasm_custom_page_sizes",
      "shared_memory")
STACK = 1 << 20

# Wasmtime's codes in the words of the specification's scripts; a beginning stands for all that
# begin so: Wasmtime does not say what it was that was null, nor whether a table was called or read.
TRAPS = {
    TrapCode.UNREACHABLE: "unreachable",
    TrapCode.MEMORY_OUT_OF_BOUNDS: "out of bounds memory access",
    TrapCode.TABLE_OUT_OF_BOUNDS: "",
    TrapCode.INDIRECT_CALL_TO_NULL: "uninitialized element",
    TrapCode.BAD_SIGNATURE: "indirect call type mismatch",
    TrapCode.INTEGER_OVERFLOW: "integer overflow",
    TrapCode.INTEGER_DIVISION_BY_ZERO: "integer divide by zero",
    TrapCode.BAD_CONVERSION_TO_INTEGER: "invalid conversion to integer",
    TrapCode.HEAP_MISALIGNED: "unaligned atomic",
    TrapCode.ATOMIC_WAIT_NON_SHARED_MEMORY: "expected shared memory",
    TrapCode.NULL_REFERENCE: "null",
}


class LeftOut(Exception):
    pass


def engine(canonical):
    config = wasmtime.Config()
    for name in ON:
        setattr(config, name, True)
    config.cranelift_nan_canonicalization = canonical
    config.parallel_compilation = False
    config.max_wasm_stack = STACK
    return wasmtime.Engine(config)


def argument(kind, text):
    bits = 32 if kind == "i32" else 64
    value = int(text) & (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def outcome(code, types):
    """What a call does: its results as text, or how it ended."""
    try:
        value = code()
    except wasmtime.Trap as trap:
        if "thrown Wasm exception" in str(trap):
            return {"exception": True}
        return {"trap": trap_text(trap)}
    values = [] if not types else [value] if len(types) == 1 else value
    return {"results": [f"({kind}.const {one})" for kind, one in zip(types, values)]}


def trap_text(trap):
    if trap.trap_code == TrapCode.STACK_OVERFLOW:
        raise LeftOut("the stack is exhausted")
    if trap.trap_code not in TRAPS:
        raise LeftOut(f"a trap that only Wasmtime has: {str(trap).strip().splitlines()[-1]}")
    return TRAPS[trap.trap_code]


def observe(plan, engine, keeps_trapped):
    with open(plan["engineModule"], "rb") as file:
        data = file.read()
    try:
        module = wasmtime.Module(engine, data)
    except wasmtime.WasmtimeError as error:
        # What smith makes is valid, so that this is a limit of Wasmtime's.
        raise LeftOut(f"Wasmtime refuses it: {str(error).strip().splitlines()[-1]}")

    def instance():
        store = wasmtime.Store(engine)
        return store, wasmtime.Instance(store, module, []).exports(store)

    try:
        store, exports = instance()
    except wasmtime.Trap as trap:
        return {"state": "trapped", "message": trap_text(trap)}
    except wasmtime.WasmtimeError as error:
        # Of an exception that leaves a start function, scripts have nothing to say.
        raise LeftOut(f"no instance: {str(error).strip().splitlines()[-1].strip()}")

    before = []  # the calls that have taken effect
    calls = []

    def look(observer):
        return outcome(lambda: exports[observer["name"]](store), observer["results"])

    for plan_call in plan["calls"]:
        arguments = [argument(*pair) for pair in zip(plan_call["parameters"], plan_call["values"])]
        done = outcome(lambda: exports[plan_call["name"]](store, *arguments), plan_call["results"])
        if "results" in done:
            before.append((plan_call["name"], arguments))
        elif not keeps_trapped:
            store, exports = instance()
            for name, values in before:
                exports[name](store, *values)
        calls.append({"outcome": done, "after": [look(observer) for observer in plan["after"]]})
    return {"state": "run", "calls": calls, "observed": [look(observer) for observer in plan["observers"]]}


def main():
    with open(sys.argv[1]) as file:
        plan = json.load(file)
    made = engine(plan["canonical"])
    states = []
    for module in plan["modules"]:
        try:
            states.append(observe(module, made, plan["keepsTrapped"]))
        except LeftOut as reason:
            states.append({"state": "left out", "reason": str(reason)})
    json.dump(states, sys.stdout)


if __name__ == "__main__":
    main()
