"""Which requests reach the review page: those to this machine's own address, from the page itself."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

READING = ("GET", "HEAD")
OWN_SITE = ("same-origin", "none")  # values of Sec-Fetch-Site; none is an address that a person entered
MAX_BODY = 64 * 1024  # bytes; a review has about 1 kB
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


class Guard:
    """Refuses what another site's page, or a name that was pointed at this machine, could send.

    A request must name this server in its Host header (against DNS rebinding). One that writes must name it in its
    Origin header, have a JSON body of known and small length, and must not come from another site by Sec-Fetch-Site.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on and add the security headers to its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        reason = self._refusal(scope["method"], Headers(scope=scope))
        if reason:
            await PlainTextResponse(reason, HTTPStatus.FORBIDDEN, HEADERS)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _refusal(self, method: str, headers: Headers) -> str:
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._hosts:
            return "This server answers only at the address that it printed."
        if origin is not None and origin != f"http://{host}":
            return "Another site's page may not use this server."
        return "" if method in READING else _refusal_of_review(headers)


def _refusal_of_review(headers: Headers) -> str:
    if "origin" not in headers or headers.get("sec-fetch-site", OWN_SITE[0]) not in OWN_SITE:
        return "Only the review page may send reviews."
    length = headers.get("content-length", "")
    if not length.isdigit() or int(length) > MAX_BODY:
        return f"A review has at most {MAX_BODY} bytes."
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return "A review is sent as JSON."
    return ""
