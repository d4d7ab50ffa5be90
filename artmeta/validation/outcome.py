"""The outcome of one expectation, with a sentence for the curator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from artmeta.errors import ValidationFailed
from artmeta.wording import enumeration, quantity

PICTURES_AGAIN = (
    " Pictures that are gone, unreadable or too large are requested again after recheck_failed_days; with 0 in [web], "
    "in the next run."
)
Severity = Literal["critical", "warning"]
Suite = Literal["input", "output", "export"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation of a suite, met or not; `column` is '' for the whole table.

    `measured` holds the count of failing rows, of how many, and the first of them; or a table's value; or a fault.
    """

    expectation: str
    column: str
    success: bool
    severity: Severity
    measured: Mapping[str, Any]
    sentence: str


def stop_if_unsound(suite: Suite, outcomes: Iterable[Outcome], pages: Sequence[Path] = ()) -> None:
    """Raise ValidationFailed with the sentences of all critical expectations that failed; return if there are none.

    `pages` show all results.
    """
    failed = [one for one in outcomes if not one.success and one.severity == "critical"]
    failures = tuple(one.sentence for one in failed)
    if not failures:
        return
    data = {"input": "The collection's data", "output": "The predictions", "export": "The export"}[suite]
    hint = "Nothing was lost: mend the source or the [expectations] table, and run again."
    if any(one.expectation == "enough_pictures" for one in failed):
        hint += PICTURES_AGAIN
    if suite == "output":
        hint = (
            "Nothing was exported. Run `artmeta enrich` again: it classifies the works that failed once more; if "
            "they fail again, choose another model, or train this one again."
        )
    if suite == "export":
        hint = (
            "Nothing was published: the files of the last export are unchanged. Run the same command again; if it "
            "fails again, run `artmeta enrich`: it checks the stored predictions, and classifies unsound ones again "
            "when it is run once more."
        )
    if pages:
        hint += f" All results: {enumeration([str(page) for page in pages])}"
    listed = " ".join(f"({number}) {sentence}" for number, sentence in enumerate(failures, 1))
    raise ValidationFailed(
        f"{data} did not pass {quantity(len(failures), 'check')}: {listed}", hint, failures
    )
