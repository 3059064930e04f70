#===-- plot.py - A dot plot of ratios as SVG -----------------------------------===#
#
# One row per program, one dot per engine, on a logarithmic axis where 1 is
# native. Written by hand, since nothing else is needed of a plotting library.
#
#===----------------------------------------------------------------------------===#
import math

COLOURS = ["#d62728", "#ff9896", "#8c1a1b", "#e6a15c", "#1f77b4", "#2ca02c", "#9467bd", "#7f7f7f"]
ROW, LEFT, WIDTH, TOP = 17, 130, 620, 56


def write(path, programs, series):
    """`series`: engine -> {program: ratio}."""
    ratios = [ratio for of in series.values() for ratio in of.values() if ratio > 0]
    low = min([0.7, *ratios])
    high = max([2.0, *ratios])
    scale = WIDTH / (math.log(high) - math.log(low))

    def x(ratio):
        return LEFT + (math.log(min(max(ratio, low), high)) - math.log(low)) * scale

    height = TOP + ROW * len(programs) + 26
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 30}" height="{height}" '
           'font-family="sans-serif" font-size="11">',
           f'<rect width="{LEFT + WIDTH + 30}" height="{height}" fill="white"/>',
           f'<text x="{LEFT}" y="16" font-size="13">Run time as a multiple of native (less is better)</text>']
    for index, engine in enumerate(series):
        at = LEFT + index * (WIDTH + 30) // max(len(series), 1) - 40
        out.append(f'<circle cx="{at}" cy="32" r="4" fill="{COLOURS[index % len(COLOURS)]}"/>'
                   f'<text x="{at + 7}" y="36">{engine}</text>')
    bottom = TOP + ROW * len(programs)
    for tick in (0.5, 0.7, 1, 1.2, 1.5, 2, 3, 4, 6, 8, 12, 20):
        if low <= tick <= high:
            colour = "#333" if tick == 1 else "#ddd"
            out.append(f'<line x1="{x(tick):.1f}" x2="{x(tick):.1f}" y1="{TOP - 8}" y2="{bottom}" '
                       f'stroke="{colour}"/><text x="{x(tick):.1f}" y="{bottom + 15}" '
                       f'text-anchor="middle">{tick}</text>')
    for row, program in enumerate(programs):
        y = TOP + ROW * row + 6
        out.append(f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{program}</text>')
        # Ours last, so that they lie on top.
        for index, engine in reversed(list(enumerate(series))):
            ratio = series[engine].get(program)
            if ratio and ratio > 0:
                out.append(f'<circle cx="{x(ratio):.1f}" cy="{y}" r="4" fill="{COLOURS[index % len(COLOURS)]}" '
                           f'fill-opacity="0.85"><title>{program}, {engine}: {ratio:.2f}</title></circle>')
    out.append("</svg>")
    with open(path, "w") as file:
        file.write("\n".join(out) + "\n")
