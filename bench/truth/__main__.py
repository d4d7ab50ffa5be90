"""How often is each kind of sentence on topics over time false, in collections whose truth is known?

Run: `python -m bench.truth [--seed 1] [--repeats 200] [--worlds clean,step] [--json FILE] [--markdown PAGE]
[--tate CSV] [--minutes 10] [--processes 2]`. Every world is drawn anew for each repeat and analysed by
`artmeta.trends`, as a researcher would. `--tate` adds the real artists and dates of a CSV of Tate's records.
`--markdown` writes the table between the two marks of a page. Progress goes to the error output.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from bench.truth.report import write_table
from bench.truth.running import choose, run


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--repeats", type=int, default=200)
    arguments.add_argument("--worlds", default="", help="names, separated by commas; all without it")
    arguments.add_argument("--json", type=Path)
    arguments.add_argument("--markdown", type=Path)
    arguments.add_argument("--tate", type=Path)
    arguments.add_argument(
        "--minutes", type=float, default=10, help="the longest it may take; 0 for no limit"
    )
    arguments.add_argument("--processes", type=int, default=2)
    given = arguments.parse_args()
    chosen = choose(given.worlds, given.tate)
    started = time.perf_counter()
    results = run(chosen, given.seed, given.repeats, given.processes, given.minutes, given.tate)
    seconds = time.perf_counter() - started
    if given.json:
        content = {
            "seed": given.seed,
            "repeats": given.repeats,
            "seconds": round(seconds, 1),
            "worlds": results,
        }
        given.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    if given.markdown:
        write_table(results, given.markdown)
    for row in results:
        shown = {key: value for key, value in row.items() if key not in ("planted", "sentences")}
        print(json.dumps(shown))
    print(f"{len(results)} worlds of up to {given.repeats} collections in {seconds:.0f} s.", file=sys.stderr)


if __name__ == "__main__":
    main()
