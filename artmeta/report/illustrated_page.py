"""A page of steps, each with text, pictures, and the command that does it: the lesson, an explanation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from artmeta.report.render import data_address, rendered, write_page
from artmeta.report.section import Section


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what is said of it; `small` ones are shown pixel by pixel."""

    content: bytes
    mime: str
    caption: str
    prediction: str = ""
    small: bool = False

    @property
    def source(self) -> str:
        """The picture as an address that holds it."""
        return data_address(self.content, self.mime)


@dataclass(frozen=True, slots=True)
class Gallery:
    """Pictures that belong together, under a line of their own."""

    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class PageStep:
    """One part of the page: a section, the command that does it, pictures, and links to files beside the page."""

    name: str
    section: Section
    command: str = ""
    galleries: tuple[Gallery, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def write_illustrated_page(
    title: str, imprint: str, steps: list[PageStep], to: Path, kind: str = "Lesson"
) -> Path:
    """Write the page to a file, `kind` above its title; raise ExportError if it cannot be written."""
    page = rendered(
        "lesson.html.j2", ("page", "lesson"), title=title, imprint=imprint, steps=steps, kind=kind
    )
    return write_page(page, to)
