#===-- simdcosts.py - How many machine instructions each vector instruction takes ------===#
#
#   simdcosts.py --sinter PATH [--costs FILE] [--update]     compares with the table (or rewrites it)
#   simdcosts.py --sinter PATH --show TEXT [--cpu NAME]      the assembly of instructions with TEXT in them
#
# One function per vector instruction of compiler/wasm/Opcodes.def is compiled for each CPU. What is counted is what
# the instruction needs: not the loads of its operands and the stores of its result, which the calling
# convention keeps in memory, nor the return; constants that are loaded by themselves do count, and the exclusive or that
# computes an operand where one in memory would be looked at there. A number above the
# table's is a regression and fails; so do a call, and on CPUs with vectors what goes through lanes one by one. A number below it fails as well until the table has it.
#
#===-------------------------------------------------------------------------------------===#
import argparse
import csv
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CPUS = {
    "x86-64": ["--target=x86_64-linux", "-mcpu=x86-64"],
    "x86-64-v2": ["--target=x86_64-linux", "-mcpu=x86-64-v2"],
    "x86-64-v3": ["--target=x86_64-linux", "-mcpu=x86-64-v3"],
    "x86-64-v4": ["--target=x86_64-linux", "-mcpu=x86-64-v4"],
    "aarch64": ["--target=aarch64-linux"],
    "riscv64+v": ["--target=riscv64-linux", "-mattr=+v"],
    "riscv64": ["--target=riscv64-linux"],
}
TYPES = {"a": "i32", "i": "i32", "l": "i64", "f": "f32", "d": "f64", "v": "v128"}
IMMEDIATES = {
    "None": "", "MemArg": "", "Lane": "1", "MemArgLane": "1",
    "Shuffle": "3 20 5 31 0 17 9 9 14 2 30 22 11 7 16 1",  # no pattern that a CPU knows
    "V128Const": "i32x4 1 20 300 4000",
}

# Moves between memory and registers that a function has because of its operands and results.
PLAIN = {
    "x86": re.compile(r"ret|v?mov(ups|upd|aps|apd|dqu|dqa|ss|sd|q|l)\s+(-?\d*\(%r[^i]\w+(,%\w+)?\),\s*%|%\w+,\s*-?\d*\(%r[^i])"),
    "aarch64": re.compile(r"ret|(ldr|ldp|ldur|str|stp|stur)\s(?!.*:lo12:)"),
    "riscv64": re.compile(r"ret|(ld|sd|lw|sw|fld|fsd)\s(?!.*%pcrel)|v[ls]e\d+\.v\s"),
}
ONE_BY_ONE = {
    "x86": re.compile(r"v?pextr|v?pinsr|v?cvtts[sd]2si"),
    "aarch64": re.compile(r"[us]mov\s|fcvtz[us]\s+[wx]\d+|mov\s+v\d+\.\w\[\d+\]"),
    "riscv64": re.compile(r"vmv\.[xs]\.|vfmv\.[fs]\.|vslide1|fcvt\.\w+\.\w+\s"),
}


def instructions():
    """Name, immediates and signature of each row."""
    with open(os.path.join(ROOT, "compiler", "wasm", "Opcodes.def")) as file:
        return re.findall(r'^(?:LOAD|STORE|CONSTANT|SIMD)\(\w+,\s*"([^"]+)",\s*0xfd,\s*\w+,\s*(\w+),\s*"([^"]*)",'
                          r"\s*(?:Relaxed)?Simd\)", file.read(), re.M)


def module():
    lines = ["(module (memory 1)"]
    for name, immediates, signature in instructions():
        parameters, _, results = signature.partition(":")
        operands = " ".join(f"(local.get {i})" for i in range(len(parameters)))
        if re.search(r"_lane|_true|bitmask", name):
            # A part of a vector would be taken from where it lies in memory, so one is computed.
            at = parameters.index("v")
            operands = operands.replace(f"(local.get {at})", f"(v128.xor (local.get {at}) (local.get {len(parameters)}))")
            parameters += "v"
        types = " ".join(TYPES[p] for p in parameters)
        result = f"(result {TYPES[results]})" if results else ""
        lines.append(f'(func (export "{name}") (param {types}) {result} ({name} {IMMEDIATES[immediates]} {operands}))')
    return "\n".join([*lines, ")"])


def assembly(sinter, cpu):
    """The instructions of each function."""
    out = subprocess.run([*sinter, "-", "-S", "-O2", *CPUS[cpu], "-o", "-"], input=module(), text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    bodies, lines = {}, None
    names = [name for name, *_ in instructions()]
    for line in out.splitlines():
        label = re.match(r'"?wasm\.(\d+)\.[^:]*:', line)
        if label:
            lines = bodies.setdefault(names[int(label.group(1))], [])
        elif line.startswith(".Lfunc_end"):
            lines = None
        elif lines is not None and re.match(r"\t[a-z]", line):
            lines.append(line.split("#")[0].split("//")[0].strip())
    assert len(bodies) == len(names), "functions are missing in the assembly"
    return bodies


def family(cpu):
    return "x86" if cpu.startswith("x86") else cpu.split("+")[0]


def counted(cpu, body):
    return sum(not PLAIN[family(cpu)].match(line) for line in body)


def faults(cpu, name, body):
    """What no vector instruction may do."""
    for line in body:
        if re.match(r"call|bl\s|jal|tail", line):
            yield f"calls: {line}"
    lanes = [line for line in body if ONE_BY_ONE[family(cpu)].match(line)]
    if cpu != "riscv64" and len(lanes) > 1:
        yield f"goes through lanes: {lanes[0]}"


def main():
    parser = argparse.ArgumentParser(description="Counts the machine instructions of vector instructions.")
    parser.add_argument("--sinter", required=True, nargs="+")
    parser.add_argument("--costs", default=os.path.join(ROOT, "lit-tests", "target", "Inputs", "simd-costs.csv"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--show")
    parser.add_argument("--cpu", choices=CPUS)
    options = parser.parse_args()

    cpus = [options.cpu] if options.cpu else list(CPUS)
    bodies = {cpu: assembly(options.sinter, cpu) for cpu in cpus}
    if options.show is not None:
        for cpu in cpus:
            for name, body in bodies[cpu].items():
                if re.search(options.show, name):
                    print(f"{name}, {cpu}: {counted(cpu, body)}\n    " + "\n    ".join(body))
        return 0

    bad = [f"{name}, {cpu}: {fault}" for cpu in cpus for name, body in bodies[cpu].items()
           for fault in faults(cpu, name, body)]
    costs = {name: [counted(cpu, bodies[cpu][name]) for cpu in cpus] for name, *_ in instructions()}
    if options.update:
        with open(options.costs, "w", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(["instruction", *cpus])
            out.writerows([name, *row] for name, row in costs.items())
    else:
        with open(options.costs) as file:
            known = {row["instruction"]: row for row in csv.DictReader(file)}
        for name, row in costs.items():
            for cpu, cost in zip(cpus, row):
                was = int(known[name][cpu]) if name in known else None
                if cost != was:
                    bad.append(f"{name}, {cpu}: {cost} machine instructions, and {was} in {options.costs}")
    print("\n".join(bad))
    print(f"{len(costs)} instructions on {len(cpus)} CPUs, {len(bad)} problems")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
