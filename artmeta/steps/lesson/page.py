"""What the lesson's page says, step by step."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from artmeta.imaging.decode import thumbnail
from artmeta.imaging.encode import png
from artmeta.report.lesson_page import Plate, Shelf, Step, write_lesson
from artmeta.report.section import Column, Facts, Matrix, Number, Numbers, Section, Table, Words
from artmeta.steps.lesson.curves import curves, reading
from artmeta.steps.lesson.dataset import TRAINING
from artmeta.steps.lesson.lesson import FILES, ODD, PAGE, TESTED, LessonResult
from artmeta.wording import percent

THUMBNAIL = 220  # pixels; sharp at the 150 that the page shows, twice over on a good screen
MOST_PLATES = 40  # test pictures that are shown; the table has them all
HEAD = 10  # rows of the CSV that are shown


def write_page(walked: LessonResult) -> Path:
    """Write the lesson's page beside its files."""
    card = walked.card
    drawn = " The pictures are drawn by a program and are not real." if walked.pictures.drawn else ""
    imprint = f"Model {card.name}, version {card.version}: {len(card.topics)} topics.{drawn}"
    steps = [
        _pictures(walked),
        _training(walked),
        _quality(walked),
        _testing(walked),
        _inside(walked),
        _folder(walked),
        _themes(walked),
        _weak(walked),
        _along(walked),
    ]
    return write_lesson(
        "Teaching a machine to see topics in pictures", imprint, steps, walked.folder / "index.html"
    )


def _pictures(walked: LessonResult) -> Step:
    card = walked.card
    rows = tuple((one.topic_id, one.works_trained, one.works_held_out) for one in card.metrics)
    learnt = sum(one.works_trained for one in card.metrics)
    held_out = sum(one.works_held_out for one in card.metrics)
    table = Table(
        (Column("Topic"), Column("Learns from", "number"), Column("Held out", "number")),
        rows,
        "Works by topic",
    )
    lead = (
        f"The folder {TRAINING} holds a folder for each topic: {learnt + held_out} pictures in all. Of each topic, "
        f"15% are held out: the machine never learns from these {held_out}, so that they can tell what it has learnt."
    )
    return Step("pictures", Section("The pictures", lead, (table,)))


def _training(walked: LessonResult) -> Step:
    knobs = walked.knobs
    facts = Facts(
        (
            ("Epochs", f"{knobs.epochs}: how often it sees every work"),
            ("Batch size", f"{knobs.batch_size}: how many works it sees before it changes its mind"),
            ("Learning rate", f"{knobs.learning_rate:g}: how much it changes its mind each time"),
        )
    )
    lead = (
        "A network that has seen over a million photographs turns each picture into 1,280 numbers. On these a small "
        "one of two layers is trained: that is transfer learning. Three knobs say how."
    )
    command = (
        f"artmeta train {walked.pictures.training} --model {walked.card.name} --epochs {knobs.epochs} "
        f"--batch-size {knobs.batch_size} --learning-rate {knobs.learning_rate:g}"
    )
    return Step("training", Section("Train, with three knobs", lead, (facts, curves(walked.epochs))), command)


def _quality(walked: LessonResult) -> Step:
    card = walked.card
    held_out = sum(one.works_held_out for one in card.metrics)
    numbers = Numbers(
        (
            Number(percent(card.accuracy), "right on works held out", f"of {held_out} works"),
            Number(f"{card.macro_f1:.2f}", "macro F1", "every topic counts the same"),
        )
    )
    matrix = Matrix(
        "held-out", card.topics, card.confusion, "Works held out, by true topic and by the topic it says"
    )
    return Step("quality", Section("Has it learnt?", reading(walked.epochs), (numbers, matrix)))


def _testing(walked: LessonResult) -> Step:
    table = walked.tested
    lead = f"All {len(table)} pictures of the folder testing at once, each with its likeliest topic and its confidence."
    plates = _plates(walked.pictures.testing, table.head(MOST_PLATES))
    return Step("testing", Section("Test many pictures at once", lead), shelves=(Shelf("", plates),))


