"""The works of a collection as the statistics want them: arrays in one order, and who is set aside for which reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.trends.evidence import Evidence

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

STANDINGS = ("sure", "unsure", "unfamiliar", "unclassified")


@dataclass(frozen=True, slots=True)
class Collected:
    """Works whose dates are closed: `earliest`, `latest` [n], their `standing` [n], and a frame of their other columns.

    `confidences` [n, topics] is 0 throughout for works that nothing was said of. `judged` [n] are the works
    that shares rest on: classified, and not unfamiliar. `given` [n] is the topic that the museum itself gave a
    work, where it gave just one and the model did not learn from the work; else -1.
    """

    topics: tuple[str, ...]
    frame: pd.DataFrame
    earliest: Ints
    latest: Ints
    confidences: Floats
    standing: NDArray[np.str_]
    given: Ints

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Which works shares rest on."""
        result: NDArray[np.bool_] = (self.standing == "sure") | (self.standing == "unsure")
        return result

    def only(self, kept: NDArray[np.bool_]) -> Collected:
        """Return the works for which `kept` [n] is true."""
        return Collected(
            self.topics,
            self.frame[kept],
            self.earliest[kept],
            self.latest[kept],
            self.confidences[kept],
            self.standing[kept],
            self.given[kept],
        )

    def column(self, name: str) -> NDArray[np.str_]:
        """Return a column of the works as text [n], '' where it is empty or there is none of that name."""
        if name not in self.frame:
            return np.full(len(self.frame), "")
        return self.frame[name].fillna("").astype(str).to_numpy(dtype=str)


def collect(
    works: pd.DataFrame, predictions: pd.DataFrame, topics: Sequence[str], sure_from: float
) -> Collected:
    """Bring works and predictions into one order; works without a closed date are left out.

    `works` has artwork_id, date_earliest, date_latest (years, missing where open) and may have `given_topic` and
    `standing`: what the model's own thresholds made of the work, "unfamiliar" where its picture is unlike all that the
    model learnt from. Works without a standing are sure from `sure_from` on. `predictions` has artwork_id, topic_id,
    confidence.
    """
    closed = works[works["date_earliest"].notna() & works["date_latest"].notna()]
    confidences = matrix(predictions, closed["artwork_id"], topics)
    given = closed["given_topic"] if "given_topic" in closed else pd.Series("", index=closed.index)
    best = confidences.max(axis=1, initial=0.0)
    standing = np.where(best >= sure_from, "sure", "unsure")
    if "decision_status" in closed:
        judged = closed["decision_status"].fillna("").to_numpy(dtype=str)
        standing = np.where(judged == "", standing, judged)
    standing = np.where(best <= 0, "unclassified", standing)
    return Collected(
        tuple(topics),
        closed,
        closed["date_earliest"].to_numpy(dtype=np.int64),
        closed["date_latest"].to_numpy(dtype=np.int64),
        confidences,
        standing,
        pd.Index(topics).get_indexer(pd.Index(given)).astype(np.int64),
    )


def matrix(predictions: pd.DataFrame, ids: pd.Series, topics: Sequence[str]) -> Floats:
    """Return confidences [ids, topics] that sum to 1 in each row, or to 0 where nothing was said of a work."""
    row = pd.Index(ids).get_indexer(pd.Index(predictions["artwork_id"]))
    column = pd.Index(topics).get_indexer(pd.Index(predictions["topic_id"]))
    known = (row >= 0) & (column >= 0)
    filled = np.zeros((len(ids), len(topics)))
    filled[row[known], column[known]] = predictions["confidence"].to_numpy(dtype=np.float64)[known]
    sums = filled.sum(axis=1, keepdims=True)
    result: Floats = np.divide(filled, sums, out=np.zeros_like(filled), where=sums > 0)
    return result


def evidence_of(out_of_fold: pd.DataFrame, topics: Sequence[str]) -> Evidence | None:
    """Read out-of-fold confidences from rows of item, given_topic_id, topic_id, confidence; None if there are none."""
    if len(out_of_fold) == 0:
        return None
    items = out_of_fold.drop_duplicates("item")
    right = pd.Index(topics).get_indexer(pd.Index(items["given_topic_id"]))
    renamed = out_of_fold.rename(columns={"item": "artwork_id"})
    confidences = matrix(renamed, items["item"], topics)
    usable = (right >= 0) & (confidences.sum(axis=1) > 0)
    return Evidence(confidences[usable], right[usable].astype(np.int64)) if usable.any() else None
