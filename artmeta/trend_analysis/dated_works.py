"""The dated works of a collection as arrays in one order, and the classifier's errors read from frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trend_analysis.bins import Floats, Ints
from artmeta.trend_analysis.calibration import MIN_TOPIC_WORKS, CalibrationSet, confidence_rows, usable_rows
from artmeta.trend_analysis.clusters import artist_key
from artmeta.trend_options import NO_CLUSTERS

TRIMMED = 0.01  # of the works at each end, beyond which an open end does not reach
STATUSES = "sure", "unsure", "unfamiliar", "unclassified"


@dataclass(frozen=True, slots=True)
class ClassifierErrors:
    """The topics of a classifier with their labels, and how it errs.

    `out_of_fold` has the columns item, given_topic_id, topic_id, confidence; where it is empty, `confusion`
    (counts [true topic, predicted topic], in the order of `topics`) is used, if there is one.
    """

    topics: Mapping[str, str]
    out_of_fold: pd.DataFrame
    confusion: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class DatedWorks:
    """Works with dates `earliest`, `latest` [n], their `status` [n], and a frame of their other columns.

    `confidences` [n, topics] is 0 throughout for works without a prediction. `given` [n] is the topic that the museum
    itself gave a work, where it gave just one and the model was not trained on the work; else -1.
    """

    topics: tuple[str, ...]
    frame: pd.DataFrame
    earliest: Ints
    latest: Ints
    confidences: Floats
    status: NDArray[np.str_]
    given: Ints

    @property
    def eligible(self) -> DatedWorks:
        """The works that shares are estimated from: classified, and not unfamiliar."""
        return self.only((self.status == "sure") | (self.status == "unsure"))

    def only(self, kept: NDArray[np.bool_]) -> DatedWorks:
        """Return the works for which `kept` [n] is true."""
        arrays = self.frame, self.earliest, self.latest, self.confidences, self.status, self.given
        return DatedWorks(self.topics, *(array[kept] for array in arrays))  # type: ignore[arg-type]

    def clusters(self, column: str) -> list[str]:
        """Return the names [n] by which works depend on one another: of artists, their common form; '' for none."""
        if column == NO_CLUSTERS:
            return [""] * len(self.frame)
        names: list[str] = self.column(column).tolist()
        if column != "artist":
            return names
        keys = {name: artist_key(name) for name in set(names)}
        return [keys[name] for name in names]

    def column(self, name: str) -> NDArray[np.str_]:
        """Return a column of the works as text [n], '' where it is empty or there is none of that name."""
        if name not in self.frame:
            return np.full(len(self.frame), "")
        return texts(self.frame[name])


def texts(values: pd.Series) -> NDArray[np.str_]:
    """Return values as text [n], '' where there is none."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        categories: NDArray[np.str_] = np.array([*values.cat.categories.astype(str), ""])
        return categories[values.cat.codes]  # the code of a missing value is -1, the last place
    return values.fillna("").astype(str).to_numpy(dtype=str)


def dated_works(
    works: pd.DataFrame, predictions: pd.DataFrame, topics: Sequence[str], threshold: float
) -> DatedWorks:
    """Return works and predictions in one order; undated works are left out.

    An open end reaches to the first or the last year of the other works.

    `works` has artwork_id, date_earliest, date_latest (years, missing where open) and may have `given_topic` and
    `decision_status`: the model's own decision, "unfamiliar" where the picture is out of distribution. Works without it
    are sure from `threshold` on. `predictions` has artwork_id, topic_id, confidence.
    """
    low, high = works["date_earliest"], works["date_latest"]
    return _works(works[low.notna() | high.notna()], predictions, topics, threshold, _outer_years(low, high))


def undated_works(
    works: pd.DataFrame, predictions: pd.DataFrame, topics: Sequence[str], threshold: float
) -> DatedWorks:
    """Return the works of which neither year is known, like `dated_works`; their years mean nothing."""
    undated = works[works["date_earliest"].isna() & works["date_latest"].isna()]
    return _works(undated, predictions, topics, threshold, (1, 1))


