"""The command that removes results of old runs and pictures that nothing needs."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def prune(
    collection: Annotated[
        str, typer.Argument(help="The runs of this collection alone, without pictures; else of all.")
    ] = "",
    keep_runs: Annotated[
        int, typer.Option(min=1, help="Keep the results of so many finished runs of each collection.")
    ] = 30,
    gone_days: Annotated[
        int, typer.Option(min=0, help="Keep fetched pictures of works that left their source less long ago.")
    ] = 90,
    apply: Annotated[
        bool, typer.Option("--apply", help="Remove; without it, only say what would be.")
    ] = False,
) -> None:
    """Say what old runs and pictures take, and with --apply remove what nothing needs; decisions of people stay."""
    from artmeta.settings import Settings
    from artmeta.steps.operations import retention

    policy = retention.Policy(keep_runs, gone_days)
    remove = retention.prune if apply else retention.prunable
    print(remove(Settings.read(), policy, collection or None).sentences)
    print("Removed." if apply else "Nothing was removed; --apply removes it.")
