#===-- suite.py - The stages of scripts/test ---------------------------------===#
#
# Each stage runs one kind of test and returns its counts, which come from what
# the test runner itself reports: JUnit from ctest, JSON from lit, closing
# lines from our own runners. A runner that ends badly without saying
# which test failed counts as one failure, so that nothing can pass by crashing.
#
#===--------------------------------------------------------------------------===#
import argparse
import glob
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

import toolbox

JOBS = os.cpu_count() or 2
BUILD = toolbox.rooted("build")
LIT = f"/usr/lib/llvm-{toolbox.LLVM_MAJOR}/bin/lit"


class Counts:
    def __init__(self, passed=0, failed=0, skipped=0):
        self.passed, self.failed, self.skipped = passed, failed, skipped

    def add(self, other):
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def checked(self, status):
        """A runner that failed must have named a failure."""
        if status != 0 and self.failed == 0:
            self.failed = 1
        return self

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(command, log=None, tail=0, env=None):
    """Runs a command; its output goes to a log, of which `tail` lines are shown if it fails."""
    if log is None:
        return subprocess.run(command, cwd=toolbox.ROOT, stdin=subprocess.DEVNULL).returncode
    path = os.path.join(BUILD, log)
    os.makedirs(BUILD, exist_ok=True)
    with open(path, "w") as file:
        status = subprocess.run(command, cwd=toolbox.ROOT, stdin=subprocess.DEVNULL, stdout=file,
                                stderr=subprocess.STDOUT, env=env).returncode
    if status != 0:
        with open(path, errors="replace") as file:
            print("".join(file.readlines()[-tail:]))
    return status


def closing_line(text):
    """The last `N passed, N failed, N skipped` of a runner of ours."""
    found = re.findall(r"(\d+) passed, (\d+) failed, (\d+) skipped", text)
    return Counts(*map(int, found[-1])) if found else Counts()


def build():
    for command in (["cmake", "--preset", "dev"], ["cmake", "--build", "--preset", "dev"]):
        if run(command, "build.log", tail=60) != 0:
            return Counts(failed=1)
    return Counts(passed=1)


def unit_tests(build=BUILD, *options):
    report = os.path.join(build, "ctest.xml")
    if os.path.exists(report):
        os.remove(report)
    status = run(["ctest", "--test-dir", build, "-j", str(JOBS), "--output-on-failure",
                  "--output-junit", report, "--timeout", "600", *options], "ctest.log", tail=80)
    if not os.path.exists(report):
        return Counts(failed=1)
    suite = xml.etree.ElementTree.parse(report).getroot()
    number = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "skipped", "disabled")}
    skipped = number["skipped"] + number["disabled"]
    return Counts(number["tests"] - number["failures"] - skipped, number["failures"],
                  skipped).checked(status)


def lit(paths=(), *options):
    """The tests below `paths` (all by default), from the source tree with the build tree's settings."""
    report = os.path.join(BUILD, "lit.json")
    if os.path.exists(report):
        os.remove(report)
    site = os.path.join(BUILD, "lit-tests")
    # lit finds its settings from the folder that it is given: the build tree's stands for the source.
    source = toolbox.rooted("lit-tests")
    targets = [os.path.join(site, os.path.relpath(os.path.abspath(path), source)) for path in paths]
    status = run([LIT, "-sv", "-j", str(JOBS), "--timeout=600", "-o", report, *options, *(targets or [site])])
    if not os.path.exists(report):
        return Counts(failed=1)
    with open(report) as file:
        codes = [test["code"] for test in json.load(file)["tests"]]
    passed = sum(code in ("PASS", "XFAIL", "FLAKYPASS") for code in codes)
    skipped = sum(code in ("UNSUPPORTED", "SKIPPED", "EXCLUDED") for code in codes)
    return Counts(passed, len(codes) - passed - skipped, skipped).checked(status)


# Folders of conformance scripts, and the features that each needs beyond the default; the threads
# proposal still states rules of 1.0 that 2.0 lifted (one table, say). Left out:
# proposals/custom-descriptors needs garbage collection.
SCRIPTS = (
    (("", "spec-head", "custom", "legacy"), ()),
    (("proposals/wide-arithmetic", "proposals/custom-page-sizes"),
     ("--features=wide-arithmetic,custom-page-sizes",)),
    (("proposals/threads",), ("--features=-reference-types,-multimemory",)),
)


def conformance(*options):
    counts = Counts()
    for folders, features in SCRIPTS:
        counts.add(run_scripts(folders, *features, *options))
    return counts


