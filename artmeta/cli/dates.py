"""The commands that show how a museum's dates are read, and what is not read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.targets import written_file

if TYPE_CHECKING:
    from artmeta.dates.lists import Summary

app = typer.Typer(no_args_is_help=True, help="Show how a museum's dates are read.")
SHOWN = 20  # unread texts in the summary; the rest are in the file


@app.command("read")
def read_command(
    file: Annotated[Path, typer.Argument(help="A CSV file.", metavar="FILE")],
    column: Annotated[str, typer.Option(help="The column that holds the dates.")],
    profile: Annotated[
        str, typer.Option(help="A profile's name, or the path of your own TOML file.")
    ] = "neutral",
    csv: Annotated[Path | None, written_file("Where the list with the years is written.")] = None,
) -> None:
    """Read one column of dates; write text, earliest, latest, open, circa and status, and say what is not read."""
    from artmeta.dates.lists import Counting, read_list, write_list

    spans = read_list(file, column, profile)
    if csv is not None:
        summary = write_list(spans, csv)
    else:
        counting = Counting()
        for _ in counting.over(spans):
            pass
        summary = counting.summary()
    _say(summary)
    if csv is not None:
        print(f"Written: {csv}")


@app.command()
def profiles() -> None:
    """List the profiles that come with artmeta, and what each says."""
    from artmeta.dates.profile import load_profile, profile_names

    for name in profile_names():
        print(f"{name:14}{load_profile(name).title}")


def _say(summary: Summary) -> None:
    total = summary.read + summary.undated + summary.unread
    print(f"{total} dates: {summary.read} read, {summary.undated} undated, {summary.unread} unread.")
    print(f"Of those read, {summary.open} leave an end open and {summary.circa} are approximate.")
    for text, count in summary.texts_unread[:SHOWN]:
        print(f"  unread, {count} times: {text[:100]!r}")
    hidden = len(summary.texts_unread) - SHOWN
    if hidden > 0:
        print(f"  and {hidden} more texts that are not read.")
