#!/usr/bin/env python3
#===-- run.py - Compares compiled programs with the same .wasm under Node ---===#
#
#   test/programs/run.py --sinter=build/bin/sinter [--all] [--target=aarch64-linux] [NAME...]
#
# Builds or fetches each program of programs.py, runs it under node:wasi and as
# an executable made by Sinter, and wants the same output, exit code and
# files, byte for byte; of a trap the same kind. What cannot be had on this machine is skipped with the
# reason. --all adds -O0 and --memory=checked for every program, and compiles the modules that are there for
# that alone, which so many seconds of CPU time and so much memory must suffice for. --target compiles for that
# CPU, whose programs QEMU runs where it is another than this machine's.
#
#===-------------------------------------------------------------------------===#
import argparse
import itertools
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "lib"))
import toolbox  # noqa: E402
from programs import MODULES, PROGRAMS, source  # noqa: E402

COMPILE_SECONDS = 1800
RUN_SECONDS = 300
EMULATED_SECONDS = 3000


class Difference(Exception):
    """The executable did not do what Node did."""


class Result:
    """What one command did."""

    def __init__(self, out, err, status, trap):
        self.out, self.err, self.status, self.trap = out, err, status, trap


def split_trap(text, pattern):
    """Takes the message of a trap out of the standard error."""
    match = re.search(pattern, text, re.DOTALL)
    return (text[:match.start()], match.group(1)) if match else (text, None)


def start(command, folder, stdin, executable=None, environment=None, seconds=RUN_SECONDS):
    path = source(stdin) if stdin else os.devnull
    if stdin and not os.path.exists(path):
        path = os.path.join(folder, stdin)
    # Output goes to files: a pipe that is full is a matter between Node and its reader.
    with open(path, "rb") as file, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        done = subprocess.run(command, executable=executable, cwd=folder, stdin=file, stdout=out,
                              stderr=err, env=environment, timeout=seconds)
        out.seek(0)
        err.seek(0)
        return out.read(), err.read().decode(errors="replace"), done.returncode


def grants_of(program):
    return program.grants() if program.grants else {}


def writable_of(program):
    """The folders that a program may change, by the guest's name, below the folder that it starts in."""
    return {"/data": ".", **({"/tmp": "tmp"} if program.temporary else {})}


def under_node(program, command, folder):
    # Node's granted folders are those that the executable gets, in the same order.
    writable = {guest: os.path.join(folder, host) for guest, host in writable_of(program).items()}
    what = {"module": program.module(), "args": [program.name, *command.arguments],
            "env": program.environment, "preopens": {**writable, **grants_of(program)}}
    script = source("oracle.mjs")
    out, err, status = start([toolbox.node(), "--no-warnings", script, json.dumps(what)], folder,
                             command.stdin)
    err, trap = split_trap(err, r"\ntrap: (.*?)\n$")
    return Result(out, err, status, trap)


def emulator_of(target):
    """What runs programs for a target, or None on a machine with that CPU."""
    cpu = target.split("-")[0]
    return None if not target or cpu == platform.machine() else toolbox.tool("qemu-" + cpu)


def compiled(program, options, sinter, folder):
    executable = os.path.join(folder, program.name)
    line = [sinter, program.module(), "-o", executable, *options]
    for guest, host in writable_of(program).items():
        line += ["--dir", f"{host}::{guest}"]
    for guest, host in grants_of(program).items():
        line += ["--dir-ro", f"{host}::{guest}"]
    for name, value in program.environment.items():
        line += ["--env", f"{name}={value}"]
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          stdin=subprocess.DEVNULL, errors="replace", timeout=COMPILE_SECONDS)
    if done.returncode != 0:
        raise Difference(f"sinter exited with {done.returncode}: {done.stdout.strip()[:2000]}")
    return executable


