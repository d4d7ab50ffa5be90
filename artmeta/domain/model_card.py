"""The model card: what a model is, its training data, its metrics and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

HeadKind = Literal["logistic", "teachable-machine", "fine-tuned"]
"""What is trained: one layer, by regression or as Teachable Machine does, or the backbone's last blocks as well."""
Precision = Literal["float32", "int8"]
"""The arithmetic of a backbone: an int8 one is smaller and faster, and its features differ from those of float32."""


@dataclass(frozen=True, slots=True)
class TopicMetrics:
    """How well a model finds one topic among the works that it is measured on; shares are 0 to 1.

    The intervals hold the truth with 95% confidence; cards written before 0.3 have none.
    """

    topic_id: str
    works_trained: int
    works_validated: int
    precision: float
    recall: float
    f1: float
    average_precision: float = 0.0
    precision_interval: tuple[float, float] | None = None
    recall_interval: tuple[float, float] | None = None


# of cards written before 0.2
FORMER_KEYS = {
    "works_held_out": "works_validated",
    "strength": "regularization_c",
    "knobs": "hyperparameters",
    "familiarity": "ood_detector",
}


def with_current_keys(card: bytes) -> bytes:
    """Return a card's JSON with the keys of this version, whichever version wrote it."""
    for former, current in FORMER_KEYS.items():
        card = card.replace(f'"{former}":'.encode(), f'"{current}":'.encode())
    return card


RELEVANT_ERROR = 0.05  # expected calibration error; what chance explains with 300 works


def never_sure(calibration: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the topics that a model is never sure of, because too few works support a threshold."""
    rests_on = calibration.get("thresholds_rest_on", {})
    return tuple(topic for topic, each in rests_on.items() if each.get("rests_on") == "nothing")


def miscalibrated(calibration: Mapping[str, Any]) -> bool:
    """Tell whether confidences are off by more than chance explains; cards written before 0.3 say nothing of chance."""
    error = calibration.get("error_after")
    return error is not None and error > calibration.get("error_allowed", RELEVANT_ERROR)


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything an auditor asks of a model; saved beside it as JSON.

    `hyperparameters` are the settings of the training (epochs, batch_size, learning_rate, seed, head).
    `calibration` holds the parameters that turn scores into confidences, and the expected
    calibration error before and after. `digest` is the sha256 of the head's weights, `files` that of each
    file beside it. `mean_average_precision` is over topics; `accuracy_interval` is exact (Korn and
    Graubard 1998 for groups). `evaluated_on` says which works the metrics are of: those of the validation split, or
    all of them out of fold; it is empty on cards written before 0.3. `precision` is that of the backbone.
    """

    name: str
    version: int
    backbone: str
    backbone_digest: str
    preprocessing: str
    head: str
    vocabulary: str
    vocabulary_version: str
    topics: tuple[str, ...]
    data_digest: str
    trained_on: str
    created_at: str
    code_version: str
    digest: str = ""
    accuracy: float = 0.0
    macro_f1: float = 0.0
    metrics: tuple[TopicMetrics, ...] = ()
    confusion: tuple[tuple[int, ...], ...] = ()
    hyperparameters: Mapping[str, Any] = field(default_factory=dict)
    calibration: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    mean_average_precision: float = 0.0
    accuracy_interval: tuple[float, float] = (0.0, 1.0)
    files: Mapping[str, str] = field(default_factory=dict)
    evaluated_on: Literal["", "validation split", "out of fold"] = ""
    works_evaluated: int = 0
    precision: Precision = "float32"
