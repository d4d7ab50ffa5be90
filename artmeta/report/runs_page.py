"""The page of all runs of a collection: what each found, and what changed since the finished run before it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from artmeta.report.illustrated_page import PageStep, write_illustrated_page
from artmeta.report.rows import typed
from artmeta.report.section import Block, Column, Remarks, Section, Table, Words
from artmeta.report.sections.trends import VERDICTS
from artmeta.wording import enumeration, heading, integer, quantity

MOST_TOPICS = 6  # named in one sentence; the table has them all
REPORTED = "reported"  # the run of the report that is being written: its exports may still follow
STATUSES = ("sure", "unsure", "unfamiliar")


@dataclass(frozen=True, slots=True)
class FlagCount:
    """Flags of one kind: raised by the run, by it and not by the one before, and the other way round."""

    kind: str
    flags: int
    appeared: int
    disappeared: int


@dataclass(frozen=True, slots=True)
class TopicCount:
    """Works of one likeliest topic by their status; the topic '' holds works without one."""

    topic_id: str
    label: str
    works: int
    sure: int
    unsure: int
    unfamiliar: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the run said of the change of a topic's share."""

    topic_id: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a step of the run did."""

    step: str
    done: int
    skipped: int
    failed: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run with its results; `previous` is the finished run before it, which it is compared with."""

    run_id: str
    previous: str | None
    title: str
    status: str
    started_at: datetime
    model_name: str | None
    model_version: int | None
    code_version: str
    config_digest: str
    flags: tuple[FlagCount, ...]
    topics: tuple[TopicCount, ...]
    verdicts: tuple[Verdict, ...]
    steps: tuple[Step, ...]

    @property
    def model(self) -> str:
        """The name and version of the model."""
        return f"{self.model_name}, version {self.model_version}" if self.model_name else "no model"

    @property
    def began(self) -> str:
        """When the run began, in UTC."""
        return f"{self.started_at:%-d %B %Y, %H:%M} UTC"

    def total(self, name: str) -> int | None:
        """Works in all (`works`) or of one status; None where the run did not record them."""
        return sum(getattr(topic, name) for topic in self.topics) if self.topics else None


def write_runs_page(records: Sequence[Mapping[str, Any]], report: str, to: Path, reported: str = "") -> Path:
    """Write the page of a collection's runs, given as rows of `runs_of_collection`, the newest first.

    `report` is the name of the collection's report beside the page, `reported` the run that it is of. Raises
    ExportError if it cannot be written.
    """
    runs = [
        replace(run, status=REPORTED) if run.run_id == reported and run.status == "running" else run
        for run in typed(records, RunRow)
    ]
    by_id = {run.run_id: run for run in runs}
    steps = [PageStep("runs", _overview(runs), links=(("The newest report", report),))]
    steps += [PageStep(run.run_id, _section(run, by_id.get(run.previous or ""))) for run in runs]
    imprint = f"{quantity(len(runs), 'run')}, the newest first"
    return write_illustrated_page(runs[0].title, imprint, steps, to, kind="Runs of a collection")


def changes(run: RunRow, before: RunRow) -> Iterator[str]:
    """Say in sentences what differs from an earlier run: model, options, works, topics, statuses, trends and flags."""
    if run.model != before.model:
        yield f"The model is {run.model} instead of {before.model}."
    if run.config_digest != before.config_digest:
        yield "The collection file has other options."
    if run.code_version != before.code_version:
        yield f"artmeta is version {run.code_version} instead of {before.code_version}."
    yield from _totals(run, before)
    yield from _topics(run, before)
    yield from _trends(run, before)
    yield from _flags(run)


def _totals(run: RunRow, before: RunRow) -> Iterator[str]:
    pairs = [(name, run.total(name), before.total(name)) for name in ("works", *STATUSES)]
    parts = [
        f"{integer(now)} {'' if name == 'works' else 'are '}{name} instead of {integer(then)}"
        for name, now, then in pairs
        if now is not None and then is not None and now != then
    ]
    if parts:
        yield f"Works: {enumeration(parts)}."


