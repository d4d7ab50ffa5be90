"""Record validation: each record of a source becomes a sound artwork, or an issue with the reason; none is lost."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from artmeta import values
from artmeta.domain.artwork import Artwork, ImageAsset, Rights, Split
from artmeta.domain.dates import DateSpan
from artmeta.domain.issues import note, odd, sound
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError, SourceChanged, SourceError
from artmeta.sources._locations import WEB, Inadmissible, Origin
from artmeta.wording import clause

# Records of an unknown shape in a row after which the source as a whole counts as changed.
UNKNOWN_IN_A_ROW: Final = 100
# Errors of the operating system that a record's value causes (a name too long), not the state of the machine.
OF_THE_VALUE: Final = (errno.ENAMETOOLONG, errno.EINVAL, errno.ELOOP, errno.ENOENT, errno.ENOTDIR)


@dataclass(frozen=True, slots=True)
class DeferredRecord:
    """A record that is read by `read`, so that an error in reading it becomes this record's issue.

    `identity` is the work's id where that is known before the record is read.
    """

    read: Callable[[], Artwork | Issue]
    identity: str = ""


Record = Artwork | Issue | DeferredRecord


def failure_kind(fault: SourceError) -> str:
    """Return the kind of issue for a page that could not be fetched: odd_manifest or the fault's own."""
    return "odd_manifest" if isinstance(fault, SourceChanged) else fault.kind


def validated_records(
    records: Iterable[tuple[str, Record]], strict: bool = False, origin: Origin = WEB
) -> Iterator[Artwork | Issue]:
    """Yield records, each given with its place in the source ('row 17'); invalid ones become issues.

    An artwork without id or without picture, one whose id came before, one with a field that cannot be used, and
    a record that cannot be read become issues; so does one that names a file of this machine which its `origin` may
    not. So records in equal artworks plus issues with an id out.

    Raises what stops a run: every ArtmetaError but a SourceChanged, faults of this machine (a full disk), and
    SourceChanged if all records, or UNKNOWN_IN_A_ROW of them in a row, have an unknown shape (with `strict`: any).
    """
    reader = _RecordReader(strict, origin)
    first_records: dict[str, tuple[str, Artwork]] = {}
    for place, record in records:
        outcome = reader.read(place, record)
        if isinstance(outcome, Issue):
            yield outcome
        elif not outcome.id:
            yield odd(place, "no_id", f"The record in {place} has no id{_title(outcome)}; it was left out.")
        elif not outcome.images:
            yield odd(
                f"{outcome.id} ({place})",
                "no_image",
                f"{outcome.id} in {place} has no picture{_title(outcome)}.",
            )
        elif outcome.id in first_records:
            yield _duplicate(place, outcome, *first_records[outcome.id])
        else:
            first_records[outcome.id] = (place, outcome)
            yield outcome
    yield from reader.notes()


class _RecordReader:
    """Reads records one by one; counts those of unknown shape and those that were changed."""

    def __init__(self, strict: bool, origin: Origin) -> None:
        self.strict, self.origin = strict, origin
        self.in_a_row = self.works = 0
        self.unknown: SourceChanged | None = None  # the newest
        self.changed: list[tuple[str, tuple[str, ...]]] = []

    def read(self, place: str, record: Record) -> Artwork | Issue:
        """Read and check one record; an Issue says why it cannot be used."""
        identity = record.identity if isinstance(record, DeferredRecord) else ""
        try:
            artwork = record.read() if isinstance(record, DeferredRecord) else record
            if isinstance(artwork, Issue):
                return sound(artwork)
            validated = validate_artwork(artwork)
            artwork = self.origin.admitted(validated.artwork)
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
        if validated.changed:
            self.changed.append((place, validated.changed))
        return artwork

    def _count_unknown(self, fault: SourceChanged) -> None:
        self.in_a_row, self.unknown = self.in_a_row + 1, fault
        if self.strict or self.in_a_row >= UNKNOWN_IN_A_ROW:
            raise fault

    def notes(self) -> Iterator[Issue]:
        """Yield a note on changed values; raise SourceChanged if there were records and none could be read."""
        if self.unknown and not self.works:
            raise self.unknown
        if self.changed:
            place, fields = self.changed[0]
            yield note(
                "odd_values",
                f"{clause(len(self.changed), 'record', 'holds', 'hold')} values that cannot be stored as they "
                "are (control characters, "
                f"broken letters, overlong texts, impossible years or addresses); they were changed or left out, "
                f"first in {values.text(place, values.MAX_ID)}: {', '.join(fields).replace('_', ' ')}.",
            )


