"""Which pictures a manifest's canvases show, and at which address each is small enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from artmeta.errors import SourceChanged
from artmeta.sources._iiif_words import id_of, listed, type_of

_IMAGES = frozenset({"Image", "dctypes:Image"})
_CHOICES = frozenset({"Choice", "oa:Choice"})
_LEVEL = re.compile(r"level([012])")
_VERSION = re.compile(r"image/(\d)|ImageService(\d)|image-api/(\d)")


def pictures_of(manifest: Mapping[str, Any], page: str, size: int) -> list[str]:
    """List the addresses of the pictures, one a canvas, in order; raise SourceChanged if there are no canvases."""
    found = []
    for canvas in _canvases(manifest, page):
        body = next(
            (body for body in _bodies(canvas) if type_of(body) in _IMAGES or _is_bare_image(body)), None
        )
        if body is not None and id_of(body):
            found.append(small_picture(body, size))
    return found


def stands_for(manifest: Mapping[str, Any]) -> str:
    """Say what the canvases hold instead of pictures."""
    kinds = {type_of(body) for canvas in _canvases(manifest, "") for body in _bodies(canvas)}
    return ", ".join(sorted(kind for kind in kinds if kind)) or "nothing"


def _canvases(manifest: Mapping[str, Any], page: str) -> list[Mapping[str, Any]]:
    """Find the canvases: version 3 has them as items, version 2 in its first sequence."""
    if isinstance(manifest.get("items"), list):
        given = manifest["items"]
    elif isinstance(manifest.get("sequences"), list) and manifest["sequences"]:
        first = manifest["sequences"][0]
        given = first.get("canvases") if isinstance(first, dict) else None
    else:
        given = None
    if not isinstance(given, list):
        raise SourceChanged(f"{page}: the manifest has no list 'items' or 'sequences' of canvases.")
    return [canvas for canvas in given if isinstance(canvas, dict)]


def _bodies(canvas: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield what is painted on a canvas; of a choice, its first picture is shown first."""
    for annotation in _annotations(canvas):
        if annotation.get("motivation") not in ("painting", "sc:painting", ["painting"], None):
            continue
        for body in listed(annotation.get("body", annotation.get("resource"))):
            if not isinstance(body, dict):
                continue
            if type_of(body) in _CHOICES:
                options = [
                    *listed(body.get("items")),
                    *listed(body.get("default")),
                    *listed(body.get("item")),
                ]
                yield from (option for option in options if isinstance(option, dict))
            elif type_of(body) == "SpecificResource" and isinstance(body.get("source"), dict):
                yield body["source"]
            else:
                yield body


def _annotations(canvas: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for page in listed(canvas.get("items")):
        if isinstance(page, dict):
            yield from (one for one in listed(page.get("items")) if isinstance(one, dict))
    yield from (one for one in listed(canvas.get("images")) if isinstance(one, dict))


def _is_bare_image(body: Mapping[str, Any]) -> bool:
    return not type_of(body) and str(body.get("format", "")).startswith("image/")


def small_picture(body: Mapping[str, Any], size: int) -> str:
    """Ask the picture's image service for a small size, as its level allows; without one, take it as it is.

    Level 2 fits into a square (`!w,h`), level 1 gives a width (`w,`), level 0 only what lies ready.
    """
    services = [one for one in listed(body.get("service")) if isinstance(one, dict) and id_of(one)]
    service = next((one for one in services if _version(one)), None)
    if service is None:
        return id_of(body)
    base, level = id_of(service).rstrip("/"), service_level(service)
    quality = "native" if _version(service) == 1 else "default"
    if level == 2:  # noqa: PLR2004  the level's own name
        return f"{base}/full/!{size},{size}/0/{quality}.jpg"
    if level == 1:
        return f"{base}/full/{_width(body, size)},/0/{quality}.jpg"
    return _ready(service, base, size, quality) or id_of(body)


def _version(service: Mapping[str, Any]) -> int:
    """The version of the Image API (1 to 3) that a service speaks; 0 if it is another kind of service."""
    said = " ".join(
        [type_of(service), str(service.get("@context", "")), *map(str, listed(service.get("profile")))]
    )
    found = _VERSION.search(said)
    if found:
        return int(next(group for group in found.groups() if group))
    return 2 if _LEVEL.search(said) else 0


def service_level(service: Mapping[str, Any]) -> int:
    levels = [_LEVEL.search(str(one)) for one in listed(service.get("profile")) if isinstance(one, str)]
    return next((int(found[1]) for found in levels if found), 0)


def _width(body: Mapping[str, Any], size: int) -> int:
    """The width at which the longer side has `size` pixels, never more than the picture has."""
    width, height = body.get("width"), body.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return size
    return max(1, min(width, round(size * width / max(width, height))))


def _ready(service: Mapping[str, Any], base: str, size: int, quality: str) -> str:
    """The smallest size that lies ready and is not below the wanted one, if the service tells."""
    sizes = [one for one in listed(service.get("sizes")) if isinstance(one, dict)]
    whole = [(one["width"], one["height"]) for one in sizes if _is_size(one)]
    fitting = sorted(pair for pair in whole if max(pair) >= size)
    return f"{base}/full/{fitting[0][0]},{fitting[0][1]}/0/{quality}.jpg" if fitting else ""


def _is_size(one: Mapping[str, Any]) -> bool:
    return isinstance(one.get("width"), int) and isinstance(one.get("height"), int)
