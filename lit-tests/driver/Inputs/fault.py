"""Starts the compiler, which waits for its input, and makes it fault: once in each way."""
import signal
import subprocess
import sys
import time

signals = (signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGABRT)
children = [subprocess.Popen([sys.argv[1], "-", "-o", sys.argv[2]], stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in signals]
time.sleep(1)
for child, one in zip(children, signals):
    child.send_signal(one)
    print(child.communicate()[1].decode(), "exit code", child.returncode)
