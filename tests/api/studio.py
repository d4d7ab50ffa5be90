"""A folder as a researcher has it: `known` with a folder a topic, `scans` to classify, and `works.csv` with dates."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

COLOURS = {"boat": (30, 90, 170), "horse": (150, 100, 40), "house": (190, 60, 60)}
KNOWN, WORKS = 8, 120  # pictures a topic, rows of the list


def picture(topic: str, number: int) -> Image.Image:
    """Draw blots in the colour of a topic; equal numbers give equal pictures."""
    blots = np.random.default_rng([number, *topic.encode()]).integers(-60, 60, (7, 6, 3))
    return Image.fromarray((blots + COLOURS[topic]).clip(0, 255).astype(np.uint8)).resize((120, 140))


def furnish(folder: Path) -> None:
    """Draw the pictures and write the list; boats are rare before 1850 and frequent after."""
    for topic in COLOURS:
        (folder / "known" / topic).mkdir(parents=True)
        for number in range(KNOWN):
            picture(topic, number).save(folder / "known" / topic / f"{number}.png")
    (folder / "scans").mkdir()
    for number, mode in enumerate(["RGB", "RGB", "L", "RGBA", "P", "CMYK"]):
        image = picture(list(COLOURS)[number % 3], 100 + number).convert(mode)
        image.save(folder / "scans" / (f"{number}.tif" if mode == "CMYK" else f"{number}.png"))
    (folder / "scans" / "damaged.png").write_bytes((folder / "scans" / "0.png").read_bytes()[:900])
    (folder / "scans" / "empty.jpg").write_bytes(b"")
    (folder / "works.csv").write_text("\n".join(["id,title,artist,date,picture", *map(_row, range(WORKS))]))


def _row(number: int) -> str:
    topic = "boat" if number % 10 < (2 if number < WORKS / 2 else 7) else ("horse", "house")[number % 2]
    file, year = f"known/{topic}/{number % KNOWN}.png", 1800 + number * 100 // WORKS
    return f"{number},View {number},Artist {number % 40},{year},{file}"
