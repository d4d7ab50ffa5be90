"""The rooms do not know each other: the import contracts of pyproject.toml hold."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300  # lines; beyond that a file tells two stories

SOURCES = sorted([*ROOT.glob("artmeta/**/*.py"), *ROOT.glob("flows/**/*.py")])


def test_the_import_contracts_hold() -> None:
    # A process of its own: its worker threads bring down one that TensorFlow was loaded into.
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_opens_with_a_sentence_and_stays_short(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), f"{path} does not say what it is about"
    assert len(text.splitlines()) <= LONGEST_FILE, f"{path} is too long"
