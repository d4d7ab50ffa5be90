"""The checks of `artmeta doctor`: whether this machine has what artmeta needs, one sentence each."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from artmeta.errors import ArtmetaError
from artmeta.settings import Settings

NEEDED_DISK = 2_000_000_000  # bytes: 300,000 float16 vectors are 0.8 GB, and a snapshot is as large again
PACKAGES = ("ai-edge-litert", "duckdb", "great-expectations", "pillow", "prefect", "tensorflow")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it passed, a sentence, and whether artmeta needs it."""

    sound: bool
    sentence: str
    needed: bool = True


def diagnose(settings: Settings) -> list[Finding]:
    """Check everything that artmeta needs; at most an empty database is created."""
    checks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _weights,
        _disk,
        _database,
        _contact,
    )
    return [finding for check in checks for finding in check(settings)]


def _python(settings: Settings) -> Iterator[Finding]:
    cores = os.cpu_count()
    sentence = (
        f"Python {platform.python_version()} on {cores} cores; {settings.workers} workers look at pictures."
    )
    yield Finding(sys.version_info >= (3, 11), sentence)


def _packages(settings: Settings) -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(True, f"{name} {version(name)}")
        except PackageNotFoundError:
            yield Finding(False, f"{name} is not installed. Run `make setup`.")


def _weights(settings: Settings) -> Iterator[Finding]:
    from artmeta.vision.weights import PACKAGES, find_weights

    for backbone, package in PACKAGES.items():
        try:
            path = find_weights(None, backbone).path
            yield Finding(True, f"Weights of {backbone}: {path}, checksum verified.")
        except ArtmetaError as fault:
            yield Finding(False, str(fault), needed=not package.extra)


def _disk(settings: Settings) -> Iterator[Finding]:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    sentence = f"{free / 1e9:.0f} GB are free for {settings.data_dir.resolve()}."
    yield Finding(
        free >= NEEDED_DISK,
        sentence if free >= NEEDED_DISK else f"{sentence} Make room, or set ARTMETA_DATA_DIR.",
    )


def _database(settings: Settings) -> Iterator[Finding]:
    from artmeta.store.database import Store

    try:
        with Store.open(settings.database):
            yield Finding(True, f"The database {settings.database} can be written.")
    except ArtmetaError as fault:
        yield Finding(False, str(fault))


def _contact(settings: Settings) -> Iterator[Finding]:
    sentence = f"Museums see this contact: {settings.contact}."
    missing = "ARTMETA_CONTACT is not set: a museum's server cannot tell whom to write to."
    yield Finding(bool(settings.contact), sentence if settings.contact else missing, needed=False)
