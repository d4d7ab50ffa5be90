"""The same works as IIIF: collections within collections, half of them version 3, half version 2 and paged."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

from PIL import Image

from artmeta.sample.files import JPEG, PLAIN
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.visits import Route, Visit, image, rendered
from artmeta.sample.words import IIIF_LABELS, IIIF_RIGHTS, VENUE_NAMES

PAGE_SIZE = 100  # manifests on a page of a version 2 collection
LD = 'application/ld+json; profile="http://iiif.io/api/presentation/3/context.json"'
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


def collection(visit: Visit) -> ServedResponse:
    """Return the collection of the venues' collections, a venue's, or a page of one."""
    base, venue, page = f"{visit.base}/iiif", visit.parts["venue"], int(visit.parts["page"] or 0)
    if venue is None:
        items = [(f"{base}/collection/{k}.json", "Collection", name) for k, name in enumerate(VENUE_NAMES)]
        title = "The Sample Museum (drawn, not real)"
        return _document("iiif3_collection.json", here=f"{base}/collection.json", name=title, items=items)
    name, here = VENUE_NAMES[int(venue)], f"{base}/collection/{venue}"
    items = [
        (f"{base}/{one.number}/manifest.json", "Manifest", one.title or "[untitled]")
        for one in visit.museum.records()
        for _ in range((one.venue == name) * (1 + (visit.plan.permanent(one.number) == "duplicate")))
    ]
    if int(venue) % 2 == 0:
        return _document("iiif3_collection.json", here=f"{here}.json", name=name, items=items)
    shown, more = items[max(0, page - 1) * PAGE_SIZE : page * PAGE_SIZE], page * PAGE_SIZE < len(items)
    values = {"here": here, "name": name, "total": len(items), "page": page, "items": shown, "more": more}
    return _document("iiif2_collection.json", **values)


def manifest(visit: Visit) -> ServedResponse:
    """Return a work's manifest, with the fault `hole`, `changed` or `invalid_utf8` where the plan says so."""
    fault, record = visit.fault, visit.museum.record(visit.number)
    if fault == "hole":
        return ServedResponse(b"No such manifest.\n", 404, PLAIN)
    whole = _document(
        f"iiif{3 - VENUE_NAMES.index(record.venue) % 2}_manifest.json",
        record=record,
        title=record.title or "[untitled]",
        fields=[(name, labels) for name, labels in IIIF_LABELS.items() if getattr(record, name)],
        here=f"{visit.base}/iiif/{record.number}/manifest.json",
        service=f"{visit.base}/{'private/' * (fault == 'closed')}iiif/image/w{visit.number:04d}",
        base=visit.base,
        rights=IIIF_RIGHTS.get(record.rights, IN_COPYRIGHT),
        changed=fault == "changed",
    )
    damaged = whole.body.replace(b"drawn, not real", b"dr\xe4wn\xff")
    return replace(whole, body=damaged) if fault == "invalid_utf8" else whole


def information(visit: Visit) -> ServedResponse:
    """Return the size of a work's picture."""
    size = visit.museum.picture(visit.number).size
    whole = _document("iiif3_image.json", base=visit.base, number=visit.number, size=size)
    return replace(whole, headers={"Content-Type": "application/ld+json"})


def sized_image(visit: Visit) -> ServedResponse:
    """Return the picture within the size asked for (`!w,h`, `w,`, `max`); never larger than it is."""
    file, size = image(visit), re.fullmatch(r"!?(\d{1,5}),(\d{0,5})", visit.parts["size"] or "")
    if file.headers.get("Content-Type") == JPEG["Content-Type"] and size:
        # A damaged file is served as it is.
        with suppress(OSError), Image.open(io.BytesIO(file.body)) as picture:
            within, to = (int(size[1]), int(size[2] or picture.height)), io.BytesIO()
            if picture.width > within[0] or picture.height > within[1]:
                picture.thumbnail(within)
                picture.save(to, "JPEG", quality=85)
                return replace(file, body=to.getvalue())
    return file


VENUE = rf"(?:/(?P<venue>[0-{len(VENUE_NAMES) - 1}]))?"
ROUTES: tuple[Route, ...] = (
    (rf"/iiif/collection{VENUE}(?:/page/(?P<page>\d{{1,6}}))?\.json", collection),
    (r"/iiif/(?P<number>\d{1,7})/manifest\.json", manifest),
    (r"/iiif/image/w(?P<number>\d{1,7})/full/(?P<size>[^/]+)/0/default\.jpg", sized_image),
    (r"/iiif/image/w(?P<number>\d{1,7})/info\.json", information),
)


def _document(template: str, **values: Any) -> ServedResponse:
    return ServedResponse(rendered(template, **values).encode(), headers={"Content-Type": LD})
