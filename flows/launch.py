"""The process of a Prefect server that artmeta starts; nothing here imports Prefect, which takes a second."""

from __future__ import annotations

import atexit
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

STOP_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Launched:
    """A server that was started here: its process, the file of what it says, and its password."""

    process: subprocess.Popen[bytes]
    output: IO[bytes]
    password: str

    def port(self) -> str:
        """Return the port that the server listens at, once it does; '' if it ended before."""
        return self.process.stdout.readline().decode().strip() if self.process.stdout else ""

    def stop(self) -> None:
        """End the server; it writes down what it has received first."""
        if self.process.stdin:
            self.process.stdin.close()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def launch(kind: str, port: int = 0, password: str = "") -> Launched:
    """Start a server that ends with this process; without a password it has one of its own."""
    password = password or secrets.token_urlsafe()
    output = TemporaryFile()  # noqa: SIM115  the server writes to it for as long as it lives
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "flows.own_server", str(port), kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=output,
        env={**os.environ, "PREFECT_SERVER_API_AUTH_STRING": password},
        start_new_session=True,  # a terminal's Ctrl+C is not for it
    )
    launched = Launched(process, output, password)
    atexit.register(launched.stop)
    return launched


def launch_early() -> Launched | None:
    """Start a flow's own server before this process imports Prefect; None where another one may be configured.

    Whether one is, Prefect says, which has more places for that: then `flows.server` ends what was started.
    """
    profiles = Path(os.environ.get("PREFECT_HOME") or Path.home() / ".prefect", "profiles.toml")
    if (
        any(os.environ.get(name) for name in ("PREFECT_API_URL", "PREFECT_PROFILES_PATH"))
        or profiles.exists()
    ):
        return None
    return launch("flow")
