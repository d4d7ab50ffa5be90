"""The rights of works: which uses they allow; each refusal is a row with its reason."""

from __future__ import annotations

import logging

from artmeta.rights import Use
from artmeta.steps.context import RunContext
from artmeta.wording import quantity

log = logging.getLogger("artmeta")


def decide(context: RunContext) -> None:
    """Store the uses that the rights of each work refuse; pictures that must not be fetched are not requested."""
    refused = context.collection.rights.refused()
    who = {"collection": context.run.collection}
    pairs = {"uses": [use for use, _ in refused], "licences": [licence for _, licence in refused]}
    with context.store.transaction():
        context.store.execute("delete_refusals", **who, **pairs)
        context.store.execute("record_refusals", **who, **pairs, run_id=context.id)
        context.store.execute("refuse_images", **who, run_id=context.id)
        context.store.execute("readmit_images", **who)
    is_training = context.collection.is_for_training
    warn_of_unknown(context, ("fetched", "trained_on" if is_training else "shown"))


def warn_of_unknown(context: RunContext, uses: tuple[Use, ...]) -> None:
    """Log how many works of unknown rights are withheld from these uses, and how to admit them."""
    for sentence in held_back(context, uses):
        log.warning("%s", sentence)


def held_back(context: RunContext, uses: tuple[Use, ...]) -> list[str]:
    """Return a sentence for each of the uses from which works are withheld because their rights are unknown."""
    rows = context.store.rows("works_withheld", collection=context.run.collection)
    return [_sentence(row["use"], row["works"]) for row in rows if row["use"] in uses]


def _sentence(use: Use, works: int) -> str:
    count = f"{quantity(works, 'work')} of unknown rights {'is' if works == 1 else 'are'}"
    return (
        f"{count} not {use.replace('_', ' ')}. If that may be done, write "
        f'{use} = "not_in_copyright" in the [rights] table of the collection file.'
    )
