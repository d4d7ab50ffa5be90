"""Records as museums write them: terse, uneven, by many hands, and not always right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from artmeta.sample import words
from artmeta.sample.defects import Defect
from artmeta.sample.words import ARTISTS, SUBJECTS, VENUE_NAMES, VENUES
from artmeta.sample.works import TOPICS, SampleWork, generator, make_work

FOUNDED, THIS_YEAR = 1885, 2020  # the museum acquires between these years
CATALOGUED = 0.44  # share of the works to which somebody gave a subject; the youngest venue did so for 20%
CATALOGUED_BY_YOUNGEST = 0.20
IN_COPYRIGHT = "© the artist's estate. In copyright; no reuse."
ORDINALS = {17: "18th", 18: "19th", 19: "20th"}  # by the century's first two digits
EARLY, LATE, MIDDLE = 25, 75, range(45, 56)  # years of the century on which all museums agree


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
    alive = [artist for artist in ARTISTS if artist[2] <= work.year <= artist[3]]
    artist, gender, *_ = alive[_weighted(rng, [artist[4] for artist in alive])]
    weights = [1.0 if first <= work.year <= last else other for _, first, last, other in VENUES]
    venue = VENUE_NAMES[_weighted(rng, weights)]
    licences = next(licences for last, licences in words.LICENCES if work.year <= last)
    other = defect.of if defect.kind == "same_accession" else 0
    return Record(
        number=number,
        id=f"sample-{number:04d}",
        title="" if defect.kind == "no_title" else _title(work.topic, rng),
        artist=artist,
        artist_gender=gender,
        date=date_text(work.year, rng),
        medium=_pick(rng, words.MEDIA[work.style]),
        dimensions=f"H {rng.integers(18, 140)} x W {rng.integers(22, 190)} cm",
        accession_number=make_accession(make_work(work.seed, other) if other else work, other or number),
        venue=venue,
        rights=IN_COPYRIGHT if defect.kind == "in_copyright" else _pick(rng, licences),
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


def _pick(rng: np.random.Generator, choices: Sequence[str]) -> str:
    return choices[int(rng.integers(len(choices)))]


def _weighted(rng: np.random.Generator, weights: Sequence[float]) -> int:
    return int(rng.choice(len(weights), p=np.array(weights) / sum(weights)))


def _title(topic: str, rng: np.random.Generator) -> str:
    form = _pick(rng, words.TITLES[topic])
    title = form.format(**{kind: _pick(rng, choices) for kind, choices in words.FILLINGS.items()})
    return title[0].upper() + title[1:]


def _subject(topic: str, venue: str, rng: np.random.Generator, defect: Defect) -> str:
    chance, other = float(rng.random()), int(rng.integers(1, len(TOPICS)))
    if not topic:
        return ""
    if defect.kind == "miscatalogued":
        return SUBJECTS[TOPICS[(TOPICS.index(topic) + other) % len(TOPICS)]]
    known = chance < (CATALOGUED_BY_YOUNGEST if venue == VENUE_NAMES[-1] else CATALOGUED)
    return SUBJECTS[topic] if known else ""


def date_text(year: int, rng: np.random.Generator) -> str:
    """Write a year in one of the styles at their shares; 'c.' is up to two years off."""
    forms = words.DATES[_weighted(rng, [weight for weight, _ in words.DATES])][1]
    turn, decade = int(rng.integers(0, 1000)), year // 10 * 10
    start = year - turn % 2
    values = {
        "y": year,
        "n": round(year / 5) * 5 if turn % 3 else year,
        "d": decade,
        "d10": decade + 10,
        "e": (decade + 10) % 100,
        "c": _century(year),
        "pair": f"{start}-{(start + 1) % 10 or (start + 1) % 100 or start + 1}",  # 1858-9, 1859-60, 1899-1900
        "a": year - turn % 4,
        "b": year + turn % 7 + 1,
        "o": year - 1 - turn % 6,
    }
    return forms[turn % len(forms)].format(**values)


def _century(year: int) -> str:
    into, century = year % 100, f"{ORDINALS[year // 100]} century"
    if into in MIDDLE:
        return f"mid-{century}"
    return f"early {century}" if into < EARLY else f"late {century}" if into >= LATE else century
