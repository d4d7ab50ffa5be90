"""Any value from outside is sound after the check, or refused with a ValueError; never another exception."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta import values

ANY_TEXT = st.text(st.characters(codec=None))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)


@given(ANYTHING)
def test_a_text_can_be_encoded_stored_and_shown(thing: object) -> None:
    result = values.text(thing, 50)
    assert result.encode() == json.loads(json.dumps(result)).encode()
    assert len(result) <= 50 and result == unicodedata.normalize("NFC", result)
    assert all(letter in "\t\n\r" or unicodedata.category(letter) not in ("Cc", "Cs") for letter in result)
    assert values.text(result, 50) == result


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        ("Étoile", "Étoile"),
        ("E\u0301toile", "Étoile"),
        ("a\ud800b\x00c\x1b[31m", "a\ufffdb\ufffdc\ufffd[31m"),
        ("one\nline\ttwo", "one\nline\ttwo"),
        ("x" * 60, "x" * 49 + "…"),
        (1850, "1850"),
        (1.5, "1.5"),
        (None, ""),
        (True, ""),
        (float("nan"), ""),
        (10**400, ""),
        (["a"], ""),
        ({"a": 1}, ""),
    ],
)
def test_texts(thing: object, text: str) -> None:
    assert values.text(thing, 50) == text


@given(ANYTHING)
def test_an_address_is_as_it_was_or_a_value_error(thing: object) -> None:
    try:
        assert values.address(thing) == thing
    except ValueError as fault:
        assert str(fault)


@pytest.mark.parametrize(
    "given_",
    [
        "http://museum.example/a b.jpg",
        "https://museum.example:8443/ä.jpg?x=[1]",
        "http://[2001:db8::1]/a.jpg",
        "file:///pictures/a%0Ab.jpg",
        "file:///pictures/%E4.jpg",
    ],
)
def test_sound_addresses(given_: str) -> None:
    assert values.address(given_) == given_


@pytest.mark.parametrize(
    ("given_", "reason"),
    [
        ("http://[museum/a.jpg", "IPv6"),
        ("http://museum.example:port/a.jpg", "[Pp]ort"),
        ("http://museum.example:99999/a.jpg", "[Pp]ort"),
        ("http://museum\u2100.example/", "NFKC"),
        ("file:///pictures/a%00.jpg", "%00"),
        ("http://museum.example/\x00.jpg", r"U\+0000"),
        ("http://museum.example/\ud800.jpg", r"U\+D800"),
        ("http:///a.jpg", "no host"),
        ("a.jpg", "not an http"),
        ("ftp://museum.example/a.jpg", "not an http"),
        ("", "not an http"),
        (None, "NoneType"),
        (["a"], "list"),
        ("http://museum.example/" + "a" * 9_000, "9,022 characters"),
    ],
)
def test_unsound_addresses_say_why(given_: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        values.address(given_)


@given(ANYTHING)
def test_numbers_are_within_their_bounds_or_none(thing: object) -> None:
    assert (one := values.number(thing, -5, 5)) is None or -5 <= one <= 5
    assert (two := values.whole_number(thing, -5, 5)) is None or two in range(-5, 6)
    assert (three := values.year(thing)) is None or (isinstance(three, int) and three != 0)


@pytest.mark.parametrize(
    ("thing", "number"),
    [
        ("17", 17),
        (" -3 ", -3),
        (17.0, 17),
        (17.5, None),
        ("9" * 5000, None),
        ("١٧", None),
        ("1_7", None),
        (float("inf"), None),
        (True, None),
        ("", None),
        (10**30, None),
    ],
)
def test_whole_numbers(thing: object, number: int | None) -> None:
    assert values.whole_number(thing, -100) == number
