"""The flows: artmeta's steps under Prefect.

What stands here holds wherever a flow runs, in a terminal or under a worker that imports nothing else of artmeta first.
"""

from __future__ import annotations

import logging
import os

from artmeta.errors import ArtmetaError

# Prefect reads these when it is imported; whoever sets them otherwise is obeyed.
PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # nothing about a museum's runs leaves its machine
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",  # 12-40 s on a free machine, 262 s on a busy one
    "PREFECT_LOGGING_EXTRA_LOGGERS": "artmeta",  # what a step logs belongs to its run
}
for _name, _value in PREFECT.items():
    os.environ.setdefault(_name, _value)


def without_traceback(record: logging.LogRecord) -> bool:
    """Leave the traceback out of a record about a fault that artmeta has a sentence for; keep every record."""
    if record.exc_info and isinstance(record.exc_info[1], ArtmetaError):
        record.exc_info = None
    return True


logging.getLogger("artmeta").setLevel(logging.INFO)  # else Prefect's logs are without the steps' lines
for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(without_traceback)
