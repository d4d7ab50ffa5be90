"""The lesson's pictures: topic folders to learn from, a folder to try on, and some that show none of the topics."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from artmeta.domain.artwork import Artwork
from artmeta.errors import ConfigError
from artmeta.files import replacing, write
from artmeta.local_files import path_of
from artmeta.progress import progress
from artmeta.settings import Settings
from artmeta.values import expanded
from artmeta.web import WebPolicy

TRAINING, TESTING = "training", "testing"
# Kinds of pictures of the sample museum that show none of its topics.
UNRELATED = ("abstract", "photograph", "letter", "blank")
SEED = 1  # of the drawn pictures
# levels of folders in which `training` is looked for: an archive often has a folder of its own name
DEPTH = 3


@dataclass(frozen=True, slots=True)
class LessonDataset:
    """Folders of pictures to train on, to test, and of none of the topics; `drawn` says that a program drew them."""

    training: Path
    testing: Path
    unrelated: Path
    drawn: bool


def prepare_dataset(place: str, settings: Settings, policy: WebPolicy | None = None) -> LessonDataset:
    """Find the lesson's pictures in a folder, a zip or a URL, or draw them where no place is given.

    `policy` is used to fetch a URL. Raises ConfigError if there is no folder `training` with a folder for each topic,
    SourceError if an archive cannot be read.
    """
    cache = settings.cache_dir / "lesson"
    unrelated = _draw_unrelated(cache / "unrelated")
    if not place:
        return _dataset(_draw_dataset(cache / "sample"), unrelated, drawn=True)
    path = expanded(place)
    if "://" not in place and path.is_dir():
        return _dataset(path, unrelated, drawn=False)
    return _dataset(_unpack(place, cache, settings, policy), unrelated, drawn=False)


def _dataset(root: Path, unrelated: Path, *, drawn: bool) -> LessonDataset:
    patterns = ["/".join(["*"] * depth + [TRAINING]) for depth in range(DEPTH)]
    training = next(
        (path for pattern in patterns for path in sorted(root.glob(pattern)) if path.is_dir()), None
    )
    if training is None:
        raise ConfigError(
            f"{root} holds no folder '{TRAINING}'.",
            f"The lesson's layout is dataset/{TRAINING}/<topic>/ and dataset/{TESTING}/.",
        )
    testing = training.with_name(TESTING)
    if not testing.is_dir():
        raise ConfigError(
            f"Beside {training} there is no folder '{TESTING}'.", "It holds the pictures to try the model on."
        )
    return LessonDataset(training, testing, unrelated, drawn)


def _unpack(place: str, cache: Path, settings: Settings, policy: WebPolicy | None) -> Path:
    """Copy the archive's pictures into folders by the names that they have in the archive."""
    root = cache / hashlib.sha256(place.encode()).hexdigest()[:12]
    if root.is_dir():
        return root
    with replacing(root, durable=False) as part:
        part.mkdir()
        for artwork in _records(place, settings, policy):
            _copy(artwork, part)
    return root


def _copy(artwork: Artwork, to: Path) -> None:
    folder = to / artwork.split / (artwork.given_topics[0] if artwork.split == TRAINING else "")
    folder.mkdir(parents=True, exist_ok=True)
    source = path_of(artwork.images[0].url)
    name = f"{hashlib.sha256(artwork.id.encode()).hexdigest()[:6]}-{_name(artwork)}"
    shutil.copyfile(source, folder / name)


def _name(artwork: Artwork) -> str:
    """Take the file's name from the work's id, which is its path in the archive."""
    return "".join(
        letter if letter.isalnum() or letter in "-_." else "_" for letter in artwork.id.rpartition("/")[2]
    )


def _records(place: str, settings: Settings, policy: WebPolicy | None) -> Iterator[Artwork]:
    from artmeta.sources.archive import Params, artworks
    from artmeta.web import Web

    params = Params(url=place) if "://" in place else Params(path=expanded(place).absolute())
    with Web(policy or WebPolicy(), settings.cache_dir, settings.contact) as web:
        for record in artworks(params, web, "neutral"):
            if isinstance(record, Artwork) and (
                record.split == TESTING or (record.split and record.given_topics)
            ):
                yield record


def _draw_dataset(root: Path) -> Path:
    """Draw the sample museum's dataset once, at a size that draws quickly."""
    from artmeta.sample.museum import Museum
    from artmeta.sample.works import dataset_works

    if root.is_dir():
        return root
    museum, count = Museum(SEED, small=True), sum(1 for _ in dataset_works(SEED))
    with replacing(root, durable=False) as part, progress("draw", count, "pictures") as tick:
        for name, content in museum.dataset_files():
            write(part / name, content, durable=False)
            tick()
    return root


def _draw_unrelated(folder: Path) -> Path:
    from artmeta.sample.files import make_file
    from artmeta.sample.museum import Museum
    from artmeta.sample.works import SampleWork

    for number, kind in enumerate(UNRELATED, start=1):
        file = folder / f"{kind}.jpg"
        if not file.is_file():
            work = SampleWork(number, SEED, 1950, "", kind)
            write(file, make_file(work, 0, Museum(small=True).draw).body, durable=False)
    return folder
