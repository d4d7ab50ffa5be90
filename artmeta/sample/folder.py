"""The sample museum as files in a folder, for programs that do not fetch."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.sample import truth
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv


def write_folder(museum: Museum, folder: Path) -> int:
    """Write images/, dataset/, collection.csv, truth.csv, truth-by-decade.csv; return the count of pictures.

    What the server would not have (404) is not written. Raises ExportError where the folder cannot be used.
    """
    try:
        return sum(_put(folder / name, content) for name, content in _files(museum))
    except OSError as error:
        message = f"The sample museum cannot be drawn into {folder}: {error}."
        raise ExportError(message, "Choose another folder.") from error


def _files(museum: Museum) -> Iterator[tuple[str, bytes]]:
    yield "collection.csv", write_csv(museum.records()).encode()
    yield "truth.csv", truth.works_csv(museum).encode()
    yield "truth-by-decade.csv", truth.decades_csv(museum).encode()
    for record in museum.records():
        file = museum.file(record.number)
        if file.status != HTTPStatus.NOT_FOUND:
            yield record.image, file.body
    yield from museum.dataset_files()


def _put(path: Path, content: bytes) -> bool:
    """Write a file; return whether it is one of the pictures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path.suffix == ".jpg"
