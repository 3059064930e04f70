#!/usr/bin/env python3
#===-- run.py - Builds and runs the hosts of docs/examples -----------------===#
#
#   test/examples/run.py [NAME...] [--seconds N] [--time-limit MILLISECONDS]
#
# The edge server is put under load for --seconds (60), while one of its
# functions is replaced five times a second: every answer must be right, none
# may be lost, and the server's resident memory must stay within 1 % of what
# it was after a quarter of the time.
#
# The policy host evaluates a policy that OPA's own compiler made (a Go module)
# and must print what OPA's package for Node prints.
#
# The proxy's host passes requests through filters written in C, and one in
# AssemblyScript by npm's SDK for such filters.
#
# The last line is `N passed, N failed, N skipped`.
#
#===------------------------------------------------------------------------===#
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "lib"))
import toolbox

EXAMPLES = toolbox.rooted("docs", "examples")
BUILD = toolbox.rooted("build")
SINTER = os.path.join(BUILD, "bin", "sinter")
LIBSINTER = os.path.join(BUILD, "runtime-support", "host", "libsinter.a")
WARNINGS = ["-Wall", "-Wextra", "-Werror"]


class Report:
    """Counts checks, and says which failed."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, what, holds, detail=""):
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok' if holds else 'FAILED'}: {what}{f': {detail}' if detail else ''}", flush=True)

    def skip(self, what, reason):
        self.skipped += 1
        print(f"skipped: {what}: {reason}", flush=True)


def folder(name):
    """An empty one in the build tree."""
    path = os.path.join(BUILD, "examples", name)
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    return path


def host(source, out, *libraries):
    """Builds a host as the head of its source says."""
    toolbox.run([toolbox.clang(cxx=True), "-std=c++20", "-O2", *WARNINGS, "-I", toolbox.rooted("include"), source,
                 *libraries, LIBSINTER, "-lpthread", "-ldl", "-o", out])
    return out


def guest(source, out, *options, flags=()):
    """A freestanding C program, by way of WebAssembly to a shared object that appears whole."""
    wasm = os.path.splitext(out)[0] + ".wasm"
    toolbox.run([toolbox.clang(), "--target=wasm32", "-O2", *WARNINGS, "-nostdlib", "-Wl,--no-entry", *flags,
                 source, "-o", wasm])
    toolbox.run([SINTER, "-shared", *options, wasm, "-o", out])
    return out


# --- The edge server ---------------------------------------------------------

# The load comes in rounds, between which the server rests: what it has then is what it keeps.
ROUNDS = 12
CONNECTIONS = 8
REPLACED_EVERY = 0.2  # seconds


def resident(process):
    with open(f"/proc/{process.pid}/status") as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1))


class Replacement:
    """Puts one version of a function after the other in its place, and at times what is no module."""

    def __init__(self, functions, versions):
        self.place, self.versions, self.count = os.path.join(functions, "hello.so"), versions, 0

    def next(self):
        aside = self.place + ".new"
        self.count += 1
        if self.count % 10 == 0:
            with open(aside, "wb") as file:
                file.write(b"\x7fELF, or so it says")
        else:
            shutil.copy(self.versions[self.count % 2], aside)
        os.rename(aside, self.place)


def round_of_load(command, replacement):
    """Replaces until the load ends; its counts."""
    load = subprocess.Popen(command, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    while load.poll() is None:
        replacement.next()
        time.sleep(REPLACED_EVERY)
    return [int(text) for text in load.communicate()[0].split()]


def edge_server(report, seconds, time_limit):
    source = os.path.join(EXAMPLES, "edge-server")
    work, functions = folder("edge-server"), folder("edge-server/functions")
    binary = host(os.path.join(source, "server.cpp"), os.path.join(work, "edge-server"), "-lcpp-httplib")
    load = os.path.join(work, "load")
    toolbox.run([toolbox.clang(cxx=True), "-std=c++20", "-O2", *WARNINGS,
                 toolbox.rooted("test", "examples", "load.cpp"), "-lpthread", "-o", load])
    for name in ("hello", "reverse", "count", "hostile"):
        guest(os.path.join(source, "functions", name + ".c"), os.path.join(functions, name + ".so"), "--interruptible")
    versions = [guest(os.path.join(source, "functions", "hello.c"), os.path.join(work, f"hello{version}.so"),
                      "--interruptible", flags=[f'-DVERSION="{version}"']) for version in "12"]
    replacement = Replacement(functions, versions)

    with open(os.path.join(work, "server.log"), "w") as log:
        server = subprocess.Popen([binary, functions, "0", str(time_limit)], text=True, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=log)
    totals, memory = [0] * 6, []
    try:
        port = server.stdout.readline().strip().rsplit(":", 1)[-1]
        for seed in range(ROUNDS):
            counts = round_of_load([load, port, str(max(1, seconds // ROUNDS)), str(CONNECTIONS), str(seed)],
                                   replacement)
            totals = [total + count for total, count in zip(totals, counts)]
            memory.append(resident(server))
            print(f"{totals[0]} answered, {memory[-1]} KB", flush=True)
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(timeout=30)

    answered, hostile, wrong, lost, first, second = totals
    report.check("every answer is right and none is lost", answered and not wrong and not lost,
                 f"{answered} answered, {wrong} wrong, {lost} lost")
    report.check("a tenth is hostile", answered / 12 < hostile < answered / 8, f"{hostile}")
    report.check("both versions of a function that is replaced answer", first and second,
                 f"{first} and {second}, replaced {replacement.count} times")
    report.check("the server ends when it is told to", status == 0, f"status {status}")
    early, late = max(memory[ROUNDS // 4:ROUNDS // 2]), max(memory[ROUNDS // 2:])
    report.check("resident memory stays within 1 %", late <= 1.01 * early, f"{early} KB, then {late} KB")


# --- The policy host ---------------------------------------------------------

INPUTS = """\
{"user":"ann","action":"write","path":"docs/a"}
{"user":"ann","action":"write","path":"docs/a/b"}
{"user":"bob","action":"read","path":"docs/a/b"}
{"user":"bob","action":"write","path":"docs/a"}
{"user":"eve","action":"read","path":"docs/a"}
{"user":"zoë","action":"read","path":"docs/0123456789012345678901234567890123456789"}
{"user":"ann"}
[]
not JSON
"""
LARGE_INPUT = json.dumps({"user": "ann", "action": "write", "path": "docs/" + "x" * 300000}) + "\n"


def policy_compiler():
    """OPA's, built once: a minute of CPU time."""
    def make(aside):
        shutil.copytree(toolbox.rooted("test", "examples", "policy"), aside)
        toolbox.run([toolbox.go(), "build", "-o", "compile", "."], error=toolbox.Missing, cwd=aside,
                    env=toolbox.go_environment())
    return os.path.join(toolbox.once(os.path.join(toolbox.CACHE, "opa-compiler"), make), "compile")


