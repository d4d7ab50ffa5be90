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
from artmeta.web import WebPolicy

TRAINING, TESTING = "training", "testing"
ODD = (
    "abstract",
    "photograph",
    "letter",
    "blank",
)  # what the sample museum can draw that is no painting of a topic
SEED = 1  # of the drawn pictures; any other would do
DEPTH = (
    3  # folders down in which `training` is looked for: an unpacked archive often lies in one of its own name
)


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where the lesson's pictures lie; `drawn` are those of the sample museum, drawn by a program."""

    training: Path
    testing: Path
    odd: Path
    drawn: bool


def lay_out(place: str, settings: Settings, policy: WebPolicy | None = None) -> Pictures:
    """Find the lesson's pictures in a folder, a zip or a URL, or draw them where no place is given.

    `policy` is how a URL is fetched. Raises ConfigError if there is no folder `training` with a folder for
    each topic, SourceError if an archive cannot be had.
    """
    shelf = settings.cache_dir / "lesson"
    odd = _odd(shelf / "odd")
    if not place:
        return _pictures(_drawn(shelf / "sample"), odd, drawn=True)
    path = Path(place).expanduser()
    if "://" not in place and path.is_dir():
        return _pictures(path, odd, drawn=False)
    return _pictures(_unpacked(place, shelf, settings, policy), odd, drawn=False)


def _pictures(root: Path, odd: Path, *, drawn: bool) -> Pictures:
    patterns = ["/".join(["*"] * depth + [TRAINING]) for depth in range(DEPTH)]
    found = next((path for pattern in patterns for path in sorted(root.glob(pattern)) if path.is_dir()), None)
    if found is None:
        raise ConfigError(
            f"{root} holds no folder '{TRAINING}'.",
            f"The lesson's layout is dataset/{TRAINING}/<topic>/ and dataset/{TESTING}/.",
        )
    testing = found.with_name(TESTING)
    if not testing.is_dir():
        raise ConfigError(
            f"Beside {found} there is no folder '{TESTING}'.", "It holds the pictures to try the model on."
        )
    return Pictures(found, testing, odd, drawn)


def _unpacked(place: str, shelf: Path, settings: Settings, policy: WebPolicy | None) -> Path:
    """Let the archive's pictures stand in folders again, as their names in the archive say."""
    root = shelf / hashlib.sha256(place.encode()).hexdigest()[:12]
    if root.is_dir():
        return root
    with replacing(root, durable=False) as part:
        part.mkdir()
        for artwork in _listed(place, settings, policy):
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


def _listed(place: str, settings: Settings, policy: WebPolicy | None) -> Iterator[Artwork]:
    from artmeta.sources.archive import Params, artworks
    from artmeta.web import Web

    params = Params(url=place) if "://" in place else Params(path=Path(place).expanduser().absolute())
    with Web(policy or WebPolicy(), settings.cache_dir, settings.contact) as web:
        for found in artworks(params, web, "neutral"):
            if isinstance(found, Artwork) and (
                found.split == TESTING or (found.split and found.given_topics)
            ):
                yield found


def _drawn(root: Path) -> Path:
    """Draw the sample museum's dataset once, at a size that draws quickly."""
    from artmeta.sample.dataset import TESTING as PICTURES_TO_TEST
    from artmeta.sample.dataset import TRAINING as PICTURES_TO_TRAIN
    from artmeta.sample.dataset import dataset_files
    from artmeta.sample.museum import Museum

    if root.is_dir():
        return root
    museum, count = Museum(SEED, small=True), sum(PICTURES_TO_TRAIN.values()) + PICTURES_TO_TEST
    with replacing(root, durable=False) as part, progress("draw", count, "pictures") as tick:
        for name, content in dataset_files(museum.seed, museum.paint):
            _put(part / name, content)
            tick()
    return root


def _odd(folder: Path) -> Path:
    from artmeta.sample.files import make_file
    from artmeta.sample.museum import Museum
    from artmeta.sample.works import Work

    museum = Museum(SEED, small=True)
    for number, kind in enumerate(ODD, start=1):
        file = folder / f"{kind}.jpg"
        if not file.is_file():
            work = Work(number, SEED, 1950, "", kind)
            write(file, make_file(work, 0, museum.paint).content, durable=False)
    return folder


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
