"""The flows: artmeta's steps under Prefect.

What stands here holds wherever a flow runs, in a terminal or under a worker that imports nothing else of artmeta first.
"""

from __future__ import annotations

import atexit
import gc
import logging
import os
import threading
import time

from artmeta.errors import ArtmetaError
from artmeta.printable import PrintableRecord

PARENT = "ARTMETA_PARENT"  # the id of the process that a scheduled run ends with
LOOK = 0.5  # seconds between two looks whether it is still there

# How many objects are made until Python looks for unreachable cycles among them, and how many such looks until it looks
# at older ones too. With its defaults of 700 and 10 it looks hundreds of times while libraries are imported, which make
# many objects and little garbage.
COLLECTION_THRESHOLDS = (100_000, 50, 10)

# Prefect reads these when it is imported; whoever sets them otherwise is obeyed.
PREFECT = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",  # nothing about a museum's runs leaves its machine
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # 14 s for each request to a server that has gone; five are 62 s
    "PREFECT_LOGGING_EXTRA_LOGGERS": "artmeta",  # what a step logs belongs to its run
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",  # what is logged before a run begins is for the terminal
}
for _name, _value in PREFECT.items():
    os.environ.setdefault(_name, _value)

# Prefect's client would send requests to this machine's own server through the proxy of HTTP_PROXY.
_direct = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, (_direct, "127.0.0.1,localhost")))


def spare_collections() -> None:
    """Let this process rarely look for unreachable cycles, and not at all in what is left when it ends."""
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    atexit.register(gc.freeze)  # called last, as the first one that is registered


def without_traceback(record: logging.LogRecord) -> bool:
    """Leave the traceback out of a record about a fault that artmeta has a sentence for; keep every record."""
    fault = record.exc_info[1] if record.exc_info else None
    if fault and (isinstance(fault, ArtmetaError) or is_of_server(fault)):
        record.exc_info = None
    return True


def is_of_server(fault: BaseException) -> bool:
    """Whether a fault arose in Prefect's client: from no answer, or from one it cannot read."""
    trace = fault.__traceback__
    while trace:
        if str(trace.tb_frame.f_globals.get("__name__", "")).startswith(("prefect.client.", "httpx")):
            return True
        trace = trace.tb_next
    return False


def end_with(parent: int) -> None:
    """End this process as soon as another one is its parent."""
    while os.getppid() == parent:
        time.sleep(LOOK)
    os._exit(1)


if PARENT in os.environ and os.environ[PARENT] != str(os.getpid()):
    threading.Thread(target=end_with, args=(int(os.environ[PARENT]),), daemon=True).start()
logging.setLogRecordFactory(PrintableRecord)
logging.getLogger("artmeta").setLevel(logging.INFO)  # else Prefect's logs are without the steps' lines
for _name in ("prefect.flow_runs", "prefect.task_runs"):
    logging.getLogger(_name).addFilter(without_traceback)