def linux_targets():
    return re.findall(r'^TARGET\(\w+, \w+, \w+, "(\w+-linux)"',
                      open(toolbox.rooted("compiler", "codegen", "Targets.def")).read(), re.M)


def other_targets():
    """Targets of ours whose programs QEMU runs on this machine."""
    return [name for name in linux_targets()
            if shutil.which("qemu-" + name.split("-")[0]) and not name.startswith(platform.machine())]


def lit_on(target):
    """As on a machine with that CPU, with QEMU in its place."""
    return lit((), "--param", f"target={target}")


def lit_hardened(target=None):
    """What programs do is the same with --harden; the other folders look at code."""
    folders = [toolbox.rooted("lit-tests", folder) for folder in ("run", "trap", "threads", "wasi")]
    return lit(folders, "--param", "options=--harden", *(["--param", f"target={target}"] if target else []))


def has_gs():
    return platform.machine() == "x86_64"


def lit_in_gs():
    """What hosts do is the same with memory in gs."""
    folders = [toolbox.rooted("lit-tests", folder) for folder in ("run", "wasm-c-api")]
    return lit(folders, "--param", "options=--memory-base=gs")


def gs_sample():
    """The scripts that have most to do with memory and with calls between instances."""
    return run_scripts(("",), "--memory-base=gs", names=("memory*", "address*", "align*", "load*", "store*", "bulk*",
                                                       "call*", "return_call*", "linking*", "start*", "try_table*",
                                                       "simd_*load*", "simd_*store*"))


def instanced_on(target):
    """The scripts with libsinter and the runner built for that CPU, where there is a C++ library for it."""
    if not glob.glob(f"/usr/{target}-gnu/include/c++"):
        print(f"no C++ library for {target} (scripts/setup): skipped")
        return Counts(skipped=1)
    if run(["cmake", "--build", BUILD, "--target", f"sinter-wast-{target}"], "build.log", tail=40) != 0:
        return Counts(failed=1)
    return conformance(f"--target={target}")


# What Debian's libc6 has of the libraries that a release may be linked to.
LIBC = {"linux-vdso", "libc", "libm", "libdl", "libpthread", "librt", "ld-linux-x86-64", "ld-linux-aarch64"}
HELLO = """(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\06\\00\\00\\00")
  (data (i32.const 16) "hello\\n")
  (func (export "_start") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))
"""


def compile_everywhere(command, folder, **options):
    """Whether `command`, a sinter, makes hello world for every target in `folder`, and nothing else there."""
    counts = Counts()
    with open(os.path.join(folder, "app.wat"), "w") as file:
        file.write(HELLO)
    before = set(os.listdir(folder))
    for target in linux_targets():
        status = subprocess.run([*command, "app.wat", "-o", "app", "--target", target], cwd=folder,
                                **options).returncode
        left = set(os.listdir(folder)) - before
        program = [os.path.join(folder, "app")]
        if not target.startswith(platform.machine()):
            program.insert(0, "qemu-" + target.split("-")[0])
        out = subprocess.run(program, stdout=subprocess.PIPE).stdout if status == 0 else b""
        passed = status == 0 and out == b"hello\n" and left == {"app"}
        if not passed:
            print(f"{target}: sinter ended with {status} and left {left}; the program printed {out!r}")
        counts.add(Counts(int(passed), int(not passed)))
        if "app" in left:
            os.remove(os.path.join(folder, "app"))
    return counts


def build_preset(name, *targets, **options):
    """By default the preset's own targets."""
    return all(run(command, f"{name}.log", tail=60, **options) == 0
               for command in (["cmake", "--preset", name],
                               ["cmake", "--build", "--preset", name,
                                *(part for target in targets for part in ("--target", target))]))


def bare_root():
    """A release compiles for every target where there is nothing but itself and its libc, not even /proc."""
    if os.geteuid() != 0:
        print("changing the root needs root: skipped")
        return Counts(skipped=len(linux_targets()))
    if not build_preset("release", "sinter"):
        return Counts(failed=1)
    release = toolbox.rooted("build-release", "bin", "sinter")
    linked = subprocess.run(["ldd", release], text=True, stdout=subprocess.PIPE, check=True).stdout
    foreign = {os.path.basename(line.split()[0]).split(".so")[0] for line in linked.splitlines()} - LIBC
    if foreign:
        print(f"the release is linked to more than libc: {' '.join(sorted(foreign))}")
        return Counts(failed=1)
    with tempfile.TemporaryDirectory(prefix="sinter-root-") as root:
        for path in [release, *re.findall(r"(/\S+) \(0x", linked)]:
            place = os.path.join(root, "sinter" if path == release else path.lstrip("/"))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            shutil.copy(path, place)
        # Python's instead of the command, which is not on everybody's path.
        return compile_everywhere(["/sinter"], root, env={},
                                  preexec_fn=lambda: (os.chroot(root), os.chdir("/")))


