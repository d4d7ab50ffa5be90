"""What costs much is made once a test run and shared between its processes, under a lock; so is the museum."""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


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
    command = [sys.executable, __file__, str(main_process())]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert server.stdout is not None
    (folder / "port").write_text(server.stdout.readline())


def serve_until_the_end_of(process: int) -> None:
    from urllib.parse import urlsplit

    from artmeta.sample.museum import Museum
    from artmeta.sample.server import serve

    ended = os.pidfd_open(process)
    with serve(Museum(works=60, small=True), port=0) as url:
        print(urlsplit(url).port, flush=True)
        select.select([ended], [], [])


if __name__ == "__main__":
    serve_until_the_end_of(int(sys.argv[1]))
