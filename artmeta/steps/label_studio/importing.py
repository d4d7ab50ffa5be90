"""Add annotations of Label Studio to the reviews of the collections whose works they are about."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from artmeta.domain.review import Review, Shown
from artmeta.errors import InputError
from artmeta.exporters.label_studio import CONTROL, NONE
from artmeta.plugins import nearest
from artmeta.review.decisions import decided
from artmeta.settings import Settings
from artmeta.steps.context import RunContext
from artmeta.steps.label_studio.annotations import FORMATS, Annotation, read_annotations
from artmeta.steps.results import newest_run
from artmeta.steps.reviews import import_reviews, open_reviews
from artmeta.steps.vocabulary import topic_labels
from artmeta.store.database import Store


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many reviews of a collection were added, and how many of the file were there already."""

    collection: str
    added: int
    known: int


def import_annotations(
    store: Store, path: Path, settings: Settings, reviewer: str = ""
) -> tuple[list[ImportResult], list[str]]:
    """Add the annotations of a file to the reviews; return the counts, and a sentence for each that is unusable.

    `reviewer` stands for the annotators' own names. An annotation that is added again is known by its id and its time.
    Raises InputError if the file is no export of Label Studio, or of no task of artmeta, StoreError if there is no such
    collection.
    """
    annotations, faults = read_annotations(path)
    by_collection: dict[str, list[Annotation]] = {}
    for each in annotations:
        by_collection.setdefault(str(each.data.get("collection", "")), []).append(each)
    if set(by_collection) == {""}:
        raise InputError(f"The tasks of {path} name no collection, so they are none of artmeta.", FORMATS)
    results = []
    for collection, of_collection in by_collection.items():
        if not collection:
            faults += [f"{each.place}: its data name no collection." for each in of_collection]
            continue
        context = newest_run(store, collection, settings)
        results.append(_add(context, of_collection, faults, reviewer))
    return results, faults


def _add(
    context: RunContext, annotations: Iterable[Annotation], faults: list[str], reviewer: str
) -> ImportResult:
    works = {
        row["artwork_id"] for row in context.store.rows("known_works", collection=context.run.collection)
    }
    topics = _topic_names(context)
    reviews = []
    for each in annotations:
        try:
            reviews.append(_review(each, works, topics, reviewer))
        except (ValueError, KeyError, TypeError) as fault:
            faults.append(f"{each.place}: {fault}")
    with open_reviews(context.store, context.run.collection, context.settings) as file:
        added = file.add(reviews)
    import_reviews(context.store, context.run.collection, context.settings)
    return ImportResult(context.run.collection, added, len(reviews) - added)


def _topic_names(context: RunContext) -> dict[str, str]:
    """Return the ids of the topics by their ids and labels."""
    labels = topic_labels(context)
    return {label.casefold(): topic for topic, label in labels.items()} | {topic: topic for topic in labels}


def _review(each: Annotation, works: set[str], topics: dict[str, str], reviewer: str) -> Review:
    """Return an annotation as a review; raise ValueError with a sentence if it cannot be one."""
    artwork_id = str(each.data.get("artwork_id", ""))
    if artwork_id not in works:
        raise ValueError(f"'{artwork_id}' is no work of this collection.")
    shown = _shown(each)
    action, chosen = decided(
        shown, None if each.choices is None else _topics(each.choices, artwork_id, topics)
    )
    name = reviewer or each.annotator or "unnamed"
    name = name if "@" in name or reviewer else f"Label Studio user {name}"
    identity = (artwork_id, each.id, each.decided_at.isoformat(), name, action, *chosen)
    return Review(
        uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("label-studio", *identity))).hex,
        artwork_id,
        name,
        each.decided_at,
        action,
        shown,
        chosen,
        source="label_studio",
    )


def _topics(choices: tuple[str, ...], artwork_id: str, topics: dict[str, str]) -> list[str]:
    if not choices:
        raise ValueError(f"No choice of '{CONTROL}' is made for '{artwork_id}'.")
    if choices == (NONE,) and NONE not in topics:
        return []
    for choice in choices:
        if choice not in topics and choice.casefold() not in topics:
            raise ValueError(
                f"The choice '{choice}' for '{artwork_id}' is no topic, or contradicts the others. "
                f"{nearest(choice, sorted(set(topics.values())))}"
            )
    return list(dict.fromkeys(topics.get(choice) or topics[choice.casefold()] for choice in choices))


def _shown(each: Annotation) -> Shown:
    """Return what the task showed; raise KeyError or TypeError if its data are not those that artmeta exported."""
    data = each.data
    try:
        return Shown(
            str(data["image_sha256"]),
            tuple(map(str, data["shown_topics"])),
            float(data["confidence"]),
            str(data["status"]),
            str(data["run_id"]),
            str(data["model_name"]),
            int(data["model_version"]),
            str(data["model_digest"]),
        )
    except (KeyError, TypeError, ValueError):
        raise ValueError(
            f"The data of the task of '{data.get('artwork_id')}' are not those that artmeta exported."
        ) from None
