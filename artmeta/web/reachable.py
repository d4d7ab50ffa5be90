"""Whether a proxy of this installation answers."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

SECONDS = 5
PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def fault_of_proxy(address: str) -> str:
    """Connect to a proxy; return why that is not possible, '' if it is."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port or PORTS.get(parts.scheme, 80)
        socket.create_connection((parts.hostname or "", port), SECONDS).close()
    except (OSError, ValueError) as fault:
        return str(getattr(fault, "strerror", None) or fault)
    return ""
