"""The assertions in the files of each format, read back one by one in memory that does not grow with the file.

A reader raises one of `faults()` where a file is damaged.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from artmeta.exporters._assertions import NAMES, TERMS

LIDO = "{http://www.lido-schema.org}"
DCMI = "http://purl.org/dc/terms/"
LONGEST = 1 << 27  # characters of a cell: a work's notes stand in one


class Read(NamedTuple):
    """One assertion as a format holds it; '' where it holds nothing."""

    artwork: str = ""
    topic: str = ""
    origin: str = ""
    status: str = ""
    confidence: float | None = None
    model_digest: str = ""
    run: str = ""


Reader = Callable[[Path], Iterator[Read]]


def faults() -> tuple[type[Exception], ...]:
    """Return the exceptions by which libraries report a file that cannot be read."""
    import pyarrow as pa
    from lxml import etree
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    archives = (zipfile.BadZipFile, zlib.error, EOFError)
    documents = (csv.Error, etree.LxmlError, pa.ArrowException, ParserError, BadSyntax)
    return (OSError, ValueError, LookupError, *archives, *documents)


def check_readable(path: Path) -> None:
    """Parse a file by its suffix."""
    if path.suffix == ".json":
        json.loads(path.read_text(encoding="utf-8"))
    elif path.suffix == ".xml":
        _read_to_end(_elements(path, "*"))
    elif path.suffix in (".xlsx", ".zip"):
        _check_archive(path)
    elif path.suffix == ".csv":
        _read_to_end(_table(path))


def _read_to_end(items: Iterable[object]) -> None:
    for _ in items:
        pass


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        damaged = archive.testzip()
    if damaged:
        raise ValueError(f"{damaged} in the archive is damaged")


def read_record(values: Mapping[str, Any]) -> Read:
    """Return the assertion of a record of provenance by the names of its fields, or of a table's columns."""
    confidence = values.get("confidence")
    return Read(
        values.get("artwork") or values["artwork_id"],
        values["topic"],
        values["origin"],
        values.get("status") or "",
        None if confidence in (None, "") else float(confidence),
        values.get("model_digest") or "",
        values.get("run") or values["run_id"],
    )


def read_note(note: str) -> Read:
    """Return the assertion of one line of provenance, as `Assertion.note` writes it."""
    parts = (part.split("=", 1) for part in note.split("; "))
    return read_record({name: unquote(value) for name, value in parts})


def _annotation(item: Mapping[str, Any]) -> Read:
    return read_record({name.removeprefix(TERMS): _plain(value) for name, value in item.items()})


def _plain(value: Any) -> Any:
    """Return the value of a JSON-LD value object, anything else as it is."""
    return value.get("@value", value) if isinstance(value, dict) else value


