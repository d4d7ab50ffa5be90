"""The command line: what a curator types; every command imports what it needs when it is called."""

from __future__ import annotations

import contextlib
import logging
import sys
from itertools import pairwise
from typing import Annotated, Any, NoReturn, TextIO, cast

import typer
from typer.core import TyperGroup

from artmeta.cli import (
    audit,
    bias_audit,
    changes,
    classify,
    dates,
    evaluate,
    explore,
    init,
    lesson,
    models,
    operations,
    prune,
    results,
    review,
    review_plan,
    trends,
    vocabulary,
    why,
)
from artmeta.errors import ArtmetaError, InputError, OrchestratorLost
from artmeta.printable import PrintableRecord, PrintableStream, printable
from artmeta.sample import cli as sample
from artmeta.stopping import leave, stoppable
from artmeta.wording import validation_reason

HELP = "Classify a museum's pictures by topic, with calibrated confidences and checks of the results."
FAILED = 1  # exit code where a run could not go on; 2 is a command that was typed wrongly


class Commands(TyperGroup):
    """All commands; a value that cannot be used is refused in plain words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command line; raise InputError for an empty argument or value: none means what is left out."""
        for before, word in pairwise(("", *args)):
            option, sign, value = word.partition("=") if word.startswith("--") else (before, "=", word)
            if sign and not value:
                subject = (
                    f"The value of {option}" if option.strip("-") and option[0] == "-" else "An argument"
                )
                raise InputError(
                    f"{subject} is empty.", "Give a value: perhaps a variable of the shell is not set."
                )
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was typed; raise BadParameter for a value that it cannot use."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as fault:
            fault.message = validation_reason(fault.message)
            raise


# Plain help: drawing its boxes would take longer than everything else that `artmeta --help` does.
app = typer.Typer(
    cls=Commands,
    help=HELP,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)


def _print_version(requested: bool) -> None:
    if requested:
        from importlib.metadata import version

        print(f"artmeta {version('artmeta')}")
        raise typer.Exit


@app.callback()
def _global_options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    pass


for commands in (
    init,
    classify,
    evaluate,
    results,
    audit,
    bias_audit,
    changes,
    explore,
    trends,
    why,
    lesson,
    operations,
    prune,
):
    app.add_typer(commands.app)
app.add_typer(dates.app, name="dates")
app.add_typer(models.app, name="models")
for command in (review_plan.plan, review_plan.certify):
    review.app.command()(command)
review.app.command("import")(review.import_file)
app.add_typer(review.app, name="review")
app.add_typer(sample.app, name="sample")
app.add_typer(vocabulary.app, name="vocabulary")


def guarded(commands: typer.Typer) -> None:
    """Run the command line.

    An ArtmetaError is printed as one sentence and a hint, never as a traceback; a signal ends the program as in
    `stoppable`; what is printed and logged is made `printable`.
    """
    logging.setLogRecordFactory(PrintableRecord)
    with contextlib.redirect_stdout(cast("TextIO", PrintableStream(sys.stdout))), stoppable():
        try:
            commands()
        except OrchestratorLost as fault:
            _print_error(fault.message, fault.hint)
            leave(FAILED)
        except ArtmetaError as fault:
            _exit(fault.message, fault.hint)
        except OSError as fault:
            hint = "Check the path." if fault.filename else ""
            _exit(f"{fault.filename or 'A file'} cannot be read or written: {fault.strerror or fault}.", hint)


def _exit(message: str, hint: str = "") -> NoReturn:
    _print_error(message, hint)
    raise SystemExit(FAILED) from None


def _print_error(message: str, hint: str) -> None:
    print(printable("\n".join([f"artmeta: {message}", *([f"  {hint}"] if hint else [])])), file=sys.stderr)
