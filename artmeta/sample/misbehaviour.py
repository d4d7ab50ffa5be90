"""How an answer goes wrong on its way: late, cut short, of a false length, or torn off."""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Protocol

from artmeta.sample.replies import PLAIN, Reply

OUTAGE_SECONDS = 0.4  # long enough that several requests meet it
DRIP_PIECES, DRIP_SECONDS = 10, 0.5  # short enough for a harvest of thousands
RETRY_AFTER = 1  # seconds: the header has no fractions
MORE_THAN_THERE_IS = 64  # bytes that a wrong length announces too many


class Line(Protocol):
    """What a fault needs of a connection; `close_connection` ends it after this answer."""

    close_connection: bool
    connection: socket.socket

    def send_head(self, reply: Reply, length: int) -> None:
        """Send status and headers, announcing a length."""

    def send_body(self, content: bytes) -> None:
        """Send bytes of the body."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an answer: for the log."""

    status: int
    sent: int
    retry_after: float = 0.0


def refuse(fault: str, number_form: bool) -> Reply:
    """The answer to a request that is turned away for now: 503, or 429 that says when to come again."""
    if fault != "too_many":
        return Reply(HTTPStatus.SERVICE_UNAVAILABLE, b"Busy.\n", PLAIN)
    when = str(RETRY_AFTER) if number_form else formatdate(time.time() + RETRY_AFTER, usegmt=True)
    return Reply(HTTPStatus.TOO_MANY_REQUESTS, b"Too many requests.\n", PLAIN | {"Retry-After": when})


def send(line: Line, reply: Reply, fault: str = "") -> Outcome:
    """Send an answer with the trouble that a plan has for it."""
    return MANNERS.get(fault, _properly)(line, reply)


def _properly(line: Line, reply: Reply) -> Outcome:
    line.send_head(reply, len(reply.content))
    line.send_body(reply.content)
    return Outcome(reply.status, len(reply.content), RETRY_AFTER if "Retry-After" in reply.headers else 0.0)


def _drip(line: Line, reply: Reply) -> Outcome:
    line.send_head(reply, len(reply.content))
    piece = max(1, -(-len(reply.content) // DRIP_PIECES))
    for start in range(0, len(reply.content), piece):
        time.sleep(DRIP_SECONDS / DRIP_PIECES)
        line.send_body(reply.content[start : start + piece])
    return Outcome(reply.status, len(reply.content))


def _truncate(line: Line, reply: Reply) -> Outcome:
    kept = reply.content[: len(reply.content) * 2 // 3]
    line.send_head(reply, len(reply.content))
    line.send_body(kept)
    line.close_connection = True
    return Outcome(reply.status, len(kept))


def _wrong_length(line: Line, reply: Reply) -> Outcome:
    line.send_head(reply, len(reply.content) + MORE_THAN_THERE_IS)
    line.send_body(reply.content)
    line.close_connection = True
    return Outcome(reply.status, len(reply.content))


def _reset(line: Line, reply: Reply) -> Outcome:
    """Tear the connection down with RST: a zero linger time drops what is unsent."""
    kept = reply.content[: len(reply.content) // 3]
    if len(kept) % 2:  # half of the resets come within the body, half before any answer
        line.send_head(reply, len(reply.content))
        line.send_body(kept)
    else:
        kept = b""
    line.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.close_connection = True
    return Outcome(reply.status if kept else 0, len(kept))


MANNERS: dict[str, Callable[[Line, Reply], Outcome]] = {
    "drip": _drip,
    "truncate": _truncate,
    "wrong_length": _wrong_length,
    "reset": _reset,
}
