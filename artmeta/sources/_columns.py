"""The options of lists: the mapping of columns to fields; and the artwork of a row."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, get_args

from pydantic import Field, field_validator

from artmeta.config import StrictTable
from artmeta.domain.artwork import Artwork, ImageAsset, Rights, Split
from artmeta.domain.dates import DateSpan
from artmeta.domain.issues import note, odd
from artmeta.domain.rights import read_rights
from artmeta.domain.run import Issue
from artmeta.errors import SourceRefused
from artmeta.lists.encodings import EncodingName
from artmeta.lists.json_rows import UNIT_SEPARATOR
from artmeta.lists.tables import ListFormat, ListRow, read_table
from artmeta.sources._column_words import WITHIN, fields_of, years_of_artist
from artmeta.sources._locations import ListLocation
from artmeta.sources._picture_cells import MISSING, PictureCells
from artmeta.sources._years import read_years

# what databases and spreadsheets write for no value
NULLS = ("\\N", "NULL", "#N/A", "#REF!", "#VALUE!", "NaN")
# in which exports of web pages leave entities
TEXTS = ("title", "artist", "medium", "venue", "donor", "date")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SPLIT_WORDS: Mapping[Split, str] = {
    "training": "training train trn validation valid val dev trainval",
    "testing": "testing test tst",
}
SPLITS: Mapping[str, Split] = {
    "": "",
    **{word: split for split, words in _SPLIT_WORDS.items() for word in words.split()},
}


class ColumnMapping(StrictTable):
    """The [source.columns] table: the list's column for each field; '' for none."""

    image: str = ""
    id: str = ""
    title: str = ""
    artist: str = ""
    artist_gender: str = ""
    date: str = ""
    date_begin: str = ""
    date_end: str = ""
    medium: str = ""
    accession_number: str = ""
    venue: str = ""
    donor: str = ""
    url: str = ""
    rights: str = ""
    topics: str = ""
    split: str = ""

    @property
    def required(self) -> list[str]:
        """The columns the list must have."""
        return [name for name in dict.fromkeys(self.model_dump().values()) if name]

    def check(self, reading: ListParams) -> None:
        """Raise ValueError if no column can name a picture, or a table of rights has no column to read."""
        if not self.image and not (reading.image_template and self.id):
            raise ValueError(
                "'columns.image' is missing; name the column of the pictures, or give 'columns.id' and 'image_template'"
            )
        if isinstance(reading.rights, dict) and not self.rights:
            raise ValueError("'rights' is a table, so name its column as 'columns.rights'")


class ListParams(StrictTable):
    """How a list is read; part of the Params of the sources that read lists."""

    encoding: EncodingName = ""  # such as "cp1250"; '' is found out
    delimiter: str = Field("", max_length=1)  # between cells; '' is found out
    quoting: Literal["", "none"] = ""  # none: quotation marks are letters
    # written before a quotation mark that is a letter, such as a backslash
    escape: str = Field("", max_length=1)
    strip: str = ""  # characters taken off both ends of every cell, besides spaces: "'" for 'dog'
    images_separator: str = ""  # between the pictures of one cell
    image_template: str = ""  # the address of a picture, {} for what its cell says
    # pixels requested of a IIIF image server; a model's input has 224
    image_size: int = Field(512, ge=64, le=4096)
    no_picture: tuple[str, ...] = ()  # parts of addresses, or sha256, of pictures that stand for "no picture"
    topics_separator: str = ""  # between the topics of one cell; '' where a cell holds one topic
    topics: dict[str, str] = Field(default_factory=dict)  # the list's word for a topic -> topic id
    splits: dict[str, Literal["training", "testing", ""]] = Field(default_factory=dict)
    id_prefix: str = ""  # put before every id, such as "artuk:"
    id_pattern: str = ""  # a regular expression; its first group, found in the id's cell, is the id
    id_from_picture: bool = False  # where a row has no other id, the address of its picture is one
    # the licence of all works without one, or a table: what a cell says -> licence
    rights: str | dict[str, str] = ""

    @property
    def form(self) -> ListFormat:
        """Return the stated form of the list."""
        return ListFormat(self.encoding, self.delimiter, self.quoting, self.escape)

    @field_validator("image_template")
    @classmethod
    def _has_a_gap(cls, value: str) -> str:
        if value and value.count("{}") != 1:
            raise ValueError("it needs one {} where the id or the name of the picture goes")
        return value

    @field_validator("rights")
    @classmethod
    def _are_licences(cls, rights: str | dict[str, str]) -> str | dict[str, str]:
        for statement, licence in rights.items() if isinstance(rights, dict) else ():
            if licence not in get_args(Rights):
                raise ValueError(
                    f"'{statement}' = '{licence}' is no licence; known are {', '.join(get_args(Rights))}"
                )
        return rights

    @field_validator("id_pattern")
    @classmethod
    def _is_pattern(cls, pattern: str) -> str:
        try:
            groups = re.compile(pattern).groups
        except re.error as fault:
            raise ValueError(f"this is not a regular expression: {fault}") from None
        if pattern and groups < 1:
            raise ValueError("it needs a group ( ) around the id")
        return pattern


