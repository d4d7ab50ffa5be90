"""An evaluation as a page of its own, which opens offline and holds all its pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from artmeta.domain.evaluation import EvaluationResult
from artmeta.report.evaluation import parts
from artmeta.report.render import (
    TEMPLATES,
    PlacedSection,
    environment,
    picture_source,
    script_digest,
    script_text,
    write_page,
)
from artmeta.report.works import Thumbnails


def write_evaluation(result: EvaluationResult, thumbnails: Thumbnails, to: Path) -> Path:
    """Write the page of a result to a file; raise ExportError if it cannot be written."""
    style, script = (TEMPLATES / "page.css").read_text(encoding="utf-8"), script_text()
    page = environment().get_template("evaluation.html.j2")
    sections = [PlacedSection(name, section) for name, section in parts(result)]
    return write_page(
        page.render(
            result=result,
            sections=sections,
            style=style,
            script=script,
            script_hash=script_digest(script),
            picture=partial(picture_source, thumbnails),
        ),
        to,
    )
