"""In short: how many works were described, how sure that is, and what to look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from artmeta.domain.flag import Severity
from artmeta.report.section import Block, Number, Numbers, Remarks, Section, Tone, Words
from artmeta.wording import (
    enumeration,
    heading,
    integer,
    leading_sentences,
    percent,
    quantity,
    with_share,
    year,
)

QUERY = "report_summary"
TITLE = "In short"
ORDER = 10

TONES: tuple[Tone, ...] = ("serious", "warning", "note")
MANY_UNDESCRIBED = 0.1  # of the works; beyond a tenth, what is missing can change every share


NOVEL = {  # what an estimated share of works shows, and how it was estimated, by the basis of the estimate
    "none class": (
        "none of the model's topics",
        "The estimate compares them with the training works that show none of the topics.",
    ),
    "labelled works": (
        "none of the model's topics",
        "The estimate compares them with the works whose topic the museum gives.",
    ),
    "training works": (
        "none of the model's topics, or show them in another style or medium",
        "The estimate compares them with the training works.",
    ),
}


@dataclass(frozen=True, slots=True)
class FlagKind:
    """The flags of one kind."""

    kind: str
    flags: int
    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A data check that failed."""

    severity: str
    sentence: str


@dataclass(frozen=True, slots=True)
class LeadingTopic:
    """Works of a topic."""

    label: str
    works: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The run in one row."""

    model_name: str | None
    model_version: int | None
    works: int
    classified: int
    dated: int
    flagged: int
    artists: int
    venues: int
    earliest: int | None
    latest: int | None
    confidence: float | None
    flag_kinds: tuple[FlagKind, ...]
    failed_checks: tuple[FailedCheck, ...]
    leading: tuple[LeadingTopic, ...]
    target_precision: float | None
    none_class_share: float | None
    audit: str | None
    novel: float | None
    novel_low: float | None
    novel_high: float | None
    novel_basis: str | None
    sure: int = 0
    answered: int = 0
    withdrawn: int = 0
    withdrawal: str | None = None


def build(rows: list[Summary]) -> Section:
    """Say in a few sentences what this run found and where a reader should look first."""
    if not rows or not rows[0].works:
        return Section(TITLE, "This collection holds no works yet, so there is nothing to report.")
    row = rows[0]
    blocks: list[Block] = [Numbers(tuple(_numbers(row)))]
    first = tuple(sorted(_first(row), key=lambda words: TONES.index(words.tone)))
    if first:
        blocks += [Words("What to look at first:"), Remarks(first)]
    else:
        blocks.append(Words("No check failed and no flag was raised.", "good"))
    return Section(TITLE, " ".join(_lead(row)), tuple(blocks))


def _lead(row: Summary) -> Iterator[str]:
    works, classified = row.works, row.classified
    yield f"The collection holds {quantity(works, 'work')}{_spread(row)}."
    if row.withdrawn:
        yield _withdrawn(row)
    if not classified:
        if not row.withdrawn:
            yield "No work has a topic yet: no model has classified the pictures."
        return
    model = f"the model '{row.model_name}', version {row.model_version}"
    yield f"{_subject(classified, works)} given a topic by {model}."
    leading = [f"{each.label} ({integer(each.works)})" for each in row.leading]
    if leading:
        yield f"Most frequent: {enumeration(leading)}."
    if row.novel is not None:
        subject, basis = NOVEL.get(row.novel_basis or "", NOVEL["training works"])
        yield (
            f"About {percent(row.novel, 0)} of the works ({percent(row.novel_low, 0)} to "
            f"{percent(row.novel_high, 0)}) show {subject}. {basis}"
        )
    if row.audit:
        yield row.audit
        return
    if not row.sure:
        yield "The model is sure of no work."
    elif row.target_precision is not None:
        yield (
            f"The model promises that at least {percent(row.target_precision)} of its sure topics are right. That was "
            f"measured on works like its training works, {_measured_on(row.none_class_share)}."
        )
    yield _audited(row)


def _audited(row: Summary) -> str:
    """Say how many works were checked by a person where no statement on sure works came of it."""
    if not row.answered:
        return "No sample of this collection has been audited."
    none_sure = ", and none of these is sure" if row.sure else ""
    return f"A person checked {quantity(row.answered, 'work')} of a sample of this collection{none_sure}."


def _withdrawn(row: Summary) -> str:
    others = "Any other work has no topic yet." if row.withdrawn < row.works - row.classified else ""
    return f"The topics of {quantity(row.withdrawn, 'work')} are withdrawn. {row.withdrawal} {others}".strip()


def _measured_on(none_class_share: float | None) -> str:
    """Describe the works on which the precision of sure topics was measured."""
    if none_class_share is None:
        return "which all show one of its topics"
    return f"of which {percent(none_class_share, 0)} show none of its topics"


def _subject(classified: int, works: int) -> str:
    if classified == works:
        return "All of them were"
    return f"{with_share(classified, works)} {'was' if classified == 1 else 'were'}"


def _spread(row: Summary) -> str:
    counts = ((row.venues, "venue"), (row.artists, "artist"))
    known = [quantity(count, noun) for count, noun in counts if count]
    inside = f" from {enumeration(known)}" if known else ""
    first, last = row.earliest, row.latest
    if first is None or last is None:
        return inside
    return f"{inside}, most of them made between {year(first)} and {year(last)}"


def _numbers(row: Summary) -> Iterator[Number]:
    works = row.works
    yield Number(integer(works), "works")
    for count, label in (
        (row.classified, "given a topic"),
        (row.dated, "dated"),
        (row.flagged, "flagged for a look"),
    ):
        yield Number(integer(count), label, f"{percent(count / works)} of the works")
    if row.confidence is not None:
        yield Number(percent(row.confidence), "mean confidence", "of the likeliest topic")


def _first(row: Summary) -> Iterator[Words]:
    """What a reader should see before anything else, the gravest first."""
    for check in row.failed_checks:
        tone: Tone = "serious" if check.severity == "critical" else "warning"
        yield Words(f"A data check failed: {leading_sentences(check.sentence, 300)}", tone)
    without = row.works - row.classified - row.withdrawn
    if without and row.classified:
        tone = "warning" if without > MANY_UNDESCRIBED * row.works else "note"
        yield Words(
            f"{quantity(without, 'work')} could not be given a topic; see “Records that went wrong”.", tone
        )
    yield from _flags(row.flag_kinds)


def _flags(kinds: Iterable[FlagKind]) -> Iterator[Words]:
    for kind in kinds:
        others = f" {quantity(kind.flags - 1, 'more flag')} of this kind." if kind.flags > 1 else ""
        yield Words(f"{heading(kind.kind)}. {leading_sentences(kind.sentence, 240)}{others}", kind.severity)
