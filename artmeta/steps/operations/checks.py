"""Checks of an installation in use: folders, schema, backup, clock, proxies, extras, browser."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, requires, version

from artmeta.errors import ArtmetaError
from artmeta.notes import read_note
from artmeta.settings import Settings
from artmeta.steps.operations.backup import NOTE
from artmeta.steps.results import read_store
from artmeta.store import schema_version
from artmeta.wording import enumeration, quantity

NEEDED_DISK = 2_000_000_000  # bytes: 300,000 float16 vectors are 0.8 GB, and a snapshot is as large again
OLD_BACKUP = 7  # days
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_EXTRA = re.compile(r"^([\w.-]+).*;.*extra == [\"'](\w+)[\"']")


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it passed, a sentence, and whether artmeta needs it."""

    sound: bool
    sentence: str
    needed: bool = True


def folders(settings: Settings) -> Iterator[Finding]:
    """Check that the data and reports folders can be written, and that the disk has room for a run and a copy."""
    for folder in (settings.data_dir, settings.reports_dir):
        try:
            settings.check_folders(folder)
            yield Finding(True, f"{folder} can be written.")
        except ArtmetaError as fault:
            yield Finding(False, str(fault))
    place = next(place for place in (settings.data_dir, *settings.data_dir.parents) if place.exists())
    free, needed = shutil.disk_usage(place).free, NEEDED_DISK
    if settings.database.exists():
        needed += settings.database.stat().st_size  # an upgrade, a backup and a reader during a run copy it
    sentence = f"{free / 1e9:,.1f} GB are free for {settings.data_dir}; {needed / 1e9:,.1f} GB are enough."
    advice = " Make room (`artmeta disk`, `artmeta prune`), or set ARTMETA_DATA_DIR."
    yield Finding(free >= needed, sentence if free >= needed else sentence + advice)


def database(settings: Settings) -> Iterator[Finding]:
    """Check that the database can be read, and say which schema it has."""
    if not settings.database.exists():
        yield Finding(True, f"There is no database {settings.database} yet: the first run creates it.")
        return
    try:
        held, current = schema_version.of_database(settings.database), schema_version.current()
    except ArtmetaError as fault:
        yield Finding(False, str(fault))
        return
    sentence = f"The database {settings.database} has schema {held}, this version {current}"
    if held > current:
        yield Finding(False, f"{sentence}. Update artmeta.")
    elif held < current:
        yield Finding(True, f"{sentence}: the next command copies it and brings it up to date.")
    else:
        yield Finding(True, f"{sentence}.")


def backup(settings: Settings) -> Iterator[Finding]:
    """Say how old the last backup is."""
    advice = "Make one: artmeta backup FOLDER-ON-ANOTHER-DISK."
    if not settings.database.exists():
        return
    note = read_note(settings.data_dir / NOTE)
    if note is None:
        yield Finding(False, f"No backup of {settings.data_dir} was made with this artmeta. {advice}", False)
        return
    days = (datetime.now(UTC) - datetime.fromisoformat(note["at"])) // timedelta(days=1)
    sentence = f"The last backup, {note['path']}, is {quantity(days, 'day')} old."
    yield Finding(days <= OLD_BACKUP, sentence if days <= OLD_BACKUP else f"{sentence} {advice}", False)


def clock(settings: Settings) -> Iterator[Finding]:
    """Check that no run began later than now; say what the clock shows."""
    now = datetime.now().astimezone()
    sentence = f"The clock shows {now:%Y-%m-%d %H:%M:%S %Z}."
    try:
        with read_store(settings) as store:
            (row,) = store.rows("last_begin")
        begun = row["started_at"]
    except ArtmetaError:  # there is no database yet, or the check of it says what is wrong
        begun = None
    sound = begun is None or begun <= now + timedelta(minutes=5)
    yield Finding(
        sound, sentence if sound else f"{sentence} A run began at {begun:%Y-%m-%d %H:%M %Z}: set the clock."
    )


def proxies(settings: Settings) -> Iterator[Finding]:
    """Check that each proxy of the environment can be connected to."""
    from artmeta.web.reachable import fault_of_proxy

    proxies = {name: os.environ.get(name.lower()) or os.environ.get(name, "") for name in PROXIES}
    if not any(proxies.values()):
        yield Finding(True, "No proxy is set (HTTP_PROXY, HTTPS_PROXY): servers are reached directly.")
    for name, address in proxies.items():
        if address:
            host, fault = address.rpartition("@")[2], fault_of_proxy(address)
            advice = f"cannot be connected to: {fault}. Correct or unset it."
            yield Finding(not fault, f"The proxy {host} of {name} {advice if fault else 'answers.'}")
    bundle = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or ""
    if bundle and not os.path.exists(bundle):  # noqa: PTH110
        yield Finding(
            False,
            f"REQUESTS_CA_BUNDLE or SSL_CERT_FILE names {bundle}, which is not there. Correct or unset it.",
        )


def extras(settings: Settings) -> Iterator[Finding]:
    """Say which of artmeta's extras are not installed."""
    lacking: dict[str, list[str]] = {}
    for requirement in requires("artmeta") or ():
        if match := _EXTRA.match(requirement):
            lacking.setdefault(match[2], [])
            try:
                version(match[1])
            except PackageNotFoundError:
                lacking[match[2]].append(match[1])
    for extra, packages in sorted(lacking.items()):
        missing = f"lacks {enumeration(packages)}: pip install 'artmeta[{extra}]' if you want it."
        yield Finding(not packages, f"The extra '{extra}' {missing if packages else 'is installed.'}", False)


def browser(settings: Settings) -> Iterator[Finding]:
    """Say whether there is a Chromium, which only the tests of pages need."""
    names = (os.environ.get("ARTMETA_CHROMIUM", ""), *BROWSERS)
    chromium = next((path for name in names if name and (path := shutil.which(name))), "")
    missing = "No Chromium was found (ARTMETA_CHROMIUM): only the browser tests need one."
    yield Finding(bool(chromium), f"Chromium: {chromium}." if chromium else missing, False)
