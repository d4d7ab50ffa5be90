"""The sentence that a historian reads: what a topic did, how sure that is, and what could not have been seen."""

from __future__ import annotations

from artmeta.trends.verdict import Verdict

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
        return f"{label}: too few works {between} to say whether its share changed ({verdict.works:.0f} works in all)."
    if verdict.kind == "no_change":
        return (
            f"{label}: no change that the data can show {between} ({_points(verdict.change)} points, 95% interval "
            f"{_points(verdict.low)} to {_points(verdict.high)}; {_by_chance(verdict)}a change of less than "
            f"{100 * verdict.detectable:.0f} points would be missed more often than one time in five)."
        )
    return (
        f"{label} {verdict.kind} {between}: from {100 * verdict.first_share:.0f}% to {100 * verdict.last_share:.0f}% "
        f"of the works ({_points(verdict.change)} points, 95% interval {_points(verdict.low)} to "
        f"{_points(verdict.high)}; p {p_value(verdict.adjusted)} after correction for the number of topics)."
    )


def _by_chance(verdict: Verdict) -> str:
    """Say why an interval without 0 is no verdict: with so many topics one of them stands apart by chance."""
    if verdict.low <= 0 <= verdict.high:
        return ""
    return f"p {p_value(verdict.adjusted)} after correction for the number of topics; "


def year(number: int) -> str:
    """Write a year: 1850, 44 BC."""
    return f"{-number} BC" if number < 0 else str(number)


def p_value(value: float) -> str:
    """Write a p value as far as it means something."""
    return "< 0.001" if value < 0.001 else f"= {value:.3f}"  # noqa: PLR2004 -- smaller ones differ in nothing but zeros


def _points(change: float) -> str:
    return f"{100 * change:+.0f}".replace("-", "−")
