"""What every check keeps: limits of its own, a sentence with numbers, one flag a subject, and no crash on nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest
from builders import COLLECTION, MODEL, RUN, Work, fill, new_store
from pydantic import BaseModel, ValidationError

from artmeta import plugins
from artmeta.domain.flag import Flag
from artmeta.store.database import Store

NUMBERS = "works first_share last_share change low high statistic p_value adjusted detectable".split()
CHECKS = plugins.names("artmeta.flags")

MUSEUM = [
    *[Work(f"a{n}", 1850, 1859, {"boat": 0.95, "house": 0.05}, ("boat",), "training") for n in range(60)],
    *[Work(f"b{n}", 1900, 1909, {"boat": 0.4, "house": 0.35}, ("house",), venue="Museum") for n in range(40)],
    *[Work(f"c{n}", 1850, 1859, {"boat": 0.9, "house": 0.1}, ("boat",), "validation") for n in range(40)],
    *[Work(f"d{n}", date_text="in the reign of the king", title="") for n in range(30)],
    *[Work(f"e{n}", outcome="unreadable") for n in range(20)],
    Work("f1", None, 1900, {"house": 0.8}, ("house",), "training", "testing", mime="image/jp2"),
    Work("f2", outcome=""),
    *[Work(f"g{n}", confidences={"boat": 0.9, "house": 0.1}, status="unfamiliar") for n in range(4)],
    Work("h1", confidences={"boat": 0.9, "house": 0.1}, status="sure"),
]


COPIES = {"collection": COLLECTION, "artwork_id": "a0", "kind": "near", "distance": 2, "run_id": RUN}


UNEVEN = pd.DataFrame(
    [
        {
            **dict.fromkeys(NUMBERS, 0.0),
            "grouping": "",
            "group_name": "",
            "topic_id": "boat",
            "verdict": "withheld",
            "first_year": 1800,
            "last_year": 1900,
            "sentence": "No change is stated.",
            "undated_share": 0.3,
            "undated_elsewhere": 0.1,
            "undated_adjusted": 0.01,
        }
    ]
)

BIAS = pd.DataFrame(
    {
        "kind": [
            "group_disparity",
            "shortcut",
            "drift",
            "label_suspect",
            "over_represented_artist",
        ],
        "subject": ["venue Museum", "border colour", "confidence", "a0", "artist Ann Painter"],
        "severity": "warning",
        "measured": [0.4, 0.3, 0.25, 0.9, 0.5],
        "limit_value": [0.1, 0.25, 0.2, 0.5, 0.2],
        "sentence": "What the audit measured on these works stands in this sentence.",
        "position": range(5),
    }
)


BROKEN = {
    "collection": COLLECTION, "model_name": MODEL, "model_version": 3, "grouping": "period", "group_name": "1850–1899",
    "position": 0, "works": 90, "sure": 60, "known": 20, "correct": 9, "drift": 0.5, "p_value": 0.001, "state": "lost",
    "cause": "known topics", "sentence": "Works of the period '1850–1899' are not sure.", "run_id": RUN,
}  # fmt: skip


@pytest.fixture(params=CHECKS)
def check(request: pytest.FixtureRequest) -> ModuleType:
    return plugins.load("artmeta.flags", request.param)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("flags") / "artmeta.duckdb"
    with new_store(path) as store:
        fill(store, MUSEUM)
        store.insert(
            "duplicates", pd.DataFrame([{**COPIES, "other_artwork_id": f"a{n}"} for n in range(1, 30)])
        )
        store.upsert("trend_verdicts", UNEVEN.assign(run_id=RUN))
        store.insert("group_promises", pd.DataFrame([BROKEN]))
        store.upsert("bias_findings", BIAS.assign(run_id=RUN))
        fill(store, [], collection="empty", run_id="empty", model="untaught")
        yield store


def raised(check: ModuleType, store: Store, run_id: str = RUN) -> list[Flag]:
    return list(check.check(store.frame(check.QUERY, run_id=run_id), check.Limits()))


def test_the_flags_of_the_first_release_are_there() -> None:
    assert set(CHECKS) >= {
        "low_confidence",
        "unreadable_image",
        "undated",
        "topic_imbalance",
        "training_imbalance",
        "group_disparity",
        "training_overlap",
    }


def test_a_faulty_museum_raises_every_flag(check: ModuleType, store: Store) -> None:
    assert raised(check, store)


def test_a_flag_is_named_for_its_file_and_its_subject_is_its_own(check: ModuleType, store: Store) -> None:
    flags = raised(check, store)
    assert {flag.kind for flag in flags} == {check.__name__.rpartition(".")[2]}
    assert len({flag.subject for flag in flags}) == len(flags)
    assert all(flag.severity in ("note", "warning", "serious") for flag in flags)


def test_a_sentence_says_what_to_do(check: ModuleType, store: Store) -> None:
    for flag in raised(check, store):
        assert flag.sentence.endswith(".")
        assert "nan" not in flag.sentence.lower().split()
        assert "None" not in flag.sentence.removeprefix("None of")
        assert 40 < len(flag.sentence) < 600
        assert flag.measured == flag.measured, "not a number"


def test_a_model_that_was_trained_again_did_not_misread_its_pictures(store: Store) -> None:
    check = plugins.load("artmeta.flags", "misread_training")
    work = Work("j", 1850, 1850, {"boat": 0.9}, ("boat",), "training", mime="image/jp2")
    fill(store, [work], collection="again", run_id="again", model="again")
    assert [flag.measured for flag in raised(check, store, "again")] == [1.0]
    store._execute("UPDATE models SET created_at = now() WHERE name = 'again'")
    assert raised(check, store, "again") == []


def test_flags_go_into_the_store(check: ModuleType, store: Store) -> None:
    import pandas as pd

    rows = [
        {
            "run_id": "kept",
            "collection": "museum",
            "kind": flag.kind,
            "severity": flag.severity,
            "subject": flag.subject,
            "measured": flag.measured,
            "limit_value": flag.limit,
            "sentence": flag.sentence,
        }
        for flag in raised(check, store)
    ]
    assert store.insert("flags", pd.DataFrame(rows)) == len(rows)


@pytest.mark.parametrize("run_id", ["empty", "no such run"])
def test_nothing_is_not_flagged(check: ModuleType, store: Store, run_id: str) -> None:
    assert raised(check, store, run_id) == []


def test_limits_can_be_set_but_not_misspelt(check: ModuleType) -> None:
    assert issubclass(check.Limits, BaseModel)
    with pytest.raises(ValidationError, match="Extra inputs"):
        check.Limits(no_such_limit=1)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(check.Limits(), next(iter(check.Limits.model_fields)), 1)


def test_two_runs_do_not_mix(check: ModuleType, store: Store, tmp_path: Path) -> None:
    before = raised(check, store)
    fill(store, [Work("z", 1700, 1700, {"house": 0.1})], collection="other", run_id="other", model="untaught")
    assert raised(check, store) == before


@pytest.mark.parametrize(("distance", "words"), [(1, "(1 bit of 64 differs)"), (2, "(2 bits of 64 differ)")])
def test_a_nearly_equal_picture_is_described_in_the_right_number(
    store: Store, distance: int, words: str
) -> None:
    check = plugins.load("artmeta.flags", "duplicate_picture")
    frame = store.frame(check.QUERY, run_id=RUN).assign(distance=distance)
    assert words in next(check.check(frame, check.Limits())).sentence
