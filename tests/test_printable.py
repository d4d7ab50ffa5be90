"""What would steer a terminal is spelt out wherever text is printed or logged; what rich takes for markup is text."""

from __future__ import annotations

import io
import logging
import sys

import pytest
import typer

from artmeta.cli import guarded
from artmeta.cli.tables import print_table
from artmeta.errors import ConfigError
from artmeta.printable import PrintableRecord, PrintableStream, printable, printable_cell

RED = "\x1b[31mred\x1b[0m"
SPELT = r"\x1b[31mred\x1b[0m"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (RED, SPELT),
        ("bell\x07 \x9b31m del\x7f", r"bell\x07 \x9b31m del\x7f"),
        ("over\rwritten", r"over\rwritten"),
        ("gpj.\u202egnp", r"gpj.\u202egnp"),
        ("\u2066a\u2069 \u200f \u2028", r"\u2066a\u2069 \u200f \u2028"),
        ("name \udce9", r"name \udce9"),
        ("Müller, 愛, é, [red]x[/red]", "Müller, 愛, é, [red]x[/red]"),
    ],
)
def test_control_characters_are_spelt_out_and_letters_are_kept(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_a_message_keeps_its_lines_and_a_cell_is_one() -> None:
    assert printable("one\n\ttwo") == "one\n\ttwo"
    assert printable_cell("one\n\ttwo") == r"one\n\ttwo"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_table_in_a_terminal_shows_markup_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", PrintableStream(terminal))
    monkeypatch.setenv("COLUMNS", "120")
    print_table("Works", [{"title": "[red]x[/red]", "artist": RED}])
    assert "[red]x[/red]" in terminal.getvalue() and SPELT in terminal.getvalue()
    assert "\x1b[31m" not in terminal.getvalue()


def test_a_piped_table_keeps_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Works", [{"title": "a\tb\nc", "artist": RED}])
    assert capsys.readouterr().out == f"title\tartist\na\\tb\\nc\t{SPELT}\n"


def test_commands_print_and_log_and_fail_without_steering_the_terminal(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    app = typer.Typer()

    @app.command()
    def show() -> None:
        print(RED)
        logging.getLogger("artmeta").warning("%s", RED)
        raise ConfigError(f"There is no {RED}.", f"Perhaps {RED}?")

    factory = logging.getLogRecordFactory()
    try:
        sys.argv = ["artmeta"]
        with pytest.raises(SystemExit):
            guarded(app)
    finally:
        logging.setLogRecordFactory(factory)
    output = capsys.readouterr()
    assert output.out == f"{SPELT}\n"
    assert output.err == f"artmeta: There is no {SPELT}.\n  Perhaps {SPELT}?\n"
    assert caplog.messages == [SPELT]


def test_a_log_record_holds_no_token() -> None:
    address = "https://anna:planted@museum.example/list.csv?token=planted&page=2"
    record = PrintableRecord("artmeta", logging.WARNING, "", 1, "Waiting for %s.", (address,), None)
    assert record.getMessage() == "Waiting for https://***@museum.example/list.csv?token=***&page=2."
