"""The HTTP client for museum servers: rate limits per host, robots.txt, budgets, a page cache, resumable downloads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artmeta.web.policy import WebPolicy

if TYPE_CHECKING:
    from artmeta.web.client import Web
    from artmeta.web.journal import DownloadedFile

__all__ = ["DownloadedFile", "Web", "WebPolicy"]


def __getattr__(name: str) -> Any:
    """Import the HTTP library only when a client is made: reading a collection file does not need it."""
    if name == "Web":
        from artmeta.web.client import Web

        return Web
    if name == "DownloadedFile":
        from artmeta.web.journal import DownloadedFile

        return DownloadedFile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
