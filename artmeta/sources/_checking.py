"""The fields of an artwork are checked before it leaves its source: types, characters, lengths, years, addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final, get_args

from artmeta import values
from artmeta.domain.artwork import Artwork, ImageAsset, Rights, Split
from artmeta.domain.dates import DateSpan

TEXTS: Final = (
    "title",
    "artist",
    "artist_gender",
    "medium",
    "accession_number",
    "venue",
    "rights_text",
    "donor",
)

RIGHTS: Final = get_args(Rights)
SPLITS: Final = get_args(Split)


@dataclass(frozen=True, slots=True)
class Checked:
    """An artwork whose every field is sound; `changed` names the fields whose value had to be changed for that."""

    artwork: Artwork
    changed: tuple[str, ...] = ()


def checked(artwork: Artwork) -> Checked:
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
    return Checked(replace(artwork, **changed), tuple(changed)) if changed else Checked(artwork)


def _identity(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError(f"its id is a {type(given).__name__} instead of a text")
    if len(given) > values.MAX_ID:
        raise ValueError(f"its id has {len(given):,} characters; at most {values.MAX_ID:,} are read")
    return values.text(given)


def _page(given: object) -> str:
    """Keep a page's address, or a text in its place, if it can be read as an address at all."""
    try:
        return values.address(given)
    except ValueError:
        return values.text(given) if isinstance(given, str) and ":" not in given else ""


def _images(given: Iterable[ImageAsset]) -> tuple[ImageAsset, ...]:
    sound, faults = [], []
    for image in given:
        try:
            values.address(image.url)
        except ValueError as fault:
            faults.append(fault)
        else:
            sound.append(replace(image, fallback=_fallback(image.fallback)) if image.fallback else image)
    if faults and not sound:
        raise ValueError(f"the address of its picture cannot be used: {faults[0]}")
    return tuple(sound)


def _fallback(given: str) -> str:
    try:
        return values.address(given)
    except ValueError:
        return ""


def _date(given: DateSpan) -> DateSpan:
    years = (given.earliest, given.latest, given.assumed)
    text = values.text(given.text)
    if any(one is not None and values.year(one) is None for one in years):
        return DateSpan(text=text, profile=given.profile, status="unread")
    return given if text == given.text else replace(given, text=text)


def _topics(given: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in given if (text := values.text(one, values.MAX_ID))))
