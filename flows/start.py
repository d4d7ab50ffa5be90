"""The entry point of the command line: a Ctrl+C while modules are imported ends it at once, without a traceback."""

from __future__ import annotations

import gc
import signal

# Objects made until Python looks for unreachable cycles. With its default of 700 it looks hundreds of times while
# libraries are imported, which make many objects and little garbage.
OBJECTS = 100_000


def main() -> None:
    """Run the command line; `artmeta.stopping` takes the signals over once it is imported."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(OBJECTS, *gc.get_threshold()[1:])
    from flows.cli import main as run

    run()
