# raise.py PROGRAM: raises each of WASI's signals in it, and sends it those that the runtime handles; says where what
# happens is not what witx says, or what they do anywhere.
import os
import signal
import subprocess
import sys

# By WASI's numbers; ending a process, but for those that are ignored or stop it.
NAMES = """HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU
           URG XCPU XFSZ VTALRM PROF WINCH POLL PWR SYS""".split()
IGNORED, STOPS = ("PIPE", "CHLD", "CONT", "URG", "WINCH"), ("STOP", "TSTP", "TTIN", "TTOU")


def what_happens(number):
    """What the process's end says of it, and whether it was stopped before."""
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        for ignored in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:  # By whoever started this.
            signal.signal(ignored, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        os.execl(sys.argv[1], sys.argv[1], str(number))
    _, status = os.waitpid(child, os.WUNTRACED)
    if stopped := os.WIFSTOPPED(status):
        stopped = os.WSTOPSIG(status)
        os.kill(child, signal.SIGCONT)
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), stopped


for number, name in enumerate(NAMES, 1):
    host = getattr(signal, "SIG" + name)
    expected = (0, False) if name in IGNORED else (0, host) if name in STOPS else (-host, False)
    if (found := what_happens(number)) != expected:
        print(f"{name}: {found}, not {expected}")

for name in ("SEGV", "BUS", "SYS"):
    program = subprocess.Popen([sys.argv[1], "wait"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    program.stdout.read(1)
    host = getattr(signal, "SIG" + name)
    program.send_signal(host)
    try:
        code = program.wait(timeout=60)
    except subprocess.TimeoutExpired:
        program.kill()
        code = None
    if code not in (-host, -signal.SIGSEGV, 128 + signal.SIGSYS):
        print(f"{name} from outside: {code}")