def _reason(fault: Exception) -> str:
    """Return the reason of an error, with the type of an unexpected one."""
    if isinstance(fault, RecursionError):
        return "it is nested too deeply"
    message = values.text(str(fault), 300)
    return message if type(fault) is ValueError and message else f"{type(fault).__name__}: {message}"


def _title(record: Artwork) -> str:
    return f" ('{record.title}')" if record.title else ""


def _duplicate(place: str, record: Artwork, first_place: str, first: Artwork) -> Issue:
    """Return the issue of a repeated id: an exact duplicate, or one with other values."""
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


TEXTS: Final = tuple("title artist artist_gender medium accession_number venue rights_text donor".split())

RIGHTS: Final = get_args(Rights)
SPLITS: Final = get_args(Split)


@dataclass(frozen=True, slots=True)
class ValidatedArtwork:
    """An artwork whose every field is sound; `changed` names the fields whose value had to be changed for that."""

    artwork: Artwork
    changed: tuple[str, ...] = ()


def validate_artwork(artwork: Artwork) -> ValidatedArtwork:
    """Check an artwork's fields; raise ValueError if it cannot be kept: an unsound id, split or picture address.

    Texts lose characters that cannot be stored, years outside `values.FIRST_YEAR` to `values.LAST_YEAR` are unread,
    a page's address that cannot be one is left out. Of several pictures, those with an unsound address are left out.
    """
    sound: dict[str, Any] = {
        "id": _identity(artwork.id),
        "url": _page(artwork.url),
        "images": _images(artwork.images),
        "date": _date(artwork.date),
        "given_topics": _topics(artwork.given_topics),
        "rights": artwork.rights if artwork.rights in RIGHTS else "unknown",
        "artist_birth": values.year(artwork.artist_birth),
        **{name: values.text(getattr(artwork, name)) for name in TEXTS},
    }
    if artwork.split not in SPLITS:
        raise ValueError(f"the split '{values.text(artwork.split)}' is none of {', '.join(SPLITS[1:])}")
    changed = {name: value for name, value in sound.items() if value != getattr(artwork, name)}
    return (
        ValidatedArtwork(replace(artwork, **changed), tuple(changed))
        if changed
        else ValidatedArtwork(artwork)
    )


def _identity(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"its id is a {type(value).__name__} instead of a text")
    if len(value) > values.MAX_ID:
        raise ValueError(f"its id has {len(value):,} characters; at most {values.MAX_ID:,} are read")
    return values.text(value)


def _page(value: object) -> str:
    """Keep a page's address, or a text in its place, if it can be read as an address at all."""
    try:
        return values.address(value)
    except ValueError:
        return values.text(value) if isinstance(value, str) and ":" not in value else ""


def _images(images: Iterable[ImageAsset]) -> tuple[ImageAsset, ...]:
    sound, faults = [], []
    for image in images:
        try:
            values.address(image.url)
        except ValueError as fault:
            faults.append(fault)
        else:
            sound.append(replace(image, fallback=_fallback(image.fallback)) if image.fallback else image)
    if faults and not sound:
        raise ValueError(f"the address of its picture cannot be used: {faults[0]}")
    return tuple(sound)


def _fallback(address: str) -> str:
    try:
        return values.address(address)
    except ValueError:
        return ""


def _date(date: DateSpan) -> DateSpan:
    years = (date.earliest, date.latest, date.assumed)
    text = values.text(date.text)
    if any(one is not None and values.year(one) is None for one in years):
        return DateSpan(text=text, profile=date.profile, status="unread")
    return date if text == date.text else replace(date, text=text)


def _topics(topics: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in topics if (text := values.text(one, values.MAX_ID))))
