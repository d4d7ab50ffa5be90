"""Run the review page's server on this machine until Ctrl+C."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from artmeta.errors import ConfigError
from artmeta.review.server.access import Access
from artmeta.review.server.app import create_app
from artmeta.review.server.routes import Pictures, Subject
from artmeta.review.session import ReviewSession

HOST = "127.0.0.1"  # this machine alone; another one reaches it through an SSH tunnel
CLOSING_SECONDS = 1  # for requests that are being answered when the server is stopped


def run_server(
    session: ReviewSession,
    pictures: Pictures,
    reviewers: tuple[str, ...],
    subject: Subject,
    port: int,
    announce: Callable[[str, str], None],
) -> None:
    """Serve the review page until a signal ends the process; `announce` is called with a reviewer and an address.

    Raises ConfigError if the port is taken. Port 0 is any free one.
    """
    with listening(port) as listener:
        port = listener.getsockname()[1]
        access = Access(reviewers, lambda who, token: announce(who, f"http://{HOST}:{port}/?token={token}"))
        app = create_app(session, pictures, access, subject, port)
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, lifespan="off", ws="none",
            proxy_headers=False, timeout_graceful_shutdown=CLOSING_SECONDS,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listener])


def listening(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine; raise ConfigError if the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # before the address is printed: whoever opens it at once waits and is not refused
    except OSError as fault:
        listener.close()
        raise ConfigError(
            f"Port {port} of this machine cannot be used: {fault.strerror}.", "Name another one with --port."
        ) from None
    return listener
