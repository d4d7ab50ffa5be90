"""A run of the pipeline, the results of its steps, and the records that failed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A run is known by its id, which every row it writes carries."""

    id: str
    collection: str
    config_digest: str
    code_version: str
    model_name: str = ""
    model_version: int | None = None


CHECKING, FLAGGING = ("validate", "verify"), "assess"  # steps that count something else than records


@dataclass(frozen=True, slots=True)
class StepResult:
    """How many records a step did, found done already, and failed on; `seconds` is wall time.

    `withheld` are pictures that their rights do not allow to be fetched.
    """

    step: str
    done: int = 0
    skipped: int = 0
    failed: int = 0
    seconds: float = 0.0
    withheld: int = 0

    def counts(self) -> str:
        """Say in words what was counted: records, checks of the data, or flags."""
        if self.step in CHECKING:
            return f"{self.done:,} checks passed, {self.failed:,} failed"
        if self.step == FLAGGING:
            return f"{self.done:,} flags"
        counted = f"{self.done:,} new, {self.skipped:,} as before, {self.failed:,} failed"
        return f"{counted}, {self.withheld:,} withheld by rights" if self.withheld else counted


@dataclass(frozen=True, slots=True)
class Issue:
    """One record went wrong: a row, not an exception. `message` is a sentence: what, where, which value."""

    step: str
    artwork_id: str
    kind: str
    message: str
