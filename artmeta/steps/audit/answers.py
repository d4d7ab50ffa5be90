"""Read the answers of an audit from its table; one that cannot be used is a sentence, and the others count."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from artmeta.csv_writer import unprotect
from artmeta.domain.issues import WHOLE_LIST
from artmeta.domain.run import Issue
from artmeta.errors import InputError
from artmeta.lists.tables import ListRow, read_table
from artmeta.local_files import open_regular
from artmeta.plugins import nearest
from artmeta.steps.audit.draw import READ_BY, SEED, AuditWork, Sample
from artmeta.steps.context import RunContext
from artmeta.steps.vocabulary import topic_labels

RIGHT = frozenset("right correct yes y true 1".split())
WRONG = frozenset("wrong incorrect no n false 0".split())
NONE = frozenset(("none", "none of these", "-"))
UNKNOWN = frozenset(("?", "unknown"))
KINDS = {"audit": "an audit", "plan": "a review plan"}
WORDS = "a topic, several joined by |, or right, wrong, none or ?"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of one work: see the table `audit_answers`."""

    work: AuditWork
    correct: bool | None
    topics: list[str] | None
    seed: int


def read_answers(
    context: RunContext, path: Path, sample: Sample, works: Iterable[AuditWork]
) -> tuple[list[Answer], list[str]]:
    """Return the answers in a table of one kind of sample, and a sentence for each that cannot be used.

    Raises InputError if the table has no answer or is of another kind, SourceError if it is no table with the columns
    id and answer.
    """
    known = {work.artwork_id: work for work in works}
    names = {
        name.casefold(): topic for topic, label in topic_labels(context).items() for name in (label, topic)
    }
    answers: dict[str, Answer] = {}
    faults: list[str] = []
    with _opened(path) as file:
        for row in _filled(read_table(file, path.name, ("id", "answer")), path, faults):
            _check_sample(row, path, sample, context.run.collection)
            try:
                answer = _answer(row, known, names)
                earlier = answers.get(answer.work.artwork_id)
                if earlier is not None and earlier != answer:
                    raise ValueError(f"'{answer.work.artwork_id}' has another answer in an earlier row.")
                answers[answer.work.artwork_id] = answer
            except ValueError as fault:
                faults.append(f"{path.name}, {row.place}: {fault}")
    if not answers and not faults:
        raise InputError(f"The column 'answer' of {path} is empty.", f"An answer is {WORDS}.")
    return list(answers.values()), faults


def grouped(faults: Iterable[str]) -> list[str]:
    """Return one sentence a kind of fault: those that differ only in what they quote are counted, with an example."""
    kinds: dict[str, list[str]] = {}
    for fault in faults:
        kinds.setdefault(re.sub(r"'[^']*'|\d+", "", fault).partition(". ")[0], []).append(fault)
    return [
        first
        if not others
        else f"{1 + len(others)} answers cannot be used for one reason, for example: {first}"
        for first, *others in kinds.values()
    ]


def _opened(path: Path) -> BinaryIO:
    try:
        return open_regular(path)
    except FileNotFoundError:
        raise InputError(f"There is no file {path}.", "Give the table that was filled in.") from None
    except ValueError as fault:
        raise InputError(
            f"{path} is no file of answers: {fault}.", "Give the table that was filled in."
        ) from None


def _filled(rows: Iterable[ListRow | Issue], path: Path, faults: list[str]) -> Iterator[ListRow]:
    for row in rows:
        if isinstance(row, Issue):
            if row.artwork_id == WHOLE_LIST:
                log.info("%s", row.message)
            else:
                faults.append(f"{path.name}: {row.message}")
        elif row.values["answer"].strip():
            yield row


def _check_sample(row: ListRow, path: Path, sample: Sample, collection: str) -> None:
    """Raise InputError if a row is of another kind of sample; a table without the column `sample` is of either."""
    kind = unprotect(row.values.get("sample", sample)).strip().casefold()
    if kind == sample:
        return
    if kind not in READ_BY:
        raise InputError(
            f"{path.name}, {row.place}: the column 'sample' "
            + (f"has '{kind}', not '{sample}'." if kind else "is empty."),
            "Leave that column as it was written.",
        )
    raise InputError(
        f"{path} is a sample of {KINDS[kind]}, not of {KINDS[sample]}.",
        f"Read it with `{READ_BY[kind].format(collection=collection, path=path)}`.",
    )


def _answer(row: ListRow, known: Mapping[str, AuditWork], names: Mapping[str, str]) -> Answer:
    """Return the answer of a row; raise ValueError with one sentence if it cannot be used."""
    artwork_id = unprotect(row.values["id"])
    work = known.get(artwork_id)
    if work is None:
        raise ValueError(f"'{artwork_id}' is no classified work of this collection.")
    answer = unprotect(row.values["answer"]).strip()
    seed = row.values.get("seed", "").strip() or str(SEED)
    if not seed.isdigit():
        raise ValueError(f"The seed '{seed}' of '{artwork_id}' is no whole number.")
    correct, topics = _meaning(answer, work, unprotect(row.values.get("topic", "")).strip(), names)
    return Answer(work, correct, topics, int(seed))


def _meaning(
    answer: str, work: AuditWork, predicted: str, names: Mapping[str, str]
) -> tuple[bool | None, list[str] | None]:
    """Return whether the predicted topic is right, and the topics that the picture shows, None where unknown."""
    word = answer.casefold()
    parts = [part.strip().casefold() for part in answer.replace(";", "|").split("|") if part.strip()]
    if word in names or (parts and all(part in names for part in parts)):
        shown = [names[word]] if word in names else list(dict.fromkeys(names[part] for part in parts))
        return work.topic_id in shown, shown
    if word in NONE:
        return False, []
    if word in UNKNOWN:
        return None, None
    if word not in RIGHT | WRONG:
        raise ValueError(
            f"The answer '{answer}' on '{work.artwork_id}' is none that is known. {nearest(word, sorted(names))} "
            f"An answer is {WORDS}."
        )
    if predicted and names.get(predicted.casefold(), predicted) != work.topic_id:
        raise ValueError(
            f"'{work.artwork_id}' was drawn as '{predicted}' and is now classified as '{work.topic_id}', so "
            f"'{answer}' may mean either; answer with the topic itself."
        )
    return (True, [work.topic_id]) if word in RIGHT else (False, None)
