#!/usr/bin/env python3
#===-- disk.py - Programs that keep their work in files ---------------------===#
#
#   test/programs/disk.py --sinter=build/bin/sinter [--all] [NAME...]
#
#   fill   SQLite's shell fills a database on disk with 1,000,000 rows, cuts it
#          down, vacuums and checks it; the machine's own SQLite then reads it.
#   kill   SQLite's shell is killed in the middle of transactions, 10 times (100 with
#          --all): what it had committed is there, and nothing else.
#   tree   a tool like tar packs 10,000 files; bzip2 and zstd compress the archive and
#          expand it; unpacked, the tree is the same.
#   go     the tests of Go's own packages os, path/filepath and io/fs.
#
# run.py compares programs with Node; what is compared here is what they have to
# do, since files outlive whoever wrote them.
#
#===-------------------------------------------------------------------------===#
import argparse
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "lib"))
import recipes  # noqa: E402
import toolbox  # noqa: E402
from toolbox import WASM, Failed  # noqa: E402

ROWS, FILES = 1_000_000, 10_000
SECONDS = 900
FILL = f"""
CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, n INTEGER);
BEGIN;
WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {ROWS})
INSERT INTO t SELECT i, 'row ' || i, i * 7919 % 1000003 FROM c;
COMMIT;
CREATE INDEX t_n ON t(n);
DELETE FROM t WHERE id % 10 = 0;
UPDATE t SET name = upper(name) WHERE n < 1000;
VACUUM;
PRAGMA integrity_check;
SELECT count(*), sum(n), max(length(name)) FROM t;
"""


def wanted(condition, text):
    if not condition:
        raise Failed(text)


class Place:
    """A folder, in which the programs know /data and /tmp, and what was compiled for it."""

    def __init__(self, sinter, options):
        self.folder = tempfile.mkdtemp(prefix="sinter-disk-")
        self.sinter, self.options = sinter, options

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def compiled(self, module, *more, level="-O1"):
        product = self.path(os.path.basename(module)[:-len(".wasm")] + ".program")
        if not os.path.exists(product):
            grants = []
            for name in ("data", "tmp"):
                os.makedirs(self.path(name), exist_ok=True)
                grants += ["--dir", f"{self.path(name)}::/{name}"]
            toolbox.run([self.sinter, module, *grants, *more, "-o", product, level, *self.options])
        return product

    def run(self, program, *arguments, text=""):
        done = subprocess.run([program, *arguments], input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=SECONDS)
        wanted(done.returncode == 0, f"{os.path.basename(program)} {' '.join(arguments)} exited with "
                                     f"{done.returncode}: {done.stderr.strip()}")
        return done.stdout


def check(path, query):
    """What the machine's own SQLite says of a database."""
    with sqlite3.connect(path) as database:
        verdict = database.execute("PRAGMA integrity_check").fetchall()
        wanted(verdict == [("ok",)], f"{path}: {verdict[:3]}")
        return database.execute(query).fetchall()


def fill(place, rounds):
    shell = place.compiled(recipes.sqlite(WASM))
    out = place.run(shell, "/data/big.db", text=FILL)
    kept = [i for i in range(1, ROWS + 1) if i % 10]
    count, total = len(kept), sum(i * 7919 % 1000003 for i in kept)
    wanted(out.split() == ["ok", f"{count}|{total}|10"], f"the shell says {out!r}")
    found = check(place.path("data", "big.db"), "SELECT count(*), sum(n), sum(name LIKE 'ROW %' AND name GLOB 'R*') FROM t")
    small = sum(i * 7919 % 1000003 < 1000 for i in kept)
    wanted(found == [(count, total, small)], f"another SQLite finds {found}")
    return f"{count} rows, {os.path.getsize(place.path('data', 'big.db')) >> 20} MiB"


def transactions(pipe):
    """Transaction after transaction of ten rows; each says its number once it is committed."""
    number = 0
    try:
        while True:
            number += 1
            rows = ", ".join(f"({number}, {row}, 'row {row} of {number}')" for row in range(10))
            pipe.write(f"BEGIN;\nINSERT INTO t VALUES {rows};\nUPDATE sums SET n = n + 10;\nCOMMIT;\nSELECT {number};\n")
            pipe.flush()
    except (BrokenPipeError, ValueError):
        pass


