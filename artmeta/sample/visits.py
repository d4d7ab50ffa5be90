"""A request to the museum's site, the documents that answer it, and the picture files, which every shape shares."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import jinja2

from artmeta.sample.defects import FaultPlan
from artmeta.sample.files import JPEG, PLAIN, STAND_IN
from artmeta.sample.http_server import ServedResponse
from artmeta.sample.museum import Museum

NOTICE = "Drawn, not real: a program painted every picture here and invented every record."
LARGE = 300_000  # bytes of a picture that is too large
AGAIN = "?again"  # what a redirect loop adds to the address, and removes


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page of a museum.

    `path` is decoded, `query` as sent, `base` the address that the visitor used; `parts` are the named parts of the
    path, and `number` the work it is about (0: none).
    """

    museum: Museum
    plan: FaultPlan
    path: str
    query: str
    base: str
    parts: Mapping[str, str | None]
    number: int = 0

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def fault(self) -> str:
        """The permanent fault of the work."""
        return self.plan.permanent(self.number)


Route = tuple[str, Callable[[Visit], ServedResponse]]  # a pattern of addresses, and what answers them


TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("artmeta.sample"),
    autoescape=jinja2.select_autoescape(),
    trim_blocks=True,
    lstrip_blocks=True,
)


def document(content: str, mime: str) -> ServedResponse:
    """Return text in UTF-8."""
    return ServedResponse(content.encode(), headers={"Content-Type": f"{mime}; charset=utf-8"})


def as_json(content: Any, mime: str = "application/json") -> ServedResponse:
    """Return a JSON document."""
    return ServedResponse(json.dumps(content, ensure_ascii=False).encode(), headers={"Content-Type": mime})


def rendered(template: str, **values: Any) -> str:
    """Fill in a file of templates/, HTML or JSON; `notice` says in each that nothing is real."""
    return TEMPLATES.get_template(template).render(notice=NOTICE, **values)


def slug(words: str) -> str:
    """Return words as a part of an address: 'É. Lamy’s' -> 'e-lamys'."""
    plain = words.casefold().replace("é", "e").replace("’", "").replace("'", "")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


TEMPLATES.filters["slug"] = slug


def image_path(plan: FaultPlan, number: int) -> str:
    """Return where a work's picture is said to be, without the leading slash."""
    return f"{'private' if plan.permanent(number) == 'closed' else 'images'}/w{number:04d}.jpg"


def image(visit: Visit) -> ServedResponse:
    """Return the picture of a work, or its permanent fault: gone, forbidden, redirected, replaced ..."""
    fault, address = "" if visit.path.startswith("/moved/") else visit.fault, visit.address
    again = address.removesuffix(AGAIN) if address.endswith(AGAIN) else address + AGAIN
    instead = {
        "gone": ServedResponse(b"This picture was here once.\n", 404, PLAIN),
        "forbidden": ServedResponse(b"This picture is not shown.\n", 403, PLAIN),
        "html": document(STAND_IN, "text/html"),
        "loop": ServedResponse(b"", 302, {**PLAIN, "Location": again}),
        "moved": ServedResponse(b"", 301, {**PLAIN, "Location": f"/moved/w{visit.number:04d}.jpg"}),
        "large": ServedResponse(b"\xff\xd8\xff" + bytes(LARGE), headers=JPEG),
    }
    if fault in instead:
        return instead[fault]
    file = visit.museum.file(visit.number)
    return replace(file, headers={**file.headers, "X-Robots-Tag": "noai"}) if fault == "noai" else file