def values(lines):
    """Each line's set of results; None for an error, whose words are each host's own."""
    return [None if line.startswith("error: ") else json.loads(line) for line in lines.splitlines()]


def policy_host(report):
    source, oracle = (os.path.join(EXAMPLES, "policy-host"), toolbox.rooted("test", "examples", "policy"))
    sdk, node = toolbox.npm_install("@open-policy-agent/opa-wasm", "1.10.0"), toolbox.node()
    work = folder("policy-host")
    binary = host(os.path.join(source, "policy.cpp"), os.path.join(work, "policy-host"))
    wasm, library = os.path.join(work, "authz.wasm"), os.path.join(work, "authz.so")
    toolbox.run([policy_compiler(), wasm, os.path.join(source, "authz.rego"), os.path.join(oracle, "hostile.rego"),
                 "--", "authz/allow", "authz/summary", "hostile/missing", "hostile/slow"])
    toolbox.run([SINTER, "-shared", "--interruptible", wasm, "-o", library])

    def evaluate(command, entrypoint, inputs):
        return subprocess.run([*command, os.path.join(source, "data.json"), entrypoint], input=inputs, text=True,
                              stdout=subprocess.PIPE, timeout=60).stdout

    def ours(entrypoint, inputs):
        return evaluate([binary, library], entrypoint, inputs)

    def wanted(entrypoint, inputs):
        return values(evaluate([node, os.path.join(oracle, "evaluate.mjs"), sdk, wasm], entrypoint, inputs))

    for entrypoint in ("authz/allow", "authz/summary"):
        inputs = INPUTS + LARGE_INPUT
        want, got = wanted(entrypoint, inputs), values(ours(entrypoint, inputs))
        report.check(f"{entrypoint} is what Node says", got == want and len(got) == 10 and any(got),
                     "" if got == want else f"{got}, not {want}")
    missing = "error: the policy calls units.parse, which this host does not have\n"
    got = ours("hostile/missing", '{"path":"1K"}\n{}\n' * 2)
    report.check("a built-in function that is not there is an error", got == (missing + "[]\n") * 2, got)
    # Whichever comes first.
    got = ours("hostile/slow", "{}\n" * 2)
    limits = ("error: interrupted", "error: opa_malloc: failed")
    report.check("the limits of time and memory hold", [line in limits for line in got.splitlines()] == [True] * 2, got)


