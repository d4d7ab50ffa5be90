"""The one way to other people's servers: polite, bounded, and wary of what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artmeta.web.policy import WebPolicy

if TYPE_CHECKING:
    from artmeta.web.client import Web
    from artmeta.web.journal import DownloadedFile

__all__ = ["DownloadedFile", "Web", "WebPolicy"]


def __getattr__(name: str) -> Any:
    """Load the HTTP library only when somebody goes out: reading a collection file does not need it."""
    if name == "Web":
        from artmeta.web.client import Web

        return Web
    if name == "DownloadedFile":
        from artmeta.web.journal import DownloadedFile

        return DownloadedFile
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
