"""Pictures that stand for "no picture": the collection file names them by their sha256 (`no_picture`)."""

from __future__ import annotations

import re

from artmeta.domain.run import Issue
from artmeta.steps.context import RunContext
from artmeta.steps.issues import save_issues

DIGEST = re.compile(r"[0-9a-f]{64}", re.I)


def readmit(context: RunContext) -> None:
    """Mark pictures as pending whose digest the collection file no longer names."""
    context.store.execute("readmit_placeholders", **_named(context))


def set_aside(context: RunContext) -> None:
    """Mark fetched pictures whose digest the collection file names as gone, with an issue per work."""
    named = _named(context)
    rows = context.store.rows("pictures_with_digests", **named)
    if not rows:
        return
    issues = [
        Issue(
            "fetch",
            row["artwork_id"],
            "gone",
            f"The picture at {row['url']} stands for 'no picture' (no_picture "
            f"names its sha256, {row['sha256']}).",
        )
        for row in rows
    ]
    with context.store.transaction():
        context.store.execute("exclude_placeholders", **named, run_id=context.id)
        save_issues(context, issues)


def _named(context: RunContext) -> dict[str, object]:
    """Return the collection and the digests of its placeholders; not every source has the key."""
    no_picture = getattr(context.collection.source.params, "no_picture", ())
    digests = [each.lower() for each in no_picture if DIGEST.fullmatch(each)]
    return {"collection": context.run.collection, "digests": digests}