# --- The proxy's host --------------------------------------------------------

REQUEST = ":method: POST\n:path: /old/x?1\nhost: a.example\nx-secret: 1\n\ncall 555-0123"
# Filter, configuration, request, and what then is to be printed.
EXCHANGES = (
    ("headers", "me", REQUEST,
     "== to the upstream\n:method: POST\n:path: /new/x?1\nhost: a.example\nvia: me\n\ncall 555-0123\n"
     "== to the client\n:status: 200\nserver: me\nx-count: 2\n\ncall 555-0123\n"),
    ("headers", "", REQUEST,
     "== to the client\n:status: 500\n\nthe filter refuses its configuration\n"),
    ("body", "secret", REQUEST,
     "== to the upstream\n" + REQUEST + "\n"
     "== to the client\n:status: 200\nserver: echo\n\ncall ###-####\n"),
    ("body", "secret", ":method: POST\n\nthe secret word",
     "== to the client\n:status: 403\ncontent-type: text/plain\n\nnot in here\n\n"),
    # More than the filter has room for: it traps in the call by which the host asks for memory.
    ("body", "secret", ":method: POST\n\n" + "x" * 2000000,
     "== to the client\n:status: 500\n\nunreachable\n"),
    ("configured", "by me", REQUEST,
     "== to the upstream\n:method: POST\n:path: /old/x?1\nhost: a.example\nx-configured: by me\n\ncall 555-0123\n"
     "== to the client\n:status: 200\nserver: assemblyscript\nx-path-length: 8\n\ncall 555-0123\n"),
)


def assembly_script_filter(source, out):
    """By the SDK for filters that npm has, and the compiler of its time."""
    home = toolbox.npm_install("assemblyscript", "0.14.9")
    work = os.path.splitext(out)[0]
    modules = os.path.join(work, "node_modules", "@solo-io")
    os.makedirs(modules)
    os.symlink(toolbox.npm_package("@solo-io/proxy-runtime", "0.1.8"), os.path.join(modules, "proxy-runtime"))
    shutil.copy(source, work)
    toolbox.run([toolbox.node(), os.path.join(home, "node_modules", "assemblyscript", "bin", "asc"),
                 os.path.basename(source), "-b", "filter.wasm", "--use", "abort=abort_proc_exit", "--optimize"], cwd=work)
    toolbox.run([SINTER, "-shared", "--interruptible", os.path.join(work, "filter.wasm"), "-o", out])


def proxy_host(report):
    source, work = os.path.join(EXAMPLES, "proxy-wasm"), folder("proxy-wasm")
    binary = host(os.path.join(source, "proxy.cpp"), os.path.join(work, "proxy-host"))
    for name in ("headers", "body"):
        guest(os.path.join(source, "filters", name + ".c"), os.path.join(work, name + ".so"), "--interruptible")
    try:
        assembly_script_filter(os.path.join(source, "filters", "configured.ts"), os.path.join(work, "configured.so"))
    except toolbox.Missing as reason:
        report.skip("a filter in AssemblyScript", reason)
    for name, configuration, request, want in EXCHANGES:
        library = os.path.join(work, name + ".so")
        if not os.path.exists(library):
            continue
        got = subprocess.run([binary, library, configuration, "root"], input=request, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60).stdout
        report.check(f'{name}, configured "{configuration}", {len(request)} bytes', got == want,
                     "" if got == want else f"{got[:1000]!r}")


# --- All ---------------------------------------------------------------------

HOSTS = {"edge-server": edge_server, "policy-host": policy_host, "proxy-wasm": proxy_host}


def main():
    parser = argparse.ArgumentParser(description="Builds and runs the hosts of docs/examples.")
    parser.add_argument("--seconds", type=int, default=60, help="how long the edge server is under load")
    parser.add_argument("--time-limit", type=int, default=500,
                        help="of a request to it; what else the machine does must not look like a loop (500 ms)")
    parser.add_argument("names", nargs="*", choices=[[], *HOSTS], default=[], help="all by default")
    options = parser.parse_args()
    report = Report()
    for name in options.names or HOSTS:
        print(f"-- {name}", flush=True)
        try:
            if name == "edge-server":
                edge_server(report, options.seconds, options.time_limit)
            else:
                HOSTS[name](report)
        except toolbox.Missing as reason:
            report.skip(name, reason)
        except toolbox.Failed as reason:
            report.check(name, False, reason)
    print(f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
