"""Text from files, servers and labels as a terminal may show it: what would steer the terminal is spelt out."""

from __future__ import annotations

import logging
import re
from typing import Any, TextIO

from artmeta.redaction import redact

# C0 without tab and line feed, DEL, C1, marks that reverse or embed direction, line separators, lone surrogates.
STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
BREAKS = re.compile(r"[\t\n]")


def printable(text: str) -> str:
    r"""Return a text with control characters and marks of direction as escapes such as `\x1b`; lines stay lines."""
    return STEERING.sub(_escape, text)


def printable_cell(text: str) -> str:
    """Return a text as `printable` does, on one line and without tabs."""
    return BREAKS.sub(_escape, printable(text))


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


class PrintableStream:
    """A text stream that writes everything `printable`; `styled` is the stream below, for rich alone."""

    def __init__(self, stream: TextIO) -> None:
        self.styled = stream

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        self.styled.write(printable(text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.styled, name)


class PrintableRecord(logging.LogRecord):
    """A log record whose message is `printable` and holds no password or token."""

    def getMessage(self) -> str:  # noqa: N802  the standard library's name
        """Return the message with its arguments filled in."""
        return printable(redact(super().getMessage()))
