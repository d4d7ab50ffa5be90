"""What was measured in each world, as rows of JSON and as a table of a page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.truth.scoring import Outcome
from bench.truth.worlds import World

BEGIN, END = "<!-- bench.truth: table -->", "<!-- bench.truth: end -->"
HEADER = (
    "| world | planted | collections | false rise or fall | power | withheld | intervals of bins | of changes | bias | "
    "change point | differs | other sentences |\n"
    "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
)
OTHERS = ("no change", "no difference", "too few works", "too few artists")


def measured(world: World, outcomes: Sequence[Outcome]) -> dict[str, object]:
    """Return a world's rates, 0 to 1; None where a rate is of nothing.

    `false_rate` is of collections with any false rise or fall, `power` of those in which the planted change (or step)
    was found, `coverage` of intervals of bins, `change_coverage` of changes; `sentences` has the number of each kind
    made, and of the false ones.
    """
    kinds = sorted({kind for outcome in outcomes for kind in outcome.statements})
    counts = {kind: sum(outcome.statements[kind] for outcome in outcomes) for kind in kinds}
    false = {kind: sum(outcome.false[kind] for outcome in outcomes) for kind in kinds}
    detections = [outcome.detected for outcome in outcomes if outcome.detected is not None]
    errors = np.array([outcome.error for outcome in outcomes])
    return {
        "name": world.name,
        "planted": world.planted,
        "repeats": len(outcomes),
        "false_rate": _rate(sum(outcome.wrong for outcome in outcomes), len(outcomes)),
        "power": _rate(sum(detections), len(detections)),
        "coverage": _held(counts, false, "interval of a bin"),
        "change_coverage": _held(counts, false, "interval of a change"),
        "bias_points": None if np.isnan(errors).all() else round(100 * float(np.nanmean(errors)), 2),
        "withheld": _rate(sum(outcome.withheld for outcome in outcomes), len(outcomes)),
        "flagged_undated": _rate(sum(outcome.flagged for outcome in outcomes), len(outcomes)),
        "sentences": {
            kind: {"statements": counts[kind], "false": false[kind], "rate": _rate(false[kind], counts[kind])}
            for kind in kinds
        },
    }


def _rate(number: int, of: int) -> float | None:
    return round(number / of, 4) if of else None


def _held(counts: dict[str, int], false: dict[str, int], kind: str) -> float | None:
    return _rate(counts.get(kind, 0) - false.get(kind, 0), counts.get(kind, 0))


def table(results: Sequence[dict[str, object]]) -> str:
    """Return the table in Markdown."""
    return "\n".join([HEADER, *map(_row, results)])


def _row(row: dict[str, object]) -> str:
    sentences: dict[str, dict[str, float]] = row["sentences"]  # type: ignore[assignment]
    others = "; ".join(
        f"{kind} {_percent(sentences[kind]['rate'])} of {sentences[kind]['statements']:,}"
        for kind in OTHERS
        if sentences.get(kind, {}).get("statements")
    )
    bias = row["bias_points"]
    cells = [
        row["name"],
        row["planted"],
        row["repeats"],
        *(_percent(row[key]) for key in ("false_rate", "power", "withheld", "coverage", "change_coverage")),
        "" if bias is None else f"{bias:+.1f}",
        _percent(sentences.get("change point (any topic)", {}).get("rate")),
        _percent(sentences.get("differs (any topic)", {}).get("rate")),
        others,
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _percent(rate: object) -> str:
    return "" if rate is None else f"{100 * float(rate):.1f}%"  # type: ignore[arg-type]


def write_table(results: Sequence[dict[str, object]], page: Path) -> None:
    """Replace what stands between the two marks of a page by the table."""
    text = page.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    content = f"{summary(results)}\n\n{table(results)}"
    page.write_text(f"{before}{BEGIN}\n\n{content}\n\n{END}{after}", encoding="utf-8")


def summary(results: Sequence[dict[str, object]]) -> str:
    """Return the median and the worst rate of each kind of sentence over the worlds, as one sentence of the report."""
    rates = {row["name"]: row for row in results}
    kinds = {
        "a rise or fall is claimed falsely in": {n: row["false_rate"] for n, row in rates.items()},
        "a change point in": _rates_of(rates, "change point (any topic)"),
        "a difference between two like groups in": _rates_of(rates, "differs (any topic)"),
        "the interval of a bin misses the true share in": _rates_of(rates, "interval of a bin"),
        "the interval of a change misses it in": _rates_of(rates, "interval of a change"),
    }
    parts = [f"{words} {_median_and_worst(known)}" for words, known in kinds.items() if known]
    return f"In simulated collections of {len(results)} kinds, whose truth is known, {'; '.join(parts)}."


def _rates_of(rates: dict[object, dict[str, object]], kind: str) -> dict[object, object]:
    sentences = {name: row["sentences"].get(kind) for name, row in rates.items()}  # type: ignore[attr-defined]
    return {name: one["rate"] for name, one in sentences.items() if one and one["statements"]}


def _median_and_worst(rates: dict[object, object]) -> str:
    values = np.array(list(rates.values()), dtype=np.float64)
    worst = list(rates)[int(values.argmax())]
    return f"{100 * np.median(values):.1f}% (at worst {100 * values.max():.1f}%: {worst})"
