"""Records are written as museums write them, and their dates hold the true year."""

from __future__ import annotations

import csv
import io
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.dates import read_date
from artmeta.domain.rights import read_rights
from artmeta.sample.museum import Museum
from artmeta.sample.records import date_text, write_csv
from artmeta.sample.words import SUBJECTS, VENUES


@pytest.fixture(scope="module")
def museum() -> Museum:
    return Museum()


@settings(deadline=None)  # the first date builds the grammar
@given(year=st.integers(1700, 1999), seed=st.integers(0, 100_000))
def test_a_date_text_holds_the_true_year_or_says_nothing(year: int, seed: int):
    span = read_date(date_text(year, np.random.default_rng(seed)), "neutral")
    if span.status == "read":
        assert span.earliest is None or span.earliest - 2 <= year
        assert span.latest is None or year <= span.latest + 2


def test_dates_are_written_in_many_ways(museum: Museum):
    texts = [record.date for record in museum.records()]
    for part in (
        "c.",
        "about",
        "century",
        "late ",
        "early ",
        "between",
        "before",
        "after",
        "?",
        "0s",
        "n.d.",
    ):
        assert any(part in text for text in texts), part
    statuses = Counter(read_date(text, "neutral").status for text in texts)
    assert statuses["undated"] in range(12, 45) and statuses["unread"] in range(1, 15)


def test_about_two_fifths_are_catalogued_and_the_youngest_venue_least(museum: Museum):
    records = museum.records()
    known = {venue[0]: np.mean([bool(r.subject) for r in records if r.venue == venue[0]]) for venue in VENUES}
    assert np.mean([bool(record.subject) for record in records]) == pytest.approx(0.40, abs=0.04)
    assert min(known, key=lambda venue: known[venue]) == "New Quay Contemporary"
    assert {record.subject for record in records} == {"", *SUBJECTS.values()}


def test_one_artist_is_prolific_and_some_have_no_gender(museum: Museum):
    artists = Counter(record.artist for record in museum.records()).most_common()
    assert artists[0][1] > 1.8 * artists[1][1]
    assert len(artists) > 20
    assert {record.artist_gender for record in museum.records()} == {"", "female", "male"}


def test_rights_are_words_that_the_rights_reader_knows(museum: Museum):
    read = Counter(read_rights(record.rights) for record in museum.records())
    assert "unknown" not in read
    assert read["in_copyright"] == 2
    assert {"public_domain", "cc0", "cc_by", "cc_by_sa", "cc_by_nc"} <= set(read)


def test_venues_collect_different_periods(museum: Museum):
    years = {venue[0]: [] for venue in VENUES}
    for record in museum.records():
        years[record.venue].append(museum.work(record.number).year)
    assert np.median(years["Thornholt Hall"]) < 1800
    assert np.median(years["New Quay Contemporary"]) > 1940


def test_nothing_is_acquired_before_it_was_made(museum: Museum):
    for record in museum.records():
        numbers = [
            int(part) for part in "".join(c if c.isdigit() else " " for c in record.accession_number).split()
        ]
        assert any(max(1885, museum.work(record.number).year) <= number < 2020 for number in numbers)


def test_the_list_is_csv_with_one_line_a_record(museum: Museum):
    rows = list(csv.DictReader(io.StringIO(write_csv(museum.records()))))
    assert len(rows) == 600
    assert len({row["id"] for row in rows}) == 600
    assert rows[0]["id"] == "sample-0001" and rows[0]["image"] == "images/w0001.jpg"
    assert all(None not in row and None not in row.values() for row in rows)
