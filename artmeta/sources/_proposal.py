"""Proposed options for a list, with the evidence: keys, columns and the date profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from artmeta.domain.rights import read_rights
from artmeta.sources._column_choice import chosen_columns, is_manifests, is_year, share
from artmeta.sources._column_words import WITHIN, fields_of
from artmeta.sources._list_sample import Sample, SampleColumn, sample_of
from artmeta.sources._locations import ListLocation
from artmeta.sources._picture_proposal import picture_evidence, picture_keys
from artmeta.sources._toml_lines import ProposedKey
from artmeta.sources._years import read_years

YES = tuple("true yes 1 y ja oui si sí sim ano áno tak wahr vrai verdadero".split())
NO = tuple("false no 0 n nein non nee nej nei não ne nie falsch faux falso".split())
FEW = 20  # different values of a column that is a vocabulary
SEPARATED = 0.05  # share of cells that hold a separator of topics
BETTER = 0.05  # share of texts by which a profile must be better than the neutral one to be proposed
SHOWN = 60  # characters of a cell in a comment


NO_RIGHTS = (
    "no column states the rights: if one licence holds for all works, write it here; works of unknown rights are "
    "classified, but not shown or exported"
)
NEUTRAL = ProposedKey("profile", "neutral")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Keys of [source], [source.columns] and [source.rights], the date profile, and what was looked at."""

    keys: tuple[ProposedKey, ...]
    columns: tuple[ProposedKey, ...]
    rights: tuple[ProposedKey, ...] = ()
    profile: ProposedKey = NEUTRAL
    seen: str = ""
    unused: tuple[str, ...] = ()  # headings of columns that no field takes
    hosts: tuple[str, ...] = ()  # that the first pictures lie on


def proposal(file: BinaryIO, name: str, place: ListLocation) -> Proposal:
    """Look at the first rows of a list and propose how to read it; raise SourceError if it is no list."""
    sample = sample_of(file, name)
    quotes = _quotes(sample)
    chosen = chosen_columns(sample, quotes)
    keys = [*_form(sample), *picture_keys(chosen, place), *_topics(chosen.get("topics"))]
    if quotes:
        keys.append(ProposedKey("strip", quotes, "cells are quoted a second time"))
    named = (
        ProposedKey(field, column.name, _evidence(field, column, quotes))
        for field, column in sorted(chosen.items(), key=_position)
    )
    columns = (*named, *_unread_dates(chosen, sample))
    if "image" not in chosen and not any(key.name == "image_template" and key.set for key in keys):
        columns = (ProposedKey("image", "...", _which_pictures(sample)), *columns)
    summary = f"{sample.rows} rows of {len(sample.columns)} columns were looked at."
    rights, hosts = tuple(_rights(chosen.get("rights"))), tuple(_hosts(chosen.get("image")))
    if "rights" not in chosen and hosts:
        keys.append(ProposedKey("rights", "CC0", NO_RIGHTS, set=False))
    return Proposal(
        tuple(keys), columns, rights, _profile(chosen), summary, tuple(_unused(sample, chosen)), hosts
    )


def _which_pictures(sample: Sample) -> str:
    manifests = next((column.name for column in sample.columns if is_manifests(column)), "")
    other = (
        f"the cells of '{manifests}' are IIIF manifests, no pictures: read those with kind = \"iiif\", or "
        if manifests
        else ""
    )
    return f"{other}name the column of the pictures"


def _unused(sample: Sample, chosen: dict[str, SampleColumn]) -> Iterator[str]:
    """Yield the headings of the columns that are not read, with the reason where a heading stands there twice."""
    taken = [column.name for column in chosen.values()]
    yield from (column.name for column in sample.columns if column.name not in taken)
    yield from (f"{name} (there more than once: give each column its own name)" for name in sample.repeated)


def _hosts(column: SampleColumn | None) -> set[str]:
    cells = column.filled[:FEW] if column else []
    return {urlsplit(cell).hostname or "" for cell in cells if "://" in cell}


def _unread_dates(chosen: dict[str, SampleColumn], sample: Sample) -> Iterator[ProposedKey]:
    """Name a column that by its heading holds dates, of which too few can be read."""
    free = [each for each in sample.columns if each not in chosen.values() and each.filled]
    dates = [each for each in free if fields_of(each.name).get("date", 0) > WITHIN]
    if dates and "date" not in chosen:
        yield ProposedKey(
            "date",
            dates[0].name,
            f"{_evidence('date', dates[0], '')}: too few to count works over time",
            set=False,
        )


def _position(pair: tuple[str, SampleColumn]) -> int:
    from artmeta.sources._columns import ColumnMapping

    return list(ColumnMapping.model_fields).index(pair[0])


