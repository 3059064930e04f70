"""Starts the compiler, which waits for its input, and makes it fault."""
import signal
import subprocess
import sys
import time

child = subprocess.Popen([sys.argv[1], "-", "-o", sys.argv[2]], stdin=subprocess.PIPE)
time.sleep(1)
child.send_signal(signal.SIGSEGV)
print("exit code", child.wait())
