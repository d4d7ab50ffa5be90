"""Connections to checked addresses: a host name is resolved once, and only a permitted address is connected to.

So a name that resolves to a public address first and to a private one later (DNS rebinding) has no effect.
"""

from __future__ import annotations

import http.client
import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from artmeta.errors import SourceRefused
from artmeta.web.addresses import is_permitted
from artmeta.web.deadlines import current


def connect(connection: HTTPConnection, allow_private: bool) -> socket.socket:
    """Open a socket to the first permitted address of a connection's host; raise SourceRefused if none is."""
    try:
        addresses = socket.getaddrinfo(connection._dns_host, connection.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as fault:
        raise NameResolutionError(connection.host, connection, socket.gaierror(str(fault))) from fault
    good = [one for one in addresses if is_permitted(str(one[4][0]), allow_private)]
    if not good:
        raise SourceRefused(
            f"{connection.host} lies at {addresses[0][4][0]}, a private or reserved address.",
            "Set allow_private_addresses = true in the collection's [web] table if this is meant.",
        )
    return _first(connection, good)


def _first(connection: HTTPConnection, addresses: list[Any]) -> socket.socket:
    fault: OSError | None = None
    for family, kind, protocol, _, address in addresses:
        sock = socket.socket(family, kind, protocol)
        try:
            for option in connection.socket_options or ():
                sock.setsockopt(*option)
            sock.settimeout(_patience(connection))
            sock.connect(address)
        except OSError as failed:
            sock.close()
            fault = failed
        else:
            return sock
    if isinstance(fault, TimeoutError):
        raise ConnectTimeoutError("no answer in time") from fault
    reason = (fault.strerror if fault else None) or str(fault)
    raise NewConnectionError(connection, reason) from fault


def _patience(connection: HTTPConnection) -> float | None:
    """Return the seconds for one try to connect: those of the policy, and no more than the response has left."""
    timeout, deadline = connection.timeout, current()
    limit = timeout if isinstance(timeout, (int, float)) else None
    return limit if deadline is None else min(deadline.left, limit or deadline.left)


class _FinalResponse(http.client.HTTPResponse):
    """A response read past every interim one but 101 (RFC 9110, 15.2); the standard library skips 100 only."""

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        interim = http.HTTPStatus.SWITCHING_PROTOCOLS < status < http.HTTPStatus.OK
        return version, http.HTTPStatus.CONTINUE if interim else status, reason


class _Watched(HTTPConnection):
    """A connection that is shut when the response's deadline passes, also during the TLS handshake."""

    allow_private = False
    response_class = _FinalResponse
    # the same connection; a socket that is encrypted becomes another object
    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        sock = connect(self, self.allow_private)
        self._release()
        self._handle = sock.dup()
        self._register()
        return sock

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request, over a connection that may be an older one."""
        self._register()
        super().request(*args, **kwargs)

    def close(self) -> None:
        """Close the connection."""
        self._release()
        super().close()

    def _register(self) -> None:
        deadline = current()
        if deadline is not None and self._handle is not None:
            deadline.add(self._handle)

    def _release(self) -> None:
        if self._handle is not None:
            self._handle.close()
            self._handle = None


class _WatchedHTTPS(_Watched, HTTPSConnection):
    pass


def _pool_classes(allow_private: bool) -> dict[str, type[HTTPConnectionPool]]:
    """Return the classes of connection pools by scheme, whose connections check the addresses of their hosts."""
    connections = {"http": (HTTPConnectionPool, _Watched), "https": (HTTPSConnectionPool, _WatchedHTTPS)}
    return {
        scheme: type(
            "CheckedPool",
            (pool,),
            {"ConnectionCls": type("CheckedConnection", (connection,), {"allow_private": allow_private})},
        )
        for scheme, (pool, connection) in connections.items()
    }


class CheckedAdapter(HTTPAdapter):
    """A transport adapter whose connections go only to permitted addresses.

    A proxy makes its own connections, so that the check is then the proxy's.
    """

    def __init__(self, allow_private: bool, pool_size: int) -> None:
        self.allow_private = allow_private
        super().__init__(pool_connections=32, pool_maxsize=pool_size, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools of connections, of the checked kind."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self.allow_private)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Make the pools of connections to the configured proxy, which may have a private address."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _pool_classes(allow_private=True)
        return manager
