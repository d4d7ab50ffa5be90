"""How do CPU time and memory of the commands grow with the works of a collection? A table, and a plot as SVG.

Run: `python -m bench.growth [--works 10000 100000 300000 1000000] --keep FOLDER --plot docs/pictures/growth.svg`. The
synthetic works are those of `bench.scale`, one database a size, which FOLDER keeps (1 kB a work). What was measured is
kept there too, in `growth.json`, and not measured again: remove that file to begin anew.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from bench.scale import ARTMETA, COMMANDS, prepared, run

WORKS = [10_000, 100_000, 300_000, 1_000_000]
SHOWN = ("status", "topics", "trends", "report", "csv", "parquet", "duckdb")
SIZE = 380, 300  # pixels of a panel
PANELS = {"cpu_seconds": "CPU seconds", "peak_mb": "peak memory, MB"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, nargs="+", default=WORKS)
    arguments.add_argument("--keep", type=Path, required=True)
    arguments.add_argument("--plot", type=Path)
    given = arguments.parse_args()
    rows = [row for works in given.works for row in measured(given.keep, works)]
    print(table(rows, given.works))
    if given.plot:
        import vl_convert

        given.plot.parent.mkdir(parents=True, exist_ok=True)
        svg = vl_convert.vegalite_to_svg(chart(rows), vl_version="6.4")
        given.plot.write_text(svg, encoding="utf-8")


def measured(folder: Path, works: int) -> list[dict[str, Any]]:
    """Return a row for each command over a collection of some works, measuring those that are missing."""
    data, file = folder / f"works-{works}", folder / "growth.json"
    known = json.loads(file.read_text()) if file.exists() else []
    for name in SHOWN:
        if any((row["command"], row["works"]) == (name, works) for row in known):
            continue
        if not (data / "models").exists():
            data.mkdir(parents=True, exist_ok=True)
            prepared(data, works, 7)
            run([sys.executable, "-m", "bench.scale_steps", "evidence", str(data)], data)
        step = [sys.executable, "-m", "bench.scale_steps", name, str(data)]
        used = run(step if name == "trends" else [*ARTMETA, *COMMANDS[name]], data)
        known.append({"command": name, "works": works, "cpu_seconds": used.busy, "peak_mb": used.peak})
        print(known[-1], file=sys.stderr, flush=True)
        file.write_text(json.dumps(known, indent=1))
    return [row for row in known if row["works"] == works]


def table(rows: list[dict[str, Any]], sizes: list[int]) -> str:
    """Return a Markdown table: CPU seconds / peak MB, a row a command, a column a size."""
    by_command = {(row["command"], row["works"]): row for row in rows}
    lines = ["| what |" + "".join(f" {works:,} works |" for works in sizes), "|---|" + "---:|" * len(sizes)]
    for name in SHOWN:
        cells = (by_command[name, works] for works in sizes)
        lines.append(
            f"| {name} |" + "".join(f" {row['cpu_seconds']:.1f} / {row['peak_mb']:.0f} |" for row in cells)
        )
    return "\n".join(lines)


def chart(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the plot in Vega-Lite: two panels with logarithmic axes, a line a command."""
    return {
        "background": "white",
        "data": {"values": rows},
        "hconcat": [
            panel(field, title, sorted({row["works"] for row in rows})) for field, title in PANELS.items()
        ],
    }


def panel(field: str, title: str, works: list[int]) -> dict[str, Any]:
    """Return one panel: a measure against the works."""
    command = {"type": "nominal", "field": "command", "sort": list(SHOWN), "title": None}
    log = {"type": "quantitative", "scale": {"type": "log", "nice": False}}
    ticks = [power * first for power in (1, 10, 100, 1000) for first in (1, 2, 3, 5, 7)]
    return {
        "width": SIZE[0],
        "height": SIZE[1],
        "encoding": {
            "x": {"field": "works", "title": "works", "axis": {"values": works, "format": ","}, **log},
            "y": {"field": field, "title": title, "axis": {"values": ticks, "format": ","}, **log},
            "color": command,
            "shape": {**command, "legend": None},
        },
        "layer": [
            {"mark": {"type": "line"}},
            {"mark": {"type": "point", "filled": True, "size": 50, "opacity": 1}},
        ],
    }


if __name__ == "__main__":
    main()
