"""The same works as IIIF: collections within collections, half of them version 3, half version 2 and paged."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PIL import Image

from artmeta.sample.files import JPEG, PLAIN
from artmeta.sample.html_pages import NOTICE
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.records import Record
from artmeta.sample.visits import Visit, as_json, image
from artmeta.sample.words import VENUES

PAGE_SIZE = 100  # manifests on a page of a version 2 collection
HOST = "http://iiif.io/api"
P3, P2 = f"{HOST}/presentation/3/context.json", f"{HOST}/presentation/2/context.json"
LD = f'application/ld+json; profile="{P3}"'
# English labels, with Welsh ones in version 3 and German ones in version 2.
LABELS = {
    "artist": ("Artist", "Arlunydd", "Künstler"),
    "date": ("Date", "Dyddiad", "Datierung"),
    "medium": ("Medium", "Cyfrwng", "Technik"),
    "venue": ("Repository", "Sefydliad", "Standort"),
    "accession_number": ("Accession number", "Rhif derbyn", "Inventarnummer"),
    "subject": ("Subject", "Pwnc", "Schlagwort"),
}
CREATIVE_COMMONS = "http://creativecommons.org"
RIGHTS = {
    "CC0 1.0": f"{CREATIVE_COMMONS}/publicdomain/zero/1.0/",
    "Public domain": f"{CREATIVE_COMMONS}/publicdomain/mark/1.0/",
    "Public Domain Mark 1.0": f"{CREATIVE_COMMONS}/publicdomain/mark/1.0/",
}
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"
Json = dict[str, Any]


def collection(visit: Visit) -> ServedResponse:
    """Return the collection of the venues' collections, a venue's, or a page of one."""
    base, venue, page = visit.base, visit.parts["venue"], int(visit.parts["page"] or 0)
    if venue is None:
        items = [
            _item(f"{base}/iiif/collection/{k}.json", "Collection", one[0]) for k, one in enumerate(VENUES)
        ]
        title = "The Sample Museum (drawn, not real)"
        return as_json(_three(f"{base}/iiif/collection.json", "Collection", title, items), LD)
    name, here = VENUES[int(venue)][0], f"{base}/iiif/collection/{venue}"
    records = [
        one
        for one in visit.museum.records()
        for _ in range((one.venue == name) * (1 + (visit.plan.permanent(one.number) == "duplicate")))
    ]
    if int(venue) % 2:
        return as_json(_collection_two(here, name, page, records, base), LD)
    items = [_item(_manifest_at(one, base), "Manifest", _title(one)) for one in records]
    return as_json(_three(f"{here}.json", "Collection", name, items), LD)


def manifest(visit: Visit) -> ServedResponse:
    """Return a work's manifest, with the fault `hole`, `changed` or `invalid_utf8` where the plan says so."""
    fault, record = visit.fault, visit.museum.record(visit.number)
    if fault == "hole":
        return ServedResponse(b"No such manifest.\n", 404, PLAIN)
    service = f"{visit.base}/{'private/' * (fault == 'closed')}iiif/image/w{visit.number:04d}"
    older = [venue[0] for venue in VENUES].index(record.venue) % 2
    content = (manifest_two if older else manifest_three)(record, visit.base, service)
    if fault == "changed":
        content = {"pages" if k in ("items", "sequences") else k: value for k, value in content.items()}
    whole = as_json(content, LD)
    spoilt = whole.body.replace(b"drawn, not real", b"dr\xe4wn\xff")
    return replace(whole, body=spoilt) if fault == "invalid_utf8" else whole


def information(visit: Visit) -> ServedResponse:
    """Return the size of a work's picture."""
    width, height = visit.museum.picture(visit.number).size
    content = {
        "@context": f"{HOST}/image/3/context.json",
        "id": f"{visit.base}/iiif/image/w{visit.number:04d}",
        "type": "ImageService3",
        "protocol": f"{HOST}/image",
        "profile": "level2",
    }
    return as_json({**content, "width": width, "height": height}, "application/ld+json")


def sized_image(visit: Visit) -> ServedResponse:
    """Return the picture within the size asked for (`!w,h`, `w,`, `max`); never larger than it is."""
    file, size = image(visit), re.fullmatch(r"!?(\d{1,5}),(\d{0,5})", visit.parts["size"] or "")
    if file.headers.get("Content-Type") != JPEG["Content-Type"] or not size:
        return file
    to = io.BytesIO()
    try:
        with Image.open(io.BytesIO(file.body)) as picture:
            within = int(size[1]), int(size[2] or picture.height)
            if picture.width <= within[0] and picture.height <= within[1]:
                return file
            picture.thumbnail(within)
            picture.save(to, "JPEG", quality=85)
    except OSError:  # the file is damaged, and so is what the service makes of it
        return file
    return replace(file, body=to.getvalue())


