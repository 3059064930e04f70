# How the tests of this folder run. A test is a .wat, .test or .c file with RUN lines; %t and
# the current folder are in the build tree.
import os
import platform
import shutil
import subprocess
import sys

import lit.formats

config.name = "sinter"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".wat", ".wast", ".test", ".c"]
config.excludes = ["Inputs", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.sinter_binary_dir, "lit-tests")

tools = [config.sinter_tools_dir, config.sinter_llvm_tools]
config.environment["PATH"] = os.pathsep.join(tools + [os.environ.get("PATH", "")])
# Tests say what they grant; the caller's settings must not reach them.
for setting in ("SINTER_DIR", "SINTER_DIR_RO"):
    config.environment.pop(setting, None)

# --param sinter=PATH tests another one, an installed one for instance.
sinter = lit_config.params.get("sinter", os.path.join(config.sinter_tools_dir, "sinter"))
# --param target=aarch64-linux compiles for that and runs programs under QEMU.
target = lit_config.params.get("target")
# --param options=--harden compiles everything with that.
options = lit_config.params.get("options")
# --param sanitizer=asan (or tsan) builds hosts with it, and takes libsinter of that preset.
sanitizer = lit_config.params.get("sanitizer")
# %hostcc: a C compiler for programs that call compiled modules, by %libsinter or a header alone.
hostcc = os.path.join(config.sinter_llvm_tools, "clang")
libsinter = "libsinter.a"
if target:
    cpu = target.split("-")[0]
    onTarget = " ".join([f'"{sys.executable}" -IS', os.path.join(config.test_source_root, "on-target.py"),
                         target, "qemu-" + cpu])
    sinter, hostcc = f"{onTarget} {sinter}", f"{onTarget} --host {hostcc}"
    libsinter = f"libsinter-{cpu}.a"
else:
    config.available_features.add("host")
    config.available_features.add(platform.machine() + "-host")
libraries = config.sinter_binary_dir
if sanitizer:
    flags = {"asan": "-fsanitize=address,undefined -fno-sanitize-recover=all", "tsan": "-fsanitize=thread"}
    hostcc += " -g1 " + flags[sanitizer]
    libraries = os.path.join(os.path.dirname(config.test_source_root), "build-" + sanitizer)
    config.test_exec_root += "-" + sanitizer
    config.available_features.add("sanitizer")
if options:
    sinter = " ".join([f'"{sys.executable}" -IS', os.path.join(config.test_source_root, "with-options.py"),
                       f'"{options}"', sinter])
config.substitutions.append(("%sinter", sinter))
config.substitutions.append(("%hostcc", hostcc))
config.substitutions.append(("%wast", os.path.join(config.sinter_tools_dir, "sinter-wast")))
libsinter = os.path.join(libraries, "runtime-support", "host", libsinter)
if os.path.exists(libsinter):
    config.available_features.add("libsinter")
config.substitutions.append(("%libsinter", libsinter))
# %wasmcc and %wasmlibs: for programs written for the standard C API. Debian 12's valgrind cannot read DWARF 5.
include = os.path.join(config.test_source_root, "..", "include")
wasm_library = os.path.join(config.sinter_binary_dir, "runtime-support", "wasm-c-api",
                            f"libsinter-wasm-c-api-{cpu}.a" if target else "libsinter-wasm-c-api.a")
config.substitutions.append(("%wasmcc", f"{hostcc} -Wall -Wextra -Werror -O1 -I{include}/wasm-c-api -I{include}"))
# Before a program with checked memory; nothing where valgrind is not there.
memcheck = "valgrind -q --error-exitcode=9 --leak-check=full" if shutil.which("valgrind") and not target else ""
config.substitutions.append(("%memcheck", memcheck))
config.substitutions.append(("%wasmlibs", f"-Wl,--strip-debug {wasm_library} {libsinter} -lpthread -ldl"))
config.substitutions.append(("%include", os.path.join(config.test_source_root, "..", "include")))
# The same with the compiler linked in.
libraries = [os.path.dirname(path) for path in (wasm_library, libsinter)]
config.substitutions.append(("%wasmcompiler", " ".join(
    ["-Wl,--strip-debug"] + [f"-L{path} -Wl,-rpath,{path}" for path in libraries]
    + ["-lsinter-wasm-c-api-compiler -lsinter"])))
# %wasicc: C to wasm, with wasi-libc.
config.substitutions.append(
    ("%wasicc", os.path.join(config.sinter_llvm_tools, "clang") + " --target=wasm32-wasi -O2"))
# %checkcc: a test of one WASI call (wasi/Inputs/check.h) to wasm, without a C library.
config.substitutions.append(
    ("%checkcc", os.path.join(config.sinter_llvm_tools, "clang")
     + " --target=wasm32 -O1 -nostdlib -mbulk-memory -I"
     + os.path.join(config.test_source_root, "wasi", "Inputs")))
config.substitutions.append(("%python", '"' + sys.executable + '"'))
config.substitutions.append(("%wasm-ld", os.path.join(config.sinter_llvm_tools, "wasm-ld")))
config.substitutions.append(("%clang", os.path.join(config.sinter_llvm_tools, "clang")))

if os.path.exists(os.path.join(config.sinter_tools_dir, "sinter-wast")):
    config.available_features.add("wast")
if os.path.isdir("/usr/include/wasm32-wasi"):
    config.available_features.add("wasi-libc")
if shutil.which("gcc") and shutil.which("g++"):
    config.available_features.add("gcc")
for cpu in ("aarch64", "riscv64"):
    if shutil.which(f"qemu-{cpu}"):
        config.available_features.add(f"qemu-{cpu}")
if shutil.which("node"):
    config.available_features.add("node")
if shutil.which("musl-gcc") and not target:
    config.substitutions.append(("%muslcc", "musl-gcc"))
    config.available_features.add("musl")
if os.geteuid() != 0:
    config.available_features.add("non-root")
try:
    with open("/proc/sys/kernel/randomize_va_space") as file:
        if file.read().strip() != "0":
            config.available_features.add("aslr")
except OSError:
    pass
# Where a test may mount a small file system of its own.
if shutil.which("unshare") and subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/tmp"],
                                              stderr=subprocess.DEVNULL).returncode == 0:
    config.available_features.add("tmpfs")
# Where the kernel knows emulators, other CPUs' programs are executed all the same.
binfmt = "/proc/sys/fs/binfmt_misc"
if not target and not (os.path.isdir(binfmt) and any("qemu" in name for name in os.listdir(binfmt))):
    config.available_features.add("no-emulation")
