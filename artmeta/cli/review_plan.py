"""The commands that draw works to review at random, and state what the reviews show of the precision."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from artmeta.cli.options import LARGEST_SEED, CollectionName, refuse_options
from artmeta.cli.targets import written_file
from artmeta.wording import quantity

if TYPE_CHECKING:
    from artmeta.steps.certificate.lanes import PlanLane

log = logging.getLogger("artmeta")


def plan(
    collection: CollectionName,
    precision: Annotated[float, typer.Option(min=0.5, max=0.999, help="To be shown of each lane.")] = 0.95,
    confidence: Annotated[
        float, typer.Option(min=0.5, max=0.9999, help="That all statements are true together.")
    ] = 0.95,
    by: Annotated[
        str, typer.Option(help="What makes a lane of sure works: topic, period, venue or collection.")
    ] = "topic",
    lane: Annotated[
        list[str] | None, typer.Option(help="A topic, period or venue; may be given again. Without it, all.")
    ] = None,
    sequential: Annotated[
        bool, typer.Option("--sequential", help="Stop as soon as the reviews are enough for a result.")
    ] = False,
    expected: Annotated[
        float | None,
        typer.Option(min=0.5, max=1, help="The precision to plan for; without it, a fifth of the errors."),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(min=0, max=LARGEST_SEED, help="Of the random order; without it, a new one is drawn."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Draw other works, though works of a plan were reviewed.")
    ] = False,
    out: Annotated[Path | None, written_file("A CSV file with the works to review, to be filled in.")] = None,
) -> None:
    """Draw the sure works to review at random, and state how many may be wrong; the same options keep the plan."""
    from artmeta.cli.tables import print_table
    from artmeta.settings import Settings
    from artmeta.steps.account import account_name
    from artmeta.steps.certificate.plan import PlanOptions, grouping_of, make_plan
    from artmeta.steps.certificate.sheet import write_plan_sheet
    from artmeta.steps.certificate.statement import plan_sentence
    from artmeta.steps.results import newest_run, write_store
    from artmeta.steps.reviews import import_reviews

    options = PlanOptions(
        precision, confidence, grouping_of(by), sequential, expected, tuple(lane or ()), seed, again
    )
    settings = Settings.read()
    with write_store(settings) as store:
        context = newest_run(store, collection, settings)
        import_reviews(store, collection, settings)
        lanes, new = make_plan(context, options, account_name())
        print_table("Works to review", [_line(lane) for lane in lanes])
        print(f"{'New plan' if new else 'The plan stands'}: {plan_sentence(lanes)}")
        if out is not None:
            count = write_plan_sheet(context, out, lanes)
            print(
                f"{out}: {quantity(count, 'work')}. Fill the column `answer`: a topic, several joined by |, "
                "right, none or ?."
            )
    print(
        f"`artmeta review serve {collection} --plan` shows the works; `artmeta review certify {collection}` states "
        "the result."
    )


def certify(
    command: typer.Context,
    collection: CollectionName,
    answers: Annotated[
        Path | None,
        typer.Option(help="A table of `artmeta review plan --out` with its column `answer` filled in."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who answered; without it, the name of this account.")] = "",
) -> None:
    """State for each lane of the plan whether the reviews show its precision, and what is still to be reviewed."""
    from artmeta.settings import Settings
    from artmeta.steps.account import account_name
    from artmeta.steps.audit.answers import grouped
    from artmeta.steps.certificate.sheet import read_plan_sheet
    from artmeta.steps.certificate.statement import progress, renew_certificates
    from artmeta.steps.results import newest_run, write_store
    from artmeta.steps.reviews import import_reviews

    if answers is None:
        refuse_options(command, ("by",), "it names who gave the --answers")
    settings = Settings.read()
    with write_store(settings) as store:
        context = newest_run(store, collection, settings)
        import_reviews(store, collection, settings)
        if answers is not None:
            added, faults = read_plan_sheet(context, answers, by or account_name() or "unnamed")
            for fault in grouped(faults):
                log.warning("%s", fault)
            print(f"{quantity(added, 'answer')} added, {len(faults)} could not be used.")
        renew_certificates(context)
        print(*progress(context), sep="\n")


def _line(lane: PlanLane) -> dict[str, Any]:
    """Return a lane with its operating characteristic: the probability to pass at three true precisions."""
    from artmeta.wording import percent

    sampling = lane.sampling
    line: dict[str, Any] = {
        lane.grouping: lane.label,
        "sure works": sampling.works,
        "to review": sampling.size,
        "wrong allowed": sampling.allowed,
    }
    for part in (0.6, 0.4, 0.2):  # of the errors that would be tolerated
        true = 1 - part * (1 - sampling.precision)
        line[f"passes at {100 * true:.4g}%"] = percent(sampling.operating_characteristic(true)[0])
    if sampling.sequential:
        line["passes after"] = ", ".join(map(str, sampling.acceptance))
        line["mean reviewed"] = round(sampling.operating_characteristic(sampling.expected)[1])
    return line
