"""How long do the suites *input* and *output* take on synthetic works and predictions?

Run: `python -m bench.data_checks [--rows 1000000]`; prints CPU seconds of each suite, without the import of Great
Expectations.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

from artmeta.expectations import Expectations
from artmeta.validation import check

TOPICS = [f"topic {number}" for number in range(7)]


def main() -> None:
    """Print CPU seconds."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--rows", type=int, default=1_000_000)
    rows = arguments.parse_args().rows
    check("input", works(7), Expectations())
    listed = works(rows)
    before = time.process_time()
    assert all(one.success for one in check("input", listed, Expectations(), works_before=rows))
    print(f"input: {rows:,} works, {time.process_time() - before:.1f} CPU s")
    frame = predictions(rows // len(TOPICS))
    before = time.process_time()
    assert all(one.success for one in check("output", frame, Expectations(), topics=TOPICS))
    print(f"output: {len(frame):,} predictions, {time.process_time() - before:.1f} CPU s")


def works(count: int) -> pd.DataFrame:
    """Return sound works, as `validate_input.sql` gives them."""
    same = {"title": "A view", "rights": "own", "date_status": "read", "outcome": "ok"}
    years = {"date_earliest": 1850, "date_latest": 1860, "short_side": 800}
    numbers = {name: pd.array(np.full(count, value), "Int32") for name, value in years.items()}
    digests = [f"{number:064x}" for number in range(count)]
    return pd.DataFrame({"artwork_id": ids(count), "sha256": digests, **numbers}).assign(**same)


def predictions(count: int) -> pd.DataFrame:
    """Return sound predictions of all topics for each of some works, as `validate_output.sql` gives them."""
    shares = np.tile([0.4, *[0.1] * (len(TOPICS) - 1)], count)
    ranks = pd.array(np.tile(np.arange(1, len(TOPICS) + 1), count), "Int16")
    topics = np.tile(TOPICS, count)
    columns = {"topic_id": topics, "score": shares, "confidence": shares, "rank": ranks}
    columns["sure_is_supported"] = np.where(ranks == 1, True, None)
    return pd.DataFrame({"artwork_id": np.repeat(ids(count), len(TOPICS)), **columns})


def ids(count: int) -> list[str]:
    """Return ids of works."""
    return [f"artuk:a-view-{number:08}" for number in range(count)]


if __name__ == "__main__":
    main()
