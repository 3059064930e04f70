#===-- filebench.py - What system calls cost: scripts/bench --files ----------------===#
#
# Four workloads of test/bench/files.c that are system calls and little else, against the
# same C program compiled natively, with the filter of system calls and without it. The
# files lie in memory (/dev/shm, or where there is none, in the system's temporary folder), so that
# no disk is measured. Each figure is a median of interleaved runs of user and kernel time together.
#
#===--------------------------------------------------------------------------------===#
import os
import shutil
import statistics
import tempfile

import toolbox
from toolbox import NATIVE, WASM, cached, rooted, run

# name, arguments by the folder, what it says in the table, the aim with the filter and without
WORKLOADS = [
    ("copy", ("copy", "{}/input", "{}/copied"), "1 GiB copied, 64 KiB a call", 1.3, 1.1),
    ("bytes", ("bytes", "{}/bytes"), "1,000,000 writes of a byte", 1.3, 1.1),
    ("list", ("list", "{}/list"), "100,000 entries listed", 1.3, 1.1),
    ("clock", ("clock",), "1,000,000 looks at the clock", 1.25, 1.25),
]


def build(target):
    return toolbox.build(target, "files", [rooted("test", "bench", "files.c")], optimise="-O3")


def figures(sinter, measured, runs):
    """The seconds of each workload under each way to run it."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    folder = tempfile.mkdtemp(prefix="sinter-files-", dir=memory)
    try:
        native, module = build(NATIVE), build(WASM)
        programs = {"native": native}
        for name, options in (("sinter", []), ("sinter --no-seccomp", ["--no-seccomp"])):
            programs[name] = cached("files", name.replace(" ", ""))
            run([sinter, module, "--dir", f"{folder}::{folder}", "-o", programs[name], *options])
        run([native, "make-file", f"{folder}/input"])
        run([native, "make-list", f"{folder}/list"])
        taken = {}
        for workload, arguments, *_ in WORKLOADS:
            outputs = set()
            for _ in range(runs):
                for name, program in programs.items():
                    for made in ("copied", "bytes"):
                        if os.path.exists(f"{folder}/{made}"):
                            os.unlink(f"{folder}/{made}")
                    one = measured([program, *(part.format(folder) for part in arguments)])
                    if one.status:
                        raise toolbox.Failed(f"{workload} of {name} ended with status {one.status}")
                    outputs.add(one.out)
                    taken.setdefault((workload, name), []).append(one.user + one.system)
            if len(outputs) != 1:
                raise toolbox.Failed(f"{workload}: the programs say different things")
        return {key: statistics.median(values) for key, values in taken.items()}
    finally:
        shutil.rmtree(folder)


def table(taken, runs, when):
    yield f"Measured {when}: user and kernel time, median of {runs} interleaved runs, files in memory."
    yield ""
    yield "| | native, s | sinter | aim | sinter --no-seccomp | aim |"
    yield "|---|--:|--:|--:|--:|--:|"
    for workload, _, title, aim, bare_aim in WORKLOADS:
        base = taken[workload, "native"]
        yield (f"| {title} | {base:.3f} | {taken[workload, 'sinter'] / base:.2f} | {aim} | "
               f"{taken[workload, 'sinter --no-seccomp'] / base:.2f} | {bare_aim} |")
