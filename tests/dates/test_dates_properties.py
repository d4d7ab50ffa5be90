"""No string may crash, hang or mislead the reading of dates."""

from __future__ import annotations

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artmeta.dates import profile_names, read_date
from artmeta.dates.calendars import islamic
from artmeta.dates.lexer import terminals
from artmeta.dates.lexicon import lexicon
from artmeta.dates.parsing import parse
from artmeta.dates.reading import elements
from artmeta.domain.dates import DateSpan

YEARS = st.integers(1000, 2020)
PHRASES = sorted(" ".join(phrase.words) for phrases in lexicon().values() for phrase in phrases)
PIECES = st.one_of(
    st.sampled_from(PHRASES),
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


@pytest.mark.parametrize("count", ["1er", "1850"])
def test_any_phrase_may_end_a_text(count: str) -> None:
    for phrase in PHRASES:
        assert sound(read_date(f"{count} {phrase}"))


@pytest.mark.parametrize(
    "text",
    [
        "1850" * 2500,
        "(" * 10_000,
        "c. " * 3333,
        "1850-" * 2000,
        "1850 or " * 1250,
        "[?" * 5000,
        " " * 10_000 + "1850",
        "?" * 10_000,
        "early " * 49,
        "1850, " * 50,
        "é" * 10_000,
        "\u0301" * 10_000,
        "1" * 300,
        "x" * 299,
        "\x00",
        "\ud800",
    ],
)
def test_long_and_odd_strings_end_soon(text: str) -> None:
    started = time.process_time()
    assert sound(read_date(text))
    assert time.process_time() - started < MOST_SECONDS


def test_a_year_alone_is_what_the_grammar_makes_of_it() -> None:
    for year in map(str, range(1000, 10_000)):
        assert elements(year, "neutral") == parse(terminals(year, lexicon()))


def test_a_word_for_to_and_until_is_until_where_nothing_stands_before_it() -> None:
    both = [
        phrase
        for phrases in lexicon().values()
        for phrase in phrases
        if {"TO", "UNTIL"} <= phrase.meanings.keys()
    ]
    assert both
    assert [phrase.words for phrase in both if next(iter(phrase.meanings)) != "UNTIL"] == []


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


def date_of(text: str) -> tuple[str, int | None, int | None]:
    span = read_date(text)
    return span.status, span.earliest, span.latest


LANGUAGES = {
    "sv": "omkring {0} | före {0} | efter {0} | mellan {0} och {1} | {2}00-talet | första hälften av {2}00-talet",
    "da": "omkring {0} | før {0} | efter {0} | mellem {0} og {1} | {2}00-tallet | første halvdel af {2}00-tallet",
    "no": "rundt {0} | før {0} | etter {0} | mellom {0} og {1} | {2}00-tallet | første halvdel av {2}00-tallet",
    "fi": "noin {0} | ennen vuotta {0} | {0} jälkeen | {0} ja {1} | {2}00-luku | {2}00-luvun alkupuoli",
    "sk": "okolo roku {0} | pred rokom {0} | po roku {0} | medzi rokmi {0} a {1} | {3}. stor. | 1. pol. {3}. storočia",
    "cs": "kolem roku {0} | před rokem {0} | po roce {0} | mezi lety {0} a {1} | {3}. století | 1. pol. {3}. století",
    "pl": "około {0} r. | przed {0} r. | po {0} r. | między {0} a {1} | {3} wiek | pierwsza połowa {3} wieku",
    "en": "about {0} | before {0} | after {0} | between {0} and {1} | {3}th century | first half of the {3}th century",
}


@given(st.sampled_from(sorted(LANGUAGES)), YEARS, YEARS, st.integers(10, 19))
def test_each_language_says_what_english_says(language: str, one: int, other: int, hundred: int) -> None:
    first, last = sorted((one, other))
    numbers = (first, last, hundred, hundred + 1)
    for phrase, english in zip(LANGUAGES[language].split(" | "), LANGUAGES["en"].split(" | "), strict=True):
        span, meant = date_of(phrase.format(*numbers)), date_of(english.format(*numbers))
        assert span == meant and span[0] == "read", phrase.format(*numbers)


@given(st.sampled_from(sorted(LANGUAGES)), YEARS, st.integers(0, 5))
def test_composed_decomposed_and_upper_case_texts_are_one(language: str, year: int, phrase: int) -> None:
    text = LANGUAGES[language].split(" | ")[phrase].format(year, year + 5, year // 100, year // 100 + 1)
    forms = {
        text,
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFC", text),
        text.upper(),
        text.title(),
    }
    assert len({date_of(form) for form in forms}) == 1


@given(
    st.integers(1000, 1447),
    st.sampled_from(
        [
            "{} AH",
            "A.H. {}",
            "{} H",
            "H. {}",
            "{} هـ",
            "{} hijri",
            "c. {} AH",
            "before {} AH",
            "Rajab {}",
            "AH {} or later",
            "after AH {}",
            "{} AH, Iran",
            "{}-{} AH",
            "{} or {} AH",
            "AH {}, {}",
        ]
    ),
)
def test_an_islamic_year_is_never_one_of_ours(year: int, form: str) -> None:
    span = read_date(form.format(year, year + 1))
    low, high = islamic(year, year + 1)
    for result in (span.earliest, span.latest):
        margin = 5 if form.startswith("c.") else 1
        assert result is None or low - margin <= result <= high + margin


@given(
    st.integers(1, 14),
    st.sampled_from(
        [
            "an {}",
            "l'an {}",
            "AM 1{:03}",
            "Meiji {}",
            "Shōwa {}",
            "Kan'ei {}",
            "A.P. 13{:02}",
            "1{:03} A.M.",
            "Era 10{:02}",
            "R. 13{:02}",
        ]
    ),
)
def test_years_of_other_calendars_are_never_read_as_they_stand(year: int, form: str) -> None:
    span = read_date(form.format(year))
    assert span.status == "unread" or (span.earliest, span.latest) == (
        1791 + year,
        min(1792 + year, 1805),
    )
