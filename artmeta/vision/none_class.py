"""The none class: a reject option learnt from training works that show none of the topics.

A second softmax head on the same features has one output more than there are topics (a background class: Geng, Huang,
Chen 2021, "Recent Advances in Open Set Recognition", section 3.4). The model's own head, its topics and its confidences
stay as they are. docs/unfamiliar.md has the measurements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.calibration import fit_temperature
from artmeta.vision.heads import Dense, Floats, Head, Vectors
from artmeta.vision.hyperparameters import FOLDS, Hyperparameters
from artmeta.vision.logistic import fit as fit_logistic
from artmeta.vision.packed_arrays import packed, unpacked
from artmeta.vision.reference_embeddings import ReferenceEmbeddings, unit_vectors
from artmeta.vision.splits import partitions
from artmeta.vision.targets import Targets, one_hot
from artmeta.vision.thresholds import Threshold, choose_thresholds, sure_topics, thresholds_array
from artmeta.vision.training import TrainedHead, out_of_fold

# Shares of works of no topic in the collection for which limit and thresholds are chosen: the first with which the
# model is sure of anything.
NOVEL_SHARES = (0.5, 0.3, 0.1)
SHARED = 0.99  # of the bound over all topics; at 0.999, 2 of 13 models of paintings were sure of nothing
# limits that are compared: quantiles of the scores of the works of the topics, from the median up
LIMITS = 21


@dataclass(frozen=True, slots=True)
class NoneWorks:
    """Training works [n] that show none of the topics: names, features [n, width], and groups as in `train_head`."""

    artwork_ids: Sequence[str]
    sha256s: Sequence[str]
    vectors: Vectors
    groups: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoneClass:
    """A head with one output more than there are topics, and the score above which a work is rejected.

    Sure works keep the target precision in a collection of which a part, `novel_share`, shows none of the topics.
    `reference` holds the embeddings of the training works of the class; their rows of `y_true` are empty.
    `out_of_fold` [n, topics + 1] are confidences of all training works by heads that were not trained on them, `labels`
    [n] the numbers of their topics, the last of which is that of the class.
    """

    head: Head
    limit: float
    novel_share: float
    reference: ReferenceEmbeddings
    out_of_fold: Floats
    labels: NDArray[np.intp]

    def score(self, vectors: Vectors) -> Floats:
        """Return the confidence [n] that a work shows none of the topics, if as many do as in training."""
        return self.head.confidences(vectors)[:, -1]

    def packed(self) -> bytes:
        """Return the file that is stored beside a model."""
        (layer,) = self.head.layers
        return packed(
            {
                "kernel": layer.kernel,
                "bias": layer.bias,
                "temperature": self.head.temperature,
                "limit": self.limit,
                "untaught_share": self.novel_share,  # its name in files of all versions
                "reference": np.frombuffer(self.reference.packed(), np.uint8),
                "out_of_fold": self.out_of_fold.astype(np.float32),
                "labels": self.labels,
            }
        )

    @classmethod
    def unpacked(cls, data: bytes) -> NoneClass:
        """Read the file; raise ModelError if it is damaged."""
        with unpacked(data, "the none class") as arrays:
            head = Head((Dense(arrays["kernel"], arrays["bias"]),), float(arrays["temperature"]))
            reference = ReferenceEmbeddings.unpacked(arrays["reference"].tobytes())
            known = arrays["out_of_fold"].astype(np.float64), arrays["labels"]
            return cls(head, float(arrays["limit"]), float(arrays["untaught_share"]), reference, *known)


def fit_none_class(
    trained: TrainedHead, vectors: Vectors, none: NoneWorks, target: float
) -> tuple[NoneClass, dict[str, Threshold]]:
    """Fit a none class to a training of works with features [n, width]; return it with the topics' thresholds.

    Of some limits on its score, that one is chosen with which most works of the topics are sure and right, where the
    thresholds of each keep the target precision of sure works in a collection of which half the works show none:
    the works of the class count as errors, weighted to as many as the works of the topics, or to fewer where the model
    could then be sure of nothing. All scores are out of fold.
    """
    head, proba, labels = _fit_head(trained, vectors, none)
    confidences = np.concatenate([trained.confidences_out_of_fold, trained.head.confidences(none.vectors)])
    y_true = np.concatenate([trained.y_true, np.zeros((len(none.vectors), len(trained.topics)), bool)])
    search = _LimitSearch(trained, confidences, y_true, proba[:, -1], target)
    for share in NOVEL_SHARES:
        coverage, limit, chosen = search.best(share)
        if coverage:
            break
    reference = ReferenceEmbeddings(
        unit_vectors(none.vectors).astype(np.float16),
        y_true[len(vectors) :],
        tuple(none.artwork_ids),
        tuple(none.sha256s),
    )
    return NoneClass(head, limit, share, reference, proba, labels), chosen


@dataclass(frozen=True, slots=True)
class _LimitSearch:
    """Out-of-fold confidences [n, topics], targets and none scores [n] of all works, those of the class last."""

    trained: TrainedHead
    confidences: Floats
    y_true: Targets
    scores: Floats
    target: float

    def best(self, share: float) -> tuple[int, float, dict[str, Threshold]]:
        """Return how many works are sure and right with the best limit, the limit, and the topics' thresholds."""
        of_topics = self.scores[self.y_true.any(axis=1)]
        limits = np.quantile(of_topics, np.linspace(1, 0.5, LIMITS)).tolist()
        results = [(*self._with(limit, share), limit) for limit in limits]
        chosen, coverage, limit = max(results, key=lambda each: each[1])
        return coverage, limit, chosen

    def _with(self, limit: float, share: float) -> tuple[dict[str, Threshold], int]:
        kept = np.flatnonzero(self.scores <= limit)
        shows_topic = np.asarray(self.y_true.any(axis=1))
        weight = share / (1 - share) * shows_topic.sum() / (~shows_topic).sum()
        confidences, y_true = self.confidences[kept], self.y_true[kept]
        topics, multi_label = self.trained.topics, self.trained.head.multi_label
        chosen = choose_thresholds(
            confidences,
            y_true,
            topics,
            self.target,
            multi_label=multi_label,
            weights=np.where(shows_topic[kept], 1.0, weight),
            shared=SHARED,
        )
        sure = sure_topics(confidences, thresholds_array(chosen, topics), multi_label)
        return chosen, int((sure & y_true).any(axis=1).sum())


def _fit_head(
    trained: TrainedHead, vectors: Vectors, none: NoneWorks
) -> tuple[Head, Floats, NDArray[np.intp]]:
    """Return a calibrated head, and the out-of-fold confidences [n, topics + 1] and labels [n] of all works.

    The head is not fitted to the validation split.
    """
    count, topics = len(none.vectors), len(trained.topics)
    every = np.concatenate([vectors, none.vectors])
    labels = np.concatenate([trained.labels, np.full(count, topics)])
    y_true = one_hot(labels, topics + 1)
    params = Hyperparameters()
    repeats = len(trained.partitions)
    folds = partitions(np.zeros(count, np.intp), none.groups, FOLDS[params.head], repeats, params.seed)
    logits = out_of_fold(every, y_true, np.concatenate([trained.partitions, folds], axis=1), params)
    validation: NDArray[np.bool_] = np.concatenate([trained.validation, np.zeros(count, bool)])
    head, _ = fit_logistic(every, y_true, validation, params)
    head = replace(head, temperature=fit_temperature(logits, y_true))
    return head, head.probabilities(logits, head.temperature), labels
