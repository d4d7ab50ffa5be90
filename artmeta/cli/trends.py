"""The command for topics over time: with other bins, between groups, between collections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from artmeta.cli.targets import written_folder
from artmeta.wording import percent, points, year

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.trends.tables import Tables

app = typer.Typer()


@app.command()
def trends(
    collection: Annotated[str, typer.Argument(help="A collection's name, as `artmeta status` shows it.")],
    bins: Annotated[
        str, typer.Option(help="Years a bin: 1, 5, 10, 25, 50, or adaptive; else as the collection says.")
    ] = "",
    compare: Annotated[
        list[str] | None, typer.Option(help="Its two largest groups: venue, artist_gender, medium, ...")
    ] = None,
    against: Annotated[str, typer.Option(help="Another collection, compared in the years both have.")] = "",
    skew: Annotated[
        list[str] | None, typer.Option(help="Leave out its largest groups in turn: artist, venue, ...")
    ] = None,
    change_points: Annotated[
        bool, typer.Option(help="Name the year after which a share is another.")
    ] = False,
    csv: Annotated[Path | None, written_folder("A folder for all tables, one file each.")] = None,
    run: Annotated[str, typer.Option(help="An older run's id; without it, the newest.")] = "",
) -> None:
    """Print whether topics rose or fell over time, one sentence each; the database is not changed."""
    from artmeta.settings import Settings
    from artmeta.steps.results import newest_run, read_store
    from artmeta.steps.trends import trends_of, with_overrides

    settings = Settings.read()
    with read_store(settings) as store:
        context = newest_run(store, collection, settings, run)
        options = with_overrides(
            context.collection.trends,
            bin_years=bins,
            compare=compare,
            against=against,
            skew=skew,
            change_points=change_points,
        )
        tables = trends_of(context, options)
    _print(tables)
    if csv is not None:
        _write(tables, csv)


def _print(tables: Tables) -> None:
    """Print verdicts, change points, decisive groups, and differences."""
    if tables.trend_verdicts.empty:
        print("Too few works have a topic and a date for any statement on change over time.")
        return
    print(*tables.trend_verdicts["sentence"], sep="\n")
    lines = (
        *map(_change_point, records(tables.trend_change_points)),
        *(_influence(one) for one in records(tables.trend_influence) if one["decisive"]),
        *map(_difference, records(tables.trend_differences)),
    )
    print(*lines, sep="\n", end="\n" if lines else "")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame."""
    return frame.to_dict("records")  # type: ignore[return-value]


def _change_point(one: dict[str, Any]) -> str:
    before, after = one["share_before"], one["share_after"]
    return (
        f"{one['topic_id']}: at another level after {year(one['year'])}: {percent(before)} before, "
        f"{percent(after)} after."
    )


def _influence(one: dict[str, Any]) -> str:
    name = f"the {one['grouping']} {one['group_name']} ({percent(one['share_of_works'])} of the works)"
    return f"{one['topic_id']}: the verdict depends on {name}; without it, it would be another."


def _difference(one: dict[str, Any]) -> str:
    known = "show no difference" if one["enough"] else "have too few works to compare"
    finding = "differ" if one["differs"] else known
    return (
        f"{one['topic_id']}: {one['first_group']} and {one['second_group']} {finding} (level {_between(one, 'level')}; "
        f"change {_between(one, 'change')})."
    )


def _between(one: dict[str, Any], what: str) -> str:
    low, high = points(one[f"{what}_low"]), points(one[f"{what}_high"])
    return f"{points(one[what])} points, {low} to {high}"


def _write(tables: Tables, folder: Path) -> None:
    from artmeta.csv_writer import write_frame

    for name, frame in tables.named().items():
        if len(frame.columns):
            write_frame(frame, folder / f"{name}.csv")
            print(folder / f"{name}.csv")
