"""The application of the review page's server: its routes, its faults as sentences, and the guard before them."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

from artmeta.errors import ArtmetaError, InputError
from artmeta.review.server.access import Access
from artmeta.review.server.guard import Guard
from artmeta.review.server.routes import NotEntered, Pictures, Served, Subject, router, template
from artmeta.review.session import ReviewSession

COOKIE = "artmeta_review_{port}"  # browsers send a cookie to every port of a machine: each server has its own


def create_app(
    session: ReviewSession, pictures: Pictures, access: Access, subject: Subject, port: int
) -> Guard:
    """Build the application that a server on `port` of this machine runs."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.state.served = Served(session, pictures, access, subject, COOKIE.format(port=port))
    app.include_router(router)
    app.add_exception_handler(NotEntered, _not_entered)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ArtmetaError, _failed)
    return Guard(app, port)


def _not_entered(request: Request, _: Exception) -> Response:
    if request.url.path == "/":
        return HTMLResponse(template("closed").render(), HTTPStatus.UNAUTHORIZED)
    return JSONResponse({"error": "The session has ended."}, HTTPStatus.UNAUTHORIZED)


def _invalid(_: Request, fault: Exception) -> Response:
    first = fault.errors()[0] if isinstance(fault, RequestValidationError) else {"loc": (), "msg": str(fault)}
    place = ".".join(str(part) for part in first["loc"])
    return JSONResponse({"error": f"{place}: {first['msg']}."}, HTTPStatus.BAD_REQUEST)


def _failed(_: Request, fault: Exception) -> Response:
    wrong = HTTPStatus.BAD_REQUEST if isinstance(fault, InputError) else HTTPStatus.SERVICE_UNAVAILABLE
    return JSONResponse({"error": str(fault)}, wrong)
