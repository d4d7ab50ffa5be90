"""The ground truth of the sample museum, with which its report is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from artmeta.settings import Settings
from artmeta.store.database import Store

if TYPE_CHECKING:
    from artmeta.sample.museum import Museum


def save_ground_truth(museum: Museum, collection: str, settings: Settings) -> None:
    """Store the true topic and year of every work; only the report reads them."""
    rows = [
        {"collection": collection, "artwork_id": record.id, "topic_id": work.topic, "year": work.year}
        for record in museum.records()
        for work in (museum.work(record.number),)
    ]
    with Store.open(settings.database) as store:
        store.upsert("ground_truth", pd.DataFrame(rows))
