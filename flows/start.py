"""The entry point of the command line: a Ctrl+C while modules are imported ends it at once, without a traceback."""

from __future__ import annotations

import os
import signal

from artmeta.lazy_imports import loaded_when_used, not_needed
from flows import spare_collections

# What scipy imports, and nothing here uses: 0.07 CPU s
RARELY_USED = "numpy.f2py", "scipy.spatial"


def main() -> None:
    """Run the command line; `artmeta.stopping` takes the signals over once it is imported."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    spare_collections()
    # else Great Expectations takes 0.4 CPU s to import them, for databases and S3, and Lark 0.2 for patterns
    not_needed("sqlalchemy", "botocore", "regex", "interegular")
    # else pydantic searches all installed packages for plugins
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from flows.cli import main as run

    with loaded_when_used(RARELY_USED):
        run()
