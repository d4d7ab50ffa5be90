"""The command line's reference, docs/cli.md: generated from the output of `--help`."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
HEADING = """\
# The command line

Written by `make docs` from what `artmeta --help` says. Exit codes: 0 done, 1 the run could not go on (one sentence
and a hint on standard error), 2 the command was typed wrongly, 130 stopped with Ctrl+C, 143 by TERM, 129 by HUP.

"""
# the same on every terminal
PLAIN = {"TYPER_USE_RICH": "0", "NO_COLOR": "1", "COLUMNS": "80", "PYTHONUTF8": "1"}


def page() -> str:
    """Write the reference: a section for each command, with its help."""
    shown = subprocess.run(  # a process of its own, for typer reads PLAIN when it is imported
        [sys.executable, "-c", "from flows.reference import sections; print(sections())"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | PLAIN,
    )
    return HEADING + shown.stdout


def sections() -> str:
    """Return the page: a section per command."""
    return "\n".join(_section(words) for words in commands()).rstrip("\n")


def commands() -> Iterator[tuple[str, ...]]:
    """Yield every command that can be typed, as its words after `artmeta`; first none at all."""
    from typer.main import get_command

    from flows.cli import app

    yield from _below((), get_command(app))


def _below(words: tuple[str, ...], command: Any) -> Iterator[tuple[str, ...]]:
    yield words
    for name, inner in sorted(getattr(command, "commands", {}).items()):
        yield from _below((*words, name), inner)


def _section(words: tuple[str, ...]) -> str:
    from flows.cli import app

    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.suppress(SystemExit):
        app([*words, "--help"], prog_name="artmeta")
    lines = "\n".join(line.rstrip() for line in text.getvalue().strip().splitlines())
    return f"## {' '.join(('artmeta', *words))}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
