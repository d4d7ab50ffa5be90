"""What speaks for a topic, as a page: the picture, where the model looks, and the training works it resembles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from artmeta.errors import ImageError
from artmeta.imaging.decode import thumbnail
from artmeta.imaging.encode import png
from artmeta.report.lesson_page import Plate, Shelf, Step, write_lesson
from artmeta.report.section import Column, Section, Table
from artmeta.report.wording import percent
from artmeta.steps.explanation import Explainer, Explanation, Neighbour

THUMBNAIL = 240  # pixels; sharp at the 150 that the page shows
LIKELIEST = 10  # topics that the table shows


def write_explanation_page(found: Iterable[tuple[Explanation, Explainer]], to: Path, heat: bool) -> Path:
    """Write a page of one part a picture; with `heat`, each with a map of where the model looks."""
    steps = [_step(number, why, asked, heat) for number, (why, asked) in enumerate(found, start=1)]
    return write_lesson("Why the model says so", _imprint(heat), steps, to, kind="Looking closer")


def _imprint(heat: bool) -> str:
    colours = (
        " Red: without this part the model would be less sure of the topic; blue: it would be surer."
        if heat
        else ""
    )
    return "A likeness is no reason: it says which training works lie near in the network's eyes." + colours


def _step(number: int, why: Explanation, asked: Explainer, heat: bool) -> Step:
    topics = Table(
        (Column("Topic"), Column("Confidence", "share")), why.topics[:LIKELIEST], "Likeliest topics"
    )
    shelves = (Shelf("", tuple(_pictures(why, asked, heat))), *_alike(why))
    section = Section(why.subject, sentence(why), (topics,))
    return Step(f"picture-{number}", section, shelves=tuple(shelf for shelf in shelves if shelf.plates))


def sentence(why: Explanation) -> str:
    """Say in words what the model says, and whether that may stand."""
    topic, confidence = why.topics[0]
    said = f"“{topic}”, with a confidence of {percent(confidence)}"
    known = why.strangeness == why.strangeness
    looks = f" (strangeness {why.strangeness:.1f}, usual up to {why.strange_from:.1f})" if known else ""
    endings = {
        "sure": "The model is sure of it",
        "unsure": "The model is not sure of it",
        "unfamiliar": "But the picture looks unlike all that the model learnt from",
    }
    return f"{said}. {endings[why.status]}{looks}."


def _pictures(why: Explanation, asked: Explainer, heat: bool) -> Iterator[Plate]:
    if why.picture is None or not why.shown:
        return
    content = _small(why.picture)
    if content:
        yield Plate(content, "image/jpeg", why.picture.name)
    if heat:
        topic = why.topics[0][0]
        yield Plate(png(asked.heat(why.picture, topic)[1]), "image/png", f"Where the model sees “{topic}”")


def _alike(why: Explanation) -> Iterator[Shelf]:
    plates = tuple(plate for each in why.neighbours if (plate := _plate(each)))
    yield Shelf("The training works that it resembles most", plates)


def _plate(neighbour: Neighbour) -> Plate | None:
    content = _small(neighbour.picture) if neighbour.picture else None
    if content is None:
        return None
    caption = f"{neighbour.title or 'Untitled'} ({neighbour.artwork_id})"
    topics = neighbour.topics.replace("|", " and ")
    return Plate(content, "image/jpeg", caption, f"{topics}, similarity {neighbour.similarity:.2f}")


def _small(picture: Path) -> bytes | None:
    try:
        return thumbnail(picture, THUMBNAIL)
    except ImageError:
        return None
