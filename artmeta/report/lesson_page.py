"""The page of the lesson: what was done, what came of it, and the command for doing it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from artmeta.domain.evaluation import EpochMetrics
from artmeta.domain.model_card import ModelCard, TopicMetrics
from artmeta.report.illustrated_page import Figure, Gallery, PageStep, write_illustrated_page
from artmeta.report.learning_curves import curves_in_words, learning_curves
from artmeta.report.section import Column, Facts, Matrix, Number, Numbers, Section, Table, Words
from artmeta.wording import percent

TESTED, ODD, PAGE, FILES = "topics.csv", "weak-points.csv", "try-it", "model-for-ml5"  # beside the page
MAX_FIGURES = 40  # test pictures that are shown; the table has them all
HEAD = 10  # rows of the CSV that are shown

Thumbnail = Callable[[Path], bytes]


@dataclass(frozen=True, slots=True)
class LessonHyperparameters:
    """The three hyperparameters that Teachable Machine shows under *Advanced*, with its defaults."""

    epochs: int = 50
    batch_size: int = 16
    learning_rate: float = 0.001


@dataclass(frozen=True, slots=True)
class LayerImages:
    """The feature maps of one layer with the highest variance, as PNGs; `channels` says how many maps it has."""

    place: str
    width: int
    height: int
    channels: int
    images: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LessonResult:
    """What the lesson made: the model's card, its epochs, the tables of two folders, and feature maps.

    `test_table` and `unrelated_table` have the columns of `artmeta classify`; `exported` are files beside the page,
    `missing` the reasons for those that could not be written.
    """

    training_folder: Path
    testing_folder: Path
    unrelated_folder: Path
    drawn: bool
    hyperparameters: LessonHyperparameters
    card: ModelCard
    epochs: list[EpochMetrics]
    test_table: pd.DataFrame
    unrelated_table: pd.DataFrame
    exported: tuple[str, ...]
    missing: tuple[str, ...]
    layers: tuple[LayerImages, ...]


def surest_row(table: pd.DataFrame) -> int:
    """Return the row with the highest confidence: the picture whose feature maps are shown."""
    return int(table["confidence"].fillna(0).to_numpy().argmax())


def write_lesson_page(result: LessonResult, thumbnail: Thumbnail, path: Path) -> Path:
    """Write the lesson's page; raise ExportError if it cannot be written."""
    card = result.card
    drawn = " The pictures are drawn by a program and are not real." if result.drawn else ""
    imprint = f"Model {card.name}, version {card.version}: {len(card.topics)} topics.{drawn}"
    steps = [
        _pictures(result),
        _training(result),
        _quality(result),
        _testing(result, thumbnail),
        _inside(result, thumbnail),
        _folder(result),
        _themes(result),
        _weak(result, thumbnail),
        _exports(result),
    ]
    return write_illustrated_page("Teaching a machine to see topics in pictures", imprint, steps, path)


def _pictures(result: LessonResult) -> PageStep:
    card = result.card
    rows = tuple((one.topic_id, one.works_trained, _held_out(card, one)) for one in card.metrics)
    learnt, validation = sum(row[1] for row in rows), sum(row[2] for row in rows)
    table = Table(
        (Column("Topic"), Column("Learns from", "number"), Column("Held out", "number")),
        rows,
        "Works by topic",
    )
    lead = (
        f"The folder training holds a folder for each topic: {learnt + validation} pictures in all. Of each topic, "
        f"15% are held out: the machine never learns from these {validation}; they measure what it has learnt."
    )
    return PageStep("pictures", Section("The pictures", lead, (table,)))


def _held_out(card: ModelCard, topic: TopicMetrics) -> int:
    """Return the works of a topic in the validation split; out of fold, all works are measured."""
    learnt = topic.works_trained if card.evaluated_on == "out of fold" else 0
    return topic.works_validated - learnt


def _training(result: LessonResult) -> PageStep:
    chosen = result.hyperparameters
    facts = Facts(
        (
            ("Epochs", f"{chosen.epochs}: passes over the training works"),
            ("Batch size", f"{chosen.batch_size}: works per update of the weights"),
            ("Learning rate", f"{chosen.learning_rate:g}: size of an update of the weights"),
        )
    )
    lead = (
        "A network that has seen over a million photographs turns each picture into 1,280 numbers. On these a small "
        "one of two layers is trained: that is transfer learning. Three hyperparameters control it."
    )
    curves = learning_curves(result.epochs, "An epoch is one pass over all the works it learns from.")
    command = (
        f"artmeta train {result.training_folder} \\\n    --model {result.card.name} --epochs {chosen.epochs} \\\n"
        f"    --batch-size {chosen.batch_size} --learning-rate {chosen.learning_rate:g}"
    )
    return PageStep("training", Section("Train, with three hyperparameters", lead, (facts, curves)), command)