def aarch64_host():
    """Sinter built for AArch64 compiles for every target, under QEMU."""
    if platform.machine() == "aarch64" or not shutil.which("qemu-aarch64"):
        print("this machine has that CPU, or no QEMU: skipped")
        return Counts(skipped=1)
    try:
        sysroot = toolbox.debian_sysroot("arm64")
    except toolbox.Missing as reason:
        print(f"no packages for arm64: {reason}: skipped")
        return Counts(skipped=1)
    if not build_preset("aarch64", "sinter", env={**os.environ, "SINTER_SYSROOT": sysroot}):
        return Counts(failed=1)
    with tempfile.TemporaryDirectory(prefix="sinter-aarch64-") as folder:
        return compile_everywhere(["qemu-aarch64", "-L", sysroot,
                                   toolbox.rooted("build-aarch64", "bin", "sinter")], folder)


def host_sanitized(name):
    """libsinter's unit tests and the lit tests' hosts, built with a sanitizer; modules are as ever."""
    if not build_preset(name):
        return Counts(failed=1)
    counts = unit_tests(toolbox.rooted(f"build-{name}"), "-L", "host")
    tests = [path for path in glob.glob(toolbox.rooted("lit-tests", "*", "*.test")) if "%libsinter" in open(path).read()]
    counts.add(lit(tests, "--param", f"sanitizer={name}"))
    return counts


def host_valgrind():
    """libsinter's unit tests under memcheck."""
    if not shutil.which("valgrind"):
        print("no valgrind on this machine: skipped")
        return Counts(skipped=1)
    # Debian 12's cannot read DWARF 5.
    binary = os.path.join(BUILD, "hostTest.stripped")
    run([f"/usr/lib/llvm-{toolbox.LLVM_MAJOR}/bin/llvm-strip", "--strip-debug", os.path.join(BUILD, "bin", "hostTest"),
         "-o", binary])
    status = run(["valgrind", "-q", "--error-exitcode=9", "--leak-check=full",
                  "--suppressions=" + toolbox.rooted("test", "host", "valgrind.supp"), binary], "valgrind.log", tail=60)
    return Counts(int(status == 0), int(status != 0))


