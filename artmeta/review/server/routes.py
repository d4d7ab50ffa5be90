"""What the review page's server answers: the page, works and pictures to an open session, and reviews with its key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any

import jinja2
from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from artmeta.domain.explanation import Neighbour
from artmeta.domain.review import Source
from artmeta.review.server.access import Access, Entry
from artmeta.review.server.forms import SentFilters, SentReview, neighbour_json, work_json
from artmeta.review.session import ReviewSession

TEMPLATES = Path(__file__).parent / "templates"
ASSETS = {"page.css": "text/css", "page.js": "text/javascript", "outbox.js": "text/javascript"}
MINUTES_KEPT = 60  # by the browser, of pictures

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where pictures come from: large ones of works by id, small ones of training works by sha256, as JPEG.

    None where there is none that can be shown. `neighbours` are the training works nearest to a work, by its id.
    """

    large: Callable[[str], bytes | None]
    small: Callable[[str], bytes | None]
    neighbours: Callable[[str], Sequence[Neighbour]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a page is about: a collection by its name and title, and the source that its reviews have."""

    collection: str
    title: str
    source: Source = "page"


@dataclass(frozen=True, slots=True)
class Served:
    """What a server works with; `cookie` is the name of the session's cookie."""

    session: ReviewSession
    pictures: Pictures
    access: Access
    subject: Subject
    cookie: str


class NotEntered(Exception):
    """A request without an open session, or a review without its key."""


def served(request: Request) -> Served:
    """Return what this server works with."""
    state: Served = request.app.state.served
    return state


Server = Annotated[Served, Depends(served)]


def entered(request: Request, server: Server) -> Entry:
    """Return the session of a request's cookie; raise NotEntered where there is none."""
    entry = server.access.entry(request.cookies.get(server.cookie, ""))
    if entry is None:
        raise NotEntered
    return entry


Reader = Annotated[Entry, Depends(entered)]


def sending(entry: Reader, x_review_key: Annotated[str, Header()] = "") -> Entry:
    """Return the session of a request that has the key of its page; raise NotEntered where it has not."""
    if x_review_key != entry.key:
        raise NotEntered
    return entry


Sender = Annotated[Entry, Depends(sending)]


@router.get("/")
def page(request: Request, server: Server, token: str = "") -> Response:
    """Open a session with a token and go to the page without it; or show the page."""
    if not token:
        return HTMLResponse(_page(server, entered(request, server)))
    entry = server.access.enter(token)
    if entry is None:
        raise NotEntered
    response = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    response.set_cookie(server.cookie, entry.secret, httponly=True, samesite="strict", path="/")
    return response


@router.get("/assets/{file}")
def asset(file: str) -> Response:
    """Return the page's style or one of its scripts; they hold nothing of the collection."""
    if file not in ASSETS:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response((TEMPLATES / file).read_bytes(), media_type=ASSETS[file])


@router.get("/favicon.ico")
def icon() -> Response:
    """Browsers ask for an icon; there is none."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get("/next")
def next_work(server: Server, entry: Reader, sent: Annotated[SentFilters, Query()]) -> dict[str, Any]:
    """Return the next work by the filters, and the progress."""
    filters, session = sent.filters(), server.session
    work = session.next(entry.reviewer, filters, sent.held, sent.after)
    return {
        "work": work and work_json(work, session.decisions(work.artwork_id)),
        "progress": session.progress(entry.reviewer, filters),
    }


@router.get("/work")
def one_work(server: Server, _: Reader, id: str) -> Response:
    """Return one work, as after an undo."""
    work = server.session.works.get(id)
    if work is None:
        return JSONResponse({"error": "That work is not in this run."}, HTTPStatus.NOT_FOUND)
    return JSONResponse(work_json(work, server.session.decisions(id)))


@router.get("/last")
def last(server: Server, entry: Reader) -> dict[str, Any]:
    """Return the reviewer's last review that can be undone."""
    review = server.session.last(entry.reviewer)
    return {"last": review and {"id": review.id, "artwork_id": review.artwork_id, "action": review.action}}


@router.get("/neighbours")
def neighbours(server: Server, _: Reader, id: str) -> dict[str, Any]:
    """Return the training works nearest to a work."""
    return {"neighbours": [neighbour_json(each) for each in server.pictures.neighbours(id)]}


@router.get("/picture")
def picture(server: Server, _: Reader, id: str) -> Response:
    """Return the large picture of a work."""
    return _jpeg(server.pictures.large(id))


@router.get("/thumbnail")
def thumbnail(server: Server, _: Reader, sha256: str) -> Response:
    """Return the small picture of a training work."""
    return _jpeg(server.pictures.small(sha256))


@router.post("/reviews")
def add(server: Server, entry: Sender, sent: SentReview) -> dict[str, str]:
    """Keep a review; it is on disk before this answers. One that is sent again is kept once."""
    server.session.add(sent.review(entry.reviewer, server.subject.source))
    return {"kept": sent.id}


def _jpeg(content: bytes | None) -> Response:
    if content is None:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": f"private, max-age={60 * MINUTES_KEPT}"}
    return Response(content, media_type="image/jpeg", headers=headers)


def _page(server: Served, entry: Entry) -> str:
    works = server.session.works
    return template("page").render(
        collection=server.subject.collection,
        title=server.subject.title,
        reviewer=entry.reviewer,
        key=entry.key,
        topics=works.topics,
        flags=works.flags(),
        periods=works.periods(),
        withheld=works.withheld,
        plan=server.subject.source == "plan",
    )


@cache
def template(name: str) -> jinja2.Template:
    """Return a template of a page; everything that is put in is escaped."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.j2")
