"""Response bodies: read in chunks within limits of bytes and time, checked to be complete, decoded as text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from artmeta import values
from artmeta.errors import SourceBusy, SourceTooLarge
from artmeta.web.hosts import ResponseTimeout
from artmeta.web.policy import TransferBudget

if TYPE_CHECKING:
    from artmeta.web.sending import Response

CHUNK = 262_144  # bytes a read asks for; it returns what has arrived, so that a slow transfer is noticed
_WINDOWS = "cp1252"  # what "ISO-8859-1" means on the web (WHATWG Encoding Standard)


def chunks(response: Response, limit: int, seconds: float, budget: TransferBudget) -> Iterator[bytes]:
    """Yield the decoded body as it arrives.

    Raises SourceTooLarge past `limit` bytes, SourceBusy if it takes over `seconds`, or ends early or with an error.
    """
    from urllib3.exceptions import HTTPError

    where, raw, total = response.url, response.raw, 0
    if (announced := _length(response)) is not None and announced > limit:
        raise SourceTooLarge(f"{where} announces {announced:,} bytes; at most {limit:,} are taken.")
    deadline = time.monotonic() + seconds
    try:
        while chunk := raw.read1(CHUNK, decode_content=True):
            total += len(chunk)
            budget.spend(len(chunk))
            if total > limit:
                raise SourceTooLarge(f"{where} sends more than {limit:,} bytes.")
            if time.monotonic() > deadline:
                raise ResponseTimeout(
                    f"{where} took more than {seconds:g} s and was cancelled at {total:,} bytes."
                )
            yield chunk
    except (HTTPError, OSError) as fault:
        raise SourceBusy(f"{where} broke off after {total:,} bytes: {fault}.") from fault
    if raw.length_remaining:
        raise SourceBusy(f"{where} ended {raw.length_remaining:,} bytes too early, after {total:,}.")


def _length(response: Response) -> int | None:
    """Read the announced length, if the body is sent as it is."""
    return (
        values.whole_number(response.headers.get("Content-Length", ""))
        if "Content-Encoding" not in response.headers
        else None
    )


def text_of(body: bytes, declared: str | None) -> str:
    """Decode text: by its byte order mark, else UTF-8 if it mostly is that, else as declared, else Windows-1252.

    The declaration comes third because museums' pages declare ISO-8859-1 and send UTF-8. A text in UTF-8 with a few
    broken bytes keeps all its other letters.
    """
    if marked := values.marked_encoding(body):
        return body.decode(marked, errors="replace")
    text = body.decode("utf-8", errors="replace")
    if mostly_utf8(text):
        return text
    try:
        return body.decode(_declared(declared))
    except (ValueError, LookupError):  # LookupError: it is an encoding of bytes
        return body.decode(_WINDOWS, errors="replace")


def mostly_utf8(text: str) -> bool:
    """Whether a text that was decoded as UTF-8 has at least as many letters beyond ASCII as broken places."""
    broken = text.count("\ufffd")
    return not broken or broken <= sum(letter > "\x7f" for letter in text) - broken


def _declared(charset: str | None) -> str:
    """Read a declaration as browsers do: ISO-8859-1 and ASCII mean Windows-1252."""
    name = values.encoding(charset) or _WINDOWS
    return _WINDOWS if name in ("iso8859-1", "ascii") else name