ROUTES: tuple[tuple[str, Callable[[Visit], ServedResponse]], ...] = (
    (
        rf"/iiif/collection(?:/(?P<venue>[0-{len(VENUES) - 1}]))?(?:/page/(?P<page>\d{{1,6}}))?\.json",
        collection,
    ),
    (r"/iiif/(?P<number>\d{1,7})/manifest\.json", manifest),
    (r"/iiif/image/w(?P<number>\d{1,7})/full/(?P<size>[^/]+)/0/default\.jpg", sized_image),
    (r"/iiif/image/w(?P<number>\d{1,7})/info\.json", information),
)


def _item(address: str, kind: str, label: str) -> Json:
    return {"id": address, "type": kind, "label": {"en": [label]}}


def _three(address: str, kind: str, label: str, items: list[Json], **more: Any) -> Json:
    return {"@context": P3, **_item(address, kind, label), **more, "items": items}


def _collection_two(here: str, name: str, page: int, records: list[Record], base: str) -> Json:
    """Return a collection of version 2 (page 0), which names its first page, or one of its pages."""
    content = {"@context": P2, "@type": "sc:Collection", "label": name}
    if page == 0:
        return {**content, "@id": f"{here}.json", "total": len(records), "first": f"{here}/page/1.json"}
    manifests = [
        {"@id": _manifest_at(one, base), "@type": "sc:Manifest", "label": _title(one)}
        for one in records[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    ]
    following = {"next": f"{here}/page/{page + 1}.json"} if page * PAGE_SIZE < len(records) else {}
    return {**content, "@id": f"{here}/page/{page}.json", "manifests": manifests, **following}


def manifest_three(record: Record, base: str, service: str) -> Json:
    """Return a manifest of version 3, its words in English and Welsh, with an image service of level 2."""
    here = _manifest_at(record, base)
    body = {
        "id": f"{service}/full/max/0/default.jpg",
        "type": "Image",
        "format": JPEG["Content-Type"],
        "service": [{"id": service, "type": "ImageService3", "profile": "level2"}],
    }
    painting = {"id": f"{here}/a", "type": "Annotation", "motivation": "painting", "body": body}
    page = {"id": f"{here}/p", "type": "AnnotationPage", "items": [{**painting, "target": f"{here}/c"}]}
    canvas = {"id": f"{here}/c", "type": "Canvas", "width": 800, "height": 600, "items": [page]}
    return _three(
        here,
        "Manifest",
        _title(record),
        [canvas],
        metadata=[
            {"label": {"en": [english], "cy": [welsh]}, "value": {"none": [getattr(record, field)]}}
            for field, (english, welsh, _) in LABELS.items()
            if getattr(record, field)
        ],
        rights=_rights(record),
        summary={"en": [NOTICE, "drawn, not real"]},
        homepage=[{"id": f"{base}/{record.page}", "type": "Text", "format": "text/html"}],
    )


def manifest_two(record: Record, base: str, service: str) -> Json:
    """Return a manifest of version 2, its words in German, with an image service of level 1."""
    here, size = _manifest_at(record, base), {"width": 800, "height": 600}
    context, profile = f"{HOST}/image/2/context.json", f"{HOST}/image/2/level1.json"
    resource = {
        "@id": f"{service}/full/full/0/default.jpg",
        "@type": "dctypes:Image",
        "format": JPEG["Content-Type"],
        "service": {"@context": context, "@id": service, "profile": profile},
    }
    painting = {"@type": "oa:Annotation", "motivation": "sc:painting", "resource": {**resource, **size}}
    images = [{**painting, "on": f"{here}/c"}]
    canvas = {"@id": f"{here}/c", "@type": "sc:Canvas", "label": "1", **size, "images": images}
    return {
        "@context": P2,
        "@id": here,
        "@type": "sc:Manifest",
        "label": _title(record),
        "metadata": [
            {"label": [{"@value": german, "@language": "de"}], "value": getattr(record, field)}
            for field, (_, _, german) in LABELS.items()
            if getattr(record, field)
        ],
        "license": _rights(record),
        "description": f"{NOTICE} drawn, not real",
        "related": {"@id": f"{base}/{record.page}", "format": "text/html"},
        "sequences": [{"@type": "sc:Sequence", "canvases": [canvas]}],
    }


def _rights(record: Record) -> str:
    kind = re.fullmatch(r"CC (BY[A-Z-]*) 4\.0", record.rights)
    return (
        f"{CREATIVE_COMMONS}/licenses/{kind[1].lower()}/4.0/"
        if kind
        else RIGHTS.get(record.rights, IN_COPYRIGHT)
    )


def _manifest_at(record: Record, base: str) -> str:
    return f"{base}/iiif/{record.number}/manifest.json"


def _title(record: Record) -> str:
    return record.title or "[untitled]"
