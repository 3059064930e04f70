# FOLDER SECONDS PROGRAM: makes FOLDER/in, which PROGRAM was granted, and FOLDER/out, and swaps what is inside with links to
# what is outside for as long as PROGRAM runs. Nothing outside may have changed then.
import ctypes
import os
import shutil
import subprocess
import sys
import threading

folder, seconds, program = sys.argv[1], int(sys.argv[2]), sys.argv[3]
shutil.rmtree(folder, ignore_errors=True)
for path in ("in/a/b", "in/x", "out/b", "out/deep/b"):
    os.makedirs(os.path.join(folder, path))
for path, text in (("in/a/b/file", "i\n"), ("in/plain", "p\n"), ("in/x/file", "i\n"), ("out/b/file", "secret\n"),
                   ("out/plain", "secret\n"), ("out/deep/plain", "secret\n")):
    with open(os.path.join(folder, path), "w") as file:
        file.write(text)
os.symlink("../out", os.path.join(folder, "in/relative"))
os.symlink(os.path.abspath(os.path.join(folder, "out")), os.path.join(folder, "in/absolute"))
os.rmdir(os.path.join(folder, "out/deep/b"))


def listing(root):
    return sorted(os.path.join(at, name) for at, folders, files in os.walk(root) for name in folders + files)


libc = ctypes.CDLL(None, use_errno=True)
inside = os.open(os.path.join(folder, "in"), os.O_PATH)
outside = os.open(os.path.join(folder, "out"), os.O_PATH)
before = listing(os.path.join(folder, "out"))
done = threading.Event()


def swap():
    exchange = 2
    while not done.is_set():
        for other in (b"relative", b"absolute"):
            for _ in range(2):
                libc.renameat2(inside, b"a", inside, other, exchange)
        libc.renameat(inside, b"a/b", outside, b"deep/b")
        libc.renameat(outside, b"deep/b", inside, b"a/b")


thread = threading.Thread(target=swap)
thread.start()
try:
    status = subprocess.run([program], timeout=seconds + 60).returncode
finally:
    done.set()
    thread.join()
after = listing(os.path.join(folder, "out"))
if after != before:
    sys.exit(f"outside there is now {after}")
sys.exit(status)
