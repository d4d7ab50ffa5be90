"""The command line's reference, docs/cli.md: written from what `--help` says, so that it cannot drift."""

from __future__ import annotations

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
and a hint on standard error), 2 the command was typed wrongly, 130 stopped with Ctrl+C.

"""
PLAIN = {
    "TYPER_USE_RICH": "0",
    "NO_COLOR": "1",
    "COLUMNS": "80",
    "PYTHONUTF8": "1",
}  # the same on every terminal


def page() -> str:
    """Write the reference: a section for each command, with its help."""
    return HEADING + "\n".join(_section(words) for words in commands())


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
    code = "import sys; sys.argv[0] = 'artmeta'; from flows.cli import main; main()"
    shown = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code, *words, "--help"],
        check=True, capture_output=True, text=True, env=os.environ | PLAIN,
    )  # fmt: skip
    lines = "\n".join(line.rstrip() for line in shown.stdout.strip().splitlines())
    return f"## {' '.join(('artmeta', *words))}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
