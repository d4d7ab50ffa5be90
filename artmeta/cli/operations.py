"""The commands on the data folder as a whole: backup, restore and disk use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def backup(
    to: Annotated[Path, typer.Argument(help="A file (.tar), or a folder for one named by the time.")],
    pictures: Annotated[
        bool, typer.Option("--pictures", help="With fetched and unpacked pictures, which may be many.")
    ] = False,
) -> None:
    """Write the database, reviews, models, collections and vocabularies into one file; runs may go on meanwhile."""
    from artmeta.settings import Settings
    from artmeta.steps.operations.backup import back_up
    from artmeta.wording import quantity

    made = back_up(Settings.read(), to, pictures)
    print(f"{made.path}: {quantity(made.files, 'file')}, {made.bytes / 1e6:,.1f} MB, read back and sound.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="The file that `artmeta backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace what the data folder has; pictures and caches stay.")
    ] = False,
    check: Annotated[bool, typer.Option("--check", help="Only test whether the backup is sound.")] = False,
) -> None:
    """Put a backup into the data folder; a damaged one is refused before anything is changed."""
    from artmeta.settings import Settings
    from artmeta.steps.operations import backup as backups

    settings = Settings.read()
    facts = backups.read_backup(file) if check else backups.restore(settings, file, replace)
    made = f"{facts['Bag-Software-Agent']}, schema {facts['Artmeta-Schema']}, of {facts['Artmeta-Created']}"
    print(f"{file} is sound: {made}." if check else f"{settings.data_dir} is that of the backup: {made}.")


@app.command()
def disk() -> None:
    """Show what the parts of the data folder and each collection take, in MB, and what may be deleted."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.operations.disk import disk_of_collections, disk_parts

    settings = Settings.read()
    print_table("Parts", disk_parts(settings))
    print()
    print_table("Collections", disk_of_collections(settings))
