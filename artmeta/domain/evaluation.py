"""The result of an evaluation: the same for the page, the JSON beside it, and the store."""

from __future__ import annotations

from dataclasses import dataclass

from artmeta.domain.model_card import TopicMetrics

OVERFIT = 0.1  # difference of training and validation accuracy; at 15% of 150 works held out, less is chance


@dataclass(frozen=True, slots=True)
class MetricInterval:
    """A metric (0 to 1) and the ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class EvaluationMetrics:
    """Metrics over all topics; results written before 0.3 do not say which calibration error chance explains."""

    works: int
    accuracy: MetricInterval
    macro_f1: MetricInterval
    mean_average_precision: MetricInterval
    calibration_error: float
    calibration_error_by_chance: float | None = None
    calibration_error_allowed: float | None = None


@dataclass(frozen=True, slots=True)
class ExampleWork:
    """A work of a cell of the confusion matrix; `path` is '' where its rights withhold the picture."""

    title: str
    artist: str
    date_text: str
    venue: str
    url: str
    artwork_id: str
    confidence: float
    path: str
    withheld: bool


@dataclass(frozen=True, slots=True)
class ConfusionCell:
    """Example works of one true topic (`row`) with one predicted topic (`column`)."""

    row: int
    column: int
    works: tuple[ExampleWork, ...]


@dataclass(frozen=True, slots=True)
class SplitAccuracy:
    """The accuracy of works predicted under one kind of split; None without works."""

    works: int
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class LeakageCheck:
    """The accuracy without leakage (`honest`) and with it (`naive`); `grouped` works have copies or the same artist."""

    honest: SplitAccuracy
    naive: SplitAccuracy
    grouped: int
    sentence: str


@dataclass(frozen=True, slots=True)
class LearningCurvePoint:
    """Mean, lowest and highest validation accuracy of trainings on samples of at most `works` of every topic."""

    works: int
    accuracy: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class EpochMetrics:
    """Loss (nats) and accuracy (0 to 1) after one epoch; None where no works were held out."""

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float | None
    validation_accuracy: float | None

    @property
    def overfits(self) -> bool:
        """Whether the training works are predicted clearly better than those held out."""
        return self.validation_accuracy is not None and self.accuracy - self.validation_accuracy > OVERFIT


@dataclass(frozen=True, slots=True)
class EvaluationResult:
    """How a model does on `works`, the name of a split or a folder; `confusion` counts true topics by row."""

    model: str
    version: int
    head: str
    works: str
    figures: EvaluationMetrics
    topics: tuple[TopicMetrics, ...]
    labels: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...]
    cells: tuple[ConfusionCell, ...]
    splits: LeakageCheck | None
    learning_curve: tuple[LearningCurvePoint, ...]
    epochs: tuple[EpochMetrics, ...]
