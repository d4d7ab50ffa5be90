"""Rights decide what becomes of a work; each refusal is a row with its reason."""

from __future__ import annotations

from artmeta.steps.context import RunContext


def decide(context: RunContext) -> None:
    """Note for each listed work what its rights do not allow; pictures that must not be fetched are not asked for."""
    refused = context.collection.rights.refused()
    who = {"collection": context.run.collection}
    pairs = {"uses": [use for use, _ in refused], "licences": [licence for _, licence in refused]}
    with context.store.transaction():
        context.store.execute("forget_refusals", **who, **pairs)
        context.store.execute("note_refusals", **who, **pairs, run_id=context.id)
        context.store.execute("refuse_images", **who, run_id=context.id)
        context.store.execute("readmit_images", **who)
