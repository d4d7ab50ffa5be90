"""Draw a simple random sample of a run's classified works, and write it as a table with an empty column of answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from artmeta.csv_writer import csv_file
from artmeta.errors import InputError
from artmeta.steps.context import RunContext

SURE_WORKS = 60  # all of them right bound the precision at 95%: 59 do (Clopper and Pearson 1934)
ALL_WORKS = 200  # in all: a share is then known to about 7 points
SEED = 1
COLUMNS = "id", "title", "picture", "topic", "answer", "sample", "seed"
Sample = Literal["audit", "plan"]
READ_BY: dict[str, str] = {  # the command that reads the answers of each kind of sample
    "audit": "artmeta audit-sample {collection} --answers {path}",
    "plan": "artmeta review certify {collection} --answers {path}",
}


@dataclass(frozen=True, slots=True)
class AuditWork:
    """A classified work in the random order; `sure` is the status after the promise of groups, and before any audit.

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
    write_sheet(context, path, "audit", [(work, seed) for work in sample])
    return len(sample)


def check_unused(path: Path) -> None:
    """Raise InputError if a file is there already, since it may hold answers."""
    if path.exists():
        raise InputError(
            f"{path} is there already and may hold answers.",
            "Read them with --answers, or name another file with --out.",
        )


def write_sheet(
    context: RunContext, path: Path, sample: Sample, works: Iterable[tuple[AuditWork, int]]
) -> None:
    """Write works, each with the seed by which it was drawn, as CSV: with their pictures and a column for answers."""
    pictures = {
        row["artwork_id"]: row["path"]
        for row in context.store.rows("shown_pictures_of_run", run_id=context.id)
    }
    data = context.settings.data_dir.resolve()
    with csv_file(path, COLUMNS, private=True) as file:
        file.write_rows(
            (
                work.artwork_id,
                work.title,
                str(data / pictures[work.artwork_id]) if pictures.get(work.artwork_id) else work.url,
                work.topic_id,
                work.answer,
                sample,
                seed,
            )
            for work, seed in works
        )
