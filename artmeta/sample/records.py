"""Records as museums write them: terse, uneven, by many hands, and not always right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from artmeta.sample.dates import date_text
from artmeta.sample.defects import Defect
from artmeta.sample.periods import TOPICS
from artmeta.sample.words import ARTISTS, FILLINGS, MEDIA, SUBJECTS, TITLES, VENUE_NAMES, VENUES, Artist
from artmeta.sample.works import SampleWork, generator, make_work

FOUNDED, THIS_YEAR = 1885, 2020  # the museum acquires between these years
CATALOGUED = 0.44  # share of the works to which somebody gave a subject; the youngest venue did so for 20%
CATALOGUED_BY_YOUNGEST = 0.20
IN_COPYRIGHT = "© the artist's estate. In copyright; no reuse."
RIGHTS_RESERVED = (1850, 1940)  # from these years on some, then most works carry a licence with conditions


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the museum's list; `number` counts from 1, `image` and `page` are relative addresses."""

    number: int
    id: str
    title: str
    artist: str
    artist_gender: str
    date: str
    medium: str
    dimensions: str
    accession_number: str
    venue: str
    rights: str
    subject: str
    image: str
    page: str


def make_record(work: SampleWork, number: int, defect: Defect) -> Record:
    """Write the record of a work under a number of its own (a duplicate has another than its work)."""
    rng = generator(work.seed, number, "record")
    artist, gender, *_ = _artist(work.year, rng)
    venue = _venue(work.year, rng)
    other = defect.of if defect.kind == "same_accession" else 0
    return Record(
        number=number,
        id=f"sample-{number:04d}",
        title="" if defect.kind == "no_title" else _title(work.topic, rng),
        artist=artist,
        artist_gender=gender,
        date=date_text(work.year, rng),
        medium=_pick(rng, MEDIA[work.style]),
        dimensions=f"H {rng.integers(18, 140)} x W {rng.integers(22, 190)} cm",
        accession_number=make_accession(make_work(work.seed, other) if other else work, other or number),
        venue=venue,
        rights=_rights(work.year, rng, defect),
        subject=_subject(work.topic, venue, rng, defect),
        image=f"images/w{number:04d}.jpg",
        page=f"works/{number}",
    )


def make_accession(work: SampleWork, number: int) -> str:
    """An accession number by the year of acquisition: '1923.45', 'PE 1923/45' or 'T.45-1923'."""
    rng = generator(work.seed, number, "accession")
    year = int(rng.integers(max(FOUNDED, work.year), THIS_YEAR))
    return (f"{year}.{number}", f"PE {year}/{number}", f"T.{number}-{year}")[int(rng.integers(3))]


def write_csv(records: Iterable[Record]) -> str:
    """The museum's list as CSV, one line a record, with the field names as heading."""
    names = [field.name for field in fields(Record) if field.name != "number"]
    return as_csv(names, ([getattr(record, name) for name in names] for record in records))


def as_csv(heading: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A table as CSV."""
    to = io.StringIO()
    csv.writer(to, lineterminator="\n").writerows([heading, *rows])
    return to.getvalue()


def _pick(rng: np.random.Generator, words: Sequence[str]) -> str:
    return words[int(rng.integers(len(words)))]


def _artist(year: int, rng: np.random.Generator) -> Artist:
    alive = [artist for artist in ARTISTS if artist[2] <= year <= artist[3]]
    return alive[_weighted(rng, [artist[4] for artist in alive])]


def _venue(year: int, rng: np.random.Generator) -> str:
    weights = [1.0 if first <= year <= last else other for _, first, last, other in VENUES]
    return VENUE_NAMES[_weighted(rng, weights)]


def _weighted(rng: np.random.Generator, weights: Sequence[float]) -> int:
    return int(rng.choice(len(weights), p=np.array(weights) / sum(weights)))


def _title(topic: str, rng: np.random.Generator) -> str:
    title = _pick(rng, TITLES[topic]).format(**{key: _pick(rng, words) for key, words in FILLINGS.items()})
    return title[0].upper() + title[1:]


def _rights(year: int, rng: np.random.Generator, defect: Defect) -> str:
    if defect.kind == "in_copyright":
        return IN_COPYRIGHT
    if year < RIGHTS_RESERVED[0]:
        return _pick(rng, ("Public domain", "CC0 1.0", "Public Domain Mark 1.0"))
    if year < RIGHTS_RESERVED[1]:
        return _pick(rng, ("CC0 1.0", "CC BY 4.0", "CC BY-SA 4.0", "Public domain"))
    return _pick(rng, ("CC BY-NC 4.0", "CC BY 4.0", "CC BY-NC-ND 4.0"))


def _subject(topic: str, venue: str, rng: np.random.Generator, defect: Defect) -> str:
    chance, other = float(rng.random()), int(rng.integers(1, len(TOPICS)))
    if not topic:
        return ""
    if defect.kind == "miscatalogued":
        return SUBJECTS[TOPICS[(TOPICS.index(topic) + other) % len(TOPICS)]]
    known = chance < (CATALOGUED_BY_YOUNGEST if venue == VENUE_NAMES[-1] else CATALOGUED)
    return SUBJECTS[topic] if known else ""
