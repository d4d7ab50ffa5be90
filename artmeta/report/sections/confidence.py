"""Confidence: how sure the model is of each work's likeliest topic, and what that figure means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from artmeta.domain.model_card import miscalibrated
from artmeta.report.charts import WIDE, Axis, Bar, bars
from artmeta.report.section import Chart, Charts, Column, Section, Table, Tone, Words
from artmeta.report.values import parsed
from artmeta.wording import percent, quantity

QUERY = "report_confidence"
TITLE = "Confidence"
ORDER = 50

STEPS = 20  # of 5% each
HALF, HIGH = 0.5, 0.9  # shares of works below and above these are said in words

Counts = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class ConfidenceStep:
    """Works of one topic and one step of confidence; without a topic where none was classified."""

    calibration: str | None
    label: str | None
    step: int | None
    works: int | None


def build(rows: list[ConfidenceStep]) -> Section:
    """Draw how many works have which confidence, in all and by topic."""
    counts = _counts(rows)
    works = sum(map(sum, counts.values()))
    if not works:
        return Section(TITLE, "No work has a topic yet, so there is no confidence to show.")
    calibration = parsed(rows[0].calibration)
    charts = Charts(
        (
            _chart("All topics", _all(counts), wide=True),
            *(_chart(label, each) for label, each in counts.items()),
        ),
        "Bars: works by the confidence of their likeliest topic, in steps of 5%. Each panel has its own scale.",
        _table(counts),
    )
    return Section(TITLE, _lead(counts, works), (calibrated(calibration), charts))


def calibrated(calibration: Any) -> Words:
    """Say whether confidence means what it says: the expected calibration error before and after."""
    before, after = calibration.get("error_before"), calibration.get("error_after")
    if after is None:
        return Words(
            "The confidence is the model's own score: it has not been checked against works whose topic is known. "
            "Use it to put works in order, not as a chance of being right.",
            "warning",
        )
    was = f" (before calibration {percent(before)})" if before is not None else ""
    tone: Tone = "warning" if miscalibrated(calibration) else "plain"
    return Words(
        "Confidence is calibrated: of works with a confidence of 80%, about 80% should be right. On works that it was "
        f"not trained on it is off by {percent(after)} on average{was}{_chance(calibration)}. That holds for pictures "
        "like those the model was trained on; of other pictures it can be surer than it should be.",
        tone,
    )


def _chance(calibration: Any) -> str:
    """Compare the error after calibration with that of a perfectly calibrated model of so few works."""
    if calibration.get("error_by_chance") is None:
        return ""
    allowed = percent(calibration["error_allowed"])
    if miscalibrated(calibration):
        return f", more than the {allowed} that chance explains"
    chance = percent(calibration["error_by_chance"])
    return f"; a perfectly calibrated model would be off by {chance} by chance, at most {allowed}"


def _counts(rows: list[ConfidenceStep]) -> Counts:
    counts: Counts = {}
    for row in rows:
        if row.label is not None and row.step is not None:
            counts.setdefault(row.label, [0] * STEPS)[row.step] += row.works or 0
    return counts


def _all(counts: Counts) -> list[int]:
    return [sum(column) for column in zip(*counts.values(), strict=True)]


def _chart(title: str, steps: list[int], wide: bool = False) -> Chart:
    works = sum(steps)
    drawn = [
        Bar(i / STEPS, (i + 1) / STEPS, count, f"{title}, {_step(i)}: {quantity(count, 'work')}")
        for i, count in enumerate(steps)
        if count
    ]
    high = sum(steps[int(HIGH * STEPS) :]) / works
    alt = (
        f"Confidence of {quantity(works, 'work')}, {title.lower()}: "
        f"{percent(_below(steps) / works)} below 50%, {percent(high)} at 90% or more."
    )
    note = quantity(works, "work")
    x = Axis(low=0, high=1, form=".0%")
    return Chart(title, bars(drawn, x, Axis()), alt, note, bars(drawn, x, Axis(), WIDE) if wide else "")


def _below(steps: list[int]) -> int:
    return sum(steps[: int(HALF * STEPS)])


def _step(i: int) -> str:
    return f"{100 * i // STEPS}–{100 * (i + 1) // STEPS}%"


def _table(counts: Counts) -> Table:
    columns = (Column("Confidence"), *(Column(label, "number") for label in ("All topics", *counts)))
    total = _all(counts)
    rows = tuple((_step(i), total[i], *(each[i] for each in counts.values())) for i in range(STEPS))
    return Table(columns, rows, "Works by confidence and topic", folded=True)


def _lead(counts: Counts, works: int) -> str:
    total = _all(counts)
    low, high = _below(total), sum(total[int(HIGH * STEPS) :])
    return (
        f"For {percent(high / works)} of {quantity(works, 'work')} the model is at least 90% sure of the likeliest "
        f"topic; for {percent(low / works)} it is less than 50% sure."
    )
