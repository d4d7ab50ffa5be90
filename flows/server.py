"""The Prefect server that schedules need: the one that is configured, the one that runs here already, or a new one.

The temporary server that Prefect starts for a single flow creates no scheduled runs, and does not say so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO
from urllib.error import URLError
from urllib.request import urlopen

from prefect.settings import PREFECT_API_URL, temporary_settings

from artmeta.errors import ConfigError

HOST, PORT = "127.0.0.1", 4200  # Prefect's own port; only this machine can reach the server
PATIENCE = 120  # seconds; a first start makes the server's database: 12-40 s were seen on two busy cores
DOCTOR = "`artmeta doctor` looks at the set-up."
STOP_SECONDS = 15  # what a server may take to end its services before it is killed


@contextmanager
def server(port: int = PORT) -> Iterator[str]:
    """Yield the address of a Prefect server's API, which flows then use; a server started here ends with the block."""
    if PREFECT_API_URL.value():
        yield PREFECT_API_URL.value()
        return
    url = f"http://{HOST}:{port}/api"
    with temporary_settings({PREFECT_API_URL: url}):
        if _answers(url):
            yield url
        else:
            with _started(url, port):
                yield url


@contextmanager
def _started(url: str, port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    with TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603
        try:
            _await(url, process, said)
            yield
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()


def _await(url: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    """Return once the server answers; raise ConfigError if it ended instead, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while not _answers(url):
        if process.poll() is not None:
            said.seek(0)
            lines = said.read().decode(errors="replace").split("\n")
            last = next(
                (line.strip() for line in reversed(lines) if line.strip()), f"exit code {process.returncode}"
            )
            raise ConfigError(f"Prefect's server did not start at {url}: {last}", DOCTOR)
        if time.monotonic() > deadline:
            raise ConfigError(f"Prefect's server at {url} did not answer within {PATIENCE} s.", "Try again.")
        time.sleep(0.5)


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310  the address is made above
            return json.load(answer) is True
    except (URLError, OSError, ValueError):
        return False