def _quotes(sample: Sample) -> str:
    """Find quotation marks that stand around the cells of a column, as in 'dog'."""
    for mark in ("'", '"'):
        for column in sample.columns:
            quoted, of = share(column, lambda cell, mark=mark: len(cell) > 1 and cell[0] == cell[-1] == mark)  # type: ignore[misc]
            if of > 1 and quoted == of:
                return mark
    return ""


def _form(sample: Sample) -> Iterator[ProposedKey]:
    """Propose how the text is read, where that was found out and could be wrong."""
    if sample.encoding.guessed or "utf-16-" in sample.encoding.codec:
        yield ProposedKey("encoding", sample.encoding.codec, "by its letters; see that accents are right")
    if sample.heading is not None and len(sample.heading.columns) > 1:
        yield ProposedKey(
            "delimiter", sample.heading.dialect.delimiter, f"{len(sample.heading.columns)} columns"
        )
    if sample.repairs["literal"] and not sample.quoted:
        yield ProposedKey(
            "quoting", "none", f"in {sample.repairs['literal']} rows quotation marks are letters"
        )
    if sample.repairs["escaped"]:
        yield ProposedKey(
            "escape", "\\", f"in {sample.repairs['escaped']} rows a backslash stands before quotation marks"
        )


def _topics(column: SampleColumn | None) -> Iterator[ProposedKey]:
    if column is None:
        return
    cells = [cell.strip("'\" ") for cell in column.filled]
    for mark in ("|", ";", ",", " "):
        multiple = [cell for cell in cells if mark in cell]
        parts = {part.strip() for cell in multiple for part in cell.split(mark)}
        short = all(len(part.split()) <= 4 for part in parts)  # noqa: PLR2004  words of a topic; a sentence has more
        alone = parts <= {cell for cell in cells if mark not in cell} or mark in "|;"
        many = multiple and len(multiple) >= SEPARATED * len(cells)
        if many and (alone or (mark == "," and short)):
            yield ProposedKey(
                "topics_separator", mark, f"{len(multiple)} of {len(cells)} cells hold several topics"
            )
            return


def _evidence(field: str, column: SampleColumn, quotes: str) -> str:
    from artmeta.dates import read_date

    if field == "image":
        return picture_evidence(column)
    if field in ("date_begin", "date_end"):
        years, of = share(column, is_year)
        return f"{years} of {of} cells are years"
    if field == "date":
        read, of = share(column, lambda cell: read_date(cell, "neutral").status == "read")
        return f"{read} of {of} cells read as dates"
    if field == "id":
        return f"{len(set(column.filled))} different ones in {len(column.cells)} rows"
    if field in ("split", "rights"):
        return ", ".join(sorted({cell.strip(quotes) for cell in column.filled})[:5])[:SHOWN]
    return f"in {len(column.filled)} of {len(column.cells)} rows, such as '{column.filled[0].strip(quotes)[:SHOWN]}'"


def _rights(column: SampleColumn | None) -> Iterator[ProposedKey]:
    """Propose a licence for each value that is yes or no, or that is not understood; the careful reading is taken."""
    counts = Counter(cell for cell in (column.filled if column else []))
    if column is None or len(counts) > FEW:
        return
    for value, count in counts.most_common():
        rows = f"{count} rows"
        if value.lower() in YES:
            yield ProposedKey(
                value, "public_domain", f"{rows}; where '{column.name}' says that a work is free"
            )
        elif value.lower() in NO:
            yield ProposedKey(value, "in_copyright", rows)
        elif read_rights(value) == "unknown":
            yield ProposedKey(
                value, "unknown", f"{rows}; not understood: write the licence it means", set=False
            )


def _profile(chosen: dict[str, SampleColumn]) -> ProposedKey:
    """Choose the profile under which the texts give the years of the list's own columns most often."""
    from artmeta.dates import profile_names

    if not {"date", "date_begin", "date_end"} <= chosen.keys():
        return NEUTRAL
    cells = zip(chosen["date"].cells, chosen["date_begin"].cells, chosen["date_end"].cells, strict=True)
    rows = [(text, begin, end) for text, begin, end in cells if text and is_year(begin) and is_year(end)]
    right = {name: sum(_agrees(*row, name) for row in rows) for name in profile_names()}
    best = max(right, key=lambda name: (right[name], name == "neutral"))
    if not rows or right[best] - right["neutral"] < BETTER * len(rows):
        best = "neutral"
    return ProposedKey(
        "profile", best, f"gives the list's own years for {right[best]} of {len(rows)} texts" if rows else ""
    )


def _agrees(text: str, begin: str, end: str, profile: str) -> bool:
    read, own = read_years(text, "", "", profile), read_years("", begin, end, profile)
    return (read.earliest, read.latest) == (own.earliest, own.latest)
