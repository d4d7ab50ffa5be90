"""Draw a contact sheet of the sample museum: a row a topic, a column a period.

Run: `python -m bench.sample_sheet docs/sample-museum.jpg [--works 600] [--seed 1]`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

from artmeta.sample.defects import defect_of
from artmeta.sample.museum import Museum
from artmeta.sample.words import SUBJECTS
from artmeta.sample.works import PERIODS, TOPICS, Period

CELL, GAP, HEAD, SIDE = (158, 118), 6, 24, 118  # pixels: a picture, between pictures, heading, topics' names
PAPER, INK = (246, 243, 236), (34, 32, 28)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--works", type=int, default=600)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    draw_sheet(Museum(given.seed, given.works)).save(given.file, quality=54, optimize=True)


def draw_sheet(museum: Museum) -> Image.Image:
    """Draw a row a topic and a column a period, each with the first clean work in the period's main style."""
    width = SIDE + len(PERIODS) * (CELL[0] + GAP) + GAP
    sheet = Image.new("RGB", (width, HEAD + len(TOPICS) * (CELL[1] + GAP) + GAP), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    for column, period in enumerate(PERIODS):
        x = SIDE + column * (CELL[0] + GAP)
        pen.text((x, 5), f"{period.first}-{period.last}", fill=INK, font=font)
        for row, topic in enumerate(TOPICS):
            number = _example(museum, period, topic)
            if number:
                upper = (0.5, 0.12)  # where an upright picture is cut to the cell, the heads stay
                cell = ImageOps.fit(museum.picture(number), CELL, Image.Resampling.LANCZOS, centering=upper)
                sheet.paste(cell, (x, HEAD + row * (CELL[1] + GAP)))
    for row, topic in enumerate(TOPICS):
        pen.text((10, HEAD + row * (CELL[1] + GAP) + CELL[1] // 2 - 8), SUBJECTS[topic], fill=INK, font=font)
    return sheet


def _example(museum: Museum, period: Period, topic: str) -> int:
    """The first work without defect of a topic in a period's main style; 0 where there is none."""
    style = max(period.styles, key=lambda name: period.styles[name])
    for number in range(1, museum.works + 1):
        work = museum.work(number)
        fits = work.topic == topic and work.style == style and period.first <= work.year <= period.last
        if fits and not defect_of(number).kind:
            return number
    return 0


if __name__ == "__main__":
    main()
