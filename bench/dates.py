"""How many museum date texts are read to the very years their curators gave, and how do the peers do?

Run: `python -m bench.dates FOLDER [--speed 100000]` with a folder of `<source>.csv` or `dates_<source>.csv`
files that have the columns date_text, begin_year, end_year, or text, begin, end. Prints Markdown tables:
the share of distinct texts with both years exact, and with both within five years. "House" is artmeta with
the source's own profile, if it has one, "neutral" with the neutral one. A year that the curators left empty
must be left empty. The two halves of each file are told apart by a checksum of the text: the profiles of Tate,
Carnegie and Cranach were written looking at the first half only.
"""

from __future__ import annotations

import argparse
import csv
import re
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from artmeta.dates import profile_names, read_date

Span = tuple[int | None, int | None]
Record = tuple[str, Span]
NEAR = 5  # years
HOUSES = {
    "cranach_de": "cranach",
    "cranach_en": "cranach",
    "nationalmuseum_se_sv": "nationalmuseum",
    "nationalmuseum_se_en": "nationalmuseum",
    "inha_fr": "inha",
    "tate_full": "tate",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--speed", type=int, default=100_000)
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    print("| source | texts | reader | exact % | within 5% | exact %, first half | second half |")
    print("|---|---:|---|---:|---:|---:|---:|")
    for path in sorted(given.folder.glob("*.csv")):
        source = path.stem.removeprefix("dates_")
        profile = HOUSES.get(source, source)
        compare(source, profile if profile in profile_names() else "neutral", list(records(path)))
    speed(given.speed)


def records(path: Path) -> Iterator[Record]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            text, begin, end = (("text", "begin", "end"), ("date_text", "begin_year", "end_year"))[
                "date_text" in row
            ]
            yield row[text], (year(row[begin]), year(row[end]))


def year(cell: str) -> int | None:
    return int(cell) if cell else None


def compare(source: str, profile: str, listed: list[Record]) -> None:
    readers: dict[str, Callable[[str], Span]] = {
        f"artmeta, {profile}": lambda text: by_artmeta(text, profile),
        "artmeta, neutral": lambda text: by_artmeta(text, "neutral"),
        "min and max of the years": by_numbers,
        "edtf": by_edtf,
        "undate": by_undate,
        "dateparser": by_dateparser,
    }
    for name, reader in readers.items():
        scores = [score(reader(text), years) for text, years in listed]
        halves = [
            [s for s, (text, _) in zip(scores, listed, strict=True) if half(text) == side] for side in (0, 1)
        ]
        shares = [exact(scores), sum(near for _, near in scores) / len(scores), *map(exact, halves)]
        print(
            f"| {source} | {len(listed)} | {name} | "
            + " | ".join(f"{100 * share:.1f}" for share in shares)
            + " |"
        )


def half(text: str) -> int:
    return zlib.crc32(text.encode()) % 2


def exact(scores: list[tuple[bool, bool]]) -> float:
    return sum(same for same, _ in scores) / len(scores)


def score(reading: Span, true: Span) -> tuple[bool, bool]:
    near = all(
        one is not None and other is not None and abs(one - other) <= NEAR
        for one, other in zip(reading, true, strict=True)
    )
    return reading == true, reading == true or near


def by_artmeta(text: str, profile: str) -> Span:
    """Take the year that a house assumes at an open end for its own: curators' columns have no open ends."""
    span = read_date(text, profile)
    if span.open == "end":
        return span.earliest, span.assumed
    return (span.assumed, span.latest) if span.open == "start" else (span.earliest, span.latest)


def by_numbers(text: str) -> Span:
    years = [int(number) for number in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
    return (min(years), max(years)) if years else (None, None)


def by_edtf(text: str) -> Span:
    from edtf import parse_edtf, text_to_edtf

    try:
        parsed = parse_edtf(text_to_edtf(text))
        return tuple(  # type: ignore[return-value]
            bound if isinstance(bound, int) else getattr(bound, "tm_year", None)
            for bound in (parsed.lower_strict(), parsed.upper_strict())
        )
    except Exception:
        return None, None


def by_undate(text: str) -> Span:
    from undate import Undate

    try:
        parsed = Undate.parse(text, "omnibus")
        first = getattr(parsed, "earliest", None)
        last = getattr(parsed, "latest", None)
        return (first.earliest if hasattr(first, "earliest") else first).year, (  # type: ignore[union-attr]
            last.latest if hasattr(last, "latest") else last
        ).year  # type: ignore[union-attr]
    except Exception:
        return None, None


def by_dateparser(text: str) -> Span:
    import dateparser

    try:
        parsed = dateparser.parse(text, languages=["en", "de"])
    except Exception:
        return None, None
    return (parsed.year, parsed.year) if parsed else (None, None)


def speed(count: int) -> None:
    """Time distinct texts of mixed kinds, so that no cache helps."""
    forms = (
        "c. {0}–{1}",
        "late {2}th or early {3}th century, no. {0}",
        "um {0} - {0}",
        "{0}, printed c. {0}",
        "?{0}",
        "June 22-{4}, {0}",
        "1. Hälfte {2}. Jh. ({0})",
        "before {0} or {0}s",
        "designed {0} (manufactured {0})",
    )
    texts = [
        forms[n % len(forms)].format(1000 + n % 1000, n % 90 + 10, n % 9 + 11, n % 9 + 12, n % 28 + 1)
        + " " * (n // 1000)
        for n in range(count)
    ]
    read_date("1850")
    started = time.process_time()
    for text in texts:
        read_date(text)
    took = time.process_time() - started
    each = 1e6 * took / len(texts)
    print(f"\n{len(set(texts))} distinct texts of {len(texts)}: {took:.1f} CPU s, {each:.0f} us a text.")


if __name__ == "__main__":
    main()
