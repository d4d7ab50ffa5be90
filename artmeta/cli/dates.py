"""The commands that show how a museum's dates are read, and what is not read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from artmeta.cli.targets import written_file

if TYPE_CHECKING:
    from artmeta.dates.lists import DateListSummary

app = typer.Typer(no_args_is_help=True, help="Show how a museum's dates are read.")
SHOWN = 20  # unread texts in the summary, and odd rows; the texts are in the file too


@app.command("read")
def read_command(
    file: Annotated[Path, typer.Argument(help="A list: CSV or JSON, also gzip.", metavar="FILE")],
    column: Annotated[str, typer.Option(help="The column that holds the dates.")],
    profile: Annotated[
        str, typer.Option(help="A profile's name, or the path of your own TOML file.")
    ] = "neutral",
    encoding: Annotated[str, typer.Option(help="The list's encoding, where it is not detected.")] = "",
    csv: Annotated[Path | None, written_file("Where the list with the years is written.")] = None,
) -> None:
    """Read one column of dates; write text, earliest, latest, open, circa and status, and list what is not read."""
    from artmeta.dates.lists import StatusCounter, read_list, write_list

    spans = read_list(file, column, profile, encoding)
    if csv is not None:
        summary = write_list(spans, csv)
    else:
        counting = StatusCounter()
        for _ in counting.over(spans):
            pass
        summary = counting.summary()
    _say(summary)
    if csv is not None:
        print(f"Written: {csv}")


@app.command()
def profiles() -> None:
    """List the profiles that come with artmeta, with their titles."""
    from artmeta.dates.profile import load_profile, profile_names

    for name in profile_names():
        print(f"{name:14} {load_profile(name).title}")


def _say(summary: DateListSummary) -> None:
    total = summary.read + summary.undated + summary.unread
    print(f"{total} dates: {summary.read} read, {summary.undated} undated, {summary.unread} unread.")
    print(f"Of those read, {summary.open} leave an end open and {summary.circa} are approximate.")
    for text, count in summary.texts_unread[:SHOWN]:
        print(f"  unread, {count} {'time' if count == 1 else 'times'}: {text[:100]!r}")
    _say_hidden(len(summary.texts_unread) - SHOWN, "texts that are not read")
    for issue in summary.issues[:SHOWN]:
        print(issue.message)
    _say_hidden(len(summary.issues) - SHOWN, "notes on the list")


def _say_hidden(count: int, what: str) -> None:
    if count > 0:
        print(f"  and {count} more {what}.")