def _items(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the items of a JSON document that stand on lines of their own; the rest is parsed at the end."""
    frame: list[str] = []
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file):
            text = line.rstrip("\n")
            if number and text.startswith("{"):
                yield json.loads(text.removesuffix(","))
                if frame[-1] == "0,":  # one item stands for all in the rest
                    frame.pop()
                text = "0," if text.endswith(",") else "0"
            frame.append(text)
    json.loads("".join(frame))


def _elements(path: Path, tag: str) -> Iterator[Any]:
    """Yield the elements of a tag in an XML document; each record is freed when it has been read."""
    from lxml import etree

    for _, element in etree.iterparse(path, resolve_entities=False):
        if tag in ("*", element.tag):
            yield element
        if element.getparent() is not None and element.getparent().getparent() is None:
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from _rows(file)


def _rows(file: Iterable[str]) -> Iterator[dict[str, str]]:
    csv.field_size_limit(LONGEST)
    reader = csv.DictReader(file, strict=True)
    for row in reader:
        if None in row or None in row.values():
            raise ValueError(f"line {reader.line_num} does not have {len(reader.fieldnames or ())} cells")
        yield row


def _notes(column: str) -> Reader:
    """Return a reader of a column of notes, joined by bars."""
    return lambda path: (read_note(note) for row in _table(path) for note in row[column].split("|"))


def _iiif(path: Path) -> Iterator[Read]:
    for canvas in _items(path):
        for page in canvas["annotations"]:
            yield from map(_annotation, page["items"])


def _linked_art(path: Path) -> Iterator[Read]:
    for document in _items(path):
        for assignment in document.get("attributed_by", ()):
            yield read_note(assignment["referred_to_by"][0]["content"])


def _label_studio(path: Path) -> Iterator[Read]:
    for task in _items(path):
        data = task["data"]
        yield read_record({**data, "topic": "|".join(data["shown_topics"]), "origin": ""})


def _lido(path: Path) -> Iterator[Read]:
    for element in _elements(path, f"{LIDO}displaySubject"):
        if element.get(f"{LIDO}label") == "provenance":
            yield read_note(element.text)


def _edm(path: Path) -> Iterator[Read]:
    return (read_note(element.text) for element in _elements(path, f"{{{DCMI}}}provenance"))


def _dublin_core(path: Path) -> Iterator[Read]:
    """Read the statements on each work: they follow one another, those of the work itself last."""
    work = f"<{NAMES}/works/"
    with path.open(encoding="utf-8", newline="\n") as file:
        lines: list[str] = []
        for is_work, part in groupby(file, key=lambda line: line.startswith(work)):
            lines += part
            if is_work:
                yield from _described_work("".join(lines))
                lines = []
    if lines:
        raise ValueError("the statements on the last work are not complete")


class _Statements:
    """What rdflib's parser of N-Triples found: the properties of each subject, each with its last value."""

    def __init__(self) -> None:
        self.of: dict[str, dict[str, str]] = {}
        self.records: list[tuple[str, str]] = []

    def triple(self, subject: Any, predicate: Any, value: Any) -> None:
        self.of.setdefault(str(subject), {})[str(predicate).removeprefix(TERMS)] = str(value)
        if str(predicate) == f"{DCMI}provenance":
            self.records.append((str(subject), str(value)))


def _described_work(statements: str) -> Iterator[Read]:
    from rdflib.plugins.parsers.ntriples import W3CNTriplesParser

    statements_read = _Statements()
    W3CNTriplesParser(statements_read).parsestring(statements)  # type: ignore[arg-type]  # a sink has this one method
    for work, record in statements_read.records:
        values = statements_read.of[record]
        topic = _last_part(values[f"{DCMI}subject"])
        yield read_record({**values, "artwork": _last_part(work), "topic": topic})


def _last_part(name: str) -> str:
    return unquote(name.rpartition("/")[2])


def _skos(path: Path) -> Iterator[Read]:
    from rdflib import SKOS, Graph

    graph = Graph().parse(path, format="turtle")
    return (Read(topic=topic) for topic in sorted(str(topic) for topic in graph.objects(None, SKOS.notation)))


def _ro_crate(path: Path) -> Iterator[Read]:
    _check_archive(path)
    with zipfile.ZipFile(path) as archive, archive.open("assertions.csv") as file:
        json.loads(archive.read("ro-crate-metadata.json"))
        yield from map(read_record, _rows(io.TextIOWrapper(file, "utf-8", newline="")))


READERS: dict[str, Reader] = {
    "collectionspace": _notes("annotationNote"),
    "collectiveaccess": _notes("provenance"),
    "dublin_core": _dublin_core,
    "edm": _edm,
    "iiif": _iiif,
    "label_studio": _label_studio,
    "lido": _lido,
    "linked_art": _linked_art,
    "omeka_s": _notes("dcterms:provenance"),
    "openrefine": lambda path: map(read_record, _table(path)),
    "quickstatements": _notes("#"),
    "ro_crate": _ro_crate,
    "skos": _skos,
    "web_annotation": lambda path: map(_annotation, _items(path)),
}