def _outer_years(low: pd.Series, high: pd.Series) -> tuple[int, int]:
    """Return the years to which open ends reach: those that nearly all dates with both ends lie between."""
    closed = low.notna() & high.notna()
    if not closed.any():
        known = pd.concat([low, high]).dropna()
        return (int(known.min()), int(known.max())) if len(known) else (1, 1)
    first = np.quantile(low[closed].to_numpy(dtype=np.float64), TRIMMED)
    last = np.quantile(high[closed].to_numpy(dtype=np.float64), 1 - TRIMMED)
    return int(np.floor(first)), int(np.ceil(last))


def _works(
    chosen: pd.DataFrame,
    predictions: pd.DataFrame,
    topics: Sequence[str],
    threshold: float,
    outer: tuple[int, int],
) -> DatedWorks:
    confidences = confidence_matrix(predictions, chosen["artwork_id"], topics)
    given = chosen["given_topic"] if "given_topic" in chosen else pd.Series("", index=chosen.index)
    best = confidences.max(axis=1, initial=0.0)
    status = np.where(best >= threshold, "sure", "unsure")
    if "decision_status" in chosen:
        decisions = texts(chosen["decision_status"])
        status = np.where(decisions == "", status, decisions)
    low, high = (
        chosen[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("date_earliest", "date_latest")
    )
    earliest = np.where(np.isnan(low), np.fmin(outer[0], high), low)
    latest = np.where(np.isnan(high), np.fmax(outer[1], low), high)
    return DatedWorks(
        tuple(topics),
        chosen,
        np.nan_to_num(earliest, nan=outer[0]).astype(np.int64),
        np.nan_to_num(latest, nan=outer[1]).astype(np.int64),
        confidences,
        np.where(best <= 0, "unclassified", status),
        _places(given, pd.Index(topics)).astype(np.int64),
    )


def confidence_matrix(predictions: pd.DataFrame, ids: pd.Series, topics: Sequence[str]) -> Floats:
    """Return confidences [ids, topics] that sum to 1 in each row, or to 0 for works without a prediction."""
    row = _places(predictions["artwork_id"], pd.Index(ids))
    column = _places(predictions["topic_id"], pd.Index(topics))
    values = predictions["confidence"].to_numpy(dtype=np.float64)
    return confidence_rows(row, column, values, (len(ids), len(topics)))


def _places(values: pd.Series, index: pd.Index) -> NDArray[np.int32]:
    """Return the place in an index of each value [n], -1 where it is not there; categories are looked up once."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        of_categories = np.append(index.get_indexer(values.cat.categories), -1).astype(np.int32)
        return of_categories[values.cat.codes]  # the code of a missing value is -1, the last place
    return index.get_indexer(pd.Index(values)).astype(np.int32)


def calibration_set_for(
    classifier: ClassifierErrors, topics: Sequence[str], works: DatedWorks
) -> CalibrationSet | None:
    """Return works of known topics: out of fold, else those labelled by the museum, else the confusion matrix's."""
    known, labelled = out_of_fold_set(classifier.out_of_fold, topics), works.given >= 0
    counts = np.bincount(works.given[labelled], minlength=len(topics))
    if known is None and counts.min() >= MIN_TOPIC_WORKS:
        return CalibrationSet(works.confidences[labelled], works.given[labelled])
    if known is None and classifier.confusion is not None and classifier.confusion.sum() > 0:
        return CalibrationSet.of_confusion(classifier.confusion)
    return known


def out_of_fold_set(rows: pd.DataFrame, topics: Sequence[str]) -> CalibrationSet | None:
    """Return the out-of-fold confidences `rows`; None without any.

    `rows` has the columns item, given_topic_id, topic_id, confidence, and may have `rejected`.
    """
    if len(rows) == 0:
        return None
    items = rows.drop_duplicates("item")
    y_true = _places(items["given_topic_id"], pd.Index(topics)).astype(np.int64)
    confidences = confidence_matrix(rows.rename(columns={"item": "artwork_id"}), items["item"], topics)
    usable = usable_rows(confidences, y_true)
    rejected = items["rejected"].to_numpy(bool) if "rejected" in items else None
    return CalibrationSet(confidences, y_true, rejected=rejected).only(usable) if usable.any() else None
