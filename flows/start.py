"""The entry point of the command line: a Ctrl+C while modules are imported ends it at once, without a traceback."""

from __future__ import annotations

import signal


def main() -> None:
    """Run the command line; `artmeta.stopping` takes the signals over once it is imported."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from flows.cli import main as run

    run()
