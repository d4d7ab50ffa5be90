"""Findings: what an audit found, one sentence each, with the subject that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from artmeta.bias_audit import artists, disparities, drift, groupings, label_noise, metrics, shortcuts
from artmeta.bias_audit.artists import ArtistShare
from artmeta.bias_audit.disparities import GroupMetric
from artmeta.bias_audit.drift import Drift
from artmeta.bias_audit.label_noise import LabelNoise
from artmeta.bias_audit.shortcuts import Shortcut
from artmeta.domain.flag import WHOLE_COLLECTION, Severity
from artmeta.wording import enumeration, fraction, p_equals, percent, points_apart, quantity

TRUTH = frozenset(metric.name for metric in metrics.METRICS if metric.needs_truth)
POINTS = {metric.name: metric.points for metric in metrics.METRICS}
WORSE = {metric.name: metric.worse for metric in metrics.METRICS}
DIFFERENCES = frozenset(("overconfidence",))  # of shares, in points
COLLECTION_WORKS, TRAINING_WORKS = "collection's works", "training works"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an audit: see the table `bias_findings`."""

    kind: str
    subject: str
    severity: Severity
    measured: float
    limit: float
    sentence: str


def disparity_findings(
    rows: Sequence[GroupMetric], labels: Mapping[str, str], causes: Mapping[tuple[str, str, str], str]
) -> Iterator[Finding]:
    """Yield one finding for each group with a disparity: all its metrics that are worse, the first one in full.

    `causes` are sentences on how its pictures differ, by group and topic.
    """
    by_group: dict[tuple[str, str, str], list[GroupMetric]] = {}
    for row in rows:
        by_group.setdefault(row.key, []).append(row)
    for key, own in by_group.items():
        disparities = [row for row in own if row.disparity]
        if disparities:
            first = disparities[0]
            others = [row for row in own if row is not first and (row.disparity or _worse(row))]
            severity: Severity = "serious" if first.metric in TRUTH else "warning"
            gap = WORSE[first.metric] * (first.value - first.reference)
            sentence = " ".join([_disparity(first, labels), *_also(others), *filter(None, [causes.get(key)])])
            yield Finding("group_disparity", subject(key), severity, gap, POINTS[first.metric], sentence)


def subject(key: tuple[str, str, str]) -> str:
    """Return the subject of a group's finding, such as *venue Town Hall, topic boat*."""
    grouping, name, topic = key
    return f"{grouping} {name}" + (f", topic {topic}" if topic else "")


def _worse(row: GroupMetric) -> bool:
    gap = WORSE[row.metric] * (row.value - row.reference)
    return row.adjusted is not None and row.adjusted <= disparities.ALPHA and gap >= POINTS[row.metric]


def _group(row: GroupMetric, labels: Mapping[str, str]) -> str:
    about = groupings.WORKS[row.grouping].format(row.group_name)
    return f"{about}, topic “{labels.get(row.topic_id, row.topic_id)}”" if row.topic_id else about


def _disparity(row: GroupMetric, labels: Mapping[str, str]) -> str:
    where = _group(row, labels)
    if row.metric in DIFFERENCES:
        return (
            f"For {where}, the confidence is {points_apart(row.value)} points above the share of right works "
            f"({quantity(row.works, 'work')} of known topic), elsewhere {points_apart(row.reference)}."
        )
    ratio = (
        f"; ratio {row.ratio:.2f} (95% interval {row.ratio_low:.2f} to {row.ratio_high:.2f})"
        if row.ratio == row.ratio
        else ""
    )
    return (
        f"The {metrics.LABELS[row.metric]} of {where} is {percent(row.value)} ({quantity(row.works, 'work')}; 95% "
        f"interval {percent(row.low)} to {percent(row.high)}); with the same mix of topics, all other works have "
        f"{percent(row.reference)}{ratio}."
    )


def _also(rows: Iterable[GroupMetric]) -> Iterator[str]:
    parts = [
        f"{metrics.LABELS[row.metric]} {percent(row.value)} instead of {percent(row.reference)}"
        for row in rows
        if row.metric not in DIFFERENCES
    ]
    if parts:
        yield f"Also: {enumeration(parts)}."


