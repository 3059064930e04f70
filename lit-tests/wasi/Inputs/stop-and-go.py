# Runs PROGRAM with WHAT as its argument, stops it and lets it go on 20 times while it waits, then sends it "words".
import os
import signal
import subprocess
import sys
import time

with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE) as process:
    for _ in range(20):
        time.sleep(0.012)
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(0.012)
        os.kill(process.pid, signal.SIGCONT)
    if sys.argv[2] != "sleep":
        process.stdin.write(b"words")
        process.stdin.flush()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit("it hangs")
sys.exit(process.returncode)
