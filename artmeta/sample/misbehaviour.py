"""How an answer goes wrong on its way: late, cut short, of a false length, or torn off."""

from __future__ import annotations

import socket
import struct
import time
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol

from artmeta.sample.replies import PLAIN, Reply

OUTAGE_SECONDS = 0.4  # long enough that several requests meet it
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
MORE_THAN_THERE_IS = 64  # bytes that a wrong length announces too many
TORN = struct.pack("ii", 1, 0)  # a linger time of zero: closing drops what is unsent and sends RST


class Line(Protocol):
    """What a fault needs of a connection; `close_connection` ends it after this answer."""

    close_connection: bool
    connection: socket.socket

    def send_head(self, reply: Reply, length: int) -> None:
        """Send status and headers, announcing a length."""

    def send_body(self, content: bytes) -> None:
        """Send bytes of the body."""


def refuse(fault: str, number_form: bool) -> Reply:
    """The answer to a request that is turned away for now: 503, or 429 that says when to come again."""
    if fault != "too_many":
        return Reply(HTTPStatus.SERVICE_UNAVAILABLE, b"Busy.\n", PLAIN)
    when = str(RETRY_AFTER) if number_form else formatdate(time.time() + RETRY_AFTER, usegmt=True)
    return Reply(HTTPStatus.TOO_MANY_REQUESTS, b"Too many requests.\n", PLAIN | {"Retry-After": when})


def kept_of(reply: Reply, fault: str) -> bytes:
    """What of a body is sent: all, two thirds where it is cut short, a third or nothing where it is torn off."""
    third = len(reply.content) // 3
    return {
        "truncate": reply.content[: 2 * third],
        "reset": reply.content[:third] if third % 2 else b"",  # half within the body, half before any answer
    }.get(fault, reply.content)


def send(line: Line, reply: Reply, fault: str = "") -> None:
    """Send an answer with the trouble that a plan has for it."""
    kept = kept_of(reply, fault)
    more = MORE_THAN_THERE_IS if fault == "wrong_length" else 0
    if kept or fault != "reset":
        line.send_head(reply, len(reply.content) + more)
    if fault == "drip":
        _drip(line, kept)
    else:
        line.send_body(kept)
    if fault in ("truncate", "wrong_length", "reset"):
        line.close_connection = True
    if fault == "reset":
        line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, TORN)


def _drip(line: Line, content: bytes) -> None:
    piece = max(1, -(-len(content) // DRIP_PIECES))
    for start in range(0, len(content), piece):
        time.sleep(DRIP_SECONDS / DRIP_PIECES)
        line.send_body(content[start : start + piece])
