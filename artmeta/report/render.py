"""The page itself: one HTML file that opens offline, sends nothing, and holds all its pictures."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints
from urllib.parse import urlsplit

from artmeta import plugins, wording
from artmeta.errors import ExportError
from artmeta.files import replacing
from artmeta.redaction import publishable
from artmeta.report.rows import typed
from artmeta.report.section import Section

if TYPE_CHECKING:
    import jinja2

PACKAGE = "artmeta.report.sections"
TEMPLATES = Path(__file__).parent / "templates"
BIN_YEARS = 10
MAX_THUMBNAILS = 200  # about 1.5 MB of page at 160 pixels

Thumbnails = Callable[[str], bytes | None]


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section with the name of its file, which is also the name of its place on the page."""

    name: str
    section: Section


def questions(
    run_id: str, bin_years: int = BIN_YEARS, max_thumbnails: int = MAX_THUMBNAILS
) -> dict[str, dict[str, Any]]:
    """Name the queries that the sections ask, each with its values; the answers are what `write_report` wants."""
    known = {"run_id": run_id, "bin_years": bin_years, "max_thumbnails": max_thumbnails}
    return {
        part.QUERY: {name: known[name] for name in getattr(part, "VALUES", ("run_id",))}
        for _, part in _parts()
    }


def write_report(
    answers: Mapping[str, Sequence[Mapping[str, Any]]],
    run: Mapping[str, Any],
    to: Path,
    thumbnails: Thumbnails,
) -> Path:
    """Write the report of one run to a file, replacing an older one in one step, and return the file.

    `answers` holds the rows that answer each of `questions()` by the query's name; `run` is the run's row;
    `thumbnails` gives a stored picture, by its path as stored, as the bytes of a small JPEG, or None
    where it cannot be shown. Raises ExportError where the file cannot be written.
    """
    built = [(name, part.build(typed(answers[part.QUERY], row_of(part)))) for name, part in _parts()]
    placed = [PlacedSection(name, section) for name, section in built if section is not None]
    return write_page(page(placed, run, thumbnails), to)


def page(sections: list[PlacedSection], run: Mapping[str, Any], thumbnails: Thumbnails) -> str:
    """Return the page as HTML text."""
    script = _read("page.js")
    template = environment().get_template("page.html.j2")
    return template.render(
        sections=sections,
        run=run,
        style=_read("page.css"),
        script=script,
        script_hash=script_digest(script),
        picture=partial(picture_source, thumbnails),
    )


def row_of(part: ModuleType) -> type[Any]:
    """Return the dataclass of the rows that a section's `build(rows: list[...])` expects."""
    kind: type[Any] = get_args(get_type_hints(part.build)["rows"])[0]
    return kind


def _parts() -> list[tuple[str, ModuleType]]:
    parts = [(name, plugins.load(PACKAGE, name)) for name in plugins.names(PACKAGE)]
    return sorted(parts, key=lambda each: (each[1].ORDER, each[0]))


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


def linked_address(url: str) -> str:
    """Return an address that may be opened from the page; of another scheme than http(s) or of this machine, nothing.

    A server on this machine alone, such as the sample museum's, has mostly ended when the page is read.
    """
    try:
        address = urlsplit(url)
        host = address.hostname or ""
    except ValueError:
        return ""
    return url if address.scheme in ("http", "https") and host and not _is_this_machine(host) else ""


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def picture_source(thumbnails: Thumbnails, path: str) -> str | None:
    """Return a stored picture as an address that holds it; None where there is none to show."""
    content = thumbnails(path) if path else None
    return f"data:image/jpeg;base64,{base64.b64encode(content).decode()}" if content else None


def _read(name: str) -> str:
    return (TEMPLATES / name).read_text(encoding="utf-8")


def script_digest(script: str) -> str:
    """The script's digest as the page's content security policy names it: no other script can run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def write_page(text: str, to: Path) -> Path:
    """Write a page in one step, replacing an older one; raise ExportError where that cannot be done."""
    with replacing(to, error=ExportError) as part:
        part.write_text(publishable(text), encoding="utf-8", newline="")
    return to
