"""Requests for small pictures of a IIIF image service, in a form that its version and compliance level allow.

Image API 1.0 to 3.0 (https://iiif.io/api/image/): level 0 gives the whole picture and the sizes it lists, level 1 also
a width (`w,`), level 2 also the best fit into a square (`!w,h`). Version 3 answers a size above the picture's own, or
above `maxWidth`, `maxHeight` or `maxArea`, with an error.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from artmeta.sources._iiif_json import id_of, kind_of, listed
from artmeta.sources._iiif_regions import Part, part_of

_LEVEL = re.compile(r"level\s*(\d)", re.I)
_VERSION = re.compile(
    r"image/(\d)|ImageService(\d)|image-api/(\d)|(library\.stanford\.edu/iiif/image-api)", re.I
)
BEST_FIT, BY_WIDTH = 2, 1  # the lowest levels that allow `!w,h` and `w,`
_CONFINED = {"sizeByConfinedWh", "sizeByWh"}  # what versions 3 and 2 call the support of `!w,h`


@dataclass(frozen=True, slots=True)
class ImageService:
    """A IIIF image service as a manifest or an info.json describes it, and the part of its picture to request."""

    base: str
    version: int
    level: int
    given: Mapping[str, Any]
    part: Part

    @property
    def quality(self) -> str:
        """The word for the picture's usual colours: `native` in version 1, `default` since."""
        return "native" if self.version == 1 else "default"

    def whole(self) -> str:
        """Return the address of the picture, or the part of it, at its full size."""
        return self._address("max" if self.version >= 3 else "full")  # noqa: PLR2004  the version's own number

    def small(self, size: int, body: Mapping[str, Any], canvas: Mapping[str, Any]) -> str:
        """Return the address of a picture whose longer side has `size` pixels; '' where only the whole can be had.

        `body` is what the service belongs to: its width and height count where the service does not give its own. The
        `canvas` has the shape of what it shows: of the part where the picture's own size is not given.
        """
        width, height = self.part.measures(*(_measures(self.given) or _measures(body) or (0, 0)))
        if not width:
            width, height = _measures(canvas) or (0, 0)
        longest = self._longest(size, width, height)
        if self.level >= BEST_FIT or self._supports(_CONFINED):
            return self._address(f"!{longest},{longest}")
        if self.level >= BY_WIDTH or self._supports({"sizeByW"}):
            return self._address(f"{_width(longest, width, height)},")
        return self._listed(size)

    def _longest(self, size: int, width: int, height: int) -> int:
        """The longer side, in pixels, within the limits that the service states."""
        limits = [self.given, *(one for one in listed(self.given.get("profile")) if isinstance(one, dict))]
        sides = [size]
        for limit in limits:
            sides += [side for key in ("maxWidth", "maxHeight") if (side := _pixels(limit.get(key)))]
            if area := _pixels(limit.get("maxArea")):
                ratio = max(width, height) / min(width, height) if width and height else 1.0
                sides.append(math.isqrt(int(area * ratio)) if ratio > 1 else math.isqrt(area))
        return max(1, min(sides))

    def _listed(self, size: int) -> str:
        """Return the request of the smallest listed size of at least `size` pixels; '' if there is none, or a part."""
        if not self.part.is_whole:
            return ""
        sizes = [measures for one in listed(self.given.get("sizes")) if (measures := _measures(one))]
        fitting = sorted((pair for pair in sizes if max(pair) >= size and min(pair) > 0), key=max)
        return self._address(f"{fitting[0][0]},{fitting[0][1]}") if fitting else ""

    def _supports(self, features: set[str]) -> bool:
        supported = [*listed(self.given.get("extraFeatures"))]
        for one in listed(self.given.get("profile")):
            supported += listed(one.get("supports")) if isinstance(one, dict) else []
        return any(isinstance(one, str) and one in features for one in supported)

    def _address(self, size: str) -> str:
        return f"{self.base}/{self.part.region}/{size}/{self.part.rotation}/{self.quality}.jpg"


def image_service(body: Mapping[str, Any]) -> ImageService | None:
    """Find the image service of a body; None where it has none with an address on the web."""
    for one in listed(body.get("service")):
        base = id_of(one).removesuffix("/info.json").rstrip("/")
        if isinstance(one, dict) and base.startswith(("http://", "https://")) and (version := _version(one)):
            return ImageService(base, version, service_level(one), one, part_of(body))
    return None


def service_level(service: Mapping[str, Any]) -> int:
    """Return the compliance level, 0 where none is stated; one that does not exist (`level3`) counts as 1."""
    matches = [_LEVEL.search(one) for one in listed(service.get("profile")) if isinstance(one, str)]
    level = next((int(one[1]) for one in matches if one), 0)
    return level if level <= BEST_FIT else BY_WIDTH


def _version(service: Mapping[str, Any]) -> int:
    """The version of the Image API (1 to 3) of a service; 0 if it is another kind of service."""
    profiles = [one for one in listed(service.get("profile")) if isinstance(one, str)]
    match = _VERSION.search(" ".join([kind_of(service), str(service.get("@context", "")), *profiles]))
    if match:
        number = next((group for group in match.groups()[:3] if group), "1")
        return min(3, max(1, int(number)))
    return 2 if any(_LEVEL.search(one) for one in profiles) else 0


def _width(longest: int, width: int, height: int) -> int:
    """The width at which the longer side has `longest` pixels, never more than the picture has."""
    if not width:
        return longest
    return max(1, min(width, round(longest * width / max(width, height)), longest))


def _measures(thing: Any) -> tuple[int, int] | None:
    """Width and height in pixels, 0 for a height that is not given; None without a width."""
    if not isinstance(thing, dict) or not (width := _pixels(thing.get("width"))):
        return None
    return width, _pixels(thing.get("height"))


def _pixels(value: object) -> int:
    """Read a number of pixels, also one written as a text; 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:  # noqa: PLR2004
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e9:  # noqa: PLR2004
        return 0
    return int(value)
