"""The command that checks whether this machine has what artmeta needs, Prefect's settings and server included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import typer

from artmeta.errors import ConfigError

if TYPE_CHECKING:
    from artmeta.settings import Settings
    from artmeta.steps.operations.checks import Finding


def doctor() -> None:
    """Check this machine: packages, disk, database, backup, proxies, Prefect's server; with what to do about faults."""
    from artmeta.settings import Settings
    from artmeta.steps.diagnosis import diagnose

    findings = diagnose(Settings.read(), prefect_server)
    for finding in findings:
        print(f"{'ok  ' if finding.sound else 'FIX ' if finding.needed else 'note'}  {finding.sentence}")
    if any(finding.needed and not finding.sound for finding in findings):
        raise typer.Exit(1)


def prefect_server(_: Settings) -> Iterator[Finding]:
    """Check that Prefect's settings can be read, and that the server they name, wherever that stands, can be used."""
    from artmeta.steps.operations.checks import Finding
    from flows.settings import read_settings

    try:
        read_settings()
        from prefect.settings import PREFECT_API_URL

        from flows.server import reason_against
    except ConfigError as fault:
        yield Finding(False, str(fault))
        return
    except ModuleNotFoundError:  # the check of packages says so
        return
    url = PREFECT_API_URL.value()
    if not url:
        yield Finding(True, "Prefect's settings name no server: each command starts one of its own.")
        return
    reason = reason_against(url)
    host = (urlsplit(url).netloc or url).rpartition("@")[2]  # an address without http:// has no host
    advice = (
        "Start it, correct PREFECT_API_URL (`prefect config view` says where it is set), or use --no-prefect."
    )
    sentence = f"cannot be used: {reason}. {advice}" if reason else "answers."
    yield Finding(not reason, f"The Prefect server at {host} {sentence}")
