"""An evaluation as a page of its own, which opens offline and holds all its pictures."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from artmeta.domain.evaluation import EvaluationResult
from artmeta.report.evaluation import parts
from artmeta.report.render import SCRIPTS, PlacedSection, picture_source, rendered, write_page
from artmeta.report.works import Thumbnails


def write_evaluation(result: EvaluationResult, thumbnails: Thumbnails, to: Path) -> Path:
    """Write the page of a result to a file; raise ExportError if it cannot be written."""
    sections = [PlacedSection(name, section) for name, section in parts(result)]
    picture = partial(picture_source, thumbnails)
    page = rendered(
        "evaluation.html.j2", ["page"], SCRIPTS, result=result, sections=sections, picture=picture
    )
    return write_page(page, to)
