"""Whatever program wrote labels.txt, its topics are read in order, or one sentence says why not."""

from __future__ import annotations

import pytest

from artmeta.errors import ModelError
from artmeta.vision.networks.labels import distinct, encoding_notice, read_labels

NAMES = ("Gemälde", "Château", "Boot")
NUMBERED = "0 Gemälde\n1 Château\n2 Boot\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", [NUMBERED, "Gemälde\nChâteau\nBoot", NUMBERED.replace("\n", "\r\n") + "\r\n"]
)
def test_every_encoding_with_and_without_numbers_gives_the_same_topics(encoding: str, text: str) -> None:
    assert read_labels(text.encode(encoding)) == NAMES


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("0 Лодка\r\n1 Дом", "cp1251", "Windows-1251"),
        ("0 犬\r\n1 猫の絵", "cp932", "Shift-JIS"),
        ("0 Häuser\r1 Boote", "mac_roman", "Mac Roman"),
        ("0 Häuser\n1 Boote", "cp1252", "Windows-1252"),
        ("0 Лодка\r\n1 Дом", "utf-16-le", ""),
    ],
)
def test_an_older_encoding_is_guessed_by_its_letters_and_named(text: str, encoding: str, name: str) -> None:
    data = text.encode(encoding)
    assert read_labels(data) == tuple(line.split(maxsplit=1)[1] for line in text.splitlines())
    assert (f"read as {name}." in encoding_notice(data)) if name else encoding_notice(data) == ""


def test_letters_that_no_encoding_explains_are_refused() -> None:
    with pytest.raises(ModelError, match="damaged letters, or an unknown encoding"):
        read_labels(b"0 \xc3\xa4\xc3\xb6\n1 \xc3\xbc\xff")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("1 Euro\n2 Euro", ("1 Euro", "2 Euro")),
        ("19 century\n20 century", ("19 century", "20 century")),
        ("Boat\n1 House", ("Boat", "1 House")),
        ("0: Boat\n1: House", ("Boat", "House")),
        ("0. Boat\n1. House", ("Boat", "House")),
        ("0\tBoat\n1\tHouse", ("Boat", "House")),
        ("0 0\n1 1\n2 2", ("0", "1", "2")),
        ("0\n1\n2", ("0", "1", "2")),
        ("0 19th century\n1 20th century", ("19th century", "20th century")),
        ("19th century\n20th century", ("19th century", "20th century")),
        ("0 Boat with  two\tmasts", ("Boat with two masts",)),
    ],
)
def test_numbers_are_taken_off_only_where_they_count_the_lines(text: str, topics: tuple[str, ...]) -> None:
    assert read_labels(text.encode()) == topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "0 A very long na...\n1 A very long na...\n2 Boat",
            ("A very long na...", "A very long na... (2)", "Boat"),
        ),
        ("Boat\nBoat\nBoat (2)", ("Boat", "Boat (2)", "Boat (2) (2)")),
        ("boat\nBoat", ("boat", "Boat (2)")),
    ],
)
def test_equal_names_are_numbered_apart(text: str, topics: tuple[str, ...]) -> None:
    assert read_labels(text.encode()) == topics


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "names no topics"),
        ("\n \n", "names no topics"),
        ("0 Boat\n2 House", "Line 2 of labels.txt is '2 House' where '1 <topic>' is expected"),
        ("0 Boat\nHouse", "'1 <topic>' is expected"),
    ],
)
def test_a_list_that_is_not_clear_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        read_labels(text.encode())


def test_a_topic_needs_a_name() -> None:
    with pytest.raises(ModelError, match="at place 1 has no name"):
        distinct(["Boat", "\x07 "])
