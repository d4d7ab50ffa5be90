"""Training works whose topic is probably wrong, found by models that learnt from neither them nor other suspects."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from artmeta.bias_audit.findings import Suspect
from artmeta.bias_audit.label_noise import ALPHA, LabelNoise, label_noise, margins, suggested
from artmeta.steps.context import RunContext
from artmeta.store.vectors import unpack

if TYPE_CHECKING:
    from artmeta.bias_audit.works import Booleans, Floats, Indices
    from artmeta.vision.heads import Vectors

LARGEST = 20_000  # training works that models are trained on again
# margin from which a work is left out: another topic is three times as likely as its own
PRUNED = float(np.log(3))
ROUNDS = 2  # with one, 47.6 wrong topics are among the first 100 paintings instead of 48.1
PROBABLE = 0.5  # from which a work is a suspect


def find_label_noise(
    context: RunContext, training: pd.DataFrame, topics: tuple[str, ...]
) -> tuple[LabelNoise | None, tuple[Suspect, ...]]:
    """Estimate the share of wrong topics among a model's training works; where there are some, rank the suspects."""
    confidences = _confidences(context.store.frame("out_of_fold_of_run", run_id=context.id), training, topics)
    used = confidences.sum(axis=1) > 0
    given = pd.Index(topics).get_indexer(pd.Index(training["topic_id"])).astype(np.intp)
    noise = label_noise(confidences[used], given[used])
    if noise is None or noise.p_value > ALPHA:
        return noise, ()
    works = training[used].reset_index(drop=True)
    better = _later_rounds(context, works, given[used], noise)
    return noise, tuple(
        _suspects(works, confidences[used] if better is None else better, given[used], topics)
    )


def _confidences(rows: pd.DataFrame, training: pd.DataFrame, topics: tuple[str, ...]) -> Floats:
    """Return the out-of-fold confidences [training works, topics]; 0 where a work has none."""
    items = training["sha256"].astype(str) + "|" + training["topic_id"].astype(str)
    place = pd.Index(items).get_indexer(pd.Index(rows["item"]))
    column = pd.Index(topics).get_indexer(pd.Index(rows["topic_id"]))
    known = (place >= 0) & (column >= 0)
    matrix = np.zeros((len(training), len(topics)))
    matrix[place[known], column[known]] = rows["confidence"].to_numpy(dtype=float)[known]
    return matrix


def _later_rounds(
    context: RunContext, works: pd.DataFrame, given: Indices, noise: LabelNoise
) -> Floats | None:
    """Return confidences [n, topics] of models that learnt from no suspect; None where they cannot be trained."""
    from artmeta.steps.training.works import groups_of
    from artmeta.vision.hyperparameters import FOLDS, Hyperparameters
    from artmeta.vision.splits import grouped_k_fold

    if len(works) > LARGEST:
        return None
    stored = {row["sha256"]: row for row in context.store.rows("vectors_of_training", run_id=context.id)}
    rows = [stored[sha256] for sha256 in works["sha256"] if sha256 in stored]
    if len(rows) < len(works):
        return None
    vectors, params = unpack([row["vector"] for row in rows]), Hyperparameters()
    groups = groups_of(rows, vectors, by_artist=False)
    folds = grouped_k_fold(given, groups, FOLDS[params.head], params.seed)
    return pruned_confidences(vectors, given, folds, noise.margin > PRUNED)


def pruned_confidences(vectors: Vectors, given: Indices, folds: Indices, left_out: Booleans) -> Floats | None:
    """Return out-of-fold confidences [n, topics] of heads that did not learn from suspects, at first `left_out` [n].

    Wrong topics mislead the models that judge them, so confident learning leaves the clearest suspects out and trains
    again (Northcutt, Jiang, Chuang 2021, section 3.2). It is done twice, each time without the suspects of the time
    before, and the logits are averaged. None where a topic would have no training works.
    """
    from artmeta.stats import softmax
    from artmeta.vision.hyperparameters import Hyperparameters
    from artmeta.vision.targets import one_hot
    from artmeta.vision.training import fit

    y_true = one_hot(given, int(given.max()) + 1)
    total, params = np.zeros(y_true.shape), Hyperparameters()
    for _ in range(ROUNDS):
        logits = np.zeros(y_true.shape)
        for fold in np.unique(folds):
            part = folds == fold
            if not y_true[~part & ~left_out].any(axis=0).all():
                return None
            head, _ = fit(vectors, y_true, part | left_out, params)
            logits[part] = head.logits(vectors[part])
        left_out = margins(softmax(logits), given) > PRUNED
        total += logits
    return softmax(total / ROUNDS)


def _suspects(
    works: pd.DataFrame, confidences: Floats, given: Indices, topics: tuple[str, ...]
) -> list[Suspect]:
    """Return the works whose topic is more likely wrong than right, the most suspect first."""
    noise = label_noise(confidences, given)
    if noise is None:
        return []
    other, order = suggested(confidences, given), np.argsort(-noise.margin, kind="stable")
    return [
        Suspect(
            str(works["artwork_id"].iloc[place]),
            str(works["sha256"].iloc[place]),
            topics[given[place]],
            topics[other[place]],
            float(noise.probability[place]),
            float(noise.margin[place]),
        )
        for place in order[noise.probability[order] >= PROBABLE]
    ]
