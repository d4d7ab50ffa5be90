"""The entry point of the command line: a Ctrl+C while modules are imported ends it at once, without a traceback."""

from __future__ import annotations

import gc
import os
import signal

# How many objects are made until Python looks for unreachable cycles among them, and how many such looks until it looks
# at older ones too. With its defaults of 700 and 10 it looks hundreds of times while libraries are imported, which make
# many objects and little garbage.
COLLECTION_THRESHOLDS = (100_000, 50, 10)


def main() -> None:
    """Run the command line; `artmeta.stopping` takes the signals over once it is imported."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # no search of all installed packages for them
    from flows.cli import main as run

    run()
