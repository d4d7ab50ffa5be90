"""The packages do not know each other: the import contracts of pyproject.toml hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300  # lines; beyond that a file tells two stories

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = [set(re.findall(r"\w+", layer)) for layer in CONTRACTS[0]["layers"]]  # the uppermost first
PLUGIN_PACKAGE = re.compile(r"plugins\.(?:load|names)\(\s*['\"]artmeta\.(\w+)")

SOURCES = sorted([*ROOT.glob("artmeta/**/*.py"), *ROOT.glob("flows/**/*.py")])


def test_the_import_contracts_hold() -> None:
    # A process of its own: its worker threads bring down one that TensorFlow was loaded into.
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def layer_of(package: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if package in layer)


def test_plugins_are_loaded_from_above_alone() -> None:
    loads = [
        (path, package)
        for path in ROOT.glob("artmeta/**/*.py")
        for package in PLUGIN_PACKAGE.findall(path.read_text())
    ]
    assert {"sources", "flags", "exporters"} <= {package for _, package in loads}
    for path, package in loads:
        importer = path.relative_to(ROOT).with_suffix("").parts[1]
        assert layer_of(importer) < layer_of(package), f"{path} loads artmeta.{package} from below"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_opens_with_a_sentence_and_stays_short(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), f"{path} does not say what it is about"
    assert len(text.splitlines()) <= LONGEST_FILE, f"{path} is too long"
