"""Addresses that a page may link to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def linked_address(url: str) -> str:
    """Return an address that may be opened from the page; of another scheme than http(s) or of this machine, nothing.

    A server on this machine alone, such as the sample museum's, has mostly ended when the page is read.
    """
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        return ""
    return url if address.scheme in ("http", "https") and host and not _is_this_machine(host) else ""


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
