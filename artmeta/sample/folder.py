"""The sample museum as files in a folder, for programs that do not fetch."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from artmeta.errors import ExportError
from artmeta.sample import dataset, truth
from artmeta.sample.museum import Museum
from artmeta.sample.records import write_csv

MISSING = 404


def write_folder(museum: Museum, folder: Path) -> int:
    """Write images/, dataset/, collection.csv, truth.csv truth-by-decade.csv; return the count of pictures.

    What the server would not have (404) is not written. Raises ExportError where the folder cannot be used.
    """
    try:
        return _write(museum, folder)
    except OSError as error:
        raise ExportError(
            f"The sample museum cannot be drawn into {folder}: {error}.", "Choose another folder."
        ) from error


def put_picture(picture: Image.Image, file: Path) -> None:
    """Write a picture in the format its name ends with; raises ExportError where that is impossible."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.save(file, quality=54, optimize=True)
    except (OSError, ValueError) as error:  # ValueError: an ending that names no format
        raise ExportError(
            f"The picture {file} cannot be written: {error}.", "Choose another name."
        ) from error


def _write(museum: Museum, folder: Path) -> int:
    written = 0
    lists = {
        "collection.csv": write_csv(museum.records()),
        "truth.csv": truth.works_csv(museum),
        "truth-by-decade.csv": truth.decades_csv(museum),
    }
    for name, text in lists.items():
        _put(folder / name, text.encode())
    for record in museum.records():
        file = museum.file(record.number)
        if file.status != MISSING:
            _put(folder / record.image, file.content)
            written += 1
    for name, content in dataset.dataset_files(museum.seed, museum.paint):
        _put(folder / name, content)
        written += 1
    return written


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
