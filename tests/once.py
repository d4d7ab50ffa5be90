"""What costs much is made once a test run and shared between its processes, under a lock; so is the museum."""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

HARNESS_SECONDS = 120  # Prefect's server was seen to need 20-37 s to start
# What that server does at intervals, for 1.5 CPU s a minute: the tests start their flows themselves.
SERVICES = "CANCELLATION_CLEANUP DB_VACUUM FOREMAN LATE_RUNS PAUSE_EXPIRATIONS REPOSSESSOR SCHEDULER TRIGGERS"


def shared_folder(base: Path) -> Path:
    """Return the folder that all processes of this run share, given pytest's own of this process."""
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def once(folder: Path, build: Callable[[Path], None]) -> Path:
    """Return `folder`, filled by `build` in the first process that asks; the others wait for it."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = folder.with_suffix(".part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            build(part)
            part.rename(folder)
    return folder


def main_process() -> int:
    """Return the process id that lasts as long as the whole run: pytest's own, or that of its controller."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def open_museum(folder: Path) -> None:
    """Serve a museum of 60 small works until the test run ends; write its port to `folder`/port."""
    (folder / "port").write_text(_first_line_of("museum"))


def open_prefect(folder: Path) -> None:
    """Serve Prefect with a new database until the test run ends; write its API's address to `folder`/url."""
    (folder / "url").write_text(_first_line_of("prefect"))


def _first_line_of(server: str) -> str:
    """Start a server that ends with the test run, and return what it prints when it is ready."""
    command = [sys.executable, __file__, server, str(main_process())]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    return process.stdout.readline().strip()


def serve_museum() -> AbstractContextManager[str]:
    from artmeta.sample.museum import Museum
    from artmeta.sample.server import serve

    return serve(Museum(works=60, small=True), port=0)


@contextmanager
def serve_prefect() -> Iterator[str]:
    os.environ.update({f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in SERVICES.split()})
    from prefect.settings import PREFECT_API_URL
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=HARNESS_SECONDS):
        yield str(PREFECT_API_URL.value())


if __name__ == "__main__":
    name, process = sys.argv[1:]
    ended = os.pidfd_open(int(process))
    with {"museum": serve_museum, "prefect": serve_prefect}[name]() as url:
        print(url.rpartition(":")[2] if name == "museum" else url, flush=True)
        select.select([ended], [], [])