def kill(place, rounds):
    shell = place.compiled(recipes.sqlite(WASM))
    chance = random.Random(4)
    most = recovered = 0
    for turn in range(rounds):
        path = place.path("data", "kill.db")
        for name in (path, path + "-journal"):
            if os.path.exists(name):
                os.unlink(name)
        place.run(shell, "/data/kill.db", text="PRAGMA cache_size = 5; CREATE TABLE t(a INTEGER, b INTEGER, c TEXT);"
                                               "CREATE INDEX i ON t(c); CREATE TABLE sums(n); INSERT INTO sums VALUES(0);")
        # Interactive, so that each line comes out at once.
        process = subprocess.Popen([shell, "-interactive", "/data/kill.db"], stdin=subprocess.PIPE, text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        feeder = threading.Thread(target=transactions, args=(process.stdin,))
        feeder.start()
        killer = threading.Timer(chance.uniform(0.02, 0.4), process.kill)
        killer.start()
        said = [int(line.split()[-1]) for line in process.stdout if line.split()[-1:] and line.split()[-1].isdigit()]
        process.wait()
        process.stdout.close()
        feeder.join()
        committed = max(said, default=0)
        recovered += os.path.exists(path + "-journal") and os.path.getsize(path + "-journal") > 0
        # Reopened by the compiled shell first, which rolls back what was not committed.
        out = place.run(shell, "/data/kill.db", text="PRAGMA integrity_check; SELECT count(*), count(DISTINCT a) FROM t;")
        verdict, counts = out.split()
        rows, whole = map(int, counts.split("|"))
        wanted(verdict == "ok", f"round {turn}: {out}")
        wanted(rows == 10 * whole and committed <= whole <= committed + 1,
               f"round {turn}: {committed} transactions said that they were committed, and there are {rows} rows of {whole}")
        found = check(path, "SELECT max(a), count(*), (SELECT n FROM sums) FROM t")
        wanted(found == [(whole or None, rows, rows)], f"round {turn}: another SQLite finds {found}")
        most = max(most, whole)
    wanted(most > 10, "no round got anywhere")
    return f"{rounds} rounds, up to {most} transactions, {recovered} with a journal left"


def tree(place, rounds):
    tool = place.compiled(toolbox.build(WASM, "tree", [toolbox.rooted("test", "programs", "c", "tree.c")]))
    bzip2, zstd = (place.compiled(recipe(WASM)) for recipe in (recipes.bzip2, recipes.zstd))
    place.run(tool, "make", "/data/tree", str(FILES))
    for number in range(FILES):
        with open(place.path("data", "tree", f"folder-{number // 100}", f"file {number}"), "rb") as file:
            size = number * 37 % 3001
            wanted(file.read() == bytes((number * 31 + at * 7) & 255 for at in range(size)), f"file {number} is not as made")
    place.run(tool, "pack", "/data/tree", "/data/one")
    place.run(bzip2, "-k", "/data/one")
    place.run(zstd, "-q", "/data/one", "-o", "/data/two.zst")
    os.rename(place.path("data", "one.bz2"), place.path("data", "three.bz2"))
    place.run(bzip2, "-d", "/data/three.bz2")
    place.run(zstd, "-q", "-d", "/data/two.zst", "-o", "/data/two")
    entries = FILES + FILES // 50 + FILES // 100
    for name in ("two", "three"):
        place.run(tool, "unpack", f"/data/{name}", f"/data/from-{name}")
        out = place.run(tool, "same", "/data/tree", f"/data/from-{name}")
        wanted(out == f"{entries} the same\n", out)
        toolbox.run(["diff", "-r", place.path("data", "tree"), place.path("data", f"from-{name}")])
    out = place.run(tool, "remove", "/data/tree")
    wanted(out == f"{entries} removed\n" and not os.path.exists(place.path("data", "tree")), out)
    return f"{entries} entries"


def go(place, rounds):
    tool, passed, skipped = toolbox.go(), 0, 0
    root = toolbox.run([tool, "env", "GOROOT"]).strip()
    environment = {**os.environ, "GOOS": "wasip1", "GOARCH": "wasm", "GOFLAGS": "-mod=mod",
                   "GOCACHE": toolbox.cached("go", "cache")}
    for package in ("os", "path/filepath", "io/fs"):
        module, folder = place.path(package.replace("/", "-") + ".wasm"), os.path.join(root, "src", package)
        toolbox.run([tool, "test", "-c", "-o", module, package], cwd=place.folder, env=environment)
        # They look at the system, and change their temporary folder only; those of Go 1.22 want to hear that their sources are
        # directories, not that they must not be written. Large as they are, their speed is not what matters.
        program = place.compiled(module, "--dir", "/dev::/dev", "--dir", f"{root}::{root}", "--dir-ro", "/::/",
                                 "--env", f"PWD={folder}", "--env", "PATH", level="-O0")
        done = subprocess.run([program, "-test.short", "-test.v"], cwd=folder, stdin=subprocess.DEVNULL, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
        failed = [line for line in done.stdout.splitlines() if line.startswith("--- FAIL") or "panic:" in line]
        wanted(done.returncode == 0 and not failed, f"{package}: {failed[:5]} {done.stdout.strip()[-300:]}")
        passed += done.stdout.count("\n--- PASS")
        skipped += done.stdout.count("\n--- SKIP")
    wanted(passed > 100, f"only {passed} tests ran")
    return f"{passed} tests, {skipped} that they leave out for wasip1"


TESTS = {"fill": fill, "kill": kill, "tree": tree, "go": go}


def main():
    parser = argparse.ArgumentParser(description="Runs programs that keep their work in files.")
    parser.add_argument("--sinter", default=toolbox.rooted("build", "bin", "sinter"))
    parser.add_argument("--all", action="store_true", help="100 rounds, and --memory=checked as well")
    parser.add_argument("names", nargs="*", help="tests (default: every one)")
    options = parser.parse_args()
    unknown = set(options.names) - set(TESTS)
    if unknown:
        parser.error(f"no such test: {', '.join(sorted(unknown))}")
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for way in [[], ["--memory=checked"]][:1 + options.all]:
        place = Place(os.path.abspath(options.sinter), way)
        for name in options.names or TESTS:
            began = time.monotonic()
            try:
                state, text = "passed", TESTS[name](place, 100 if options.all else 10)
            except toolbox.Missing as reason:
                state, text = "skipped", str(reason)
            except (Failed, OSError, ValueError, sqlite3.Error, subprocess.TimeoutExpired) as reason:
                state, text = "failed", str(reason)
            counts[state] += 1
            print(f"{state.upper():8}{' '.join([name, *way])}: {text} ({time.monotonic() - began:.0f} s)", flush=True)
        shutil.rmtree(place.folder)
    print("disk: {passed} passed, {failed} failed, {skipped} skipped".format(**counts))
    return 1 if counts["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
