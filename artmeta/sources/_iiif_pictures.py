"""Which pictures a manifest's canvases show, and at which address each is small enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from artmeta.errors import SourceChanged
from artmeta.sources._iiif_json import id_of, kind_of, listed, type_of
from artmeta.sources._iiif_sizes import image_service

IMAGES = frozenset({"image", "stillimage"})
Fetch = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class CanvasPicture:
    """One picture of a canvas: its address, the licence that the body or the canvas states, and a second address."""

    url: str
    rights: str = ""
    fallback: str = ""


def pictures_of(manifest: Mapping[str, Any], page: str, size: int, fetch: Fetch) -> list[CanvasPicture]:
    """List the pictures, one a canvas, in order; raise SourceChanged if there are no canvases.

    `fetch` reads an annotation page that a canvas only names; what it raises is passed on.
    """
    result = []
    for canvas in _canvases(manifest, page):
        pictures = (_picture(body, canvas, size) for body in _bodies(canvas, fetch) if _is_image(body))
        first = next((one for one in pictures if one.url), None)
        if first is not None:
            result.append(first)
    return result


def stands_for(manifest: Mapping[str, Any]) -> str:
    """Say what the canvases hold instead of pictures."""
    kinds = {type_of(body) for canvas in _canvases(manifest, "") for body in _bodies(canvas, lambda _: None)}
    return ", ".join(sorted(kind for kind in kinds if kind)) or "nothing"


def addresses_of(body: Mapping[str, Any], size: int, canvas: Mapping[str, Any]) -> list[str]:
    """List the addresses of the picture of a body on a canvas in order of preference; empty if there is none.

    First the small size that its image service allows, then the body's own address, then the service's whole picture.
    Of a part of a picture, the body's own address would show more.
    """
    own, service = id_of(body), image_service(body)
    result = [own]
    if service is not None:
        own = own if service.part.is_whole else ""
        result = [service.small(size, body, canvas), own, service.whole()]
    return list(dict.fromkeys(filter(None, result)))


def _picture(body: Mapping[str, Any], canvas: Mapping[str, Any], size: int) -> CanvasPicture:
    stated = [
        id_of(one)
        for thing in (body, canvas)
        for key in ("rights", "license")
        for one in listed(thing.get(key))
    ]
    url, *others = addresses_of(body, size, canvas) or [""]
    fallback = next((one for one in others if one.startswith(("http://", "https://"))), "")
    return CanvasPicture(url, next(filter(None, stated), ""), fallback)


def _canvases(manifest: Mapping[str, Any], page: str) -> list[Mapping[str, Any]]:
    """Find the canvases: version 3 has them as items, version 2 in its first sequence."""
    if isinstance(manifest.get("items"), list):
        canvases = manifest["items"]
    else:
        first = next(iter(listed(manifest.get("sequences"))), None)
        canvases = first.get("canvases", first.get("items")) if isinstance(first, dict) else None
    if not isinstance(canvases, list):
        raise SourceChanged(f"{page}: the manifest has no list 'items' or 'sequences' of canvases.")
    return [canvas for canvas in canvases if isinstance(canvas, dict)]


def _bodies(canvas: Mapping[str, Any], fetch: Fetch) -> Iterator[Mapping[str, Any]]:
    """Yield what is painted on a canvas; of a choice, its first picture is shown first."""
    for annotation in _annotations(canvas, fetch):
        if _is_painting(annotation.get("motivation")):
            for body in listed(annotation.get("body", annotation.get("resource"))):
                yield from _unfolded(body)


def _unfolded(body: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield what a body stands for: the parts of a choice, the source of a specific resource, or itself."""
    if isinstance(body, str):
        yield {"id": body, "type": "Image"}
    if not isinstance(body, dict) or depth > 3:  # noqa: PLR2004  a choice within a part of a choice; no museum nests more
        return
    kind = kind_of(body)
    if kind in ("choice", "list", "composite"):
        parts = [body.get(key) for key in ("default", "items", "item", "members")]
    elif kind == "specificresource":
        wholes = [one for key in ("source", "full") for one in listed(body.get(key))]
        cut = {key: body[key] for key in ("selector",) if key in body}
        parts = [{**one, **cut} if isinstance(one, dict) else one for one in wholes]
    else:
        yield body
        return
    for part in parts:
        for one in listed(part):
            yield from _unfolded(one, depth + 1)


def _is_painting(motivation: object) -> bool:
    """Whether an annotation paints its body onto the canvas; one that names no motivation does."""
    motivations = [one for one in listed(motivation) if one]
    return not motivations or any(
        isinstance(one, str) and kind_of({"type": one}) == "painting" for one in motivations
    )


def _annotations(canvas: Mapping[str, Any], fetch: Fetch) -> Iterator[Mapping[str, Any]]:
    for page in listed(canvas.get("items")):
        whole = page
        if isinstance(page, str) or (
            isinstance(page, dict) and "items" not in page and kind_of(page) == "annotationpage"
        ):
            whole = fetch(id_of(page)) if id_of(page) else None
        if isinstance(whole, dict):
            yield from (one for one in listed(whole.get("items")) if isinstance(one, dict))
    yield from (one for one in listed(canvas.get("images")) if isinstance(one, dict))


def _is_image(body: Mapping[str, Any]) -> bool:
    """Whether a body is a picture: by its type's end, else by its format or its image service."""
    kind = kind_of(body)
    if kind:
        return kind in IMAGES
    return str(body.get("format", "")).startswith("image/") or image_service(body) is not None
