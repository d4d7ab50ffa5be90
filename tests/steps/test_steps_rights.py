"""Works of unknown rights are held back, and the console says how many and which key admits them."""

from __future__ import annotations

import logging
from pathlib import Path

import duckdb
import pytest
from PIL import Image

from artmeta.rights import Use
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, open_run
from artmeta.steps.fetch import fetch
from artmeta.steps.rights import held_back

SOURCE = 'kind = "csv"\npath = "list.csv"\ncolumns = {id = "id", image = "image"%s}\n'
COLUMN = ', rights = "rights"'
ALL_USES: tuple[Use, ...] = ("fetched", "trained_on", "shown", "exported")


def refused(folder: Path, rights: str = "", column: bool = True) -> tuple[set[tuple[str, str]], list[str]]:
    """Fetch a list of three works on this machine; return the refusals and the sentences about unknown rights."""
    (folder / "list.csv").write_text("id,image,rights\na,a.png,CC0\nb,b.png,\nc,c.png,All rights reserved\n")
    for name in "abc":
        Image.new("RGB", (40, 30), (ord(name), 0, 90)).save(folder / f"{name}.png")
    columns = COLUMN if column else ""
    path = folder / "works.toml"
    path.write_text(f'title = "Works"\n[source]\n{SOURCE % columns}{rights}')
    settings = Settings(data_dir=folder / "data")
    with open_run(begin(CollectionFile.load(path), settings), settings) as context:
        fetch(context)
        sentences = held_back(context, ALL_USES)
    with duckdb.connect(str(settings.database), read_only=True) as store:
        actual = store.execute("SELECT artwork_id, kind FROM issues WHERE step = 'rights'").fetchall()
    return set(actual), sentences


def test_unknown_and_reserved_rights_are_held_back_by_default(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "artmeta"):
        actual, sentences = refused(tmp_path)
    kinds = ("not_trained_on", "not_shown", "not_exported")
    assert actual == {(work, kind) for work in "bc" for kind in kinds}
    assert len(sentences) == 3 and all(
        one.startswith("1 work of unknown rights is not ") for one in sentences
    )
    assert 'shown = "not_in_copyright" in the [rights] table' in caplog.text


def test_the_collection_file_admits_them(tmp_path: Path) -> None:
    actual, sentences = refused(tmp_path, '[rights]\nshown = "not_in_copyright"\nexported = "all"\n')
    assert actual == {("b", "not_trained_on"), ("c", "not_trained_on"), ("c", "not_shown")}
    assert len(sentences) == 1 and "not trained on" in sentences[0]


def test_own_files_are_held_back_from_nothing(tmp_path: Path) -> None:
    assert refused(tmp_path, column=False) == (set(), [])


def test_a_picture_that_may_not_be_fetched_is_withheld_and_has_not_failed(tmp_path: Path) -> None:
    address = "http://museum.example/c.png"  # is never requested
    (tmp_path / "list.csv").write_text(f"id,image,rights\na,gone.png,CC0\nc,{address},All rights reserved\n")
    path = tmp_path / "works.toml"
    path.write_text(f'title = "Works"\n[source]\n{SOURCE % COLUMN}[rights]\nfetched = "not_in_copyright"\n')
    settings = Settings(data_dir=tmp_path / "data")
    for _ in range(2):
        with open_run(begin(CollectionFile.load(path), settings), settings) as context:
            result = fetch(context)
        assert (result.failed, result.skipped, result.withheld) == (1, 0, 1)
        assert result.counts() == "0 new, 0 as before, 1 failed, 1 withheld by rights"
