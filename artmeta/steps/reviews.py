"""Copy the reviews of a collection from its review file into the store."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from artmeta.errors import SchemaTooOld, StoreLocked
from artmeta.review.file import ReviewFile, review_path, review_row
from artmeta.settings import Settings
from artmeta.store.database import Store
from artmeta.wording import quantity

log = logging.getLogger("artmeta")


def import_reviews(store: Store, collection: str, settings: Settings) -> int:
    """Add the reviews that the store does not have yet; return how many there were.

    Raises StoreError if the review file is damaged: a run without its reviews would lose decisions.
    """
    (stored,) = store.rows("reviews_stored", collection=collection)
    if not stored["reviews"] and not review_path(settings.data_dir, collection).exists():
        return 0
    with open_reviews(store, collection, settings) as file:
        if not is_new(store, collection, file):
            return 0
        rows = [
            {**review_row(each.review), "number": each.number, "collection": collection}
            for each in file.reviews()
        ]
    return store.insert("reviews", rows)


def open_reviews(store: Store, collection: str, settings: Settings) -> ReviewFile:
    """Open the review file of a collection, created where it is missing; raise StoreError if it is damaged.

    Reviews that the store has and the file lacks, since it was deleted or replaced by an older one, are put back: else
    the numbers of new reviews would begin again, and older reviews would count as the later ones.
    """
    file = ReviewFile.open(review_path(settings.data_dir, collection))
    try:
        rows = store.rows("reviews_of_collection", collection=collection)
        if rows and file.extent()[1] < rows[-1]["number"] and (added := file.put_back(rows)):
            log.warning(
                "%s lacked %s, put back from the database.", file.path, quantity(added, "earlier review")
            )
    except BaseException:
        file.close()
        raise
    return file


def import_before_reading(collection: str, settings: Settings) -> None:
    """Add the new reviews before the database is opened for reading; while a run writes to it, they are left out."""
    path = review_path(settings.data_dir, collection)
    if not path.exists() or not settings.database.exists():
        return
    if not all(os.access(place, os.W_OK) for place in (path.parent, settings.database)):
        log.warning(
            "%s may not be written, so reviews since its last run are not in these results.",
            settings.database,
        )
        return
    try:
        if _is_behind(path, collection, settings):
            with Store.open(settings.database) as store:
                import_reviews(store, collection, settings)
    except StoreLocked as fault:
        log.warning("%s Reviews since its start are not in these results.", fault.message)


def _is_behind(path: Path, collection: str, settings: Settings) -> bool:
    try:
        with Store.open(settings.database, read_only=True) as store:
            if not store.rows("newest_run", collection=collection):
                return False  # the name is none of a collection, and the path perhaps none of a review file
            with ReviewFile.open(path) as file:
                return is_new(store, collection, file)
    except SchemaTooOld:
        return True


def is_new(store: Store, collection: str, file: ReviewFile) -> bool:
    """Tell whether the file holds reviews that the store does not have."""
    (stored,) = store.rows("reviews_stored", collection=collection)
    return file.extent() != (stored["reviews"], stored["last"])
