"""Proposed options for the pictures of a list: separators, templates and placeholders, with the evidence."""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from artmeta.picture_formats import has_picture_suffix
from artmeta.sources._column_choice import is_address, is_picture_cell, share
from artmeta.sources._column_words import normalised
from artmeta.sources._image_api import base_address
from artmeta.sources._list_sample import SampleColumn
from artmeta.sources._locations import ListLocation
from artmeta.sources._picture_cells import COMMONS, MISSING, PictureCells
from artmeta.sources._toml_lines import ProposedKey

FILES = 20_000  # files beside a list that are looked through
OFTEN, MANY = 3, 0.05  # rows, and share of rows, that name one picture which then may be a placeholder
_NO_PICTURE = tuple(
    (
        "no_image noimage no_picture nopicture no_photo placeholder pas_d_image sans_image default "
        "missing kein_bild keinbild ohne_bild ohne_abbildung sin_imagen senza_immagine geen_afbeelding "
        "geen_foto ingen_bild not_available notavailable coming_soon dummy"
    ).split()
)


def picture_keys(chosen: dict[str, SampleColumn], place: ListLocation) -> Iterator[ProposedKey]:
    """Yield the keys of [source] that say where the pictures of a list are."""
    column = chosen.get("image")
    if column is None:
        yield from _without_column(chosen.get("id"), place)
        return
    cells = [cell for cell in column.cells if cell.lower() not in MISSING]
    reader, names = PictureCells(place), []
    for number, cell in enumerate(cells):
        names.append(reader.names(cell, str(number)))
    if reader.separators:
        mark, count = max(reader.separators.items(), key=lambda pair: pair[1])
        yield ProposedKey("images_separator", mark, f"{count} of {len(cells)} cells name several pictures")
    flat = [name for each in names for name in each]
    placeholders = list(_placeholders(flat))
    none = [str(word) for key in placeholders for word in list(key.value)]  # type: ignore[call-overload]
    yield from _template([name for name in flat if not any(word in name for word in none)], column, place)
    yield from placeholders


def _without_column(ids: SampleColumn | None, place: ListLocation) -> Iterator[ProposedKey]:
    template = _beside(ids.filled, place) if ids else None
    if template and ids:
        yield ProposedKey(
            "image_template",
            template[0],
            f"a file beside the list is named by {template[1]} of {len(ids.filled)} ids",
        )
    else:
        yield ProposedKey(
            "image_template",
            "https://museum.example/{}.jpg",
            "no column of pictures was found: name one below as "
            "image, or say here how an id becomes the address of its picture",
            set=False,
        )


def _template(names: list[str], column: SampleColumn, place: ListLocation) -> Iterator[ProposedKey]:
    """Propose a template where cells are no addresses and more pictures are found with it than without."""
    bare = [name for name in names if not is_address(name) and not base_address(name)]
    if not bare or len(bare) < len(names) / 2:
        return
    template = _beside(bare, place)
    there = sum(place.is_file(name) for name in bare[:FILES])
    if there and there >= (template[1] if template else 0):
        return
    if normalised(column.name) in ("p18", "commons file", "commons"):
        yield ProposedKey("image_template", COMMONS, "names of files on Wikimedia Commons")
        return
    if template:
        yield ProposedKey("image_template", template[0], f"{template[1]} of {len(bare)} pictures lie there")
        return
    example = "https://museum.example/{}" if has_picture_suffix(bare[0]) else "https://museum.example/{}.jpg"
    yield ProposedKey(
        "image_template",
        example,
        f"the cells of '{column.name}' are no addresses, such as '{bare[0]}': say "
        "here what the address of a picture is",
        set=False,
    )


def _beside(names: list[str], place: ListLocation) -> tuple[str, int] | None:
    """Find the folder and suffix under which most names are picture files near the list: a template, and how many."""
    if place.folder is None:
        return None
    name_set, counts = set(names), Counter[str]()
    for file in itertools.islice(_files(place.folder), FILES):
        folder = file.parent.as_posix()
        at = "" if folder == "." else f"{folder}/"
        counts[f"{at}{{}}"] += file.name in name_set
        counts[f"{at}{{}}{file.suffix}"] += file.stem in name_set and bool(file.suffix)
    best = counts.most_common(1)
    return best[0] if best and best[0][1] >= max(1, len(name_set) / 10) and best[0][0] != "{}" else None


def _files(root: Path) -> Iterator[PurePosixPath]:
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        within = PurePosixPath(Path(folder).relative_to(root).as_posix())
        yield from (within / name for name in sorted(names) if has_picture_suffix(name))


def _placeholders(names: list[str]) -> Iterator[ProposedKey]:
    """Propose what many rows name as their picture, or what a few do whose name says that it is none."""
    often = []
    for name, count in Counter(names).most_common(5):
        last = PurePosixPath(urlsplit(name).path).name or name
        named = _says_none(last)
        if count >= OFTEN and (named or count >= max(2 * OFTEN, MANY * len(names))):
            often.append((last, count))
    if often:
        counts = "; ".join(f"{count} of {len(names)} name '{last}'" for last, count in often)
        yield ProposedKey(
            "no_picture",
            [last for last, _ in often],
            f"{counts}: taken as 'no picture'; delete it if it is one",
        )


def _says_none(name: str) -> bool:
    """Whether a name says that there is no picture, or is words where others are names of files."""
    words = re.sub(r"[\W_]+", "_", name.lower())
    return any(word in words for word in _NO_PICTURE) or (" " in name and not has_picture_suffix(name))


def picture_evidence(column: SampleColumn) -> str:
    """Say what the cells of the picture column are."""
    files, of = share(column, is_picture_cell)
    services, _ = share(column, lambda cell: bool(base_address(cell)))
    addresses, _ = share(column, is_address)
    kind = (
        "addresses of IIIF image servers"
        if services > of / 2
        else "addresses"
        if addresses > of / 2
        else "names of files"
    )
    return (
        f"{files} of {of} cells name pictures, as {kind}"
        if files
        else f"{of} cells, such as '{next(iter(column.filled))}'"
    )
