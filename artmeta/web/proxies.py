"""Proxies and certificates as the environment names them (HTTP_PROXY, HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE)."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, PoolError, ProtocolError, ProxyError

from artmeta.web.addresses import is_literal_private

WANTS_NAME = "407"


def proxies_of(url: str) -> dict[str, str]:
    """Return the proxies for an address by scheme; this machine and private numbers are never reached through one."""
    local = is_literal_private(urlsplit(url).hostname or "")
    return {} if local else requests.utils.get_environ_proxies(url)


def certificates() -> str | bool:
    """Return the file or folder of the trusted certificate authorities; True for those of certifi."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or True


def session_for(url: str) -> requests.Session:
    """Return a session for requests to one address, with its proxy; what else the environment holds is not sent."""
    session = requests.Session()
    session.trust_env = False
    session.proxies.update(proxies_of(url))
    session.verify = certificates()
    return session


def unreachable(fault: Exception, url: str) -> str:
    """Say why an address cannot be reached: a fault of the proxy names the proxy, without its password."""
    inner = fault.args[0] if isinstance(fault, requests.RequestException) and fault.args else fault
    reason = getattr(inner, "reason", None) or inner
    if not isinstance(reason, ProxyError):
        return _plain(reason)
    proxy = urlsplit(requests.utils.select_proxy(url, proxies_of(url)) or "")
    cause = reason.original_error
    why = "does not answer" if isinstance(cause, HTTPError) else f"refuses ({cause})"
    hint = ", which wants a name and a password" if WANTS_NAME in str(cause) else ""
    variable = f"{urlsplit(url).scheme.upper()}_PROXY"
    return f"the proxy {proxy.hostname}:{proxy.port} of {variable} {why}{hint}"


def _plain(reason: object) -> str:
    """Return the words of a fault of urllib3 without the representation of the connection that they begin with."""
    if isinstance(reason, ProtocolError) and len(reason.args) > 1:
        return str(reason.args[-1])
    owner = getattr(reason, "conn", None) or (reason.pool if isinstance(reason, PoolError) else None)
    return str(reason).removeprefix(f"{owner}: ")
