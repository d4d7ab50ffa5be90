"""The collection files that come with the project, and a list as dirty as the Oxford one."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from artmeta.collection import Collection
from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.sources import csv
from artmeta.web import Web

COLLECTIONS = sorted((Path(__file__).parents[2] / "data" / "collections").glob("*.toml"))
PAGE = "https://artuk.org/discover/artworks/"
ROWS = f"""Image URL,Web page URL,Subset,Labels\r
\r
https://i.org/1.jpg,{PAGE}large-dog-1,'test',' dog'\r
\r
https://i.org/2.jpg,{PAGE}a-horse-2,'train',' dog horse'\r
https://i.org/3.jpg,{PAGE}a-boat-3,'validation',' boat'\r
N/A,{PAGE}no-image-4,'test',' boat'\r
https://i.org/2.jpg,{PAGE}a-horse-2,'train',' dog horse'\r
https://i.org/5.jpg,{PAGE}a-portrait-5,'train',' boat'\r
https://i.org/5.jpg,{PAGE}a-portrait-5,'test',' bird'\r
https://i.org/6.jpg,https://elsewhere.org/6,'test',' cow'\r
https://i.org/7.jpg,,'test',' cow'\r
N/A,N/A,'test',' cow'\r
"""


@pytest.mark.parametrize("path", COLLECTIONS, ids=lambda path: path.stem)
def test_collection_files_are_sound(path: Path) -> None:
    assert Collection.load(path).title


def test_nobody_accepts_art_uks_terms_for_you() -> None:
    text = next(path for path in COLLECTIONS if path.stem == "artuk").read_text()
    assert "terms_accepted = false" in text


def test_every_row_of_a_list_as_dirty_as_oxfords_is_accounted_for(web: Web, tmp_path: Path) -> None:
    shutil.copy(next(path for path in COLLECTIONS if path.stem == "oxford"), tmp_path)
    (tmp_path / "oxford_paintings.csv").write_text(ROWS, newline="")
    collection = Collection.load(tmp_path / "oxford.toml")
    result = list(csv.artworks(collection.source.params, web, "neutral"))  # type: ignore[arg-type]
    works = [one for one in result if isinstance(one, Artwork)]
    assert [(work.id, work.split, work.given_topics) for work in works] == [
        ("artuk:large-dog-1", "testing", ("dog",)),
        ("artuk:a-horse-2", "training", ("dog", "horse")),
        ("artuk:a-boat-3", "training", ("boat",)),
        ("artuk:a-portrait-5", "training", ("boat",)),
        ("https://i.org/6.jpg", "testing", ("cow",)),
        ("https://i.org/7.jpg", "testing", ("cow",)),
    ]
    assert Counter(one.kind for one in result if isinstance(one, Issue)) == {
        "no_image": 1,
        "duplicate": 1,
        "duplicate_conflict": 1,
        "no_id": 1,
        "empty_rows": 1,
    }
    assert collection.training is not None and collection.training.source.params.columns.split  # type: ignore[attr-defined]
