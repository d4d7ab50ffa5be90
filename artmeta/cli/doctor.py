"""The command that checks whether this machine has what artmeta needs."""

from __future__ import annotations

import typer

app = typer.Typer()


@app.command()
def doctor() -> None:
    """Check this machine: packages, disk, database, backup, proxies, Prefect's server; with what to do about faults."""
    from artmeta.settings import Settings
    from artmeta.steps.diagnosis import diagnose

    findings = diagnose(Settings.read())
    for finding in findings:
        print(f"{'ok  ' if finding.sound else 'FIX ' if finding.needed else 'note'}  {finding.sentence}")
    if any(finding.needed and not finding.sound for finding in findings):
        raise typer.Exit(1)
