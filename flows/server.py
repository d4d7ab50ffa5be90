"""The Prefect server that a command uses: the one that is configured, one that runs here already, or one of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.request import urlopen

from prefect.client.orchestration import get_client
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_SERVER_API_AUTH_STRING,
    temporary_settings,
)

from artmeta import files
from artmeta.errors import ArtmetaError, ConfigError, OrchestratorLost, first_line
from artmeta.redaction import MARK, redact
from flows import is_of_server
from flows.launch import Launched, launch
from flows.own_server import HOST

log = logging.getLogger("artmeta")
T = TypeVar("T")

PORT = 4200  # Prefect's own
# seconds; a first start makes the server's database: 12-40 s on two free cores, 262 on busy ones
PATIENCE = 300
ANSWER_SECONDS = 10  # a server that takes longer to say its version is not there
LOOK = 0.2  # seconds between two looks at a server that starts
DOCTOR = "`artmeta doctor` looks at the set-up; try again, "
WITHOUT = "or use `artmeta enrich --no-prefect`: the same steps run without it"


@dataclass(frozen=True, slots=True)
class Server:
    """A server's API, and the password for it ('' for a server that has its own settings)."""

    url: str
    password: str = ""

    def used(self) -> contextlib.AbstractContextManager[Any]:
        """Let what runs in the block talk to this server."""
        settings = {PREFECT_API_AUTH_STRING: self.password} if self.password else {}
        return temporary_settings({PREFECT_API_URL: self.url, **settings})


def under_prefect(work: Callable[[], T], module: str = "", launched: Launched | None = None) -> T:
    """Run a flow; raise ArtmetaError in one sentence if the server it needs fails, whenever that happens.

    The module that it is in, if that is given, is imported while a server starts: the one that was `launched`, if any.
    """
    logging.raiseExceptions = False  # Prefect then leaves out what it cannot log to a server that has gone
    for name in ("prefect.events.clients", "prefect._internal.concurrency"):
        logging.getLogger(name).addFilter(lambda _: False)  # the same, once an event
    with flow_server(module, launched) as server:
        return explained(work, server)


def explained(work: Callable[[], T], server: Server) -> T:
    """Do what needs a server; raise OrchestratorLost if that does not answer, or not as this Prefect expects."""
    try:
        return work()
    except ArtmetaError:
        raise
    except Exception as fault:
        if not is_of_server(fault):
            raise
        raise OrchestratorLost(
            f"Prefect's server at {server.url} stopped answering as it should ({first_line(fault)}).",
            f"What is done is kept. Start the server again, {WITHOUT}; the run continues where it stopped.",
        ) from None


@contextmanager
def flow_server(module: str = "", launched: Launched | None = None) -> Iterator[Server]:
    """Give one flow the server that is configured, else one of its own for as long as this process lives.

    The flow's module, if that is given, is imported while a server starts: the one that was `launched`, if any.
    """
    if PREFECT_API_URL.value():
        if launched:
            launched.process.kill()
        yield configured()
        return
    log.info("Starting Prefect's server; --no-prefect runs the same steps without it.")
    server = await_server(launched or launch("flow"), module)
    with server.used():
        yield server


@contextmanager
def schedule_server(port: int, password_file: Path) -> Iterator[Server]:
    """Give schedules the server that is configured, else the one at a port of this machine, else one that starts there.

    The temporary server of a flow creates no scheduled runs, and does not say so.
    """
    if PREFECT_API_URL.value():
        yield configured()
        return
    server = Server(f"http://{HOST}:{port}/api", _password(password_file))
    with server.used():
        if reason_against(server.url):
            server = await_server(launch("schedules", port, server.password))
        yield server


def configured() -> Server:
    """Return the server that PREFECT_API_URL names; raise ConfigError if it cannot be used."""
    url = str(PREFECT_API_URL.value())
    if reason := reason_against(url):
        raise ConfigError(
            f"PREFECT_API_URL names the Prefect server {_shown(url, url)}, which cannot be used: {reason}.",
            f"Start it, unset PREFECT_API_URL (the variable, prefect.toml, or by `prefect config unset`), {WITHOUT}.",
        )
    return Server(url)


def reason_against(url: str) -> str:
    """Say in a few words why the server of the present settings cannot be used; '' if it can."""
    impatient = {PREFECT_CLIENT_MAX_RETRIES: 0, PREFECT_API_REQUEST_TIMEOUT: ANSWER_SECONDS}
    try:
        with temporary_settings({PREFECT_API_URL: url, **impatient}), get_client(sync_client=True) as client:
            client.raise_for_api_version_mismatch()
            client.read_flows(limit=1)
    except Exception as fault:  # whatever a server that is none can make the client raise
        first = _root(fault)
        return _shown(first_line(fault) + (f" ({first_line(first)})" if first is not fault else ""), url)
    return ""


def _shown(text: str, url: str) -> str:
    """Return a text that names an address without that one's password; one without http:// may have one, too."""
    user = url.rpartition("@")[0].rpartition("/")[2]
    return redact(text.replace(f"{user}@", f"{MARK}@") if user else text)


def await_server(launched: Launched, module: str = "") -> Server:
    """Return a server once it answers; raise ArtmetaError if it ends instead, or takes too long.

    A module that is named is imported meanwhile.
    """
    if module:
        import_module(module)
    port = launched.port()
    url = f"http://{HOST}:{port}/api"
    deadline = time.monotonic() + PATIENCE
    while not (port and _healthy(url)):
        if launched.process.poll() is not None:
            raise ArtmetaError(
                f"Prefect's server did not start: {_last_line(launched.output)}", f"{DOCTOR}{WITHOUT}."
            )
        if time.monotonic() > deadline:
            raise ArtmetaError(
                f"Prefect's server did not answer within {PATIENCE} s.",
                f"Try again when the machine has less to do, {WITHOUT}.",
            )
        time.sleep(LOOK)
    return Server(url, launched.password)


def _healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  an address of this machine, made above
            return json.load(answer) is True
    except (OSError, ValueError):
        return False


def _password(file: Path) -> str:
    """Return the password of the servers that schedules start, which is made once for each data folder."""
    if configured := PREFECT_SERVER_API_AUTH_STRING.value():
        return str(configured)
    if not file.exists():
        files.write(file, f"artmeta:{secrets.token_urlsafe()}\n", private=True)
    return file.read_text().strip()


def _root(fault: BaseException) -> BaseException:
    """Return the fault that a chain of them began with."""
    while earlier := fault.__cause__ or fault.__context__:
        fault = earlier
    return fault


def _last_line(output: IO[bytes]) -> str:
    output.seek(0)
    lines = output.read().decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "it gave no reason."
