"""IIIF: a manifest with a canvas a work, and on each canvas an AnnotationPage with its topics.

Presentation API 3.0, https://iiif.io/api/presentation/3.0/. The canvas shows the picture that was classified where the
web does. All ids lie below `artmeta.invalid`: who publishes the manifest puts its own address in their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.exporters._annotations import annotation
from artmeta.exporters._assertions import AssertedWork, asserted_works, own_name, web_address
from artmeta.exporters._json_documents import write_object

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".manifest.json"
QUERY = "assertions_of_run"

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
SIZE = 1000  # pixels of a canvas whose picture has no known size


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a canvas for each work; raise ExportError if the file cannot be written."""
    manifest = _Manifest()
    write_object(path, {"@context": CONTEXT, "type": "Manifest"}, manifest.canvases(rows), manifest.tail)


@dataclass
class _Manifest:
    """The canvases, and what is known of the manifest when all of them have been made: its id and label."""

    name: str = own_name("manifests", "empty")
    title: str = "No topics"

    def canvases(self, rows: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
        for work in asserted_works(rows):
            self.name, self.title = (
                work.run_name("manifests"),
                f"Topics of {work.of.collection}, run {work.of.run_id}",
            )
            yield canvas(work)

    def tail(self) -> dict[str, Any]:
        return {"id": self.name, "label": {"none": [self.title]}}


def canvas(work: AssertedWork) -> dict[str, Any]:
    """Return a work's canvas with its picture and its topics."""
    name = work.own_name("canvases")
    picture = _picture(work)
    made = {
        "id": name,
        "type": "Canvas",
        "label": {"none": [work.of.title or work.of.artwork_id]},
        "width": work.of.image_width or SIZE,
        "height": work.of.image_height or SIZE,
        "items": [_painting(picture, name)] if picture else [],
        "annotations": [
            {
                "id": f"{name}/topics",
                "type": "AnnotationPage",
                "items": [annotation(each, name) for each in work.assertions],
            }
        ],
    }
    page = web_address(work.of.url)
    home = {"id": page, "type": "Text", "format": "text/html", "label": {"none": [work.of.title or page]}}
    optional = {"thumbnail": picture and [picture], "homepage": page and [home]}
    return {**made, **{key: value for key, value in optional.items() if value}}


def _picture(work: AssertedWork) -> dict[str, Any]:
    """Return the picture that was classified, empty if the web does not show it.

    It is the thumbnail too: Universal Viewer 4.4.0 requests one from an image service, also where there is none.
    """
    size = {"width": work.of.image_width, "height": work.of.image_height}
    body = {"id": work.picture, "type": "Image", "format": work.of.image_mime, **size}
    return {key: value for key, value in body.items() if value} if work.picture else {}


def _painting(picture: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the page of the annotation that paints the picture onto the canvas."""
    painting = {
        "id": f"{name}/picture",
        "type": "Annotation",
        "motivation": "painting",
        "body": picture,
        "target": name,
    }
    return {"id": f"{name}/pictures", "type": "AnnotationPage", "items": [painting]}
