# Feeds PROGRAM 300,000 bytes in pieces of 1 to 4096 and wants the same back, read slowly.
import random
import subprocess
import sys
import threading
import time

data = random.Random(1).randbytes(300_000)


def feed(pipe):
    at, sizes = 0, random.Random(2)
    while at < len(data):
        size = sizes.randint(1, 4096)
        pipe.write(data[at:at + size])
        pipe.flush()
        at += size
    pipe.close()


with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
    threading.Thread(target=feed, args=(process.stdin,)).start()
    back = b""
    while part := process.stdout.read1(10_000):
        back += part
        time.sleep(0.001)
if back != data:
    sys.exit(f"{len(back)} bytes came back, or others")
sys.exit(process.returncode)