def under_sinter(program, command, folder, executable, emulator):
    environment = {"HIDDEN": "secret"}
    if emulator:
        line = [emulator, "-0", program.name, executable, *command.arguments]
        out, err, status = start(line, folder, command.stdin, None, environment, EMULATED_SECONDS)
    else:
        line = [program.name, *command.arguments]
        out, err, status = start(line, folder, command.stdin, executable, environment)
    # A backtrace follows the message.
    err, trap = split_trap(err, r"[^\n]*: trap: ([^\n]*)\n.*$")
    return Result(out, err, status, trap)


def contents(folder):
    """Every file and link below a folder, as bytes."""
    found = {}
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(place, name)
            inside = os.path.relpath(path, folder)
            if os.path.islink(path):
                found[inside] = b"-> " + os.readlink(path).encode()
            elif os.path.isdir(path):
                found[inside] = None
            else:
                with open(path, "rb") as file:
                    found[inside] = file.read()
    return found


def filtered(text, filters):
    for pattern, replacement in filters:
        text = re.sub(pattern, replacement, text)
    return text


def excerpt(wanted, got):
    """Where two outputs part."""
    at = next((i for i, (a, b) in enumerate(zip(wanted, got)) if a != b), min(len(wanted), len(got)))
    begin = max(0, at - 60)
    return (f"at byte {at} of {len(wanted)} and {len(got)}:\n      node   {wanted[begin:at + 120]!r}"
            f"\n      sinter {got[begin:at + 120]!r}")


# What both call by different names: V8 does not tell these apart.
SAME_TRAPS = [{"indirect call type mismatch", "uninitialized element", "undefined element"},
              {"integer overflow", "invalid conversion to integer"}]


def compare_command(number, program, wanted, got):
    where = f"command {number}: "
    same_trap = wanted.trap == got.trap or any({wanted.trap, got.trap} <= group for group in SAME_TRAPS)
    if not same_trap:
        raise Difference(f"{where}trap: node {wanted.trap}, sinter {got.trap}; {got.err[-500:]}")
    if wanted.status != got.status:
        raise Difference(f"{where}exit code: node {wanted.status}, sinter {got.status}; {got.err[-500:]}")
    pairs = [("standard output", wanted.out.decode(errors="replace"), got.out.decode(errors="replace"))]
    pairs.append(("standard error", wanted.err, got.err))
    for name, a, b in pairs:
        a, b = filtered(a, program.filters), filtered(b, program.filters)
        if a != b:
            raise Difference(f"{where}{name} differs {excerpt(a, b)}")
    if not program.filters and wanted.out != got.out:
        raise Difference(f"{where}standard output differs {excerpt(wanted.out, got.out)}")


def compare(program, options, sinter, emulator, work):
    """Runs a program both ways; returns the seconds that compiling took."""
    folders = {way: os.path.join(work, way) for way in ("node", "sinter")}
    for folder in folders.values():
        for place in writable_of(program).values():
            os.makedirs(os.path.join(folder, place), exist_ok=True)
        if program.files:
            program.files(folder)
    began = time.monotonic()
    executable = compiled(program, options, sinter, work)
    seconds = time.monotonic() - began
    for number, command in enumerate(program.commands, 1):
        wanted = under_node(program, command, folders["node"])
        got = under_sinter(program, command, folders["sinter"], executable, emulator)
        compare_command(number, program, wanted, got)
    files = {way: contents(folder) for way, folder in folders.items()}
    for name in sorted(files["node"].keys() | files["sinter"].keys()):
        a, b = (files[way].get(name, b"(no such file)") for way in ("node", "sinter"))
        if a != b:
            raise Difference(f"the file {name} differs {excerpt(a or b'', b or b'')}")
    if program.expect:
        program.expect(folders["sinter"])
    return seconds


def compile_alone(module, options, sinter, work):
    """Compiles a module to an object; returns what that took, as text."""
    log = os.path.join(work, "log")
    with open(log, "wb") as file:
        process = subprocess.Popen(
            [sinter, "-c", "-O2", *options, module.module(), "-o", os.path.join(work, "out.o")],
            stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (module.seconds, module.seconds)))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds, mebibytes = usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024
    took = f"{seconds:.0f} s of CPU time and {mebibytes} MiB"
    if process.returncode != 0:
        with open(log, errors="replace") as file:
            raise Difference(f"sinter ended with {process.returncode} after {took}: {file.read().strip()[:2000]}")
    if mebibytes > module.mebibytes:
        raise Difference(f"compiling took {took}, more than {module.mebibytes} MiB")
    return took


