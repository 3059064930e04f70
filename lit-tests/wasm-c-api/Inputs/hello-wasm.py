# Writes what hello.wat is in the binary format, section by section.
import sys

SECTIONS = (
    "01 04 01 60 00 00",  # the type [] -> []
    "02 0a 01 00 05 68 65 6c 6c 6f 00 00",  # import "" "hello"
    "03 02 01 00",
    "07 07 01 03 72 75 6e 00 01",  # export "run"
    "0a 06 01 04 00 10 00 0b",  # call 0
)
with open(sys.argv[1], "wb") as file:
    file.write(b"\0asm\1\0\0\0" + bytes.fromhex("".join(SECTIONS)))