def _plates(folder: Path, table: pd.DataFrame) -> tuple[Plate, ...]:
    read = table[table["topic"].notna()]
    said = [
        f"{topic} {confidence:.2f}"
        for topic, confidence in zip(read["topic"], read["confidence"], strict=True)
    ]
    return tuple(
        Plate(thumbnail(folder / file, THUMBNAIL), "image/jpeg", str(file), words)
        for file, words in zip(read["file"], said, strict=True)
    )


def _inside(walked: LessonResult) -> Step:
    lead = (
        "The same picture, seen through three layers of the network. Early layers answer edges and patches of colour, "
        "middle ones textures and parts; late ones hardly show where, but what."
    )
    shelves = tuple(
        Shelf(
            f"{one.place.capitalize()}: {one.maps.shape[1]} x {one.maps.shape[2]} cells, 8 of {one.channels} maps",
            tuple(
                Plate(png(map_), "image/png", f"A map of the {one.place} layer", small=True)
                for map_ in one.maps
            ),
        )
        for one in walked.maps
    )
    picture = _plates(walked.pictures.testing, walked.tested.loc[[walked.surest]])
    return Step("inside", Section("What the layers see", lead), shelves=(Shelf("", picture), *shelves))


def _folder(walked: LessonResult) -> Step:
    table = walked.tested.head(HEAD)
    rows = tuple(
        (row.file, row.topic if isinstance(row.topic, str) else None, row.confidence)
        for row in table[["file", "topic", "confidence"]].itertuples(index=False)
    )
    columns = (Column("File"), Column("Topic"), Column("Confidence", "decimal"))
    lead = "No web page is needed for a folder of thousands: one command writes a table with one line a file."
    command = f"artmeta classify {walked.pictures.testing} --model {walked.card.name} --csv {TESTED}"
    section = Section(
        "From a folder to a table", lead, (Table(columns, rows, f"The first lines of {TESTED}"),)
    )
    return Step("folder", section, command, links=((f"The whole table: {TESTED}", TESTED),))


def _themes(walked: LessonResult) -> Step:
    said = walked.tested["topic"].dropna()
    counts = said.value_counts().reindex(walked.card.topics, fill_value=0)
    rows = tuple((topic, int(count), count / len(said)) for topic, count in counts.items())
    columns = (Column("Topic"), Column("Pictures", "number"), Column("Share", "share"))
    lead = f"What the machine sees in {len(said)} pictures. A share of so few is a first look, no result."
    return Step(
        "themes", Section("Themes", lead, (Table(columns, rows, "Pictures by their likeliest topic"),))
    )


def _weak(walked: LessonResult) -> Step:
    sure = walked.odd["confidence"].max()
    lead = (
        "An abstract picture, a photograph, a letter and an empty page show none of the topics. The machine knows only "
        "its topics and must name one of them."
    )
    remark = Words(
        f"Of these it is up to {percent(sure)} confident. A high confidence says that a picture is nearer to "
        "one topic than "
        "to the others, not that it shows it: see what it says of pictures that show none before it describes any.",
        "warning",
    )
    plates = _plates(walked.pictures.odd, walked.odd)
    section = Section("Where it is weak", lead, (remark,))
    return Step("weak-points", section, shelves=(Shelf("", plates),), links=((f"As a table: {ODD}", ODD),))


def _along(walked: LessonResult) -> Step:
    lead = "The model can be taken to other programs: as a page that anyone can try, as files for ml5.js, and more."
    name = walked.card.name
    command = "\n".join(
        f"artmeta models export {name} --to {form}" for form in ("web", "tfjs", "keras", "litert")
    )
    words = {
        PAGE: ("Try it: choose, drop or photograph a picture", f"{PAGE}/index.html"),
        FILES: ("The files for ml5.js", f"{FILES}/"),
    }
    remarks = tuple(Words(f"There is no page to try: {reason}", "note") for reason in walked.missing)
    links = tuple(words[one] for one in reversed(walked.exported))
    return Step("along", Section("Take it along", lead, remarks), command, links=links)
