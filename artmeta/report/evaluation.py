"""An evaluation in words, numbers and pictures: how often a model is right, where it errs, and what would help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from artmeta.domain.evaluation import (
    ConfusionCell,
    EpochMetrics,
    EvaluationMetrics,
    EvaluationResult,
    ExampleWork,
    LeakageCheck,
    LearningCurvePoint,
    MetricInterval,
)
from artmeta.report.charts import HALF, WIDE, Axis, ChartLine, Dot, lines
from artmeta.report.learning_curves import learning_curves
from artmeta.report.rows import WorkRow
from artmeta.report.section import (
    Block,
    Chart,
    Charts,
    Column,
    Matrix,
    MatrixCell,
    Number,
    Numbers,
    Section,
    Table,
    Words,
    WorkCard,
)
from artmeta.report.values import metric_table, most_frequent_error
from artmeta.report.works import read_work
from artmeta.wording import percent, points, quantity

FLATTERED = 0.01  # of accuracy; a smaller difference between two splits is chance
HEIGHT = 170

WHERE = {
    "validation split": "held out from its training",
    "out of fold": "judged by heads that had not learnt from them",
}


def parts(result: EvaluationResult, names: Mapping[str, str] | None = None) -> Iterator[tuple[str, Section]]:
    """Yield the sections of an evaluation by name; `names` puts labels where the result has topic ids."""
    names = names or {}
    labels = tuple(names.get(topic, topic) for topic in result.labels)
    yield "figures", _figures(result, labels)
    yield "confusions", _confusions(result, labels)
    if result.splits:
        yield "splits", _splits(result.splits)
    if result.learning_curve:
        yield "more-works", _learning(result.learning_curve)
    if result.epochs and result.epochs[-1].validation_accuracy is not None:
        yield "overfitting", _overfitting(result.epochs)


def _figures(result: EvaluationResult, labels: Sequence[str]) -> Section:
    metrics = result.figures
    numbers = Numbers(
        (
            _number(metrics.accuracy, "accuracy", "share of works with the right topic"),
            _number(metrics.macro_f1, "macro-F1", "every topic counts the same"),
            _number(metrics.mean_average_precision, "mAP", "how well the right works rank first"),
            Number(percent(metrics.calibration_error), "calibration error", _calibration_note(metrics)),
        )
    )
    topics = [replace(one, topic_id=label) for label, one in zip(labels, result.topics, strict=True)]
    note = Words(
        "In brackets: the 95% interval for other works of the same kind, exact at the effective number of works (Korn "
        "and Graubard 1998): copies do not count as independent works. Average precision ranks all works by their "
        "confidence in a topic; the mean over topics is the mAP of Crowley and Zisserman 2014, In Search of Art."
    )
    where = WHERE.get(result.works, f"of {result.works}")
    lead = f"Of {quantity(metrics.works, 'work')} {where}, {percent(metrics.accuracy.value)} get the right topic."
    blocks: tuple[Block, ...] = (
        numbers,
        *_calibration_warning(metrics),
        metric_table(topics, result.confusion, "By topic"),
        note,
    )
    return Section("How often it is right", lead, blocks)


def _calibration_note(metrics: EvaluationMetrics) -> str:
    by_chance = metrics.calibration_error_by_chance
    chance = "" if by_chance is None else f"; {percent(by_chance)} by chance alone"
    return f"gap of confidence and truth{chance}"


def _calibration_warning(metrics: EvaluationMetrics) -> Iterator[Words]:
    allowed = metrics.calibration_error_allowed
    if allowed is not None and metrics.calibration_error > allowed:
        yield Words(
            f"The calibration error is larger than the {percent(allowed)} that chance explains with "
            f"{quantity(metrics.works, 'work')}: here a confidence is not a chance of being right.",
            "warning",
        )


def _number(metric: MetricInterval, label: str, note: str) -> Number:
    return Number(percent(metric.value), label, f"[{percent(metric.low)} to {percent(metric.high)}]; {note}")


def _confusions(result: EvaluationResult, labels: tuple[str, ...]) -> Section:
    cells = tuple(
        MatrixCell(cell.row, cell.column, tuple(_example(work, cell, labels) for work in cell.works))
        for cell in sorted(result.cells, key=lambda cell: cell.row == cell.column)
    )
    matrix = Matrix(
        "confusions",
        labels,
        result.confusion,
        "Works by true topic (row) and by what the model says (column)",
        cells,
        rest="not shown here",
    )
    count, true, predicted = most_frequent_error(result.confusion, labels)
    most = (
        f"Most often {true} is taken for {predicted} ({quantity(count, 'time')}). "
        if count
        else "No work is taken for another topic. "
    )
    return Section(
        "What it confuses", f"{most}A number opens its pictures, the surest mistakes first.", (matrix,)
    )


def _example(work: ExampleWork, cell: ConfusionCell, labels: Sequence[str]) -> WorkCard:
    fields = {field: getattr(work, field) for field in WorkRow.__slots__}
    return read_work(WorkRow(**fields), f"It shows {labels[cell.row]}.", labels[cell.column])


def _splits(check: LeakageCheck) -> Section:
    without, leaky = check.honest.accuracy, check.naive.accuracy
    if without is None or leaky is None:
        return Section("Leakage check", check.sentence)
    gap = leaky - without
    verdict = (
        f"Leakage would raise the accuracy by {points(gap).lstrip('+')} points."
        if gap > FLATTERED
        else "Leakage would make no difference to the accuracy here."
    )
    numbers = Numbers(
        (
            Number(percent(without), "accuracy without leakage", quantity(check.honest.works, "work")),
            Number(percent(leaky), "accuracy with leakage", quantity(check.naive.works, "work")),
        )
    )
    return Section("Leakage check", verdict, (numbers, Words(check.sentence)))


def _learning(curve: Sequence[LearningCurvePoint]) -> Section:
    dots = tuple(
        Dot(
            one.works,
            one.accuracy,
            f"{one.works} works a topic: {percent(one.accuracy)}",
            one.lowest,
            one.highest,
        )
        for one in curve
    )
    x, y = Axis("works a topic", low=0), Axis(form=".0%", low=0, high=1)
    narrow, wide = (lines([ChartLine("held out", dots)], x, y, width, HEIGHT) for width in (HALF, WIDE))
    last = curve[-1]
    before = next((one for one in reversed(curve) if one.works <= last.works / 2), curve[0])
    gain = last.accuracy - before.accuracy
    lead = (
        f"With at most {before.works} works a topic it is right on {percent(before.accuracy)} of those held out, "
        f"with all (up to {last.works}) on {percent(last.accuracy)}. "
        + (
            "The curve still rises: more works would help."
            if gain > FLATTERED
            else "The curve is flat: other works, or a better backbone, would help more than more of the same."
        )
    )
    chart = Chart(
        "Accuracy on works held out", narrow, lead, "band: the worst and the best of five draws", wide
    )
    rows = tuple((one.works, one.accuracy, one.lowest, one.highest) for one in curve)
    columns = (
        Column("Works a topic, at most", "number"),
        Column("Accuracy", "percent"),
        Column("Worst draw", "percent"),
        Column("Best draw", "percent"),
    )
    table = Table(columns, rows, "Accuracy by the number of works learnt from", folded=True)
    return Section(
        "What more works would bring", lead, (Charts((chart,), "Each draw is a training of its own.", table),)
    )


def _overfitting(epochs: Sequence[EpochMetrics]) -> Section:
    last = epochs[-1]
    known, unknown = percent(last.accuracy), percent(last.validation_accuracy)
    best = min(epochs, key=lambda one: one.validation_loss or 0.0)
    lead = f"At the end it is right on {known} of what it learnt from and on {unknown} of others. "
    lead += (
        "The gap is overfitting: it predicts its training works better than new ones."
        if last.overfits
        else "The difference is small: there is no sign of overfitting."
    )
    if best.epoch != last.epoch:
        lead += f" On works held out the loss was lowest after epoch {best.epoch} of {last.epoch}."
    caption = (
        "For a logistic head, an epoch is a number of its solver's iterations; else a pass over the works."
    )
    return Section("Does it overfit?", lead, (learning_curves(epochs, caption),))
