#===-- on-target.py - Stands for compilers where lit tests another CPU --------===#
#
#   on-target.py TARGET EMULATOR SINTER ARGUMENT...
#   on-target.py TARGET EMULATOR --host CLANG ARGUMENT...
#
# lit --param target=aarch64-linux runs every test as it is, with this in place of
# the compiler: it compiles for TARGET, unless the test names its target itself, and
# puts a script that starts QEMU in the place of each program, so that what
# the test then does with the program happens on that CPU. With --host it compiles and wraps
# a C program that calls compiled modules, with Debian's C library for that CPU.
#
#===--------------------------------------------------------------------------===#
import os
import subprocess
import sys

COMMANDS = ("run", "inspect", "print", "validate", "targets")
EXECUTABLE, DYNAMIC = 2, 3  # e_type of a program, and of one that is loaded anywhere


def is_program(path):
    with open(path, "rb") as file:
        header = file.read(32)
    if header[:4] != b"\x7fELF":
        return False
    # A library has no place to start at.
    return header[16] == EXECUTABLE or (header[16] == DYNAMIC and any(header[24:32]))


def start_under(emulator, path):
    """Moves the program aside; in its place comes a script that passes everything on to it."""
    image = os.path.abspath(path) + ".image"
    os.replace(path, image)
    with open(path, "w") as file:
        file.write(f'#!/bin/sh\nexec {emulator} -0 "$0" {image} "$@"\n')
    os.chmod(path, 0o755)


def compile_host(target, emulator, clang, arguments):
    triple = target + "-gnu"
    status = subprocess.run([clang, "--target=" + triple, "-fuse-ld=lld", *arguments]).returncode
    if status == 0:
        start_under(f"{emulator} -L /usr/{triple}", arguments[arguments.index("-o") + 1])
    return status


def main():
    target, emulator, sinter, *arguments = sys.argv[1:]
    if sinter == "--host":
        return compile_host(target, emulator, arguments[0], arguments[1:])
    isForeign = not any(word in COMMANDS for word in arguments[:1]) and not any(
        word == "--help" or word == "--version" or word.startswith(("--target", "-mcpu", "-mattr"))
        for word in arguments)
    if isForeign:
        arguments = ["--target=" + target, *arguments]
    status = subprocess.run([sinter, *arguments]).returncode
    if status == 0 and isForeign and "-o" in arguments:
        path = arguments[arguments.index("-o") + 1]
        if os.path.isfile(path) and is_program(path):
            start_under(emulator, path)
    return status


if __name__ == "__main__":
    sys.exit(main())
