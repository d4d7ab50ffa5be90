"""The checks of `artmeta doctor`: whether this machine has what artmeta needs, one sentence each."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

from artmeta.errors import ArtmetaError
from artmeta.settings import Settings
from artmeta.steps.operations import checks
from artmeta.steps.operations.checks import Finding
from artmeta.wording import clause, quantity

Check = Callable[[Settings], Iterator[Finding]]
PACKAGES = ("ai-edge-litert", "duckdb", "great-expectations", "pillow", "prefect", "tensorflow")


def diagnose(settings: Settings, prefect_server: Check) -> list[Finding]:
    """Check everything that artmeta needs, and what an installation in use needs; nothing is changed.

    The check of Prefect's settings and server is given, since only `flows` knows Prefect.
    """
    every: tuple[Check, ...] = (
        _python,
        _packages,
        _weights,
        checks.folders,
        checks.database,
        checks.backup,
        checks.clock,
        checks.proxies,
        prefect_server,
        checks.extras,
        checks.browser,
        _contact,
    )
    return [finding for check in every for finding in check(settings)]


def _python(settings: Settings) -> Iterator[Finding]:
    cores = quantity(os.cpu_count() or 1, "core")
    workers = clause(settings.workers, "worker", "looks", "look")
    sentence = f"Python {platform.python_version()} on {cores}; {workers} at pictures."
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


def _contact(settings: Settings) -> Iterator[Finding]:
    sentence = f"Museums see this contact: {settings.contact}."
    missing = "ARTMETA_CONTACT is not set: a museum's server cannot tell whom to write to."
    yield Finding(bool(settings.contact), sentence if settings.contact else missing, needed=False)
