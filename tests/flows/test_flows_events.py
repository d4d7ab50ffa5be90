"""A notification leaves as an event of Prefect, and as an e-mail to a real SMTP server through a block of Prefect."""

from __future__ import annotations

import logging
import socketserver
from collections.abc import Iterator
from threading import Thread

import pytest

from artmeta.steps.operations.notifications import Notification

pytestmark = pytest.mark.slow
SENT = Notification(
    "artmeta.checks.failed", "harbour", "r1", "Run r1 was stopped by 2 failed checks.", ("one", "two")
)


class Mailbox(socketserver.ThreadingTCPServer):
    """An SMTP server (RFC 5321) that accepts every mail and keeps its lines."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.lines: list[str] = []


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Mailbox)
        self.wfile.write(b"220 ready\r\n")
        in_data = False
        for line in self.rfile:
            text = line.decode().rstrip()
            self.server.lines.append(text)
            in_data = text == "data" or (in_data and text != ".")
            if text == "data":
                self.wfile.write(b"354 go on\r\n")
            elif not in_data:
                self.wfile.write(b"221 end\r\n" if text == "quit" else b"250 done\r\n")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_a_notification_is_mailed_through_a_block(
    prefect_server: None, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flows.events import EmailNotification, emit

    port = mailbox.server_address[1]
    block = EmailNotification(
        url=f"mailto://127.0.0.1:{port}?from=artmeta@museum.example&to=registrar@museum.example&mode=insecure"
    )
    block.save("registrar")  # type: ignore[unused-coroutine]
    monkeypatch.setenv("ARTMETA_NOTIFICATION_BLOCK", "artmeta-email/registrar")
    emit(SENT)
    mail = "\n".join(mailbox.lines)
    assert "rcpt TO:<registrar@museum.example>" in mail and "Subject: artmeta: harbour" in mail
    assert SENT.text in mail and "- one" in mail and "- two" in mail
    with caplog.at_level(logging.WARNING):
        monkeypatch.setenv("ARTMETA_NOTIFICATION_BLOCK", "artmeta-email/nobody")
        emit(SENT)
    assert "'artmeta-email/nobody' sent nothing: Unable to find" in caplog.text
