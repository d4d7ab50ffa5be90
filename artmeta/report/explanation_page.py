"""The page of `artmeta why`: each picture, where the model looks, and the training works most similar to it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from artmeta.domain.explanation import Explanation, Neighbour
from artmeta.report.illustrated_page import Figure, Gallery, PageStep, write_illustrated_page
from artmeta.report.section import Column, Section, Table
from artmeta.wording import percent

MAX_TOPICS = 10  # in the table
IMPRINT = (
    "Similarity is no cause: it says which training works lie near in the model's embedding. Red: without this part "
    "the model would be less confident of the topic; blue: more confident."
)
NO_TOPIC = "none of the topics"
STATUSES = {
    "sure": "The model is sure of it",
    "unsure": "The model is not sure of it",
    "unfamiliar": "But the picture looks unlike all training works",
}


@dataclass(frozen=True, slots=True)
class IllustratedExplanation:
    """An explanation with its images: JPEGs of the picture and its neighbours, a PNG of the heat map; None for none."""

    explanation: Explanation
    picture: bytes | None
    heat_map: bytes | None
    neighbours: tuple[bytes | None, ...]


def write_explanation_page(items: Sequence[IllustratedExplanation], path: Path) -> Path:
    """Write a page with one part per picture; raise ExportError if it cannot be written."""
    steps = [_step(number, item) for number, item in enumerate(items, start=1)]
    return write_illustrated_page("Why the model says so", IMPRINT, steps, path, kind="Looking closer")


def sentence(explanation: Explanation) -> str:
    """Say in words what the model says, and whether it is sure."""
    topic, confidence = explanation.likeliest, explanation.topics[0][1]
    if explanation.none_score > explanation.none_limit:
        return (
            f"“{topic}”, with a confidence of {percent(confidence)}. But the picture looks like the training works "
            f"that show none of the topics (score {explanation.none_score:.2f}, limit {explanation.none_limit:.2f})."
        )
    if explanation.status == "unsure":
        reason = explanation.decision_reason or _below(explanation)
        return (
            f"“{topic}”, with a confidence of {percent(confidence)}. {STATUSES['unsure']}. {reason}".rstrip()
        )
    score = (
        ""
        if math.isnan(explanation.ood_score)
        else f" (out-of-distribution score {explanation.ood_score:.1f}, threshold {explanation.ood_threshold:.1f})"
    )
    sentence = (
        f"“{topic}”, with a confidence of {percent(confidence)}. {STATUSES[explanation.status]}{score}."
    )
    if explanation.status == "unfamiliar" and score:
        return sentence  # it holds the reason
    return f"{sentence} {explanation.decision_reason}".rstrip()


def _below(explanation: Explanation) -> str:
    """Say which threshold the confidence does not reach; '' where it reaches it."""
    threshold = explanation.confidence_threshold
    if math.isnan(threshold) or threshold > 1:  # above every confidence: the topic is never sure
        return "Too few labelled works support a threshold for this topic."
    if explanation.topics[0][1] >= threshold:
        return ""
    return f"The confidence is below the threshold of this topic, {percent(threshold, 1)}."


def _step(number: int, item: IllustratedExplanation) -> PageStep:
    explanation = item.explanation
    columns = (Column("Topic"), Column("Confidence", "share"))
    named = tuple((explanation.named(topic), share) for topic, share in explanation.topics[:MAX_TOPICS])
    topics = Table(columns, named, "Likeliest topics")
    similar = zip(explanation.neighbours, item.neighbours, strict=True)
    galleries = (
        Gallery("", tuple(_pictures(item))),
        Gallery(
            "The most similar training works",
            tuple(_figure(explanation, *pair) for pair in similar if pair[1]),
        ),
    )
    section = Section(explanation.subject, sentence(explanation), (topics,))
    return PageStep(
        f"picture-{number}", section, galleries=tuple(gallery for gallery in galleries if gallery.figures)
    )


def _pictures(item: IllustratedExplanation) -> Iterator[Figure]:
    if item.picture:
        yield Figure(item.picture, "image/jpeg", item.explanation.picture.name)
    if item.heat_map:
        yield Figure(item.heat_map, "image/png", f"Where the model sees “{item.explanation.likeliest}”")


def _figure(explanation: Explanation, neighbour: Neighbour, picture: bytes | None) -> Figure:
    caption = f"{neighbour.title or 'Untitled'} ({neighbour.artwork_id})"
    topics = explanation.named(neighbour.topics) or NO_TOPIC
    return Figure(picture or b"", "image/jpeg", caption, f"{topics}, similarity {neighbour.similarity:.2f}")
