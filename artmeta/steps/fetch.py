"""Fetch: the source's records become artworks, their pictures become files named by their sha256."""

from __future__ import annotations

from artmeta.domain.run import Issue
from artmeta.errors import BudgetSpent
from artmeta.steps import placeholders, rights
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues
from artmeta.steps.pictures import fetch_pictures
from artmeta.steps.recording import step
from artmeta.steps.sync_records import sync_works
from artmeta.steps.vocabulary import vocabulary_of
from artmeta.web import Web


@step
def fetch(context: RunContext) -> None:
    """Read the source's works, apply their rights, and fetch every picture that is missing.

    Where the budget of requests is spent, the step ends without an error and the next run goes on.
    """
    collection, settings = context.collection, context.settings
    with Web(collection.web, settings.cache_dir, settings.contact) as web:
        try:
            sync_works(context, web, vocabulary_of(collection, settings))
            rights.decide(context)
            placeholders.readmit(context)
            fetch_pictures(context, web)
        except BudgetSpent as fault:
            rights.decide(context)
            save_issues(context, [Issue("fetch", "", "budget_spent", str(fault))])
    placeholders.set_aside(context)
