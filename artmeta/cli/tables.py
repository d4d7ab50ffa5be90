"""Rows as a table in the terminal, or as tab-separated lines where the output is no terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from artmeta.printable import printable_cell

if TYPE_CHECKING:
    from rich.console import Console

UNLIMITED = 10_000  # columns of a terminal that is wide enough


def print_table(
    title: str, rows: Iterable[Mapping[str, Any]], leave_out: tuple[str, ...] = (), none: str = "none yet"
) -> None:
    """Print rows with the same keys, or a line that there are `none`."""
    shown_rows = [{key: value for key, value in row.items() if key not in leave_out} for row in rows]
    if not shown_rows:
        print(f"{title}: {none}.")
    elif sys.stdout.isatty():
        _print_box(title, shown_rows)
    else:
        print("\t".join(shown_rows[0]))
        print("\n".join("\t".join(_cell(value) for value in row.values()) for row in shown_rows))


def _print_box(title: str, rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.measure import Measurement
    from rich.table import Table

    table = Table(title=title)
    for key, value in rows[0].items():
        table.add_column(key.replace("_", " "), justify="right" if isinstance(value, int | float) else "left")
    for row in rows:
        table.add_row(*(_cell(value) for value in row.values()))
    console = Console(file=getattr(sys.stdout, "styled", sys.stdout), markup=False, highlight=False)
    if Measurement.get(console, console.options.update(max_width=UNLIMITED), table).maximum <= console.width:
        console.print(table)
    else:
        _print_one_by_one(console, title, rows)


def _print_one_by_one(console: Console, title: str, rows: list[dict[str, Any]]) -> None:
    """Print a row as a list of its values, where the terminal is too narrow for them side by side."""
    from rich.table import Table

    for row in rows:
        table = Table(title=title if row is rows[0] else None, show_header=False)
        for key, value in row.items():
            table.add_row(key.replace("_", " "), _cell(value))
        console.print(table)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else printable_cell(str(value))
