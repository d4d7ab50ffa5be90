"""The command for the bias audit: groups of works compared, and what the model may have learnt instead of topics."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from artmeta.cli.options import CollectionName, OlderRun
from artmeta.cli.targets import check_default_folder, written_file
from artmeta.wording import percent, quantity

if TYPE_CHECKING:
    from artmeta.bias_audit.audit import AuditResult

app = typer.Typer()


@app.command()
def audit(
    collection: CollectionName,
    by: Annotated[
        str,
        typer.Option(
            help="Print the metrics of each group: period, venue, medium, artist, artist_gender, image_size, "
            "brightness, sharpness or kind."
        ),
    ] = "",
    json: Annotated[
        Path | None,
        written_file("The JSON file to write; without it, COLLECTION-bias.json in reports.", ".json"),
    ] = None,
    run: OlderRun = "",
) -> None:
    """Compare groups of works, and look for shortcuts, drift, wrong training topics and dominant artists."""
    from artmeta.settings import Settings
    from artmeta.steps.bias_audit.audit import audit_run, check_grouping, write_json
    from artmeta.steps.results import open_finished

    check_grouping(by)
    settings = Settings.read()
    check_default_folder(json, settings.reports_dir, "--json", settings)
    with open_finished(collection, run, settings) as context:
        result = audit_run(context)
        path = json or settings.reports_dir / f"{collection}-bias.json"
        write_json(context, result, path)
    _print(result, by)
    print(f"All numbers are in {path}.")


def _print(result: AuditResult, by: str) -> None:
    from artmeta.cli.tables import print_table

    known = sum(result.sources.values())
    works, findings = quantity(result.works, "classified work"), quantity(len(result.findings), "finding")
    print(f"{works}, {known} of known topic; {findings}.")
    for finding in result.findings:
        print(f"{finding.severity}: {finding.sentence}")
    if by:
        print_table(f"Metrics by {by}", _rows(result, by), none="no group has enough works of known topic")
    print("What cannot be assessed:", *(f"- {sentence}" for sentence in result.limitations), sep="\n")


def _rows(result: AuditResult, by: str) -> list[dict[str, Any]]:
    rows = [row for row in result.groups if row.grouping == by and not row.topic_id]
    return [
        {
            "group": row.group_name,
            "metric": row.metric,
            "works": row.works,
            "value": percent(row.value),
            "low": percent(row.low),
            "high": percent(row.high),
            "all_others": percent(row.reference),
            "ratio": f"{row.ratio:.2f}" if row.ratio == row.ratio else "",
            "disparity": "yes" if row.disparity else "",
        }
        for row in rows
    ]