def main():
    parser = argparse.ArgumentParser(description="Compares compiled programs with Node.")
    parser.add_argument("--sinter", default=toolbox.rooted("build", "bin", "sinter"))
    parser.add_argument("--all", action="store_true", help="also -O0, -O2, --memory=checked, and what is only compiled")
    parser.add_argument("--target", default="", help="as sinter takes it (default: this machine's)")
    parser.add_argument("--without", default="", metavar="NAME,..", help="programs to leave out")
    parser.add_argument("--build-only", action="store_true", help="only build and fetch the .wasm files")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    parser.add_argument("names", nargs="*", help="programs (default: every one)")
    options = parser.parse_args()
    without = set(filter(None, options.without.split(",")))
    unknown = (set(options.names) | without) - {item.name for item in (*PROGRAMS, *MODULES)}
    if unknown:
        parser.error(f"no such program: {', '.join(sorted(unknown))}")
    target = ["--target=" + options.target] if options.target else []
    chosen = [p for p in PROGRAMS
              if (not options.names or p.name in options.names) and p.name not in without]
    modules = [m for m in MODULES
               if (m.name in options.names or (options.all and not options.names)) and m.name not in without]

    def attempt(program):
        """One line of the report per level: (state, text)."""
        levels = [[program.level]]
        if options.all:
            levels = [["-O0"], ["-O2"], ["-O2", "--memory=checked"]]
        results = []
        try:
            module = program.module()
            if options.build_only:
                return [("passed", f"{program.name}: {os.path.relpath(module)}")]
            toolbox.node()
            emulator = emulator_of(options.target)
        except toolbox.Missing as reason:
            return [("skipped", f"{program.name}: {reason}")] * len(levels)
        except Exception as reason:  # a recipe that broke is a failure, not the end of the run
            return [("failed", f"{program.name}: cannot be built: {reason}")] * len(levels)
        for level in levels:
            name = f"{program.name} {' '.join([*target, *level])}"
            work = tempfile.mkdtemp(prefix="sinter-programs-")
            try:
                seconds = compare(program, [*target, *level], os.path.abspath(options.sinter), emulator,
                                  work)
                results.append(("passed", f"{name} (compiled in {seconds:.1f} s)"))
            except toolbox.Missing as reason:
                results.append(("skipped", f"{name}: {reason}"))
            except (Difference, toolbox.Failed, subprocess.TimeoutExpired, OSError) as reason:
                results.append(("failed", f"{name}: {reason}"))
            finally:
                shutil.rmtree(work, ignore_errors=True)
        return results

    def attempt_module(module):
        work = tempfile.mkdtemp(prefix="sinter-programs-")
        try:
            took = compile_alone(module, target, os.path.abspath(options.sinter), work)
            return [("passed", f"{module.name}: compiled in {took}")]
        except toolbox.Missing as reason:
            return [("skipped", f"{module.name}: {reason}")]
        except (Difference, toolbox.Failed, OSError) as reason:
            return [("failed", f"{module.name}: {reason}")]
        finally:
            shutil.rmtree(work, ignore_errors=True)

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    # Fetching and building is not for several threads at once; running is.
    for item in (*chosen, *modules):
        for prepare in (item.module, lambda: grants_of(item) if item in chosen else None):
            try:
                prepare()
            except Exception:  # told by attempt()
                pass
    with ThreadPoolExecutor(options.j) as pool:
        alone = pool.map(attempt_module, () if options.build_only else modules)
        for results in itertools.chain(pool.map(attempt, chosen), alone):
            for state, text in results:
                counts[state] += 1
                print(f"{state.upper():8}{text}", flush=True)
    print("programs: {passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
