"""No string may crash, hang or mislead the reading of dates."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.dates import profile_names, read_date
from artmeta.dates.lexicon import lexicon
from artmeta.domain.dates import DateSpan

YEARS = st.integers(1000, 2020)
PIECES = st.one_of(
    st.sampled_from(sorted(" ".join(phrase.words) for phrases in lexicon().values() for phrase in phrases)),
    st.integers(0, 99999).map(str),
    st.sampled_from(
        [*"-–/,;:()[]?&~<>.†", "1850s", "19th", "XIX", "18--", "185-", "12/27/1931", "1920er", "1.", " - "]
    ),
)
MOST_SECONDS = 2.0  # for one string; a good one takes 0.0001


def sound(span: DateSpan) -> bool:
    if span.status != "read":
        return span.earliest is None and span.latest is None and span.open == "" and not span.circa
    if span.earliest is None and span.latest is None:
        return False
    ends = [year for year in (span.earliest, span.latest) if year is not None]
    return 0 not in ends and ends == sorted(ends)


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_random_unicode(text: str) -> None:
    assert sound(read_date(text))


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]), st.sampled_from(profile_names()))
def test_any_words_of_dates_in_any_order(pieces: list[str], between: str, profile: str) -> None:
    assert sound(read_date(between.join(pieces), profile))


@pytest.mark.parametrize(
    "text",
    ["1850" * 2500, "(" * 10_000, "c. " * 3333, "1850-" * 2000, "1850 or " * 1250, "[?" * 5000, " " * 10_000 + "1850",
     "?" * 10_000, "early " * 49, "1850, " * 50, "é" * 10_000, "\u0301" * 10_000, "1" * 300, "x" * 299,
     "\x00", "\ud800"],
)  # fmt: skip
def test_long_and_odd_strings_end_soon(text: str) -> None:
    started = time.perf_counter()
    assert sound(read_date(text))
    assert time.perf_counter() - started < MOST_SECONDS


@given(YEARS, YEARS)
def test_a_range_is_its_two_years(one: int, other: int) -> None:
    first, last = sorted((one, other))
    for text in (f"{first}-{last}", f"{first} – {last}", f"between {first} and {last}", f"{first}/{last}"):
        span = read_date(text)
        assert (span.earliest, span.latest) == (first, last)


@given(YEARS, st.integers(1, 9))
def test_a_short_range_is_the_long_one(year: int, more: int) -> None:
    last = year + more
    if last // 100 == year // 100:
        assert read_date(f"{year}–{last % 100:02d}").latest == last
    if last // 10 == year // 10:
        assert read_date(f"{year}–{last % 10}").latest == last


@given(st.integers(1, 21))
def test_halves_and_quarters_make_up_a_century(count: int) -> None:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10 if count not in {11, 12, 13} else 0, "th")
    whole = read_date(f"{count}{ending} century")
    for parts in (["first half", "second half"], ["first", "second", "third", "last"]):
        quarter = "" if "half" in parts[0] else " quarter"
        spans = [read_date(f"{part}{quarter} of the {count}{ending} century") for part in parts]
        assert spans[0].earliest == whole.earliest and spans[-1].latest == whole.latest
        for one, following in pairwise(spans):
            assert one.latest is not None and following.earliest == one.latest + 1


@given(YEARS, st.sampled_from(profile_names()))
def test_circa_never_narrows(year: int, profile: str) -> None:
    plain, about = read_date(str(year), profile), read_date(f"c. {year}", profile)
    assert plain.earliest is not None and about.earliest is not None and about.earliest <= plain.earliest
    assert plain.latest is not None and about.latest is not None and about.latest >= plain.latest


@given(YEARS)
def test_case_accents_and_spaces_do_not_matter(year: int) -> None:
    spans = {
        (read_date(text).earliest, read_date(text).latest)
        for text in (f"nach {year}", f"NACH {year}", f"  nach   {year}.", f"nach\u00a0{year}")
    }
    assert spans == {(year, None)}
