# pages.py PAGE: stdin is what a program asked of the kernel (QEMU's -strace). A kernel with pages of
# that size takes only places that are multiples of it; so must be all that is asked for.
import re
import sys

page = int(sys.argv[1])
asked = [(call, int(place, 16) if place.startswith("0x") else 0)
         for call, place in re.findall(r"\b(mmap|munmap|mprotect|mremap)\((NULL|0x[0-9a-f]+|\d+)",
                                       sys.stdin.read())]
if len(asked) < 4:
    sys.exit(f"only {len(asked)} calls: nothing was shown")
for call, place in asked:
    if place % page:
        sys.exit(f"{call} at {place:#x}, which is no multiple of {page}")
