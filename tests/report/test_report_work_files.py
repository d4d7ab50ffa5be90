"""The folder of works beside a page: what it lists, which pictures it holds, and that it matches its page."""

from __future__ import annotations

import json
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import new_store
from report_builder import EVIL, RUN, fill, report, thumbnail

from artmeta.errors import ExportError
from artmeta.report import work_files
from artmeta.report.explorer import script_safe
from artmeta.report.work_files import NONE, NOT_HERE, PICTURES, WITHHELD, WorkFile, write_works
from artmeta.store.database import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with new_store(tmp_path_factory.mktemp("works") / "museum.duckdb") as store:
        fill(store, works=200)
        yield store


def rows(store: Store, max_pictures: int = 1000) -> list[dict[str, Any]]:
    return store.rows("explore_works", run_id=RUN, max_pictures=max_pictures)


def held(folder: Path, file: WorkFile) -> dict[str, Any]:
    text = (folder / file.name).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return content


def pictures(folder: Path, files: list[WorkFile]) -> dict[str, int | str]:
    return {work[0]: work[-1] for file in files for work in held(folder, file)["works"]}


def test_every_work_is_in_one_list_of_its_topic_and_years(store: Store, tmp_path: Path) -> None:
    files = write_works(rows(store), tmp_path / "works", thumbnail)
    listed = {work[0]: file.topic for file in files for work in held(tmp_path / "works", file)["works"]}
    assert listed == {row["artwork_id"]: row["topic_id"] or "" for row in rows(store)}
    assert sum(file.works for file in files) == 200
    for file in files:
        for work in held(tmp_path / "works", file)["works"]:
            assert file.first is None or (work[4] is not None and work[4] >= file.first)
            assert file.last is None or (work[5] is not None and work[5] <= file.last)


def test_texts_that_repeat_stand_once_and_links_are_safe(store: Store, tmp_path: Path) -> None:
    files = write_works(rows(store), tmp_path / "works", thumbnail)
    by_id = {row["artwork_id"]: row for row in rows(store)}
    for file in files:
        content = held(tmp_path / "works", file)
        assert len(content["texts"]) == len(set(content["texts"]))
        for work in content["works"]:
            row = by_id[work[0]]
            texts = [content["texts"][work[place]] for place in (2, 7, 8, 9, 11, 13, 14)]
            names = ("artist", "venue", "medium", "artist_gender", "status", "reason", "review_status")
            assert texts == [row[name] for name in names]
            assert work[10].startswith("https://") or row["url"] == "javascript:alert(1)"


class TrackedRow(dict[str, Any]):
    """A row whose lifetime can be observed."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def test_no_more_than_two_lists_of_works_are_held_at_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work_files, "ROWS", 5)
    alive: weakref.WeakSet[TrackedRow] = weakref.WeakSet()
    most = 0

    def tracked() -> Iterator[TrackedRow]:
        nonlocal most
        for values in rows(store):
            row = TrackedRow(values)
            alive.add(row)
            most = max(most, len(alive))
            yield row

    assert len(write_works(tracked(), tmp_path / "works", thumbnail)) > 10
    assert most <= 2 * 5 + 2


def test_a_search_looks_through_a_line_for_each_work(store: Store, tmp_path: Path) -> None:
    files = write_works(rows(store), tmp_path / "works", thumbnail)
    (name,) = {file.texts for file in files}
    text = (tmp_path / "works" / name).read_text(encoding="utf-8")
    searched = json.loads(text[text.index("[") : text.rindex("]") + 1])
    assert [len(lines.split("\n")) for lines in searched] == [file.works for file in files]
    by_id = {row["artwork_id"]: row for row in rows(store)}
    for file, lines in zip(files, searched, strict=True):
        for work, line in zip(held(tmp_path / "works", file)["works"], lines.split("\n"), strict=True):
            assert line.endswith(work[0].lower()) and line == line.lower()
            assert by_id[work[0]]["accession_number"].lower() in line
    changed = [{**row, "title": "Żółw\n  Ångström"} for row in rows(store)[:1]]
    (file,) = write_works(changed, tmp_path / "one", thumbnail)
    assert '"zołw angstrom ' in (tmp_path / "one" / file.texts).read_text(encoding="utf-8")


def test_a_folder_that_holds_something_else_is_kept(store: Store, tmp_path: Path) -> None:
    write_works(rows(store)[:5], tmp_path / "works", thumbnail)
    (tmp_path / "works" / ".DS_Store").touch()
    write_works(rows(store)[:5], tmp_path / "works", thumbnail)
    (tmp_path / "works" / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match=r"holds 'thesis\.txt'"):
        write_works(rows(store), tmp_path / "works", thumbnail)
    assert (tmp_path / "works" / "thesis.txt").read_text() == "mine"


def test_pictures_are_made_once_and_gone_with_their_rights(store: Store, tmp_path: Path) -> None:
    made: list[str] = []

    def counted(path: str) -> bytes | None:
        made.append(path)
        return thumbnail(path)

    given = rows(store)
    write_works(given, tmp_path / "works", counted)
    first = {file.name for file in (tmp_path / "works" / PICTURES).iterdir()}
    assert 100 < len(first) < len(made)  # some cannot be shown
    made.clear()
    withheld = next(row for row in given if f"{row['sha256'][:32]}.jpg" in first)
    changed = [row | {"withheld": True} if row is withheld else row for row in given]
    files = write_works(changed, tmp_path / "works", counted)
    assert all(int(path[1:]) % 9 == 0 for path in made)  # only those that had none before are tried again
    assert {file.name for file in (tmp_path / "works" / PICTURES).iterdir()} == first - {
        f"{withheld['sha256'][:32]}.jpg"
    }
    assert pictures(tmp_path / "works", files)[withheld["artwork_id"]] == WITHHELD


def test_pictures_are_few_where_few_are_wanted_and_spread_over_topics(store: Store, tmp_path: Path) -> None:
    files = write_works(rows(store, max_pictures=25), tmp_path / "works", lambda path: b"jpeg")
    shown = pictures(tmp_path / "works", files)
    named = [work for work, picture in shown.items() if isinstance(picture, str)]
    assert len(named) == 25
    assert NOT_HERE in shown.values() and NONE in shown.values()
    topics = {row["artwork_id"]: row["topic_id"] for row in rows(store)}
    assert len({topics[work] for work in named}) == 5


def test_a_page_names_the_lists_of_its_own_folder(store: Store, tmp_path: Path) -> None:
    page = report(store, tmp_path / "museum.html", thumbnail, works=True)
    names = sorted(file.name for file in (tmp_path / "museum-works").glob("*.js"))
    assert names and all(f'"{name}"' in page for name in names)
    assert EVIL not in page


def test_numbers_cannot_end_their_script() -> None:
    text = script_safe({"label": "</script><!-- <script>&"})
    assert not set("<>&") & set(text)
    assert json.loads(text) == {"label": "</script><!-- <script>&"}


def test_values_that_are_no_numbers_are_left_out(store: Store, tmp_path: Path) -> None:
    given = [row | {"confidence": float("nan")} for row in rows(store)[:3]]
    files = write_works(given, tmp_path / "works", thumbnail)
    assert all(work[12] is None for file in files for work in held(tmp_path / "works", file)["works"])
