"""How good the model is: each topic among the works that were held out from its training, and what it confuses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from artmeta.domain.model_card import TopicMetrics
from artmeta.report.rows import LabelRow, labels
from artmeta.report.section import Block, Matrix, Number, Numbers, Section, Words
from artmeta.report.values import (
    Interval,
    metric_table,
    metrics_of,
    most_frequent_error,
    parsed,
    share_interval,
)
from artmeta.wording import enumeration, percent, quantity

QUERY = "report_model"
TITLE = "How good the model is"
ORDER = 65

FEW = 20  # works tested; a topic's recall from fewer is known only to within some 20 points

Card = Any


@dataclass(frozen=True, slots=True)
class ModelRow:
    """The run's model."""

    card: str
    labels: tuple[LabelRow, ...]


def build(rows: list[ModelRow]) -> Section:
    """Show accuracy, precision and recall on held-out works, and the confusions between topics."""
    if not rows:
        return Section(TITLE, "This run used no model, so there is nothing to measure.")
    names = labels(rows[0].labels)
    card = parsed(rows[0].card)
    card = {**card, "topics": [names.get(topic, topic) for topic in card.get("topics") or []]}
    metrics = metrics_of(card, names)
    tested = card.get("works_evaluated") or sum(one.works_validated for one in metrics)
    if not tested:
        return Section(
            TITLE, "No works were held out when this model was made: how often it is right is not known."
        )
    return Section(TITLE, _lead(card, tested), tuple(_blocks(card, metrics, tested)))


def _blocks(card: Card, metrics: list[TopicMetrics], tested: int) -> list[Block]:
    table = metric_table(metrics, card.get("confusion") or [], f"Topics among the works {_how(card, tested)}")
    blocks: list[Block] = [Numbers(tuple(_figures(card, tested))), table]
    few = [one.topic_id for one in metrics if one.works_validated < FEW]
    if few:
        blocks.append(
            Words(
                f"Fewer than {FEW} works were tested for {enumeration(few)}: their figures are known only roughly.",
                "note",
            )
        )
    if card.get("confusion"):
        blocks.append(_matrix(card, tested))
    return blocks


def _figures(card: Card, tested: int) -> Iterator[Number]:
    low, share, high = _accuracy(card, tested)
    yield Number(percent(share), "accuracy", f"95% interval {percent(low)} to {percent(high)}")
    yield Number(percent(card["macro_f1"]), "macro-F1", "mean of the topics, rare ones weigh as much")
    if card.get("mean_average_precision"):
        yield Number(percent(card["mean_average_precision"]), "mAP", "how well the right works rank first")
    if _out_of_fold(card, tested):
        yield Number(str(tested), "works judged out of fold", "each by a head that had not learnt from it")
    else:
        yield Number(str(tested), "works held out", "never trained on")


def _accuracy(card: Card, tested: int) -> Interval:
    """Return the accuracy with its interval; the bootstrap intervals of former cards may have no width."""
    if card.get("evaluated_on"):
        low, high = card["accuracy_interval"]
        return low, card["accuracy"], high
    return share_interval(round(card["accuracy"] * tested), tested)


def _out_of_fold(card: Card, tested: int) -> bool:
    """Whether the works were judged by heads that had not learnt from them; former cards say it by the number only."""
    if evaluated_on := card.get("evaluated_on"):
        return bool(evaluated_on == "out of fold")
    return bool(card.get("calibration", {}).get("works") == tested)


def _how(card: Card, tested: int) -> str:
    return "judged out of fold" if _out_of_fold(card, tested) else "held out"


def _matrix(card: Card, tested: int) -> Matrix:
    counts = tuple(tuple(row) for row in card["confusion"])
    return Matrix(
        "held-out",
        tuple(card["topics"]),
        counts,
        f"Works {_how(card, tested)}: their true topic by row, what the model says by column",
    )


def _lead(card: Card, tested: int) -> str:
    worst = _worst(card)
    return (
        f"Of {quantity(tested, 'work')} {_how(card, tested)}, the model gives the right topic to "
        f"{percent(card['accuracy'])}.{worst} These works come from the training data ({card['trained_on']}); on a "
        "collection that looks different it will do worse."
    )


def _worst(card: Card) -> str:
    count, true, predicted = most_frequent_error(card.get("confusion") or [], card["topics"])
    if not count:
        return ""
    return f" Its most frequent mistake: {true} taken for {predicted} ({quantity(count, 'time')})."
