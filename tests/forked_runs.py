"""artmeta's command line in processes that fork from one that has imported everything: a run takes only its work.

Reads one JSON line a run from standard input: the words of the command, the folder to run in, after how many seconds to
kill it (null: never), and the words after which it gets Ctrl+C (null: never); answers each with a line: the exit code
(negative: the signal) and how long it took.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path

import altair  # noqa: F401
import great_expectations  # noqa: F401
import vl_convert  # noqa: F401

import artmeta.steps.pipeline  # noqa: F401
from flows.cli import main

LOOK = 0.005  # seconds between looks at a run; a moment is met that exactly


def run_here(words: list[str], data: Path) -> None:
    """Become the run: all it says goes to a file beside its data."""
    log = os.open(data / "run.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.chdir(data)
    sys.argv = ["artmeta", *words]
    code = 1
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(words: list[str], data: Path, kill_after: float | None, stop_at: str | None) -> tuple[int, float]:
    """Fork a run, wait for its end or bring it about."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        run_here(words, data)
    while True:
        code, status = os.waitpid(child, os.WNOHANG)
        if code:
            return os.waitstatus_to_exitcode(status), time.monotonic() - started
        if kill_after is not None and time.monotonic() - started >= kill_after:
            os.kill(child, signal.SIGKILL)
            kill_after = None
        if stop_at is not None and stop_at in log_of(data):
            os.kill(child, signal.SIGINT)
            stop_at = None
        time.sleep(LOOK)


def log_of(data: Path) -> str:
    """Return what the run in a folder has said so far."""
    return (data / "run.log").read_text() if (data / "run.log").exists() else ""


if __name__ == "__main__":
    print("ready", flush=True)
    for line in sys.stdin:
        words, data, kill_after, stop_at = json.loads(line)
        print(json.dumps(run(words, Path(data), kill_after, stop_at)), flush=True)
