"""A plan as a table: its works with an empty column of answers, and the filled table as reviews."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from artmeta.domain.review import Review, Shown
from artmeta.review.decisions import decided
from artmeta.steps.audit.answers import Answer, read_answers
from artmeta.steps.audit.draw import SEED, check_unused, classified_works, write_sheet
from artmeta.steps.certificate.lanes import PlanLane
from artmeta.steps.context import RunContext
from artmeta.steps.reviews import import_reviews, open_reviews


def write_plan_sheet(context: RunContext, path: Path, lanes: list[PlanLane]) -> int:
    """Write the works of lanes that nobody has reviewed, in random order; return how many there are.

    Raises InputError if the file is there already, since it may hold answers.
    """
    check_unused(path)
    seeds = {(lane.plan_id, lane.lane): lane.seed for lane in lanes if not lane.lapsed}
    plans = dict.fromkeys(lane.plan_id for lane in lanes)
    rows = [row for plan_id in plans for row in context.store.rows("plan_outcomes", plan_id=plan_id)]
    by_id = {work.artwork_id: work for work in classified_works(context, SEED)}
    works = [
        (by_id[row["artwork_id"]], seeds[row["plan_id"], row["lane"]])
        for row in rows
        if row["outcome"] is None and (row["plan_id"], row["lane"]) in seeds and row["artwork_id"] in by_id
    ]
    write_sheet(context, path, "plan", works)
    return len(works)


def read_plan_sheet(context: RunContext, path: Path, reviewer: str) -> tuple[int, list[str]]:
    """Add the answers of a table to the reviews; return how many are new, and a sentence for each that is unusable.

    An answer that repeats what the reviewer decided last is not added again. Raises InputError if the table has no
    answer or is of an audit, SourceError if it is no table with the columns id and answer.
    """
    store, run = context.store, context.run
    import_reviews(store, run.collection, context.settings)
    answers, faults = read_answers(context, path, "plan", classified_works(context, SEED))
    shown = shown_works(context)
    reviews = list(_reviews(context, answers, shown, reviewer, path, faults))
    with open_reviews(store, run.collection, context.settings) as file:
        added = file.add(reviews)
    import_reviews(store, run.collection, context.settings)
    return added, faults


def shown_works(context: RunContext) -> dict[str, Shown]:
    """Return what a run says of each classified work to the person who reviews it."""
    rows = context.store.rows("works_shown_of_run", run_id=context.id)
    return {row.pop("artwork_id"): Shown(**{**row, "topics": tuple(row["topics"])}) for row in rows}


def _reviews(
    context: RunContext,
    answers: list[Answer],
    shown: dict[str, Shown],
    reviewer: str,
    path: Path,
    faults: list[str],
) -> Iterator[Review]:
    last = {
        row["artwork_id"]: row
        for row in context.store.rows("last_reviews_by", collection=context.run.collection, reviewer=reviewer)
    }
    for answer in answers:
        work = shown[answer.work.artwork_id]
        if answer.topics is None and answer.correct is False:
            faults.append(
                f"{path.name}: 'wrong' does not state what '{answer.work.artwork_id}' shows; answer with the topic, "
                "or with none."
            )
            continue
        action, topics = decided(work, answer.topics)
        earlier = last.get(answer.work.artwork_id)
        review = {"action": action, "topic_ids": sorted(topics), "sha256": work.sha256}
        if earlier is None or any(earlier[name] != value for name, value in review.items()):
            yield Review(
                uuid.uuid4().hex,
                answer.work.artwork_id,
                reviewer,
                datetime.now(UTC),
                action,
                work,
                topics,
                source="plan",
            )
