"""The exceptions of artmeta, each with a one-sentence message and a hint on what to do."""

from __future__ import annotations

from typing import ClassVar

from artmeta.redaction import redact


def first_line(fault: BaseException) -> str:
    """Return the first line of what an exception says, without the mark at its end; its type where it says nothing."""
    lines = str(fault).strip().splitlines()
    return lines[0].rstrip(".:") if lines else type(fault).__name__


class ArtmetaError(Exception):
    """A fault that stops a run: what, where, with which value, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(redact(message))
        self.message = redact(message)
        self.hint = redact(hint)

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class ConfigError(ArtmetaError):
    """A collection file, a vocabulary file or a setting says something artmeta cannot follow."""


class InputError(ArtmetaError, ValueError):
    """An argument of a function of the library cannot be used."""


class SourceError(ArtmetaError):
    """A source could not be read; `kind` is the outcome that is stored where one picture or record is lost by it."""

    kind: ClassVar[str] = "unreadable"


class SourceBusy(SourceError):
    """The source asks to wait, or does not answer now; trying again later may help."""

    kind = "busy"


class SourceOverloaded(SourceBusy):
    """The server limits requests (429, 503), or was unavailable so often that this run no longer waits for it."""


class SourceUnexpected(SourceError):
    """A server's answer cannot be used, as another status or a redirect loop; a later request may succeed."""

    kind = "busy"


class SourceChanged(SourceError):
    """The source has a shape this version does not know; nothing is guessed from it."""


class SourceRefused(SourceError):
    """The source does not want this: robots.txt, a login, a licence, a private address."""

    kind = "refused"


class SourceGone(SourceError):
    """The source says that this address holds nothing (404, 410)."""

    kind = "gone"


class SourceTooLarge(SourceError):
    """The source sends more than the limits allow."""

    kind = "too_large"


class BudgetSpent(SourceError):
    """A run has taken all that its budget allows; the rest waits for the next run."""


class ImageError(ArtmetaError):
    """One picture cannot be used; a step turns it into an `Issue`, it never stops a run.

    `kind` is the outcome that is stored: gone, refused, unreadable, too_large or busy.
    """

    def __init__(self, message: str, hint: str = "", kind: str = "unreadable") -> None:
        super().__init__(message, hint)
        self.kind = kind


class ModelError(ArtmetaError):
    """A model or its weights are missing, foreign or damaged."""


class ComputeError(ArtmetaError):
    """A cluster, one of its workers, or its shared place cannot be used."""


class StoreError(ArtmetaError):
    """The database cannot be used."""


class StoreLocked(StoreError):
    """Another process is writing to the database."""


class RunUnderWay(ArtmetaError):
    """Another process runs the same collection."""


class SchemaTooOld(StoreError):
    """The database was written by an earlier version of artmeta and is opened for reading only."""


class SchemaTooNew(StoreError):
    """The database was written by a later version of artmeta."""


class ValidationFailed(ArtmetaError):
    """The data checks failed; `failures` holds one sentence for each failed expectation."""

    def __init__(self, message: str, hint: str = "", failures: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.failures = failures


class WriteError(ArtmetaError):
    """A file could not be written: the disk is full, or the place is closed to this user."""


class ExportError(ArtmetaError):
    """An export could not be written."""


class OrchestratorLost(ArtmetaError):
    """The server that a run reports to stopped answering: the program ends without waiting to report more."""
