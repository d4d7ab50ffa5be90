"""What predictions must look like before anyone reads them: one row a work and topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from artmeta.validation.expected import Expectation

if TYPE_CHECKING:
    import pandas as pd

SUM_TOLERANCE = 1e-3  # confidences are float32 sums of up to some hundred topics; rounding stays far below
LOST = "Run `artmeta enrich` again; if they stay lost, `artmeta doctor` looks at the model."


def output_suite(topics: Sequence[str], sums_to_one: bool) -> tuple[list[Expectation], list[Expectation]]:
    """List what is expected of the predictions, and of the works that `works_of` sums them up to."""
    return _predictions(topics), _works(topics, sums_to_one)


def works_of(predictions: pd.DataFrame) -> pd.DataFrame:
    """Sum predictions up to one row a work: artwork_id, topics, firsts (ranks of 1), sure topics and total confidence.

    A work that was lost has a row of predictions without a topic, hence none of either. A frame that lacks
    the columns gives a frame that lacks them too.
    """
    if not {"artwork_id", "topic_id", "rank", "confidence", "sure_is_supported"} <= set(predictions.columns):
        return predictions[[name for name in ("artwork_id",) if name in predictions.columns]]
    firsts = predictions.assign(firsts=predictions["rank"].eq(1).fillna(False).astype(int))
    return (
        firsts.groupby("artwork_id", sort=True)
        .agg(
            topics=("topic_id", "count"),
            firsts=("firsts", "sum"),
            sure=("sure_is_supported", "count"),  # it is missing where a topic is not called sure
            total=("confidence", "sum"),
        )
        .reset_index()
    )


def _predictions(topics: Sequence[str]) -> list[Expectation]:
    numbers = [
        Expectation(
            f"{name}s_are_shares",
            "ColumnValuesToBeBetween",
            name,
            "critical",
            f"Every {name} lies between 0 and 1.",
            f"{{count}} of {{of}} {name}s do not lie between 0 and 1, such as those of {{examples}}.",
            {"min_value": 0, "max_value": 1},
        )
        for name in ("score", "confidence")
    ]
    return [
        Expectation(
            "something_was_said",
            "TableRowCountToBeBetween",
            "",
            "critical",
            "There are predictions.",
            "Nothing was classified: no work has a picture that could be read.",
            {"min_value": 1},
        ),
        Expectation(
            "no_work_is_lost",
            "ColumnValuesToNotBeNull",
            "topic_id",
            "critical",
            "Every work with a readable picture was classified.",
            f"{{count}} works with a readable picture were not classified, such as {{examples}}. {LOST}",
        ),
        Expectation(
            "no_confidence_is_missing",
            "ColumnValuesToNotBeNull",
            "confidence",
            "critical",
            "Every prediction has a confidence.",
            "{count} of {of} predictions have no confidence, such as those of {examples}. " + LOST,
        ),
        *numbers,
        Expectation(
            "topics_are_known",
            "ColumnValuesToBeInSet",
            "topic_id",
            "critical",
            "Every topic is one of the vocabulary's.",
            "{count} of {of} predictions name a topic that the vocabulary does not hold, such as those of {examples}.",
            {"value_set": list(topics)},
        ),
        Expectation(
            "a_topic_is_said_once",
            "CompoundColumnsToBeUnique",
            "artwork_id,topic_id",
            "critical",
            "No topic is said twice of a work.",
            "{count} of {of} predictions say a topic twice of the same work, such as {examples}.",
        ),
        Expectation(
            "sure_is_supported",
            "ColumnValuesToBeInSet",
            "sure_is_supported",
            "critical",
            "Every topic that is called sure has a confidence at or above its threshold, in a familiar picture.",
            "{count} of {of} topics that are called sure have a confidence below the threshold, or none, or a picture "
            "that is unfamiliar by its scores, such as those of {examples}.",
            {"value_set": [True]},
        ),
    ]


def _works(topics: Sequence[str], sums_to_one: bool) -> list[Expectation]:
    expected = [
        Expectation(
            "one_topic_is_first",
            "ColumnValuesToBeInSet",
            "firsts",
            "critical",
            "Every work has exactly one likeliest topic.",
            "{count} of {of} works do not have exactly one likeliest topic, such as {examples}.",
            {"value_set": [1]},
        ),
        Expectation(
            "every_topic_is_weighed",
            "ColumnValuesToBeInSet",
            "topics",
            "critical",
            f"Each of the {len(topics)} topics was weighed for every work.",
            f"{{count}} of {{of}} works were not weighed for each of the {len(topics)} topics, such as {{examples}}.",
            {"value_set": [len(topics)]},
        ),
    ]
    if sums_to_one:
        expected.append(
            Expectation(
                "one_topic_is_sure",
                "ColumnValuesToBeBetween",
                "sure",
                "critical",
                "No work has more than one sure topic, as the model gives each work one.",
                "{count} of {of} works have more than one sure topic, though the model gives each work one, such as "
                "{examples}.",
                {"max_value": 1},
            )
        )
        near_one = {"min_value": 1 - SUM_TOLERANCE, "max_value": 1 + SUM_TOLERANCE}
        expected.append(
            Expectation(
                "confidences_sum_to_one",
                "ColumnValuesToBeBetween",
                "total",
                "critical",
                "The confidences of every work sum to 1.",
                "The confidences of {count} of {of} works do not sum to 1, such as those of {examples}.",
                near_one,
            )
        )
    return expected
