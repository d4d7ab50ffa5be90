"""A contact sheet holds each picture in its cell, and an empty cell where there is none."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from artmeta.imaging.contact_sheet import BACKGROUND, contact_sheet


def test_each_picture_lies_in_its_cell(tmp_path: Path) -> None:
    red, damaged = tmp_path / "red.png", tmp_path / "damaged.jpg"
    Image.new("RGB", (300, 100), "red").save(red)
    damaged.write_bytes(b"no picture")
    sheet = Image.open(io.BytesIO(contact_sheet([None, damaged, *[None] * 19, red], 30)))
    assert sheet.size == (20 * 30, 2 * 30)
    pixels = np.asarray(sheet).astype(int)
    assert abs(pixels[15, 45] - BACKGROUND).max() < 4
    assert (
        abs(pixels[45, 45] - [255, 0, 0]).max() < 8
    )  # row 1, column 1: 30 pixels wide and 10 high, in the middle
    assert abs(pixels[33, 45] - BACKGROUND).max() < 8