@dataclass(slots=True)
class RowReader:
    """Turns rows into artworks; relative picture addresses start at `place`, dates are read by `profile`.

    `image_api` turns the base address of an image server's picture into a request; without it, addresses stay.
    """

    columns: ColumnMapping
    reading: ListParams
    place: ListLocation
    profile: str
    image_api: Callable[[str], str] | None = None
    splits: Mapping[str, str] = field(init=False)
    licences: Mapping[str, Rights] = field(init=False)
    pictures: PictureCells = field(init=False)

    def __post_init__(self) -> None:
        reading = self.reading
        self.splits = {**SPLITS, **{key.lower(): value for key, value in reading.splits.items()}}
        table = reading.rights if isinstance(reading.rights, dict) else {}
        # pydantic has checked that they are licences
        self.licences = {key.strip().casefold(): value for key, value in table.items()}  # type: ignore[misc]
        self.pictures = PictureCells(
            self.place, reading.images_separator, reading.image_template, reading.no_picture, self.image_api
        )

    def rows(self, file: BinaryIO, name: str) -> Iterator[ListRow | Issue]:
        """Yield the rows of a list, issues for those of a wrong shape, and notes on the whole."""
        checked = False
        for row in read_table(file, name, self.columns.required, self.reading.form):
            if isinstance(row, ListRow) and not checked:
                checked = True
                yield from self._unread_years(row, name)
            yield row
        yield from self.pictures.notes()

    def _unread_years(self, row: ListRow, name: str) -> Iterator[Issue]:
        """Say that a list has a column of last years which the collection file does not name."""
        named = {*self.columns.required, *years_of_artist(list(row.values))}
        free = [column for column in row.values if column not in named]
        last_years = [column for column in free if fields_of(column).get("date_end", 0) > WITHIN]
        if self.columns.date and not self.columns.date_end and last_years:
            yield note(
                "unread_years",
                f"{name} has a column '{last_years[0]}', perhaps of last years, that is not read: works of "
                "several years become works of one. Name it as date_end in [source.columns].",
            )

    def read(self, row: ListRow) -> Artwork | Issue:
        """Make an artwork of a row; a picture address or a split that cannot be read makes it an issue."""
        cell = {name: self._cell(row, name) for name in ColumnMapping.model_fields}
        names = self.names(row)
        split = self.splits.get(cell["split"].lower())
        if split is None:
            return odd(row.place, "unknown_split", f"{row.place} has '{cell['split']}' as its split.")
        identity = self._id(cell, names)
        if not identity and self._id_cell(cell, names):
            id_cell = self._id_cell(cell, names)
            return odd(row.place, "no_id", f"{row.place} has no id in '{id_cell}'; it was left out.")
        rights, rights_text = self._rights(cell["rights"])
        try:
            images = tuple(ImageAsset(url=self.pictures.address(name), rights=rights) for name in names)
        except SourceRefused as fault:
            return odd(row.place, "refused_image", f"The picture of {row.place} was refused: {fault.message}")
        return Artwork(
            id=identity,
            title=cell["title"],
            artist=cell["artist"],
            artist_gender=cell["artist_gender"],
            date=self._date(cell),
            medium=cell["medium"],
            accession_number=cell["accession_number"],
            venue=cell["venue"],
            donor=cell["donor"],
            url=self._page(cell["url"]),
            rights=rights,
            rights_text=rights_text,
            images=images,
            given_topics=self._topics(self._whole(row, "topics")),
            split=split,  # type: ignore[arg-type]  # the values of `splits` are checked by pydantic
        )

    def names(self, row: ListRow) -> list[str]:
        """List what a row names as its pictures, in order: addresses, or names of files."""
        return self.pictures.names(self._whole(row, "image" if self.columns.image else "id"), row.place)

    def _cell(self, row: ListRow, name: str) -> str:
        cell = self._whole(row, name).replace(UNIT_SEPARATOR, "; ")
        return (
            _ENTITY.sub(lambda match: html.unescape(match[0]), cell)
            if name in TEXTS and "&" in cell
            else cell
        )

    def _whole(self, row: ListRow, name: str) -> str:
        column = getattr(self.columns, name)
        value = unicodedata.normalize("NFC", row.values[column]) if column else ""
        value = value.strip(self.reading.strip + " \t\r\n\u00a0").strip()
        return "" if value in NULLS else value

    def _date(self, cell: Mapping[str, str]) -> DateSpan:
        """With an end column alone beside the date, the date is the first year."""
        if self.columns.date_end and not self.columns.date_begin:
            return read_years("", cell["date"], cell["date_end"], self.profile)
        return read_years(cell["date"], cell["date_begin"], cell["date_end"], self.profile)

    def _rights(self, statement: str) -> tuple[Rights, str]:
        """Return the licence and the words that state it."""
        if statement.casefold() in self.licences:
            return self.licences[statement.casefold()], statement
        text = statement or (self.reading.rights if isinstance(self.reading.rights, str) else "")
        return read_rights(text), text

    def _page(self, address: str) -> str:
        return "" if address.lower() in MISSING else self.place.page(address)

    def _id(self, cell: Mapping[str, str], names: Sequence[str]) -> str:
        """The id's cell, else the work's page, else its picture: each says of a row which work it is."""
        value = self._id_cell(cell, names)
        if value.lower() in MISSING:
            value = ""
        elif self.reading.id_pattern:
            match = re.search(self.reading.id_pattern, value)
            value = match[1] if match else ""
        if value:
            return f"{self.reading.id_prefix}{value}"
        return names[0] if self.reading.id_from_picture and names else ""

    def _id_cell(self, cell: Mapping[str, str], names: Sequence[str]) -> str:
        if self.columns.id or self.columns.url:
            return cell["id" if self.columns.id else "url"]
        return names[0] if names else cell["image"]

    def _topics(self, cell: str) -> tuple[str, ...]:
        marks = [mark for mark in (UNIT_SEPARATOR, self.reading.topics_separator) if mark]
        words = re.split("|".join(map(re.escape, marks)), cell)
        trimmed = (word.strip(self.reading.strip + " \t") for word in words)
        return tuple(dict.fromkeys(self.reading.topics.get(word, word) for word in trimmed if word))
