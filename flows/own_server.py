"""The Prefect server that artmeta starts: it answers its own pages alone, and ends with the process that started it.

`python -m flows.own_server PORT KIND` listens at a port of this machine (0: any), and writes the port's number to its
standard output. KIND is `flow`, for the length of one flow, or `schedules`, with Prefect's pages and scheduler. It
ends when its standard input does.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import TYPE_CHECKING, Any

from flows import spare_collections

if TYPE_CHECKING:
    import uvicorn

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HOST = "127.0.0.1"  # only this machine can reach the server
LAST_SECONDS = 1.0  # to answer what is under way and write it down; then it ends in any case
REFUSED = 403
POLICY = 1008  # the websocket close code for a request that is not allowed


def main() -> None:
    """Serve until standard input ends; exit with a sentence if the port is taken."""
    port, kind = int(sys.argv[1]), sys.argv[2]
    try:
        listening = socket.create_server((HOST, port))
    except OSError as fault:
        raise SystemExit(f"Port {port} cannot be opened: {fault.strerror}.") from None
    port = listening.getsockname()[1]
    print(port, flush=True)
    serve(listening, port, ephemeral=kind == "flow")


def serve(listening: socket.socket, port: int, ephemeral: bool) -> None:
    """Answer requests on a socket that listens at `port`."""
    origin = f"http://{HOST}:{port}"
    # Prefect reads these when it is imported. The password comes from the process that starts this one.
    os.environ |= {
        "PREFECT_API_URL": f"{origin}/api",
        "PREFECT_UI_API_URL": f"{origin}/api",
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": origin,
        "PREFECT_SERVER_CSRF_PROTECTION_ENABLED": "true",
    }
    gc.disable()  # what is imported stays until the end
    from prefect.server.api.server import create_app

    # `final` lets Prefect collect garbage once, which is worth its time for a server that lives long.
    app = create_app(ephemeral=ephemeral, final=not ephemeral)
    gc.freeze()
    spare_collections()
    gc.enable()
    run_while_input(OwnOrigin(app, (f"{HOST}:{port}", f"localhost:{port}")), listening)


def run_while_input(app: App, listening: socket.socket) -> None:
    """Let an application answer on a socket until standard input ends, which it does with the parent."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
    threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
    server.run(sockets=[listening])


class OwnOrigin:
    """An application that answers only requests to its own hosts, from programs or from its own pages.

    A page of another site that a browser shows can send requests to this machine, also under a name of its own that
    it lets point here (DNS rebinding); both give themselves away in these headers.
    """

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = {host.encode() for host in hosts}
        self.origins = {b"http://" + host for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on, or refuse it."""
        if scope["type"] == "lifespan" or self._own(scope["headers"]):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": POLICY})
        else:
            await send({"type": "http.response.start", "status": REFUSED, "headers": []})
            await send({"type": "http.response.body", "body": b"This server answers its own pages alone.\n"})

    def _own(self, headers: list[tuple[bytes, bytes]]) -> bool:
        hosts = {value for name, value in headers if name == b"host"}
        origins = {value for name, value in headers if name == b"origin"}
        return len(hosts) == 1 and hosts <= self.hosts and origins <= self.origins


def _end_with_input(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
    last = threading.Timer(LAST_SECONDS, os._exit, [0])
    last.daemon = True
    last.start()


if __name__ == "__main__":
    main()
