"""The notebook that a researcher starts from runs from top to bottom, on a smaller museum."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[2] / "docs" / "notebooks" / "first_steps.ipynb"
LINK = re.compile(r"\]\(([^)#]+)\)")


def cells(kind: str) -> list[str]:
    return [
        "".join(cell["source"])
        for cell in json.loads(NOTEBOOK.read_text())["cells"]
        if cell["cell_type"] == kind
    ]


@pytest.mark.slow
def test_the_notebook_runs(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for number, source in enumerate(cells("code")):
        smaller = source.replace("works=300", "works=110")
        exec(compile(smaller, f"cell {number} of {NOTEBOOK.name}", "exec"), names)
    assert set(names["result"].verdicts["verdict"]) <= {"rose", "fell", "no_change", "too_few"}
    assert names["result"].summary["method"].item() == "acc"
    assert (names["best"]["reason"] != "").any() and names["checked"]["right"].mean() > 0.5
    assert "right on" in capsys.readouterr().out and (at_work / "data" / "models" / "first-steps").is_dir()


def test_the_notebook_holds_no_output_and_no_broken_link() -> None:
    notebook = json.loads(NOTEBOOK.read_text())
    assert notebook["nbformat"] == 4 and len({cell["id"] for cell in notebook["cells"]}) == len(
        notebook["cells"]
    )
    assert all(not cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert [
        link
        for text in cells("markdown")
        for link in LINK.findall(text)
        if not (NOTEBOOK.parent / link).is_file()
    ] == []
