"""IIIF's own documents: collections and manifests of versions 2 and 3, with words in several languages."""

from __future__ import annotations

from typing import Any

from artmeta.sample.files import JPEG
from artmeta.sample.html import NOTICE
from artmeta.sample.records import Record
from artmeta.sample.words import VENUES

A_PAGE = 100  # manifests on a page of a version 2 collection
P3, P2 = "http://iiif.io/api/presentation/3/context.json", "http://iiif.io/api/presentation/2/context.json"
# Labels as a Welsh and a German house would have them, beside the English ones.
LABELS = {
    "artist": {"en": "Artist", "cy": "Arlunydd", "de": "Künstler"},
    "date": {"en": "Date", "cy": "Dyddiad", "de": "Datierung"},
    "medium": {"en": "Medium", "cy": "Cyfrwng", "de": "Technik"},
    "accession_number": {"en": "Accession number", "cy": "Rhif derbyn", "de": "Inventarnummer"},
    "venue": {"en": "Repository", "cy": "Sefydliad", "de": "Standort"},
    "subject": {"en": "Subject", "cy": "Pwnc", "de": "Schlagwort"},
}
RIGHTS = {
    "CC0 1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "Public domain": "http://creativecommons.org/publicdomain/mark/1.0/",
    "Public Domain Mark 1.0": "http://creativecommons.org/publicdomain/mark/1.0/",
    "CC BY 4.0": "http://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "http://creativecommons.org/licenses/by-nc/4.0/",
    "CC BY-NC-ND 4.0": "http://creativecommons.org/licenses/by-nc-nd/4.0/",
}
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


def top(base: str) -> dict[str, Any]:
    """The collection of the venues' collections."""
    parts = [
        {"id": f"{base}/iiif/collection/{k}.json", "type": "Collection", "label": {"en": [venue[0]]}}
        for k, venue in enumerate(VENUES)
    ]
    return {"@context": P3, "id": f"{base}/iiif/collection.json", "type": "Collection",
            "label": {"en": ["The Sample Museum (drawn, not real)"]}, "items": parts}  # fmt: skip


def collection_three(venue: int, page: int, records: list[Record], base: str) -> dict[str, Any]:
    """A venue's collection of version 3, in one piece."""
    parts = [
        {"id": address(record, base), "type": "Manifest", "label": {"en": [_title(record)]}}
        for record in records
    ]
    return {"@context": P3, "id": f"{base}/iiif/collection/{venue}.json", "type": "Collection",
            "label": {"en": [VENUES[venue][0]]}, "items": parts}  # fmt: skip


def collection_two(venue: int, page: int, records: list[Record], base: str) -> dict[str, Any]:
    """The collection itself (page 0), which names its first page, or one of its pages."""
    here = f"{base}/iiif/collection/{venue}"
    said = {"@context": P2, "@type": "sc:Collection", "label": VENUES[venue][0]}
    if page == 0:
        return said | {"@id": f"{here}.json", "total": len(records), "first": f"{here}/page/1.json"}
    part = records[(page - 1) * A_PAGE : page * A_PAGE]
    parts = [
        {"@id": address(record, base), "@type": "sc:Manifest", "label": _title(record)} for record in part
    ]
    on = {"next": f"{here}/page/{page + 1}.json"} if page * A_PAGE < len(records) else {}
    return said | {"@id": f"{here}/page/{page}.json", "manifests": parts} | on


def address(record: Record, base: str) -> str:
    """Where a work's manifest is."""
    return f"{base}/iiif/{record.number}/manifest.json"


def manifest_three(record: Record, base: str, image: str) -> dict[str, Any]:
    """A manifest of version 3, its words in English and Welsh, with an image service of level 2."""
    pairs = [
        {"label": {"en": [names["en"]], "cy": [names["cy"]]}, "value": {"none": [getattr(record, field)]}}
        for field, names in LABELS.items() if getattr(record, field)
    ]  # fmt: skip
    service = [{"id": image, "type": "ImageService3", "profile": "level2"}]
    body = {"id": f"{image}/full/max/0/default.jpg", "type": "Image", "format": JPEG, "service": service}
    here = address(record, base)
    painting = {
        "id": f"{here}/a",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": f"{here}/c",
    }
    canvas = {"id": f"{here}/c", "type": "Canvas", "width": 800, "height": 600,
              "items": [{"id": f"{here}/p", "type": "AnnotationPage", "items": [painting]}]}  # fmt: skip
    return {
        "@context": P3, "id": here, "type": "Manifest", "label": {"en": [_title(record)]}, "metadata": pairs,
        "rights": RIGHTS.get(record.rights, IN_COPYRIGHT), "summary": {"en": [NOTICE, "drawn, not real"]},
        "homepage": [{"id": f"{base}/{record.page}", "type": "Text", "format": "text/html"}], "items": [canvas],
    }  # fmt: skip


def manifest_two(record: Record, base: str, image: str) -> dict[str, Any]:
    """A manifest of version 2, its words in German, with an image service of level 1."""
    pairs = [
        {"label": [{"@value": names["de"], "@language": "de"}], "value": getattr(record, field)}
        for field, names in LABELS.items() if getattr(record, field)
    ]  # fmt: skip
    service = {"@context": "http://iiif.io/api/image/2/context.json", "@id": image,
               "profile": "http://iiif.io/api/image/2/level1.json"}  # fmt: skip
    resource = {"@id": f"{image}/full/full/0/default.jpg", "@type": "dctypes:Image", "format": JPEG,
                "width": 800, "height": 600, "service": service}  # fmt: skip
    here = address(record, base)
    painting = {
        "@type": "oa:Annotation",
        "motivation": "sc:painting",
        "resource": resource,
        "on": f"{here}/c",
    }
    canvas = {
        "@id": f"{here}/c",
        "@type": "sc:Canvas",
        "label": "1",
        "width": 800,
        "height": 600,
        "images": [painting],
    }
    return {
        "@context": P2, "@id": here, "@type": "sc:Manifest", "label": _title(record), "metadata": pairs,
        "license": RIGHTS.get(record.rights, IN_COPYRIGHT), "description": f"{NOTICE} drawn, not real",
        "related": {"@id": f"{base}/{record.page}", "format": "text/html"},
        "sequences": [{"@type": "sc:Sequence", "canvases": [canvas]}],
    }  # fmt: skip


def _title(record: Record) -> str:
    return record.title or "[untitled]"


def venue_number(record: Record) -> int:
    """The place of a record's venue among the venues; odd ones speak version 2."""
    return [venue[0] for venue in VENUES].index(record.venue)