def _quality(result: LessonResult) -> PageStep:
    card = result.card
    low, high = map(percent, card.accuracy_interval)
    numbers = Numbers(
        (
            Number(
                percent(card.accuracy),
                "right on works that it did not learn from",
                f"of {card.works_evaluated} works; 95% interval {low} to {high}",
            ),
            Number(f"{card.macro_f1:.2f}", "macro F1", "every topic counts the same"),
        )
    )
    matrix = Matrix(
        "held-out",
        card.topics,
        card.confusion,
        "Works by true and predicted topic, each by a model that did not learn from it",
    )
    return PageStep("quality", Section("Has it learnt?", curves_in_words(result.epochs), (numbers, matrix)))


def _testing(result: LessonResult, thumbnail: Thumbnail) -> PageStep:
    table = result.test_table
    lead = f"All {len(table)} pictures of the folder testing at once, each with its likeliest topic and its confidence."
    figures = _figures(result.testing_folder, table.head(MAX_FIGURES), thumbnail)
    return PageStep("testing", Section("Test many pictures at once", lead), galleries=(Gallery("", figures),))


def _figures(folder: Path, table: pd.DataFrame, thumbnail: Thumbnail) -> tuple[Figure, ...]:
    read = table[table["topic"].notna()]
    lines = [
        f"{topic} {confidence:.2f}"
        for topic, confidence in zip(read["topic"], read["confidence"], strict=True)
    ]
    return tuple(
        Figure(thumbnail(folder / file), "image/jpeg", str(file), words)
        for file, words in zip(read["file"], lines, strict=True)
    )


def _inside(result: LessonResult, thumbnail: Thumbnail) -> PageStep:
    lead = (
        "The same picture in three layers of the network. Early layers respond to edges and patches of colour, "
        "middle ones textures and parts; late ones hardly say where something is, but what it is."
    )
    galleries = tuple(
        Gallery(
            f"{one.place.capitalize()}: {one.width} x {one.height} cells, {len(one.images)} of {one.channels} maps",
            tuple(
                Figure(image, "image/png", f"A map of the {one.place} layer", small=True)
                for image in one.images
            ),
        )
        for one in result.layers
    )
    table = result.test_table
    picture = _figures(result.testing_folder, table.loc[[surest_row(table)]], thumbnail)
    return PageStep(
        "inside", Section("What the layers see", lead), galleries=(Gallery("", picture), *galleries)
    )


def _folder(result: LessonResult) -> PageStep:
    table = result.test_table.head(HEAD)
    rows = tuple(
        (row.file, row.topic if isinstance(row.topic, str) else None, row.confidence)
        for row in table[["file", "topic", "confidence"]].itertuples(index=False)
    )
    columns = (Column("File"), Column("Topic"), Column("Confidence", "decimal"))
    lead = "No web page is needed for a folder of thousands: one command writes a table with one line a file."
    command = f"artmeta classify {result.testing_folder} \\\n    --model {result.card.name} --csv {TESTED}"
    section = Section(
        "From a folder to a table", lead, (Table(columns, rows, f"The first lines of {TESTED}"),)
    )
    return PageStep("folder", section, command, links=((f"The whole table: {TESTED}", TESTED),))


def _themes(result: LessonResult) -> PageStep:
    predicted = result.test_table["topic"].dropna()
    counts = predicted.value_counts().reindex(result.card.topics, fill_value=0)
    rows = tuple((topic, int(count), count / len(predicted)) for topic, count in counts.items())
    columns = (Column("Topic"), Column("Pictures", "number"), Column("Share", "share"))
    lead = (
        f"What the machine sees in {len(predicted)} pictures. A share of so few is a first look, no result."
    )
    return PageStep(
        "themes", Section("Themes", lead, (Table(columns, rows, "Pictures by their likeliest topic"),))
    )


def _weak(result: LessonResult, thumbnail: Thumbnail) -> PageStep:
    sure = result.unrelated_table["confidence"].max()
    lead = (
        "An abstract picture, a photograph, a letter and an empty page show none of the topics. The machine knows only "
        "its topics and must name one of them."
    )
    remark = Words(
        f"Of these it is up to {percent(sure)} confident. A high confidence says that a picture is nearer to one topic "
        "than to the others, not that it shows it: see what the model says of pictures that show none of its topics "
        "before it describes any.",
        "warning",
    )
    figures = _figures(result.unrelated_folder, result.unrelated_table, thumbnail)
    section = Section("Where it is weak", lead, (remark,))
    return PageStep(
        "weak-points", section, galleries=(Gallery("", figures),), links=((f"As a table: {ODD}", ODD),)
    )


def _exports(result: LessonResult) -> PageStep:
    lead = "The model can be taken to other programs: as a page that anyone can try, as files for ml5.js, and more."
    name = result.card.name
    command = "\n".join(
        f"artmeta models export {name} --to {form}" for form in ("web", "tfjs", "keras", "litert")
    )
    words = {
        PAGE: ("Try it: choose, drop or photograph a picture", f"{PAGE}/index.html"),
        FILES: ("The files for ml5.js", f"{FILES}/"),
    }
    remarks = tuple(Words(f"There is no page to try: {reason}", "note") for reason in result.missing)
    links = tuple(words[one] for one in reversed(result.exported))
    return PageStep("along", Section("Take it along", lead, remarks), command, links=links)
