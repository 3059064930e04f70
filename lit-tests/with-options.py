#===-- with-options.py - Stands for the compiler where lit adds options -------===#
#
#   with-options.py "OPTION.." SINTER ARGUMENT...
#
# lit --param options=--harden runs every test as it is, with this in place of
# the compiler: what the test compiles is compiled with these options, too.
# --memory-base=gs is for modules of a host that can have it; others do without.
#
#===--------------------------------------------------------------------------===#
import os
import subprocess
import sys

COMMANDS = ("inspect", "print", "validate", "targets", "glue")
GS = "--memory-base=gs"


def main():
    options, *command = sys.argv[1:]
    # The compiler may be a command of several words (on-target.py); its own name ends them.
    end = next(i for i, word in enumerate(command) if os.path.basename(word) == "sinter") + 1
    compiler, arguments = command[:end], command[end:]
    if arguments[:1] == ["run"]:
        compiler.append(arguments.pop(0))
    compiles = not any(word in COMMANDS for word in arguments[:1]) and not any(
        word in ("--help", "--version") for word in arguments)
    more = options.split() if compiles else []
    if GS in more:
        isForHost = ("-shared" in arguments or "-static" in arguments) and GS not in arguments
        done = subprocess.run([*compiler, *more, *arguments], stderr=subprocess.PIPE) if isForHost else None
        if done and GS.encode() not in done.stderr:
            sys.stderr.buffer.write(done.stderr)
            sys.exit(done.returncode)
        more.remove(GS)
    os.execvp(compiler[0], [*compiler, *more, *arguments])


if __name__ == "__main__":
    main()
