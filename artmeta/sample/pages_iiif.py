"""The same works as IIIF: collections within collections, half of them version 3, half version 2 and paged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image

from artmeta.sample.faults import Plan
from artmeta.sample.files import JPEG, PLAIN, File
from artmeta.sample.html import NOTICE
from artmeta.sample.museum import Museum
from artmeta.sample.pictures import Pictures
from artmeta.sample.records import Record
from artmeta.sample.resources import Resource, Visit, as_json, of_a_work, of_all_works
from artmeta.sample.words import VENUES

OK, A_PAGE = 200, 100  # manifests on a page of a version 2 collection
HOST = "http://iiif.io/api"
P3, P2 = f"{HOST}/presentation/3/context.json", f"{HOST}/presentation/2/context.json"
LD = f'application/ld+json; profile="{P3}"'
COLLECTION = re.compile(r"/iiif/collection(?:/(?P<venue>\d))?(?:/page/(?P<page>\d{1,6}))?\.json$")
OF_A_WORK = re.compile(
    r"/iiif/(?:(?P<manifest>\d{1,7})/manifest\.json|image/w(?P<image>\d{1,7})/"
    r"(?:full/(?P<size>[^/]+)/0/default\.jpg|info\.json))$"
)
# English labels, with Welsh ones in version 3 and German ones in version 2.
LABELS = {
    "artist": ("Artist", "Arlunydd", "Künstler"),
    "date": ("Date", "Dyddiad", "Datierung"),
    "medium": ("Medium", "Cyfrwng", "Technik"),
    "venue": ("Repository", "Sefydliad", "Standort"),
    "accession_number": ("Accession number", "Rhif derbyn", "Inventarnummer"),
    "subject": ("Subject", "Pwnc", "Schlagwort"),
}
PUBLIC_DOMAIN = "http://creativecommons.org/publicdomain/mark/1.0/"
RIGHTS = {
    "CC0 1.0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "Public domain": PUBLIC_DOMAIN,
    "Public Domain Mark 1.0": PUBLIC_DOMAIN,
} | {
    f"CC {kind} 4.0": f"http://creativecommons.org/licenses/{kind.lower()}/4.0/"
    for kind in ("BY", "BY-SA", "BY-NC", "BY-NC-ND")
}
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


class IiifPages:
    """Collections, manifests and an image service under /iiif/."""

    def __init__(self, museum: Museum, plan: Plan, pictures: Pictures) -> None:
        self.museum, self.plan, self.pictures = museum, plan, pictures

    def find(self, visit: Visit) -> Resource | None:
        """Find a collection, a manifest, or a picture at a size."""
        if found := COLLECTION.fullmatch(visit.path):
            return self._collection(found["venue"], int(found["page"] or 0), visit)
        found = OF_A_WORK.fullmatch(visit.path)
        number = int(found["manifest"] or found["image"]) if found else 0
        if not found or not 1 <= number <= self.museum.works:
            return None
        if found["size"]:
            whole, size = self.pictures.at(number, visit.path), found["size"]
            return replace(whole, load=lambda: sized(whole.load(), size))
        make = self._manifest if found["manifest"] else self._info
        address = f"{visit.path} {visit.base} {self.plan.lasting(number)}"
        return of_a_work(self.museum, address, number, lambda: make(number, visit.base))

    def _collection(self, venue: str | None, page: int, visit: Visit) -> Resource | None:
        load: Callable[[], dict[str, Any]]
        if venue is None:
            load = lambda: top(visit.base)  # noqa: E731
        elif int(venue) >= len(VENUES):
            return None
        else:
            make = collection_two if int(venue) % 2 else collection_three
            load = lambda: make(int(venue), page, self._held_by(VENUES[int(venue)][0]), visit.base)  # noqa: E731
        return of_all_works(
            self.museum, f"{visit.path} {visit.base} {self.plan}", lambda: as_json(load(), LD)
        )

    def _held_by(self, venue: str) -> list[Record]:
        """A venue's records; one with the fault `duplicate` is listed twice."""
        held = [record for record in self.museum.records() if record.venue == venue]
        return [one for one in held for _ in range(1 + (self.plan.lasting(one.number) == "duplicate"))]

    def _manifest(self, number: int, base: str) -> File:
        trouble, record = self.plan.lasting(number), self.museum.record(number)
        if trouble == "hole":
            return File(b"No such manifest.\n", PLAIN, 404)
        image = f"{base}/{'private/' * (trouble == 'closed')}iiif/image/w{number:04d}"
        older = [venue[0] for venue in VENUES].index(record.venue) % 2
        manifest = (manifest_two if older else manifest_three)(record, base, image)
        if trouble == "changed":
            manifest = {
                "pages" if key in ("items", "sequences") else key: value for key, value in manifest.items()
            }
        sent = as_json(manifest, LD)
        if trouble == "invalid_utf8":
            return replace(sent, content=sent.content.replace(b"drawn, not real", b"dr\xe4wn\xff"))
        return sent

    def _info(self, number: int, base: str) -> File:
        width, height = self.museum.picture(number).size
        said = {
            "@context": f"{HOST}/image/3/context.json",
            "id": f"{base}/iiif/image/w{number:04d}",
            "type": "ImageService3",
            "protocol": f"{HOST}/image",
            "profile": "level2",
        }
        return as_json({**said, "width": width, "height": height}, "application/ld+json")