def _topics(run: RunRow, before: RunRow) -> Iterator[str]:
    if not run.topics or not before.topics:
        return
    then = {topic.topic_id: topic.works for topic in before.topics}
    now = {topic.topic_id: topic.works for topic in run.topics}
    labels = {topic.topic_id: topic.label or "no topic" for topic in (*before.topics, *run.topics)}
    moved = sorted(
        (topic for topic in labels if now.get(topic, 0) != then.get(topic, 0)),
        key=lambda topic: -abs(now.get(topic, 0) - then.get(topic, 0)),
    )
    named = [f"{labels[topic]} {then.get(topic, 0)} → {now.get(topic, 0)}" for topic in moved[:MOST_TOPICS]]
    rest = [quantity(len(moved) - MOST_TOPICS, "more")] if len(moved) > MOST_TOPICS else []
    if named:
        yield f"Works by topic: {'; '.join([*named, *rest])}."


def _trends(run: RunRow, before: RunRow) -> Iterator[str]:
    then = {one.topic_id: one.verdict for one in before.verdicts}
    labels = {topic.topic_id: topic.label for topic in run.topics}
    for one in run.verdicts:
        if one.topic_id in then and then[one.topic_id] != one.verdict:
            was, now = (VERDICTS.get(each, each) for each in (then[one.topic_id], one.verdict))
            yield f"The trend of {labels.get(one.topic_id, one.topic_id)}: {now} (before: {was})."


def _flags(run: RunRow) -> Iterator[str]:
    for one in run.flags:
        parts = [
            f"{integer(count)} {word}"
            for count, word in ((one.appeared, "new"), (one.disappeared, "no longer raised"))
            if count
        ]
        if parts:
            yield f"Flags “{heading(one.kind)}”: {' and '.join(parts)}, {integer(one.flags)} in all."


def _overview(runs: Sequence[RunRow]) -> Section:
    columns = (
        Column("Began"),
        Column("Status"),
        Column("Model"),
        Column("Works", "number"),
        *(Column(name.capitalize(), "number") for name in STATUSES),
        Column("Flags", "number"),
        Column("Run", "code"),
    )
    rows = tuple(
        (
            run.began,
            run.status,
            run.model,
            *(run.total(name) for name in ("works", *STATUSES)),
            sum(one.flags for one in run.flags),
            run.run_id,
        )
        for run in runs
    )
    finished = sum(run.status in ("finished", REPORTED) for run in runs)
    lead = (
        f"{quantity(finished, 'run')} of this collection reached a report. Works and statuses are those that a run "
        "recorded with it; a dash means that it recorded none."
    )
    return Section("All runs", lead, (Table(columns, rows, "Runs of the collection"),))


def _section(run: RunRow, before: RunRow | None) -> Section:
    sentences = list(changes(run, before)) if before else []
    if run.previous is None:
        lead = "No earlier run of this collection finished: there is nothing to compare with."
    elif before is None:
        lead = f"The run before it, {run.previous}, is older than those listed here."
    elif sentences:
        lead = f"What changed since the run of {before.began}:"
    else:
        lead = f"Nothing changed since the run of {before.began}."
    blocks: list[Block] = [Remarks(tuple(map(Words, sentences)))] if sentences else []
    return Section(run.began, lead, (*blocks, *_tables(run)))


def _tables(run: RunRow) -> Iterator[Block]:
    if run.topics:
        topics = tuple(
            (one.label or "no topic", one.works, one.sure, one.unsure, one.unfamiliar) for one in run.topics
        )
        columns = _columns("Topic", "Works", *map(str.capitalize, STATUSES))
        yield Table(columns, topics, f"Works by topic and status, run {run.run_id}", folded=True)
    if run.steps:
        steps = tuple((one.step, one.done, one.skipped, one.failed) for one in run.steps)
        columns = _columns("Step", "Done", "Skipped", "Failed")
        yield Table(columns, steps, f"What the steps did, run {run.run_id}", folded=True)


def _columns(first: str, *numbers: str) -> tuple[Column, ...]:
    return Column(first), *(Column(name, "number") for name in numbers)
