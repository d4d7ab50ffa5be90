"""The sentence that a historian reads: what a topic did, how sure that is, and what could not have been seen."""

from __future__ import annotations

from artmeta.trends.verdict import Verdict
from artmeta.wording import p_equals, percent, points, quantity, year

METHODS = {
    "counted": "by plain counting, which nothing corrects",
    "weighted": "by confidences, which nothing corrects",
    "acc": "corrected by the model's confusion matrix (adjusted count)",
    "pacc": "corrected by the model's errors on works it had not seen (PACC)",
    "emq": "corrected by expectation and maximisation over recalibrated confidences (EMQ)",
}


def sentence(label: str, verdict: Verdict) -> str:
    """Say a verdict in words, with its period, shares, interval and test."""
    between = f"between {year(verdict.first_year)} and {year(verdict.last_year)}"
    if verdict.kind == "too_few":
        return (
            f"{label}: too few works {between} to say whether its share changed "
            f"({quantity(round(verdict.works), 'work')} in all)."
        )
    if verdict.kind == "no_change":
        return (
            f"{label}: no change that the data can show {between} ({points(verdict.change)} points, 95% interval "
            f"{points(verdict.low)} to {points(verdict.high)}; {_by_chance(verdict)}a change of less than "
            f"{100 * verdict.detectable:.0f} points would be missed more often than one time in five)."
        )
    return (
        f"{label} {verdict.kind} {between}: from {percent(verdict.first_share)} to {percent(verdict.last_share)} "
        f"of the works ({points(verdict.change)} points, 95% interval {points(verdict.low)} to "
        f"{points(verdict.high)}; {p_equals(verdict.adjusted)} after correction for the number of topics)."
    )


def _by_chance(verdict: Verdict) -> str:
    """Say why an interval without 0 is no verdict: with so many topics one of them stands apart by chance."""
    if verdict.low <= 0 <= verdict.high:
        return ""
    return f"{p_equals(verdict.adjusted)} after correction for the number of topics; "
