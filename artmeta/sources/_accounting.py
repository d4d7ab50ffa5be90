"""Every record of a source comes out as an artwork or as an issue that says why not; none is lost on the way."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from artmeta import values
from artmeta.domain.artwork import Artwork
from artmeta.domain.issues import note, odd, sound
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError, SourceBusy, SourceChanged, SourceError, SourceGone, SourceRefused
from artmeta.sources._checking import checked
from artmeta.sources._origin import WEB, Inadmissible, Origin

# Records of an unknown shape in a row, after which the source as a whole is taken to have changed.
UNKNOWN_IN_A_ROW: Final = 100
# Faults of the operating system that a record's value causes (a name too long), not the state of the machine.
OF_THE_VALUE: Final = (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP, errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is still to be read, so that a fault in reading it is the record's own.

    `identity` is the work's id where that is known before the record is read.
    """

    read: Callable[[], Artwork | Issue]
    identity: str = ""


Record = Artwork | Issue | Unread


def failure_kind(fault: SourceError) -> str:
    """Return the kind of issue for a page that could not be had: busy, gone, refused, odd_manifest or unreadable."""
    kinds = (
        (SourceBusy, "busy"),
        (SourceGone, "gone"),
        (SourceRefused, "refused"),
        (SourceChanged, "odd_manifest"),
    )
    return next((kind for known, kind in kinds if isinstance(fault, known)), "unreadable")


def accounted(
    records: Iterable[tuple[str, Record]], strict: bool = False, origin: Origin = WEB
) -> Iterator[Artwork | Issue]:
    """Pass records through, each with its place in the source ('row 17'); turn unsound ones into issues.

    An artwork without id or without picture, one whose id came before, one with a field that cannot be used, and
    a record that cannot be read become issues; so does one that names a file of this machine which its `origin` may
    not. So records in equal artworks plus issues with an id out.

    Raises what stops a run: every ArtmetaError but a SourceChanged, faults of this machine (a full disk), and
    SourceChanged if all records, or UNKNOWN_IN_A_ROW of them in a row, have an unknown shape (with `strict`: any).
    """
    reader = _Reader(strict, origin)
    seen: dict[str, tuple[str, Artwork]] = {}
    for place, record in records:
        found = reader.read(place, record)
        if isinstance(found, Issue):
            yield found
        elif not found.id:
            yield odd(place, "no_id", f"The record in {place} has no id{_title(found)}; it was left out.")
        elif not found.images:
            yield odd(
                f"{found.id} ({place})", "no_image", f"{found.id} in {place} has no picture{_title(found)}."
            )
        elif found.id in seen:
            yield _duplicate(place, found, *seen[found.id])
        else:
            seen[found.id] = (place, found)
            yield found
    yield from reader.notes()


class _Reader:
    """Reads records one by one; keeps count of those whose shape is not known and of those that were changed."""

    def __init__(self, strict: bool, origin: Origin) -> None:
        self.strict, self.origin = strict, origin
        self.in_a_row = self.works = 0
        self.unknown: SourceChanged | None = None  # the newest
        self.changed: list[tuple[str, tuple[str, ...]]] = []

    def read(self, place: str, record: Record) -> Artwork | Issue:
        """Read and check one record; an Issue says why it cannot be used."""
        identity = record.identity if isinstance(record, Unread) else ""
        try:
            found = record.read() if isinstance(record, Unread) else record
            if isinstance(found, Issue):
                return sound(found)
            outcome = checked(found)
            artwork = self.origin.admitted(outcome.artwork)
        except Inadmissible as fault:
            return odd(identity or place, "refused_image", f"The record in {place} was left out: {fault}.")
        except SourceChanged as fault:
            self._count_unknown(fault)
            return odd(identity or place, "odd_record", values.text(fault.message))
        except (ArtmetaError, MemoryError):
            raise
        except Exception as fault:
            if isinstance(fault, OSError) and fault.errno not in OF_THE_VALUE:
                raise
            return odd(
                identity or place, "odd_record", f"The record in {place} was left out: {_reason(fault)}."
            )
        self.works, self.in_a_row = self.works + 1, 0
        if outcome.changed:
            self.changed.append((place, outcome.changed))
        return artwork

    def _count_unknown(self, fault: SourceChanged) -> None:
        self.in_a_row, self.unknown = self.in_a_row + 1, fault
        if self.strict or self.in_a_row >= UNKNOWN_IN_A_ROW:
            raise fault

    def notes(self) -> Iterator[Issue]:
        """Say at the end what was changed; raise SourceChanged if records were there and none could be read."""
        if self.unknown and not self.works:
            raise self.unknown
        if self.changed:
            place, fields = self.changed[0]
            yield note(
                "odd_values",
                f"{len(self.changed)} records hold values that cannot be stored as they are (control characters, "
                f"broken letters, overlong texts, impossible years or addresses); they were changed or left out, "
                f"first in {values.text(place, values.MAX_ID)}: {', '.join(fields).replace('_', ' ')}.",
            )


def _reason(fault: Exception) -> str:
    """Say what was wrong; a fault that nobody foresaw is named by its type too."""
    if isinstance(fault, RecursionError):
        return "it is nested too deeply"
    said = values.text(str(fault), 300)
    return said if type(fault) is ValueError and said else f"{type(fault).__name__}: {said}"


def _title(record: Artwork) -> str:
    return f" ('{record.title}')" if record.title else ""


def _duplicate(place: str, record: Artwork, first_place: str, first: Artwork) -> Issue:
    """Say whether the later record repeats the first or contradicts it."""
    name = record.id if place == record.id else f"{record.id} ({place})"
    again = (
        f"{record.id} occurs twice"
        if place == first_place
        else f"{place} has {record.id} again after {first_place}"
    )
    if record == first:
        return odd(name, "duplicate", f"{again}, word for word; the second was left out.")
    different = ", ".join(_differences(first, record))
    counts = (
        f" It counts as {first.split} alone, so that nothing leaks."
        if first.split and record.split != first.split
        else ""
    )
    return odd(
        name, "duplicate_conflict", f"{again}, but not with the same {different}; the first was kept.{counts}"
    )


def _differences(first: Artwork, second: Artwork) -> list[str]:
    fields = {name: name.replace("_", " ") for name in Artwork.__dataclass_fields__}
    return [word for name, word in fields.items() if getattr(first, name) != getattr(second, name)]
