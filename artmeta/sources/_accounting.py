"""Every record of a source comes out as an artwork or as an issue that says why not; none is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue

WHOLE_LIST = ""  # the artwork id of an issue that concerns the source as a whole, not one record


def odd(record: str, kind: str, message: str) -> Issue:
    """Make the issue of one record; `record` must tell it apart, such as 'row 17'."""
    return Issue("fetch", record, kind, message)


def note(kind: str, message: str) -> Issue:
    """Make an issue about the source as a whole; it stands for no record."""
    return Issue("fetch", WHOLE_LIST, kind, message)


def accounted(records: Iterable[tuple[str, Artwork | Issue]]) -> Iterator[Artwork | Issue]:
    """Pass records through, each with its place in the source ('row 17'); turn unsound ones into issues.

    An artwork without id or without picture, and one whose id came before, becomes an issue. So records in
    equal artworks plus issues with an id out.
    """
    seen: dict[str, tuple[str, Artwork]] = {}
    for place, record in records:
        if isinstance(record, Issue):
            yield record
        elif not record.id:
            yield odd(place, "no_id", f"The record in {place} has no id{_title(record)}; it was left out.")
        elif not record.images:
            yield odd(
                f"{record.id} ({place})",
                "no_image",
                f"{record.id} in {place} has no picture{_title(record)}.",
            )
        elif record.id in seen:
            yield _duplicate(place, record, *seen[record.id])
        else:
            seen[record.id] = (place, record)
            yield record


def _title(record: Artwork) -> str:
    return f" ('{record.title}')" if record.title else ""


def _duplicate(place: str, record: Artwork, first_place: str, first: Artwork) -> Issue:
    """Say whether the later record repeats the first or contradicts it."""
    name = f"{record.id} ({place})"
    if record == first:
        return odd(
            name,
            "duplicate",
            f"{place} repeats {record.id} from {first_place} word for word; it was left out.",
        )
    told = ", ".join(_differences(first, record))
    counts = (
        f" It counts as {first.split} alone, so that nothing leaks."
        if first.split and record.split != first.split
        else ""
    )
    return odd(
        name,
        "duplicate_conflict",
        f"{place} has {record.id} again, as {first_place} has, with another {told}; the first was kept.{counts}",
    )


def _differences(first: Artwork, second: Artwork) -> list[str]:
    fields = {name: name.replace("_", " ") for name in Artwork.__dataclass_fields__}
    return [word for name, word in fields.items() if getattr(first, name) != getattr(second, name)]
