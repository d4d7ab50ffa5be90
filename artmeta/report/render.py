"""The page itself: one HTML file that opens offline, sends nothing, and holds all its pictures."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from artmeta import files, plugins, wording
from artmeta.errors import ExportError
from artmeta.kept_results import kept
from artmeta.redaction import publishable
from artmeta.report.explorer import QUERIES, explorer, script_safe
from artmeta.report.links import linked_address
from artmeta.report.rows import typed
from artmeta.report.section import Section
from artmeta.report.work_files import WorkFile
from artmeta.report.works import Thumbnails

if TYPE_CHECKING:
    import jinja2

PACKAGE = "artmeta.report.sections"
TEMPLATES = Path(__file__).parent / "templates"
# The order in which scripts are put together: a file uses what earlier ones define.
SCRIPTS = ("page", "elements", "files")
EXPLORER_SCRIPTS = tuple(
    f"explore/{name}" for name in ("view", "panel", "shares", "confidence", "lists", "works", "start")
)
# where a page may load lists and pictures from: its own folder, on a disk or a server
BESIDE = " 'self' file:"
MARKS = (b"Made by artmeta", b'href="map.css"')  # in every page that artmeta writes; the second in older maps
BIN_YEARS = 10
MAX_THUMBNAILS = 200  # about 1.5 MB of page at 160 pixels


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section with the name of its file, which is also the name of its place on the page."""

    name: str
    section: Section


@dataclass(frozen=True, slots=True)
class Beside:
    """What lies beside a page: a folder of works with its lists, the page of runs, pages of checks by table."""

    folder: str = ""
    files: tuple[WorkFile, ...] = ()
    runs_page: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)


def questions(
    run_id: str, bin_years: int = BIN_YEARS, max_thumbnails: int = MAX_THUMBNAILS
) -> dict[str, dict[str, Any]]:
    """Name the queries that the sections ask, each with its values; the answers are what `write_report` wants."""
    known = {"run_id": run_id, "bin_years": bin_years, "max_thumbnails": max_thumbnails}
    values_of = {part.QUERY: getattr(part, "VALUES", ("run_id",)) for _, part in _parts()} | QUERIES
    return {query: {name: known[name] for name in values} for query, values in values_of.items()}


def write_report(
    answers: Mapping[str, Sequence[Mapping[str, Any]]],
    run: Mapping[str, Any],
    to: Path,
    thumbnails: Thumbnails,
    beside: Beside = Beside(),
    charts: Path | None = None,
) -> Path:
    """Write the report of one run to a file, replacing an older one in one step, and return the file.

    `answers` holds the rows that answer each of `questions()` by the query's name; `run` is the run's row;
    `thumbnails` gives a stored picture, by its path as stored, as the bytes of a small JPEG, or None
    where it cannot be shown; `beside` names what lies in the page's folder; `charts` is a file that keeps the charts
    for the next report. Raises ExportError where the report's file cannot be written.
    """
    with kept(charts):
        built = [(name, part.build(typed(answers[part.QUERY], row_of(part)))) for name, part in _parts()]
    placed = [PlacedSection(name, section) for name, section in built if section is not None]
    return write_page(
        page(placed, run, thumbnails, explorer(answers, beside.folder, beside.files), beside), to
    )


def page(
    sections: list[PlacedSection],
    run: Mapping[str, Any],
    thumbnails: Thumbnails,
    explorer_data: dict[str, Any] | None = None,
    beside: Beside = Beside(),
) -> str:
    """Return the page as HTML text; with the explorer where there is data for it."""
    return rendered(
        "page.html.j2",
        ("page", "explore"),
        SCRIPTS + (EXPLORER_SCRIPTS if explorer_data else ()),
        sections=sections,
        run=run,
        explorer_data=script_safe(explorer_data) if explorer_data else None,
        beside=BESIDE if explorer_data else "",
        folder=beside.folder,
        runs_page=beside.runs_page,
        checks=beside.checks,
        picture=partial(picture_source, thumbnails),
    )


def row_of(part: ModuleType) -> type[Any]:
    """Return the dataclass of the rows that a section's `build(rows: list[...])` expects."""
    kind: type[Any] = get_args(get_type_hints(part.build)["rows"])[0]
    return kind


def check_own_page(page: Path) -> None:
    """Raise ExportError if a page that artmeta did not write stands where one of a folder is to be written."""
    if page.is_file() and not any(mark in page.read_bytes() for mark in MARKS):
        raise ExportError(
            f"{page} is a page that artmeta did not write, so it is kept.",
            "Name another folder to write into.",
        )


def _parts() -> list[tuple[str, ModuleType]]:
    parts = [(name, plugins.load(PACKAGE, name)) for name in plugins.names(PACKAGE)]
    return sorted(parts, key=lambda each: (each[1].ORDER, each[0]))


@cache
def environment() -> jinja2.Environment:
    """Return what fills the templates: everything that is not marked as safe is escaped."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        integer=wording.integer,
        percent=wording.percent,
        decimal=wording.decimal,
        kind=lambda block: type(block).__name__,
        linked=linked_address,
    )
    return environment


def picture_source(thumbnails: Thumbnails, path: str) -> str | None:
    """Return a stored picture as an address that holds it; None where there is none to show."""
    content = thumbnails(path) if path else None
    return data_address(content, "image/jpeg") if content else None


def rendered(template: str, styles: Sequence[str], scripts: Sequence[str] = (), **values: Any) -> str:
    """Return a page as HTML text, from a template, style sheets, scripts in their order, and the template's values.

    The page's content security policy names the digest of its scripts, so that no other script can run.
    """
    script = "\n".join(template_text(f"{name}.js") for name in scripts)
    values |= {
        "style": "".join(template_text(f"{name}.css") for name in styles),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }
    return environment().get_template(template).render(values)


def template_text(name: str) -> str:
    """Return a file of templates/ as it is."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def data_address(content: bytes, mime: str) -> str:
    """Return the address of a picture that holds it."""
    return f"data:{mime};base64,{base64.b64encode(content).decode()}"


def write_page(text: str, to: Path) -> Path:
    """Write a page in one step, replacing an older one; raise ExportError where that cannot be done."""
    files.write(to, publishable(text), error=ExportError)
    return to