def sized(file: File, size: str) -> File:
    """The picture within the size asked for (`!w,h`, `w,`, `max`); never larger than it is."""
    found = re.fullmatch(r"!?(\d{1,5}),(\d{0,5})", size)
    if file.mime != JPEG or file.status != OK or not found:
        return file
    to = io.BytesIO()
    with Image.open(io.BytesIO(file.content)) as picture:
        if picture.width <= int(found[1]) and picture.height <= int(found[2] or picture.height):
            return file
        try:
            picture.thumbnail((int(found[1]), int(found[2] or picture.height)))
        except OSError:  # the file is damaged, and so is what the service makes of it
            return file
        picture.save(to, "JPEG", quality=85)
    return replace(file, content=to.getvalue())


def top(base: str) -> dict[str, Any]:
    """The collection of the venues' collections."""
    parts = [
        {"id": f"{base}/iiif/collection/{k}.json", "type": "Collection", "label": {"en": [venue[0]]}}
        for k, venue in enumerate(VENUES)
    ]
    return {
        "@context": P3,
        "id": f"{base}/iiif/collection.json",
        "type": "Collection",
        "label": {"en": ["The Sample Museum (drawn, not real)"]},
        "items": parts,
    }


def collection_three(venue: int, page: int, records: list[Record], base: str) -> dict[str, Any]:
    """A venue's collection of version 3, in one piece."""
    parts = [
        {"id": _manifest_at(one, base), "type": "Manifest", "label": {"en": [_title(one)]}} for one in records
    ]
    return {
        "@context": P3,
        "id": f"{base}/iiif/collection/{venue}.json",
        "type": "Collection",
        "label": {"en": [VENUES[venue][0]]},
        "items": parts,
    }


def collection_two(venue: int, page: int, records: list[Record], base: str) -> dict[str, Any]:
    """A collection of version 2 (page 0), which names its first page, or one of its pages."""
    here = f"{base}/iiif/collection/{venue}"
    said = {"@context": P2, "@type": "sc:Collection", "label": VENUES[venue][0]}
    if page == 0:
        return {**said, "@id": f"{here}.json", "total": len(records), "first": f"{here}/page/1.json"}
    part = records[(page - 1) * A_PAGE : page * A_PAGE]
    parts = [{"@id": _manifest_at(one, base), "@type": "sc:Manifest", "label": _title(one)} for one in part]
    following = {"next": f"{here}/page/{page + 1}.json"} if page * A_PAGE < len(records) else {}
    return {**said, "@id": f"{here}/page/{page}.json", "manifests": parts, **following}


def manifest_three(record: Record, base: str, image: str) -> dict[str, Any]:
    """A manifest of version 3, its words in English and Welsh, with an image service of level 2."""
    here = _manifest_at(record, base)
    pairs = [
        {"label": {"en": [english], "cy": [welsh]}, "value": {"none": [getattr(record, field)]}}
        for field, (english, welsh, _) in LABELS.items()
        if getattr(record, field)
    ]
    body = {
        "id": f"{image}/full/max/0/default.jpg",
        "type": "Image",
        "format": JPEG,
        "service": [{"id": image, "type": "ImageService3", "profile": "level2"}],
    }
    painting = {
        "id": f"{here}/a",
        "type": "Annotation",
        "motivation": "painting",
        "body": body,
        "target": f"{here}/c",
    }
    canvas = {
        "id": f"{here}/c",
        "type": "Canvas",
        "width": 800,
        "height": 600,
        "items": [{"id": f"{here}/p", "type": "AnnotationPage", "items": [painting]}],
    }
    return {
        "@context": P3,
        "id": here,
        "type": "Manifest",
        "label": {"en": [_title(record)]},
        "metadata": pairs,
        "rights": RIGHTS.get(record.rights, IN_COPYRIGHT),
        "summary": {"en": [NOTICE, "drawn, not real"]},
        "homepage": [{"id": f"{base}/{record.page}", "type": "Text", "format": "text/html"}],
        "items": [canvas],
    }


def manifest_two(record: Record, base: str, image: str) -> dict[str, Any]:
    """A manifest of version 2, its words in German, with an image service of level 1."""
    here = _manifest_at(record, base)
    pairs = [
        {"label": [{"@value": german, "@language": "de"}], "value": getattr(record, field)}
        for field, (_, _, german) in LABELS.items()
        if getattr(record, field)
    ]
    service = {
        "@context": f"{HOST}/image/2/context.json",
        "@id": image,
        "profile": f"{HOST}/image/2/level1.json",
    }
    size: dict[str, Any] = {"width": 800, "height": 600}
    resource = {
        "@id": f"{image}/full/full/0/default.jpg",
        "@type": "dctypes:Image",
        "format": JPEG,
        **size,
        "service": service,
    }
    painting = {
        "@type": "oa:Annotation",
        "motivation": "sc:painting",
        "resource": resource,
        "on": f"{here}/c",
    }
    canvas = {"@id": f"{here}/c", "@type": "sc:Canvas", "label": "1", **size, "images": [painting]}
    return {
        "@context": P2,
        "@id": here,
        "@type": "sc:Manifest",
        "label": _title(record),
        "metadata": pairs,
        "license": RIGHTS.get(record.rights, IN_COPYRIGHT),
        "description": f"{NOTICE} drawn, not real",
        "related": {"@id": f"{base}/{record.page}", "format": "text/html"},
        "sequences": [{"@type": "sc:Sequence", "canvases": [canvas]}],
    }


def _manifest_at(record: Record, base: str) -> str:
    return f"{base}/iiif/{record.number}/manifest.json"


def _title(record: Record) -> str:
    return record.title or "[untitled]"
