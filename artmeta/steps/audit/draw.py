"""Draw a simple random sample of a run's classified works, and write it as a table with an empty column of answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artmeta.csv_writer import csv_file
from artmeta.errors import InputError
from artmeta.steps.context import RunContext

SURE_WORKS = 60  # all of them right bound the precision at 95%: 59 do (Clopper and Pearson 1934)
ALL_WORKS = 200  # in all: a share is then known to about 7 points
SEED = 1
COLUMNS = "id", "title", "picture", "topic", "answer", "seed"


@dataclass(frozen=True, slots=True)
class AuditWork:
    """A classified work in the random order; `sure` is the model's own decision, before any audit.

    `answered` says that a person has judged this picture; `correct` is then whether the predicted topic is right, None
    where that is unknown. `topics` are those that the picture shows, None where unknown.
    """

    artwork_id: str
    title: str
    url: str
    sha256: str
    topic_id: str
    label: str
    sure: bool
    answered: bool
    judged: bool | None
    correct: bool | None
    topics: list[str] | None

    @property
    def answer(self) -> str:
        """The stored answer as it is written in the table."""
        if not self.answered:
            return ""
        if self.topics is not None:
            return "|".join(self.topics) or "none"
        return "?" if self.judged is None else "wrong"


def classified_works(context: RunContext, seed: int) -> list[AuditWork]:
    """Return a run's classified works in the random order of a seed; further works do not change the others' order."""
    return [AuditWork(**row) for row in context.store.rows("works_to_audit", run_id=context.id, seed=seed)]


def draw(works: list[AuditWork], sure: int = SURE_WORKS, most: int = ALL_WORKS) -> list[AuditWork]:
    """Return the first `sure` sure works and the first works of all until there are `most`; the sure ones come first.

    Given how many sure works it has, the sample's sure works are a simple random sample of all sure works; so are its
    other works.
    """
    chosen = {work.artwork_id for work in [work for work in works if work.sure][:sure]}
    for work in works:
        if len(chosen) >= most:
            break
        chosen.add(work.artwork_id)
    drawn = [work for work in works if work.artwork_id in chosen]
    return sorted(drawn, key=lambda work: not work.sure)  # stable: in random order within each part


def write_sample(
    context: RunContext, path: Path, sure: int = SURE_WORKS, most: int = ALL_WORKS, seed: int = SEED
) -> int:
    """Write a sample as CSV and return its number of works; answers that are stored already stand in it.

    Raises InputError if the file is there already, since it may hold answers, or no work is classified.
    """
    check_unused(path)
    sample = draw(classified_works(context, seed), sure, most)
    if not sample:
        raise InputError(
            f"No work of '{context.run.collection}' is classified, so there is nothing to audit.",
            "Run `artmeta enrich` with a model first.",
        )
    write_sheet(context, path, sample, seed)
    return len(sample)


def check_unused(path: Path) -> None:
    """Raise InputError if a file is there already, since it may hold answers."""
    if path.exists():
        raise InputError(
            f"{path} is there already and may hold answers.",
            "Read them with --answers, or name another file with --out.",
        )


def write_sheet(context: RunContext, path: Path, works: list[AuditWork], seed: int) -> None:
    """Write works with their pictures as CSV, with a column for the answers."""
    pictures = {
        row["artwork_id"]: row["path"]
        for row in context.store.rows("shown_pictures_of_run", run_id=context.id)
    }
    data = context.settings.data_dir.resolve()
    with csv_file(path, COLUMNS, private=True) as file:
        file.write_rows(_lines(works, {key: str(data / place) for key, place in pictures.items()}, seed))


def _lines(works: list[AuditWork], pictures: dict[str, str], seed: int) -> Iterator[tuple[str | int, ...]]:
    for work in works:
        picture = pictures.get(work.artwork_id) or work.url
        yield work.artwork_id, work.title, picture, work.topic_id, work.answer, seed
