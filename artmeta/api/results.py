"""What runs left in a database, as data frames; the database stays free for runs that write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.api.settings import StrPath, settings_for, text_of
from artmeta.api.trends import TrendResult, result_of
from artmeta.values import path_argument

if TYPE_CHECKING:
    import pandas as pd

DATABASE = "artmeta.duckdb"


class StoredResults:
    """The results of a database, read-only; open it with `open_store`.

    Every method opens the file, reads, and closes it, also while a run writes: then what that has committed is read.
    `collection` is a collection's name, whose newest run is read unless `run` is the id of another. They raise
    StoreError, in one sentence, where there is no such collection or run.
    """

    def __init__(self, database: Path) -> None:
        self.database = database

    def __repr__(self) -> str:
        return f"<StoredResults of {self.database}>"

    def collections(self) -> pd.DataFrame:
        """Return a row a collection: its newest run, model, and counts of works, pictures and statuses."""
        from artmeta.steps.operations.run_locks import with_interrupted
        from artmeta.steps.results import newest_runs, read_database

        with read_database(self.database) as store:
            frame = store.frame("status", runs=list(newest_runs(store).values()))
        rows = with_interrupted(frame.to_dict("records"), self.database.parent)
        return frame.assign(status=[row["status"] for row in rows])

    def works(self, collection: str, run: str = "") -> pd.DataFrame:
        """Return a row a work: metadata, years, `status`, `promise`, likeliest topic, `given_topic` (see `trends`)."""
        return self._frame("works_of_run", collection, run)

    def topics(self, collection: str, run: str = "") -> pd.DataFrame:
        """Return a row a topic: topic_id, label, and how many works have it and were learned from."""
        return self._frame("topics_of_run", collection, run)

    def predictions(self, collection: str, run: str = "") -> pd.DataFrame:
        """Return a row a classified work and topic: artwork_id, topic_id, confidence (calibrated, 0 to 1)."""
        return self._frame("confidences_of_run", collection, run)

    def decisions(self, collection: str, run: str = "") -> pd.DataFrame:
        """Return a row a classified work: likeliest topic, status, thresholds, scores, as `Classifier.predict`.

        The status is that after audits and promises of groups: `promise` is kept, lost or untested, '' where the model
        is not sure, and `decision_reason` says why a work lost its sure status.
        """
        return self._frame("decisions_of_run", collection, run)

    def out_of_fold(self, collection: str, run: str = "") -> pd.DataFrame:
        """Return confidences in works that the model had not learned from: how it errs, for `artmeta.trends`."""
        frame = self._frame("out_of_fold_of_run", collection, run).drop(columns="rejected")
        return frame.rename(columns={"item": "artwork_id"})

    def trends(self, collection: str, run: str = "") -> TrendResult:
        """Return topics over time as the run stored them."""
        from artmeta.steps.results import read_database, run_id_of
        from artmeta.trend_analysis.tables import Tables

        with read_database(self.database) as store:
            run_id = run_id_of(store, text_of(collection, "collection"), text_of(run, "run"))
            return result_of(Tables(*(store.table_of_run(table, run_id) for table in Tables.__slots__)))

    def _frame(self, query: str, collection: str, run: str) -> pd.DataFrame:
        from artmeta.steps.results import read_database, run_id_of

        with read_database(self.database) as store:
            return store.frame(
                query, run_id=run_id_of(store, text_of(collection, "collection"), text_of(run, "run"))
            )


def open_store(path: StrPath | None = None) -> StoredResults:
    """Return the results of a database; `path` is its file or the data folder it lies in, `data` by default.

    Raises StoreError if there is none or it cannot be read.
    """
    from artmeta.steps.results import read_database

    database = settings_for().database if path is None else path_argument(path, "path")
    results = StoredResults(database / DATABASE if database.is_dir() else database)
    with read_database(results.database):
        return results
