"""Whatever a source hands over comes out as an artwork whose every field is sound, or as an issue."""

from __future__ import annotations

import errno
from dataclasses import fields, replace
from typing import Any

import pytest

from artmeta.domain.artwork import Artwork, ImageAsset
from artmeta.domain.dates import DateSpan
from artmeta.domain.run import Issue
from artmeta.errors import ArtmetaError, BudgetSpent, SourceChanged
from artmeta.sources import _records
from artmeta.sources._records import DeferredRecord, validated_records

SOUND = Artwork("a", "A view", date=DateSpan(1850, 1850), images=(ImageAsset("https://m.example/a.jpg"),))
ODD: tuple[Any, ...] = (
    None,
    True,
    10**400,
    float("nan"),
    float("inf"),
    -1,
    "",
    "\ud800",
    "\x00",
    "x" * 30_000,
    "http://[",
    b"a",
    [],
    {},
    ["a"],
    {"a": [1]},
    object(),
)


def fault(raised: Exception) -> DeferredRecord:
    def read() -> Artwork:
        raise raised

    return DeferredRecord(read, "artuk:b")


@pytest.mark.parametrize("name", [one.name for one in fields(Artwork)])
def test_any_value_in_any_field_is_a_work_or_an_issue(name: str) -> None:
    records = [(f"row {i}", replace(SOUND, **{"id": f"w{i}", name: odd})) for i, odd in enumerate(ODD)]
    result = list(validated_records(records))
    counted = [one for one in result if isinstance(one, Artwork) or one.artwork_id]
    assert len(counted) == len(records)
    for one in result:
        assert repr(one).encode(), "no lone surrogate is left"
        if isinstance(one, Artwork):
            assert isinstance(one.artist_birth, int | None) and isinstance(one.title, str) and one.images


@pytest.mark.parametrize("name", ["earliest", "latest", "text"])
def test_any_value_in_a_date_is_a_work_or_an_issue(name: str) -> None:
    records = [
        (f"row {i}", replace(SOUND, id=f"w{i}", date=replace(SOUND.date, **{name: odd})))
        for i, odd in enumerate(ODD)
    ]
    assert len(
        [one for one in validated_records(records) if isinstance(one, Artwork) or one.artwork_id]
    ) == len(records)


def test_what_was_changed_is_noted_once() -> None:
    odd = replace(SOUND, id="b", title="A\x1b[31m view", artist_birth=10**9)
    work, changed, noted = validated_records([("row 1", SOUND), ("row 2", odd)])
    assert work == SOUND
    assert isinstance(changed, Artwork) and (changed.title, changed.artist_birth) == (
        "A\ufffd[31m view",
        None,
    )
    assert isinstance(noted, Issue) and noted.artwork_id == ""
    assert noted.message.startswith("1 record holds") and "row 2: artist birth, title" in noted.message


def test_of_several_pictures_the_sound_ones_are_kept() -> None:
    pictures = (ImageAsset("http://[m"), *SOUND.images, ImageAsset(""))
    work, _ = validated_records([("row 1", replace(SOUND, images=pictures))])
    assert isinstance(work, Artwork) and work.images == SOUND.images


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (ValueError("no such thing"), "no such thing"),
        (KeyError("id"), "KeyError: 'id'"),
        (RecursionError("deep"), "nested too deeply"),
        (OSError(errno.ENAMETOOLONG, "File name too long"), "too long"),
        (TypeError("\ud800"), "TypeError: \ufffd"),
    ],
)
def test_a_fault_in_reading_a_record_is_its_issue(raised: Exception, sentence: str) -> None:
    issue, work = validated_records([("page 3", fault(raised)), ("page 4", SOUND)])
    assert work == SOUND
    assert isinstance(issue, Issue) and (issue.artwork_id, issue.kind) == ("artuk:b", "odd_record")
    assert "page 3" in issue.message and sentence in issue.message


@pytest.mark.parametrize(
    "raised",
    [BudgetSpent("No more."), ArtmetaError("Stop."), OSError(errno.ENOSPC, "No space"), MemoryError()],
)
def test_what_stops_a_run_is_raised(raised: Exception) -> None:
    with pytest.raises(type(raised)):
        list(validated_records([("page 3", fault(raised)), ("page 4", SOUND)]))


def test_records_of_an_unknown_shape_stop_a_run_only_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_records, "UNKNOWN_IN_A_ROW", 3)
    odd, good = ("page", fault(SourceChanged("No title."))), ("page", SOUND)
    assert [type(one) for one in validated_records([odd, odd, good, odd, odd])] == [
        Issue,
        Issue,
        Artwork,
        Issue,
        Issue,
    ]
    for records in ([odd], [good, odd, odd, odd]):
        with pytest.raises(SourceChanged):
            list(validated_records(records))
    with pytest.raises(SourceChanged):
        list(validated_records([good, odd], strict=True))


@pytest.mark.parametrize(
    ("place", "title", "sentence"),
    [
        ("a", "A view", "a occurs twice, word for word; the second was left out."),
        ("a", "B", "a occurs twice, but not with the same title; the first was kept."),
        ("row 2", "B", "row 2 has a again after row 1, but not with the same title; the first was kept."),
    ],
)
def test_a_record_that_comes_again_is_named_once(place: str, title: str, sentence: str) -> None:
    first = "a" if place == "a" else "row 1"
    _, again = validated_records([(first, SOUND), (place, replace(SOUND, title=title))])
    assert isinstance(again, Issue) and again.message == sentence
