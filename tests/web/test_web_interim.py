"""Interim responses, and statuses that answer a request which was not made."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from scripted_server import Reply, pages, scripted

from artmeta.errors import SourceBusy
from artmeta.web import Web

Visit = Callable[..., Web]
INTERIM = (
    b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
)
FINAL = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nwhole"


@contextmanager
def answering(raw: bytes) -> Iterator[str]:
    """Answer every request with the same bytes and close the connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                connection = server.accept()[0]
                with connection:
                    if connection.recv(65_536) == b"stop":
                        return
                    connection.sendall(raw)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        port = server.getsockname()[1]
        yield f"http://127.0.0.1:{port}"
        with socket.create_connection(("127.0.0.1", port)) as last:
            last.sendall(b"stop")
        thread.join()


def test_interim_responses_are_read_past(visit: Visit) -> None:
    with answering(INTERIM + FINAL) as base, visit() as web:
        assert web.text(base + "/a") == "whole"


@pytest.mark.parametrize("status", [206, 304, 416])
def test_a_part_or_a_reference_that_was_not_requested_is_a_fault(visit: Visit, status: int) -> None:
    reply = Reply(b"id,title", status, {"Content-Range": "bytes 0-7/900"} if status != 304 else {})
    with (
        scripted(pages({"/list.csv": reply})) as server,
        visit(retries=0) as web,
        pytest.raises(SourceBusy, match=f"answers {status} .* request for the whole content"),
    ):
        web.text(server.base + "/list.csv")
