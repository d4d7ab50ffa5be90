"""Whether a server or a proxy of this installation answers."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import requests

from artmeta.web.proxies import session_for, unreachable

SECONDS = 5
PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}


def fault_of_server(url: str) -> str:
    """Request an address; return why it gave no answer with a status below 400, '' if it gave one."""
    try:
        with session_for(url) as session:
            answer = session.get(url, timeout=SECONDS)
    except (requests.RequestException, ValueError) as fault:
        return unreachable(fault, url) if isinstance(fault, requests.RequestException) else str(fault)
    return f"it answers with status {answer.status_code}" if answer.status_code >= requests.codes.bad else ""


def fault_of_proxy(address: str) -> str:
    """Connect to a proxy; return why that is not possible, '' if it is."""
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port or PORTS.get(parts.scheme, 80)
        socket.create_connection((parts.hostname or "", port), SECONDS).close()
    except (OSError, ValueError) as fault:
        return str(getattr(fault, "strerror", None) or fault)
    return ""
