"""Which column of a list holds what, and how a row becomes an artwork."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from artmeta.domain.artwork import Artwork, ImageAsset, Split
from artmeta.domain.rights import read_rights
from artmeta.domain.run import Issue
from artmeta.errors import SourceRefused
from artmeta.sources._accounting import odd
from artmeta.sources._places import Place
from artmeta.sources._tables import Row

MISSING = ("", "n/a", "na", "none", "null", "nan", "-", "?")  # what people write where there is no address
SPLITS: Mapping[str, Split] = {
    "training": "training", "train": "training", "trn": "training",
    "validation": "training", "valid": "training", "val": "training", "dev": "training", "trainval": "training",
    "testing": "testing", "test": "testing", "tst": "testing", "": "",
}  # fmt: skip


class Columns(BaseModel):
    """The [source.columns] table: the list's column names; '' for what it does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    image: str
    id: str = ""
    title: str = ""
    artist: str = ""
    artist_gender: str = ""
    date: str = ""
    medium: str = ""
    accession_number: str = ""
    venue: str = ""
    donor: str = ""
    url: str = ""
    rights: str = ""
    topics: str = ""
    split: str = ""

    @property
    def wanted(self) -> list[str]:
        """The columns the list must have."""
        return [name for name in dict.fromkeys(self.model_dump().values()) if name]


class Reading(BaseModel):
    """How the cells of a list are read; part of the Params of the sources that read lists."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    strip: str = ""  # characters taken off both ends of every cell, besides spaces: "'" for 'dog'
    topics_separator: str = ""  # between the topics of one cell; '' where a cell holds one topic
    topics: dict[str, str] = Field(default_factory=dict)  # the list's word for a topic -> topic id
    splits: dict[str, Literal["training", "testing", ""]] = Field(default_factory=dict)
    id_prefix: str = ""  # put before every id, such as "artuk:"
    id_pattern: str = ""  # a regular expression; its first group, found in the id's cell, is the id
    id_from_picture: bool = False  # where a row has no other id, the address of its picture is one
    rights: str = ""  # the licence of all works, where no column states it

    @field_validator("id_pattern")
    @classmethod
    def _is_pattern(cls, given: str) -> str:
        try:
            groups = re.compile(given).groups
        except re.error as fault:
            raise ValueError(f"this is not a regular expression: {fault}") from None
        if given and groups < 1:
            raise ValueError("it needs a group ( ) around the id")
        return given


@dataclass(frozen=True, slots=True)
class RowReader:
    """Turns rows into artworks; relative picture addresses start at `place`, dates are read by `profile`."""

    columns: Columns
    reading: Reading
    place: Place
    profile: str
    splits: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        given = {key.lower(): value for key, value in self.reading.splits.items()}
        object.__setattr__(self, "splits", {**SPLITS, **given})

    def read(self, row: Row) -> Artwork | Issue:
        """Make an artwork of a row; a picture address or a split that cannot be read makes it an issue."""
        from artmeta.dates import read_date

        cell = {name: self._cell(row, name) for name in Columns.model_fields}
        split = self.splits.get(cell["split"].lower())
        if split is None:
            return odd(row.place, "unknown_split", f"{row.place} has '{cell['split']}' as its split.")
        identity = self._id(cell)
        if not identity and self._id_cell(cell):
            return odd(
                row.place, "no_id", f"{row.place} has no id in '{self._id_cell(cell)}'; it was left out."
            )
        try:
            images = self._images(cell)
        except SourceRefused as fault:
            return odd(row.place, "refused_image", f"The picture of {row.place} was refused: {fault.message}")
        rights_text = cell["rights"] or self.reading.rights
        return Artwork(
            id=identity,
            title=cell["title"],
            artist=cell["artist"],
            artist_gender=cell["artist_gender"],
            date=read_date(cell["date"], self.profile),
            medium=cell["medium"],
            accession_number=cell["accession_number"],
            venue=cell["venue"],
            donor=cell["donor"],
            url=self._page(cell["url"]),
            rights=read_rights(rights_text),
            rights_text=rights_text,
            images=images,
            given_topics=self._topics(cell["topics"]),
            split=split,  # type: ignore[arg-type]  # the values of `splits` are checked by pydantic
        )

    def _cell(self, row: Row, name: str) -> str:
        column = getattr(self.columns, name)
        value = unicodedata.normalize("NFC", row.values[column]) if column else ""
        return value.strip(self.reading.strip + " \t\r\n\u00a0").strip() if column else ""

    def _images(self, cell: Mapping[str, str]) -> tuple[ImageAsset, ...]:
        if cell["image"].lower() in MISSING:
            return ()
        rights = read_rights(cell["rights"] or self.reading.rights)
        return (ImageAsset(url=self.place.resolve(cell["image"]), rights=rights),)

    def _page(self, given: str) -> str:
        return "" if given.lower() in MISSING else self.place.page(given)

    def _id(self, cell: Mapping[str, str]) -> str:
        """The id's cell, else the work's page, else its picture: each says of a row which work it is."""
        given = self._id_cell(cell)
        if given.lower() in MISSING:
            given = ""
        elif self.reading.id_pattern:
            found = re.search(self.reading.id_pattern, given)
            given = found[1] if found else ""
        if given:
            return f"{self.reading.id_prefix}{given}"
        return cell["image"] if self.reading.id_from_picture and cell["image"].lower() not in MISSING else ""

    def _id_cell(self, cell: Mapping[str, str]) -> str:
        return cell["id" if self.columns.id else "url" if self.columns.url else "image"]

    def _topics(self, given: str) -> tuple[str, ...]:
        words = given.split(self.reading.topics_separator) if self.reading.topics_separator else [given]
        trimmed = (word.strip(self.reading.strip + " \t") for word in words)
        return tuple(dict.fromkeys(self.reading.topics.get(word, word) for word in trimmed if word))
