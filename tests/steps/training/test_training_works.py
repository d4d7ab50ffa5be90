"""Copies of one picture are one witness, and so are the works of one artist where that is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from artmeta.errors import ModelError
from artmeta.settings import Settings
from artmeta.steps.beginning import begin_train
from artmeta.steps.context import open_run
from artmeta.steps.fetch import fetch
from artmeta.steps.folders import folder_to_train_on
from artmeta.steps.training.works import groups_of, read_training_works
from artmeta.vision.networks.backbone import Backbone

DHASH = 0x0F0F_1234_5678_9ABC


def row(sha256: str, dhash: int | None, artist: str = "") -> dict[str, Any]:
    return {"sha256": sha256, "dhash": dhash, "artist": artist}


def vectors(*numbers: int) -> np.ndarray:
    return np.eye(8, dtype=np.float32)[list(numbers)]


def test_the_same_picture_is_one_group_by_file_by_hash_and_by_what_is_seen() -> None:
    rows = [
        row("a", DHASH),
        row("a", DHASH),
        row("b", DHASH ^ 0b11),
        row("c", DHASH ^ 0b11_1111),
        row("d", DHASH ^ 0b1111_1100_0000),
        row("e", None),
        row("e", None),
        row("f", 0),
        row("g", 0),
    ]
    result = groups_of(rows, vectors(0, 0, 1, 0, 2, 3, 3, 4, 5), by_artist=False)
    assert result[0] == result[1] == result[2], "equal files, and two bits apart"
    assert result[3] == result[0], "six bits apart, and seen as the same"
    assert result[4] not in result[:4], "six bits apart, and seen as another"
    assert result[5] == result[6], "equal files without a hash"
    assert result[7] != result[8], "even surfaces resemble each other and are no copies"


@pytest.mark.parametrize("by_artist", [True, False])
def test_works_of_one_artist_stay_together_if_asked(by_artist: bool) -> None:
    names = ("Turner", " turner", "Constable", "Unknown artist", "unknown artist", "")
    rows = [row(str(place), None, name) for place, name in enumerate(names)]
    result = groups_of(rows, vectors(0, 1, 2, 3, 4, 5), by_artist)
    assert (result[0] == result[1]) is by_artist
    assert len(set(result)) == (5 if by_artist else 6)


def test_a_folder_of_links_that_lead_elsewhere_is_named_with_one_of_them(tmp_path: Path) -> None:
    for topic in ("boat", "house"):
        picture = tmp_path / "elsewhere" / f"{topic}.png"
        picture.parent.mkdir(exist_ok=True)
        Image.new("RGB", (40, 30)).save(picture)
        (tmp_path / "links" / topic).mkdir(parents=True)
        (tmp_path / "links" / topic / "a.png").symlink_to(picture)
    settings = Settings(data_dir=tmp_path / "data")
    file = folder_to_train_on(tmp_path / "links", "linked", {})
    with open_run(begin_train(file, settings), settings) as context:
        fetch(context)
        with pytest.raises(ModelError) as raised:
            read_training_works(context, Backbone("", "", 1, 1, "", tmp_path), None, False)
    assert "2 files were left out" in raised.value.hint and "does not lie below" in raised.value.hint
