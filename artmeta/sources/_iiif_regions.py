"""The part of a picture that a canvas shows, where a selector cuts or turns it.

Selectors: `ImageApiSelector` of the IIIF annotation extensions (https://iiif.io/api/annex/openannotation/), and
`FragmentSelector` of the Web Annotation Data Model with a media fragment (https://www.w3.org/TR/media-frags/, 4.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artmeta.sources._iiif_json import kind_of, listed

_NUMBERS = r"\d+(?:\.\d+)?(?:,\d+(?:\.\d+)?){3}"
_REGION = re.compile(rf"square|(?:pct:)?{_NUMBERS}")
_ROTATION = re.compile(r"!?\d{1,3}(?:\.\d+)?")
_FRAGMENT = re.compile(rf"xywh=(pixel:|percent:)?({_NUMBERS})")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a picture, as the Image API writes it: the region and the rotation."""

    region: str = "full"
    rotation: str = "0"

    @property
    def is_whole(self) -> bool:
        """Whether it is the whole picture as it is."""
        return self == Part()

    def measures(self, width: int, height: int) -> tuple[int, int]:
        """Return the width and the height of the region of a picture of this size, 0 for one that is not known."""
        if self.region == "full":
            return width, height
        if self.region == "square":
            return (min(width, height),) * 2
        wide, high = (float(number) for number in self.region.removeprefix("pct:").split(",")[2:])
        if self.region.startswith("pct:"):
            wide, high = wide * width / 100, high * height / 100
        return int(wide), int(high)


def part_of(body: Mapping[str, Any]) -> Part:
    """Return what the selectors of a body leave of its picture; what is not understood counts as the whole."""
    for one in listed(body.get("selector")):
        kind = kind_of(one)
        if kind == "imageapiselector":
            region, rotation = (str(one.get(key) or "") for key in ("region", "rotation"))
            return Part(
                region if _REGION.fullmatch(region) else "full",
                rotation if _ROTATION.fullmatch(rotation) else "0",
            )
        if kind == "fragmentselector" and (match := _FRAGMENT.search(str(one.get("value")))):
            return Part(f"pct:{match[2]}" if match[1] == "percent:" else match[2])
    return Part()
