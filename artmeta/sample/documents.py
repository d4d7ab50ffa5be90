"""The museum as files: the truth about its works and decades as CSV, and everything it has in a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from artmeta.errors import ExportError
from artmeta.files import explained
from artmeta.sample.defects import defect_of
from artmeta.sample.museum import Museum
from artmeta.sample.records import as_csv, write_csv
from artmeta.sample.works import DECADES, topic_shares


def works_csv(museum: Museum) -> str:
    """Return the truth about each work as CSV; topic is empty where none is shown."""
    rows = [
        (f"sample-{number:04d}", work.topic, work.year, work.decade, work.style, defect_of(number).kind)
        for number, work in ((number, museum.work(number)) for number in range(1, museum.works + 1))
    ]
    return as_csv(["id", "topic", "year", "decade", "style", "defect"], rows)


def decades_csv(museum: Museum) -> str:
    """Return each topic's works by decade, their share `of` all that show one, and the stated share, as CSV."""
    works = [work for number in range(1, museum.works + 1) if (work := museum.work(number)).topic]
    shown, total = Counter((one.decade, one.topic) for one in works), Counter(one.decade for one in works)
    rows = [
        (decade, topic, count, of, f"{count / max(1, of):.4f}", f"{stated:.4f}")
        for decade in DECADES
        for topic, stated in topic_shares(decade).items()
        for count, of in ((shown[decade, topic], total[decade]),)
    ]
    return as_csv(["decade", "topic", "works", "of", "share", "stated_share"], rows)


def write_folder(museum: Museum, folder: Path) -> int:
    """Write images/, dataset/, collection.csv, truth.csv, truth-by-decade.csv; return the count of pictures.

    What the server would not have (404) is not written. Raises ExportError where the folder cannot be used.
    """
    pictures = 0
    with explained(folder, ExportError):
        for name, content in _files(museum):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            pictures += path.suffix == ".jpg"
    return pictures


def _files(museum: Museum) -> Iterator[tuple[str, bytes]]:
    yield "collection.csv", write_csv(museum.records()).encode()
    yield "truth.csv", works_csv(museum).encode()
    yield "truth-by-decade.csv", decades_csv(museum).encode()
    for record in museum.records():
        file = museum.file(record.number)
        if file.status != HTTPStatus.NOT_FOUND:
            yield record.image, file.body
    yield from museum.dataset_files()
