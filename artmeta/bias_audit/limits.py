"""What an audit cannot assess, in sentences: a comparison that was not possible is no proof of equality."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from artmeta.bias_audit import label_noise
from artmeta.bias_audit.disparities import MIN_TOPIC_WORKS, MIN_WORKS
from artmeta.bias_audit.groupings import LABELS
from artmeta.bias_audit.works import AuditedWorks, Grouping
from artmeta.wording import enumeration, integer, quantity, with_share

SPARSE = 0.5  # of the works; a grouping that is known for fewer says little of the collection
SOURCES = {
    "review": "reviews",
    "audit": "answers on a random sample",
    "ground_truth": "the drawn museum’s ground truth",
    "given": "the museum’s own topics",
    "training": "training works, judged out of fold",
}
CHOSEN = frozenset(("review", "given", "training"))  # whose works were not drawn at random


def limitations(
    works: AuditedWorks, sources: Mapping[str, int], training: int, multi_label: bool
) -> Iterator[str]:
    """Yield a sentence on each thing that cannot be assessed; `sources` counts known topics by source.

    `training` is the number of training works with out-of-fold confidences.
    """
    yield from _truth(works, sources)
    yield from _decisions(works)
    yield from map(_grouping, works.groupings)
    yield (
        f"Groups of fewer than {MIN_WORKS} works, and those with fewer than {MIN_TOPIC_WORKS} works of a topic for "
        f"that topic, are not tested{_small(works)}. No finding on a group is no proof that it is treated equally."
    )
    yield "The nationality of artists is not part of the records, so it cannot be compared."
    if training < label_noise.MIN_WORKS or multi_label:
        reason = (
            "works have several topics" if multi_label else "too few training works were judged out of fold"
        )
        yield f"Wrong topics among the training works cannot be estimated: {reason}."


def _truth(works: AuditedWorks, sources: Mapping[str, int]) -> Iterator[str]:
    judged = int(works.judged.sum())
    if not judged:
        yield (
            "No work has a known topic, so precision, recall and calibration cannot be assessed; only abstention, "
            "unfamiliar works and confidence are compared. `artmeta audit-sample` draws works to check."
        )
        return
    if judged < len(works):
        yield (
            f"Precision, recall and calibration rest on {with_share(judged, len(works))} of the classified works whose "
            "topic is known; of the others only abstention, unfamiliar works and confidence are compared."
        )
    chosen = [SOURCES[source] for source in sources if source in CHOSEN and sources[source]]
    if chosen:
        yield (
            f"Known topics from {enumeration(chosen)} are not a random sample: the works may be easier or harder than "
            "others of their group."
        )


def _decisions(works: AuditedWorks) -> Iterator[str]:
    if len(works) and not (works.status >= 0).any():
        yield "The model makes no decisions, so the shares of unsure and unfamiliar works cannot be compared."


def _grouping(grouping: Grouping) -> str:
    name = LABELS[grouping.name]
    if len(grouping.names) <= 1:
        same = (
            f"is the same for all works ({grouping.names[0]})" if grouping.names else "is known for no work"
        )
        return f"The {name} {same}, so it cannot be compared."
    if grouping.left_out:
        count, rest = len(grouping.names), integer(grouping.left_out)
        return f"Of the {name}, the {count} largest groups are compared; {rest} smaller ones are not."
    known = int((grouping.codes >= 0).sum())
    if known < SPARSE * len(grouping.codes):
        return f"The {name} is known for {with_share(known, len(grouping.codes))} of the works."
    return ""


def _small(works: AuditedWorks) -> str:
    sizes = [np.bincount(each.codes[each.codes >= 0], minlength=len(each.names)) for each in works.groupings]
    small = sum(int((each < MIN_WORKS).sum()) for each in sizes)
    return f" (here {quantity(small, 'group')})" if small else ""
