"""The model card of the web page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from artmeta.domain.model_card import ModelCard, TopicMetrics
from artmeta.wording import enumeration, percent

FEW = 5  # topics that are named in the page's first sentence; more are counted


@dataclass(frozen=True, slots=True)
class PageCard:
    """Everything the page shows that is not computed in it; `metrics` rows stand as the table's columns do.

    `size` and `crop` say how a picture is brought to the model; `thresholds` below which a topic is *unsure*.
    """

    title: str
    lead: str
    topics: tuple[str, ...]
    size: int
    crop: str
    facts: tuple[tuple[str, str], ...]
    metrics: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def script(self) -> str:
        """Write the card as a script, since a page opened from a disk may not read a JSON file beside it."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        return f"window.artmetaCard = {text};\n"


def page_card(
    card: ModelCard, size: int, crop: str, thresholds: Mapping[str, float], multi_label: bool = False
) -> PageCard:
    """Return a model card in a visitor's words; with `multi_label`, a picture may have several topics."""
    return PageCard(
        title="What does this picture show?",
        lead=_lead(card.name, card.topics, multi_label),
        topics=card.topics,
        size=size,
        crop=crop,
        facts=tuple((name, value) for name, value in _facts(card) if value),
        metrics=tuple(_row(metrics) for metrics in card.metrics),
        notes=card.notes,
        thresholds=thresholds,
    )


def _lead(name: str, topics: tuple[str, ...], multi_label: bool) -> str:
    named = enumeration(topics) if len(topics) <= FEW else f"{len(topics)} topics"
    if multi_label:
        return f"The model '{name}' looks for {named} in a picture, for each by itself."
    return f"The model '{name}' tells apart {named}, and takes every picture for one of them."


def _facts(card: ModelCard) -> list[tuple[str, str]]:
    return [
        ("Name and version", f"{card.name}, version {card.version}"),
        ("Topics", ", ".join(card.topics)),
        ("Trained on", card.trained_on),
        ("Made", card.created_at[:10]),
        ("Right on works it was not trained on", _accuracy(card)),
        ("Macro F1", f"{card.macro_f1:.2f}" if card.macro_f1 else ""),
        ("Sees with (backbone)", card.backbone),
        ("Fingerprint", card.digest[:16]),
    ]


def _accuracy(card: ModelCard) -> str:
    """Return the accuracy with its interval; the intervals of former cards are none to rely on."""
    if not card.accuracy:
        return ""
    low, high = map(percent, card.accuracy_interval)
    interval = f", 95% interval {low} to {high}, {card.evaluated_on}" if card.evaluated_on else ""
    return percent(card.accuracy) + interval


def _row(metrics: TopicMetrics) -> tuple[str, ...]:
    works = (str(metrics.works_trained), str(metrics.works_validated))
    return (metrics.topic_id, *works, f"{metrics.precision:.2f}", f"{metrics.recall:.2f}")
