# Starts a program that waits for its input, several times, and says whether it is loaded, and its
# memory placed, at more than one address.
import subprocess
import sys

images, memories, distances = set(), set(), set()
for _ in range(4):
    with subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.read(1)  # It is at work.
        with open(f"/proc/{process.pid}/maps") as file:
            lines = [line.split() for line in file]
        process.stdin.close()
    rows = [([int(end, 16) for end in line[0].split("-")], line[1], line[-1]) for line in lines]
    image = min(begin for (begin, _), _, name in rows if name.endswith(sys.argv[1]))
    # What is reserved behind a memory's pages.
    memory = next(begin for (begin, end), access, _ in rows if access == "---p" and end - begin > 4 << 30)
    images.add(image)
    memories.add(memory)
    distances.add(memory - image)
    bad = [line for line in lines if "w" in line[1] and "x" in line[1]]
    if bad:
        print("writable and executable:", bad)
for what, places in (("image", images), ("memory", memories), ("distance", distances)):
    print(what, "moves" if len(places) > 1 else "stays")
