"""artmeta's command line in processes that fork from one that has imported everything: a run takes only its work.

Reads one JSON line a run from standard input: the words of the command, the folder to run in, the folder for what it
prints, its environment, after how many seconds to kill it (null: never), and the words after which it gets Ctrl+C
(null: never); answers each with a line: the exit code (negative: the signal) and how long it took.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import signal
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import altair  # noqa: F401
import great_expectations  # noqa: F401
import pyarrow.csv
import pyarrow.parquet  # noqa: F401
import sklearn.linear_model
import sklearn.svm  # noqa: F401
import vl_convert  # noqa: F401
from PIL import Image

from artmeta.dates import read_date
from artmeta.report.render import environment
from artmeta.steps.vocabulary_check import _notations
from flows.cli import main

LOOK = 0.005  # seconds between looks at a run; a moment is met that exactly
OUT, ERR = "stdout", "stderr"  # files in the folder for what a run prints
PACKAGES = ("bias_audit", "exporters", "flags", "report", "sources", "steps", "trend_analysis", "validation")


def warm_up() -> None:
    """Import and compile what runs would import and compile, each again."""
    for name in PACKAGES:
        package = import_module(f"artmeta.{name}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    Image.preinit()
    read_date("1850", "neutral")
    _notations()
    for template in ("page.html.j2", "lesson.html.j2"):
        environment().get_template(template)


def run_here(words: list[str], data: Path, printed: Path, variables: Mapping[str, str]) -> None:
    """Become the run: all it prints goes to files."""
    for descriptor, name in ((1, OUT), (2, ERR)):
        os.dup2(os.open(printed / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), descriptor)
    os.environ.clear()
    os.environ.update(variables)
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


def run(
    words: list[str],
    data: Path,
    printed: Path,
    variables: Mapping[str, str],
    kill_after: float | None,
    stop_at: str | None,
) -> tuple[int, float]:
    """Fork a run, wait for its end or bring it about."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        run_here(words, data, printed, variables)
    while True:
        code, status = os.waitpid(child, os.WNOHANG)
        if code:
            return os.waitstatus_to_exitcode(status), time.monotonic() - started
        if kill_after is not None and time.monotonic() - started >= kill_after:
            os.kill(child, signal.SIGKILL)
            kill_after = None
        if stop_at is not None and any(stop_at in text for text in texts(printed)):
            os.kill(child, signal.SIGINT)
            stop_at = None
        time.sleep(LOOK)


def texts(printed: Path) -> list[str]:
    """Return what a run has printed so far."""
    return [path.read_text() for name in (OUT, ERR) if (path := printed / name).exists()]


if __name__ == "__main__":
    warm_up()
    gc.freeze()  # else each run looks through all that is imported, and thereby copies its pages: 0.4 of 7 CPU s
    print("ready", flush=True)
    for line in sys.stdin:
        words, data, printed, *others = json.loads(line)
        print(json.dumps(run(words, Path(data), Path(printed), *others)), flush=True)
