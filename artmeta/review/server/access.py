"""Who may use the review page: a one-time token in the address opens a session for one reviewer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

BYTES = 32  # of a token; 256 bits cannot be guessed


@dataclass(frozen=True, slots=True)
class Entry:
    """An open session: its reviewer, the secret in the cookie, and the key that the page sends with each review."""

    reviewer: str
    secret: str
    key: str


class Access:
    """One-time tokens and open sessions; they end with the server.

    `announce` is called with a reviewer and a new token at the start, and again when a token has been used, so that
    the reviewer can open the page in another browser.
    """

    def __init__(self, reviewers: tuple[str, ...], announce: Callable[[str, str], None]) -> None:
        self._announce = announce
        self._tokens: dict[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._lock = Lock()
        for reviewer in reviewers:
            self._offer(reviewer)

    def enter(self, token: str) -> Entry | None:
        """Use a token up and open a session; None where it is unknown or was used before."""
        with self._lock:
            reviewer = self._tokens.pop(token, None)
        if reviewer is None:
            return None
        entry = Entry(reviewer, secrets.token_urlsafe(BYTES), secrets.token_urlsafe(BYTES))
        with self._lock:
            self._entries[entry.secret] = entry
        self._offer(reviewer)
        return entry

    def entry(self, secret: str) -> Entry | None:
        """Return the session of a cookie."""
        with self._lock:
            return self._entries.get(secret)

    def _offer(self, reviewer: str) -> None:
        token = secrets.token_urlsafe(BYTES)
        with self._lock:
            self._tokens[token] = reviewer
        self._announce(reviewer, token)