def shortcut_findings(all_tested: Iterable[Shortcut], labels: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the features that predict the topic; `all_tested` holds the others as well."""
    tested = list(all_tested)
    for each in tested:
        if each.p_value * len(tested) <= shortcuts.ALPHA and each.relevant:
            severity: Severity = "warning" if each.feature in ("image_size", "border_colour") else "note"
            measured = (
                f"{shortcuts.FEATURES[each.feature].capitalize()} alone predicts the topic of "
                f"{percent(each.accuracy)} of {quantity(each.works, 'work')} ({each.works_of}; cross-validated, works "
                f"of one artist kept together), the most frequent topic {percent(each.baseline)}."
            )
            named = enumeration([f"“{labels.get(topic, topic)}”" for topic in each.topics])
            gives = f" It gives away {named}." if named else ""
            advice = (
                " The model may have learnt it instead of the topic: train on works in which it varies within topics."
                if severity == "warning"
                else " Topics may truly differ so; if not, the model may have learnt it instead of the topic."
            )
            name = each.feature.replace("_", " ")
            yield Finding(
                "shortcut",
                f"{name} ({each.works_of})",
                severity,
                each.gain,
                shortcuts.LEAST_GAIN,
                measured + gives + advice,
            )


def drift_findings(drifts: Iterable[Drift], model_changed: bool) -> Iterator[Finding]:
    """Yield the measures whose distribution is not what it was in training, or in the last run."""
    for each in drifts:
        if each.drifted:
            name = drift.MEASURES[each.measure]
            limit = drift.LEAST_DISTANCE if each.against == drift.TRAINING else drift.LEAST_CHANGE
            other = (
                f"of the {quantity(each.other_works, 'training work')}"
                if each.against == drift.TRAINING
                else f"in the last run ({quantity(each.other_works, 'work')})"
            )
            model = (
                " The model is another one than then."
                if model_changed and each.against != drift.TRAINING
                else ""
            )
            yield Finding(
                "drift",
                f"{each.measure.replace('_', ' ')} against {each.against}",
                "warning",
                each.distance,
                limit,
                f"The {name} of {quantity(each.works, 'work')} is distributed otherwise than {other}: distance "
                f"{percent(each.distance)}, adjusted {p_equals(each.p_value)}.{model} What was measured on those works "
                "need not hold for these: check a random sample of them.",
            )


@dataclass(frozen=True, slots=True)
class Suspect:
    """A training work whose given topic is probably wrong."""

    artwork_id: str
    sha256: str
    given_topic_id: str
    suggested_topic_id: str
    probability: float
    margin: float


def noise_findings(noise: LabelNoise | None, suspects: Sequence[Suspect], works: int) -> Iterator[Finding]:
    """Yield a finding on all training works where some topics must be wrong, and one on each suspect."""
    if noise is None or noise.p_value > label_noise.ALPHA:
        return
    yield Finding(
        "label_suspect",
        WHOLE_COLLECTION,
        "warning",
        noise.share,
        noise.low,
        f"About {percent(noise.share)} of {quantity(works, 'training work')} have a wrong topic (95% interval "
        f"{percent(noise.low)} to {percent(noise.high)}): out of fold, the model was sure of other topics more often "
        "than its confidences allow. Look at the suspects, correct their topics, and train again.",
    )
    for each in suspects:
        yield Finding(
            "label_suspect",
            each.artwork_id,
            "note",
            each.probability,
            0.5,
            f"The training work {each.artwork_id} has the topic '{each.given_topic_id}', but a model trained without "
            f"it predicts '{each.suggested_topic_id}': its topic is wrong with a probability of "
            f"{percent(each.probability)}. Look at the picture.",
        )


def artist_findings(shares: Iterable[ArtistShare], labels: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the artists by whom a large part of the works is; one finding an artist."""
    by_artist: dict[tuple[str, str], list[ArtistShare]] = {}
    for each in shares:
        by_artist.setdefault((each.works_of, each.artist), []).append(each)
    for (works_of, name), own in by_artist.items():
        first = own[0]
        limit = artists.LEAST_TOPIC_SHARE if first.topic_id else artists.LEAST_SHARE
        parts = enumeration(
            [
                f"{fraction(each.works, each.total)} "
                + (
                    f"of “{labels.get(each.topic_id, each.topic_id)}”"
                    if each.topic_id
                    else f"of the {works_of}"
                )
                for each in own
            ]
        )
        consequence = (
            "the model may have learnt this artist's manner instead of the topics: add works by others."
            if works_of == TRAINING_WORKS
            else "shares and metrics say much about this artist; compare them with and without these works."
        )
        kind = "artist" if works_of == COLLECTION_WORKS else "artist in training"
        yield Finding(
            "over_represented_artist",
            f"{kind} {name}",
            "warning",
            first.share,
            limit,
            f"{name} made {parts}: {consequence}",
        )
