"""A picture that stands for 'no picture' is named by its sha256: before its first run, after it, and no longer."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
from PIL import Image

from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch

LISTED = """title = "A list"
[source]
kind = "csv"
path = "list.csv"
no_picture = [{named}]
columns = {{ id = "id", image = "image" }}
"""


def outcomes(folder: Path, *named: str) -> dict[str, str]:
    """Fetch three works, of which two show the same picture; return the outcome of each."""
    (folder / "list.csv").write_text("id,image\n1,a.png\n2,b.png\n3,b.png\n")
    settings = Settings(data_dir=folder / "data")
    text = LISTED.format(named=", ".join(f'"{each}"' for each in named))
    with open_run(begin(CollectionFile.write(text, folder / "listed.toml"), settings), settings) as context:
        fetch(context)
        finish(context)
    with duckdb.connect(str(folder / "data" / "artmeta.duckdb"), read_only=True) as store:
        return dict(store.execute("SELECT artwork_id, outcome FROM images ORDER BY 1").fetchall())


def test_a_placeholder_is_set_aside_by_its_digest_and_comes_back_without_it(tmp_path: Path) -> None:
    for name in "ab":
        Image.new("RGB", (40, 30), (ord(name), 0, 90)).save(tmp_path / f"{name}.png")
    digest = hashlib.sha256((tmp_path / "b.png").read_bytes()).hexdigest()
    assert outcomes(tmp_path) == {"1": "ok", "2": "ok", "3": "ok"}
    assert outcomes(tmp_path, digest.upper()) == {"1": "ok", "2": "gone", "3": "gone"}
    with duckdb.connect(str(tmp_path / "data" / "artmeta.duckdb"), read_only=True) as store:
        issues = store.execute(
            "SELECT artwork_id, message FROM issues WHERE kind = 'gone' ORDER BY 1"
        ).fetchall()
    assert [work for work, _ in issues] == ["2", "3"] and all(digest in message for _, message in issues)
    assert outcomes(tmp_path, digest) == {"1": "ok", "2": "gone", "3": "gone"}
    assert outcomes(tmp_path) == {"1": "ok", "2": "ok", "3": "ok"}
