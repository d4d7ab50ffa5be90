"""Serve the review page of a collection: its newest run's works, their pictures, and the nearest training works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from artmeta.domain.explanation import Neighbour
from artmeta.domain.review import LONGEST_NAME
from artmeta.errors import InputError, StoreLocked
from artmeta.imaging.decode import readable_thumbnail
from artmeta.review.session import ReviewSession
from artmeta.review.works import ReviewWorks
from artmeta.settings import Settings
from artmeta.steps.account import account_name
from artmeta.steps.context import RunContext
from artmeta.steps.explanation import Explainer, nearest_works
from artmeta.steps.results import open_finished, read_store
from artmeta.steps.review.works import review_works
from artmeta.steps.reviews import open_reviews
from artmeta.store.database import Store

LARGE, SMALL = 1_600, 240  # pixels: what fills a common screen, and what is sharp at 120
NEIGHBOURS = 6
KEPT_LARGE, KEPT_SMALL, KEPT_NEIGHBOURS = 16, 1_024, 256  # in memory; a large picture has about 0.4 MB


@dataclass(frozen=True, slots=True)
class ServedCollection:
    """What the review page of a collection serves."""

    title: str
    works: ReviewWorks
    explainer: Explainer


def open_review(collection: str, settings: Settings, plan: bool = False) -> ServedCollection:
    """Read the works of a collection's newest run, or those of its newest plan, in the random order of that.

    Raises StoreError or ModelError where there is no run or model, InputError where no work is classified or planned.
    """
    with open_finished(collection, "", settings) as context:
        run = context.run
        if not run.model_name:
            raise InputError(
                f"No work of '{collection}' is classified.", "Run `artmeta enrich` with a model first."
            )
        explainer = Explainer.load(run.model_name, run.model_version, settings)
        model = explainer.model
        only = _planned(context) if plan else ()
        works = review_works(context, model.card, model.head.multi_label, only)
    if not works.works:
        raise InputError(
            f"'{collection}' has no classified work whose picture may be shown.",
            "Run `artmeta enrich`, or see the [rights] table of its collection file.",
        )
    return ServedCollection(context.collection.title, works, explainer)


def serve_review(
    collection: str,
    settings: Settings,
    reviewers: Sequence[str],
    port: int,
    announce: Callable[[str, str], None],
    plan: bool = False,
) -> None:
    """Serve the review page on this machine until a signal ends the process; with `plan`, the works of a plan alone.

    `announce` is called with each reviewer and an address that opens the page once. Raises what `open_review` raises,
    and ConfigError if the port is taken.
    """
    from artmeta.review.server.routes import Pictures, Subject
    from artmeta.review.server.run import run_server

    names = reviewer_names(reviewers)
    served = open_review(collection, settings, plan)
    subject = Subject(collection, served.title, "plan" if plan else "page")
    stored = StoredPictures(served, settings)
    pictures = Pictures(
        lru_cache(KEPT_LARGE)(stored.large), lru_cache(KEPT_SMALL)(stored.small), stored.neighbours
    )
    with read_store(settings) as store:
        opened = open_reviews(store, collection, settings)
    with opened as file:
        session = ReviewSession(served.works, file)
        run_server(session, pictures, names, subject, port, announce)


def reviewer_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of reviewers, each once; without any, that of this account. Raises InputError for a bad one."""
    given = tuple(dict.fromkeys(name.strip() for name in names)) or (account_name() or "reviewer",)
    for name in given:
        if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
            raise InputError(
                f"{name!r} is no name of a reviewer.", f"Give 1 to {LONGEST_NAME} printable characters."
            )
    return given


def _planned(context: RunContext) -> list[str]:
    rows = context.store.rows("works_of_plan", collection=context.run.collection)
    if not rows:
        name = context.run.collection
        raise InputError(
            f"No works of '{name}' are drawn for review.", f"Draw them with `artmeta review plan {name}`."
        )
    return [row["artwork_id"] for row in rows]


@dataclass
class StoredPictures:
    """The pictures of a review: read from their files, small enough for a page."""

    served: ServedCollection
    settings: Settings
    _paths: dict[str, Path] = field(default_factory=dict)
    _neighbours: dict[str, tuple[Neighbour, ...]] = field(default_factory=dict)

    def large(self, artwork_id: str) -> bytes | None:
        """Return the picture of a work as a JPEG; None where it cannot be read."""
        work = self.served.works.get(artwork_id)
        return readable_thumbnail(self.settings.data_dir.resolve() / work.path, LARGE) if work else None

    def small(self, sha256: str) -> bytes | None:
        """Return the picture of a training work that was shown as a neighbour; None where it cannot be read."""
        path = self._paths.get(sha256)
        return readable_thumbnail(path, SMALL) if path else None

    def neighbours(self, artwork_id: str) -> tuple[Neighbour, ...]:
        """Return the training works nearest to a work, without itself; none while a run writes to the database."""
        work = self.served.works.get(artwork_id)
        if work is None or artwork_id in self._neighbours:
            return self._neighbours.get(artwork_id, ())
        sha256 = work.shown.sha256
        try:
            with Store.open(self.settings.database, read_only=True) as store:
                nearest = nearest_works(self.served.explainer, store, sha256, NEIGHBOURS + 1)
        except StoreLocked:
            return ()
        kept = tuple(each for each in nearest if each.sha256 != sha256)[:NEIGHBOURS]
        self._paths |= {each.sha256: each.picture for each in kept if each.picture}
        self._neighbours[artwork_id] = kept
        if len(self._neighbours) > KEPT_NEIGHBOURS:
            self._neighbours.pop(next(iter(self._neighbours)), None)
        return kept