def run_scripts(folders, *options, names=("*",)):
    top = os.environ.get("SINTER_SPEC_DIR") or toolbox.rooted("..", "shared", "spec")
    scripts = sorted(path for folder in folders for name in names
                     for path in glob.glob(os.path.join(top, folder, name + ".wast")))
    if not scripts:
        print("the conformance scripts are absent (SINTER_SPEC_DIR names their folder): skipped")
        return Counts(skipped=1)
    runner = os.path.join(BUILD, "bin", "sinter-wast")
    done = subprocess.run([runner, f"-j{JOBS}", *options, *scripts], text=True, errors="replace",
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    # Files without a failure would fill the screen, and the total is printed by main().
    for line in done.stdout.splitlines():
        if not re.search(r"\.wast: \d+ passed, 0 failed, \d+ skipped$|^\d+ passed, \d+ failed", line):
            print(line)
    return closing_line(done.stdout).checked(done.returncode)


def shown(*command):
    """Shown as it comes, for it is long; counted by its last line."""
    process = subprocess.Popen([sys.executable, *command], text=True, errors="replace",
                               stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
    text = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        text += line
    return closing_line(text).checked(process.wait())


def programs(*options):
    return shown(toolbox.rooted("test", "programs", "run.py"), "-j", str(JOBS), *options)


def programs_on(target):
    # circom and Yosys would take QEMU longer than all others together.
    return programs(f"--target={target}", "--without=circom,yosys")


def deterministic():
    return shown(toolbox.rooted("scripts", "count"), "--deterministic")


def disk(*options):
    return shown(toolbox.rooted("test", "programs", "disk.py"), *options)


def differential(kind, first, modules):
    return shown(toolbox.rooted("test", "fuzz", "differential.py"), "--kind", kind, "-j", str(JOBS),
                 "--first", str(first), "--modules", str(modules))


def fuzz(seconds):
    status = run([toolbox.rooted("scripts", "fuzz"), str(seconds)])
    return Counts(int(status == 0), int(status != 0))


def documents():
    status = run([sys.executable, toolbox.rooted("scripts", "gen-docs"), "--check"])
    return Counts(int(status == 0), int(status != 0))


def main():
    parser = argparse.ArgumentParser(prog="scripts/test", description="Builds and tests Sinter.")
    parser.add_argument("--all", action="store_true", help="everything, for before an issue is called done")
    parser.add_argument("paths", nargs="*", metavar="lit-tests/PATH", help="only these lit tests")
    options = parser.parse_args()

    stages = [("build", build)]
    if options.paths:
        stages.append(("lit tests", lambda: lit(options.paths)))
    else:
        stages += [
            ("unit tests", unit_tests),
            ("lit tests", lit),
            ("libsinter, AddressSanitizer", lambda: host_sanitized("asan")),
            ("libsinter, ThreadSanitizer", lambda: host_sanitized("tsan")),
            ("libsinter, valgrind", host_valgrind),
            ("documents", documents),
            ("conformance", conformance),
            ("conformance, static form", lambda: conformance("--form=static")),
            ("conformance, static form, -O0", lambda: conformance("--form=static", "-O0")),
            ("conformance, checked memory", lambda: conformance("--memory=checked")),
            *([("conformance, memory in gs, a sample", gs_sample)] if has_gs() else []),
            ("conformance, by wasm.h", lambda: conformance("--api=wasm.h", "-O0")),
            *[stage for target in other_targets() for stage in (
                (f"lit tests, {target}", lambda target=target: lit_on(target)),
                (f"conformance, {target}",
                 lambda target=target: conformance("--form=static", f"--target={target}")))],
            ("real programs", programs),
            ("real programs, on disk", disk),
            ("hosts", lambda: shown(toolbox.rooted("test", "examples", "run.py"))),
            ("generated modules, binaryen", lambda: differential("binaryen", 0, 750)),
            ("generated modules, smith", lambda: differential("smith", 0, 250)),
            ("fuzzing", lambda: fuzz(60)),
        ]
        if options.all:
            stages += [
                ("conformance, -O0", lambda: conformance("-O0")),
                ("conformance, --deterministic", lambda: conformance("--deterministic")),
                ("conformance, --interruptible", lambda: conformance("--interruptible")),
                ("conformance, as huge functions", lambda: conformance("--huge-functions")),
                ("conformance, static form, as huge functions",
                 lambda: conformance("--form=static", "--huge-functions")),
                *([("conformance, memory in gs", lambda: conformance("--memory-base=gs")),
                   ("conformance, memory in gs, -O0", lambda: conformance("--memory-base=gs", "-O0")),
                   ("lit tests, memory in gs", lit_in_gs)] if has_gs() else []),
                ("conformance, static form, checked memory",
                 lambda: conformance("--form=static", "--memory=checked")),
                ("conformance, hardened", lambda: conformance("--form=static", "--harden")),
                ("conformance, hardened, checked memory, -O0",
                 lambda: conformance("--form=static", "--harden", "--memory=checked", "-O0")),
                ("lit tests, hardened", lit_hardened),
                *[stage for target in other_targets() for stage in (
                    (f"lit tests, hardened, {target}", lambda target=target: lit_hardened(target)),
                    (f"conformance, hardened, {target}", lambda target=target: conformance(
                        "--form=static", "--harden", f"--target={target}")))],
                ("real programs, other levels", lambda: programs("--all")),
                ("real programs, on disk, longer", lambda: disk("--all")),
                *[stage for target in other_targets() for stage in (
                    (f"conformance, instanced form, {target}", lambda target=target: instanced_on(target)),
                    (f"real programs, {target}", lambda target=target: programs_on(target)))],
                ("generated modules, binaryen, more", lambda: differential("binaryen", 750, 9250)),
                ("generated modules, smith, more", lambda: differential("smith", 250, 4750)),
                ("the same bits on every CPU", deterministic),
                ("a root with nothing else", bare_root),
                ("AArch64 as the host", aarch64_host),
                ("fuzzing, longer", lambda: fuzz(600)),
            ]

    total = Counts()
    summary = []
    for name, stage in stages:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        counts = stage()
        total.add(counts)
        summary.append(f"{name}: {counts.passed} of {counts.passed + counts.failed} passed, "
                       f"{counts.skipped} skipped, {time.monotonic() - began:.0f} s")
        print(f"   {summary[-1]}", flush=True)
        if name == "build" and counts.failed:
            break
    print("== summary")
    print("\n".join(summary))
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
