"""Withdrawal of topics by machine: those of one run, or of one model, leave every later export; a person's stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from artmeta.errors import ArtmetaError, InputError
from artmeta.plugins import nearest
from artmeta.steps.account import account_name
from artmeta.steps.assess import renew_assessment
from artmeta.steps.context import RunContext
from artmeta.steps.results import run_id_of
from artmeta.store.database import Store
from artmeta.wording import quantity


@dataclass(frozen=True, slots=True)
class WithdrawnTopics:
    """What is withdrawn of a collection: the topics of one run (by id), or of all present versions of one model."""

    collection: str
    run_id: str = ""
    model: str = ""

    @property
    def name(self) -> str:
        """What it is, in words."""
        return f"run {self.run_id}" if self.run_id else f"model {self.model}"


def withdraw(store: Store, topics: WithdrawnTopics, reason: str = "", by: str = "") -> str:
    """Withdraw topics from all later exports and reports of the collection; return a sentence with the works counted.

    Predictions stay in the database, marked by the withdrawal, so that it can be taken back. A later version of the
    model, or works that a later run classifies again, are not withdrawn. Raises InputError where there is nothing to
    withdraw; StoreError if the collection has no such run.
    """
    versions, works = _versions(store, topics)
    _check_not_withdrawn(store, topics)
    rows = [
        {
            "collection": topics.collection,
            "withdrawn_run_id": topics.run_id,
            "model_name": topics.model,
            "model_version": version,
            "reason": reason,
            "withdrawn_by": by or account_name() or "unnamed",
            "withdrawn_at": datetime.now(UTC),
            "restored_at": None,
        }
        for version in versions
    ]
    store.upsert("withdrawals", rows)
    return (
        f"Withdrawn: the topics of {quantity(works, 'work')} by {topics.name}. What people decided stays. "
        f"The next export of '{topics.collection}' leaves them out."
    )


def restore(store: Store, topics: WithdrawnTopics) -> str:
    """Take a withdrawal back; return a sentence. Raises InputError if there is none in force."""
    taken_back = store.execute(
        "restore_withdrawals",
        now=datetime.now(UTC),
        collection=topics.collection,
        run_id=topics.run_id,
        model_name=topics.model,
    )
    if not taken_back:
        raise InputError(
            f"Nothing of {topics.name} is withdrawn in '{topics.collection}'.", "There is nothing to restore."
        )
    (left,) = store.rows("withdrawn_works_of_collection", collection=topics.collection)
    others = (
        f" {quantity(left['works'], 'work')} stay withdrawn by another withdrawal." if left["works"] else ""
    )
    return f"Restored: the topics of '{topics.collection}' by {topics.name}.{others}"


def renew_after_change(context: RunContext) -> str:
    """Renew what rests on the topics of the newest run; return a sentence where that failed, '' where it did not.

    The withdrawal or its undo is stored already and holds in either case.
    """
    try:
        renew_assessment(context)
    except ArtmetaError as fault:
        return (
            f"Trends, promises, certificates and flags are still as they were before: {fault.message} Enrich "
            f"'{context.run.collection}' to renew them."
        )
    return "Promises, certificates, trends and flags of its newest run are renewed."


def _check_not_withdrawn(store: Store, topics: WithdrawnTopics) -> None:
    for row in store.rows("withdrawals_in_force", collection=topics.collection):
        if (row["withdrawn_run_id"], row["model_name"]) == (topics.run_id, topics.model):
            raise InputError(
                f"Topics by {topics.name} were withdrawn on {row['withdrawn_at']:%Y-%m-%d} by {row['withdrawn_by']}.",
                "Take that back with --undo first, to withdraw them anew.",
            )


def _versions(store: Store, topics: WithdrawnTopics) -> tuple[list[int], int]:
    """Return the versions to be withdrawn (0 for a run) and the number of works; raise InputError if there are none."""
    if topics.run_id:
        run_id_of(store, topics.collection, topics.run_id)
        (row,) = store.rows("works_classified_in_run", collection=topics.collection, run_id=topics.run_id)
        if not row["works"]:
            raise InputError(
                f"Run {topics.run_id} classified no work of '{topics.collection}' whose topics still stand.",
                "A work keeps the run that classified it first: see `classified_in_run` in `export --to assertions`.",
            )
        return [0], row["works"]
    rows = store.rows("versions_with_decisions", collection=topics.collection, model_name=topics.model)
    if not rows:
        known = [
            row["model_name"] for row in store.rows("models_with_decisions", collection=topics.collection)
        ]
        raise InputError(
            f"No model called '{topics.model}' classified works of '{topics.collection}'.",
            nearest(topics.model, known),
        )
    return [row["model_version"] for row in rows], sum(row["works"] for row in rows)
