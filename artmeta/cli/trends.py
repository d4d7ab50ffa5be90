"""The command for topics over time: with other bins, between groups, between collections."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from artmeta.cli.options import CollectionName, OlderRun
from artmeta.cli.targets import written_folder
from artmeta.wording import percent, points, year

if TYPE_CHECKING:
    import pandas as pd

    from artmeta.trend_analysis.tables import Tables

app = typer.Typer()


@app.command()
def trends(
    collection: CollectionName,
    bins: Annotated[
        str,
        typer.Option(
            help="Years per bin: 1, 5, 10, 25, 50, or adaptive; without it, as in the collection file."
        ),
    ] = "",
    compare: Annotated[
        list[str] | None,
        typer.Option(help="Compare its two largest groups: venue, artist_gender, medium, ..."),
    ] = None,
    against: Annotated[
        str, typer.Option(help="Another collection to compare with, in the years of both.")
    ] = "",
    skew: Annotated[
        list[str] | None, typer.Option(help="Leave out its largest groups in turn: artist, venue, ...")
    ] = None,
    cluster: Annotated[
        str, typer.Option(help="What works are not independent within: artist, donor, venue, or none.")
    ] = "",
    change_points: Annotated[
        bool | None,
        typer.Option(
            help="Look for a year in which the level of a share changes; without it, as in the collection file."
        ),
    ] = None,
    csv: Annotated[Path | None, written_folder("A folder for all tables, one file each.")] = None,
    run: OlderRun = "",
) -> None:
    """Print whether topics rose or fell over time, one sentence each; the database is not changed."""
    from artmeta.kept_results import kept
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
            cluster=cluster,
            change_points=change_points,
        )
        with kept(settings.cache_dir / "trends" / f"{collection}.json"):
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
        *(_influence(row) for row in records(tables.trend_influence) if row["decisive"]),
        *map(_difference, records(tables.trend_differences)),
    )
    print(*lines, sep="\n", end="\n" if lines else "")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame."""
    return frame.to_dict("records")  # type: ignore[return-value]


def _change_point(row: dict[str, Any]) -> str:
    before, after = row["share_before"], row["share_after"]
    return (
        f"{row['topic_id']}: at another level after {year(row['year'])}: {percent(before)} before, "
        f"{percent(after)} after."
    )


def _influence(row: dict[str, Any]) -> str:
    name = f"the {row['grouping']} {row['group_name']} ({percent(row['share_of_works'])} of the works)"
    return f"{row['topic_id']}: the verdict depends on {name}; without it, it would be another."


def _difference(row: dict[str, Any]) -> str:
    known = "show no difference" if row["enough"] else "have too few works to compare"
    finding = "differ" if row["differs"] else known
    return (
        f"{row['topic_id']}: {row['first_group']} and {row['second_group']} {finding} (level {_between(row, 'level')}; "
        f"change {_between(row, 'change')})."
    )


def _between(row: dict[str, Any], what: str) -> str:
    low, high = points(row[f"{what}_low"]), points(row[f"{what}_high"])
    return f"{points(row[what])} points, {low} to {high}"


def _write(tables: Tables, folder: Path) -> None:
    from artmeta.csv_writer import write_frame

    for name, frame in tables.named().items():
        if len(frame.columns):
            write_frame(frame, folder / f"{name}.csv")
            print(folder / f"{name}.csv")
