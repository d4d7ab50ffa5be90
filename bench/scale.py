"""How long do status, topics, the report, the audit and every export take, and in how much memory?

Run: `python -m bench.scale [--works 75000] [--topics 7] [--keep FOLDER] [--only csv]`; prints a Markdown table. The
works are synthetic and written by SQL. Each command is a process of its own: CPU seconds are of all its threads, memory
is its peak. A folder given by `--keep` is used again, since writing three million works takes minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from artmeta.store.database import Store
from artmeta.store.opening import connect

ARTMETA = [sys.executable, "-c", "from flows.cli import main; main()"]
PART = 250_000  # works a transaction
RUN = "20260102T030405-abcdef"
EXPORTS = (
    "csv assertions confidences trends parquet web_annotation iiif linked_art lido edm dublin_core ro_crate omeka_s "
    "openrefine duckdb"
).split()
COMMANDS: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "topics": ("topics", "museum"),
    "report": ("report", "museum"),
    "audit": ("audit", "museum"),
    **{name: ("export", "museum", "--to", name) for name in EXPORTS},
}
CONFIG = """
title = "Museum"
slug = "museum"
[source]
kind = "folder"
path = "/pictures"
[model]
name = "topics"
"""
SETTING = """
INSERT INTO runs BY NAME SELECT $run AS run_id, 'museum' AS collection, 'Museum' AS title, 'c' AS config_digest,
    $config AS config_text, 'museum.toml' AS config_path, '0' AS code_version, 'topics' AS model_name,
    1 AS model_version, 1 AS number, 'finished' AS status, $now AS started_at, $now AS finished_at;
INSERT INTO models BY NAME SELECT 'topics' AS name, 1 AS version, 'd' AS digest, 'b' AS backbone, 'v' AS vocabulary,
    '1' AS vocabulary_version, '{}' AS card, $now AS created_at;
INSERT INTO topics BY NAME SELECT 'v' AS vocabulary, '1' AS version, 'topic ' || n AS topic_id, 'Topic ' || n AS label,
    '' AS broader, '{"iconclass": "46C24", "wikidata": "Q1"}' AS links, n AS position FROM range($topics) AS t(n);
"""
WORKS = """
INSERT INTO artworks BY NAME
SELECT 'museum' AS collection, 'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS artwork_id,
    'A view of the quay at low tide, number ' || n AS title, 'Painter ' || n % 5000 AS artist,
    ['', 'female', 'male'][1 + n % 3] AS artist_gender, 'about ' || 1500 + n % 450 AS date_text,
    1495 + n % 450 AS date_earliest, 1505 + n % 450 AS date_latest, n % 2 = 0 AS date_circa, 'read' AS date_status,
    'neutral' AS date_profile, 'oil on canvas' AS medium, 'ACC.' || n AS accession_number, 'Venue ' || n % 300 AS venue,
    'https://museum.example/works/' || n AS url, 'cc0' AS rights, 'CC0 1.0' AS rights_text,
    ['topic ' || n % $topics] AS given_topics, '' AS split, sha256(n::VARCHAR) AS record_digest, $run AS run_id
FROM range($from, $to) AS t(n);
INSERT INTO images BY NAME
SELECT 'museum' AS collection, 'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS artwork_id, 0 AS position,
    'https://museum.example/pictures/' || n || '.jpg' AS url, 'cc0' AS rights, 'ok' AS outcome, '' AS reason,
    sha256('p' || n) AS sha256, 'images/' || n AS path, 'image/jpeg' AS mime, 1 AS bytes, 800 AS width, 600 AS height,
    $run AS run_id
FROM range($from, $to) AS t(n);
INSERT INTO image_properties BY NAME
SELECT sha256('p' || n) AS sha256, (n % 97) / 97 AS brightness, 0.2 AS contrast, (n % 89) / 890 AS sharpness,
    (n % 83) / 83 AS saturation, (n % 79) / 79 AS border_red, 0.5 AS border_green, 0.5 AS border_blue, $run AS run_id
FROM range($from, $to) AS t(n);
INSERT INTO predictions BY NAME
SELECT 'museum' AS collection, 'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS artwork_id,
    'topics' AS model_name, 1 AS model_version, 'topic ' || (n + r) % $topics AS topic_id,
    0.6 / (1 << r) + (n % 1000) / 1e5 AS score, 0.6 / (1 << r) + (n % 1000) / 1e5 AS confidence, r + 1 AS rank,
    sha256('p' || n) AS sha256, $run AS run_id
FROM range($from, $to) AS t(n), range($topics) AS s(r);
INSERT INTO decisions BY NAME
SELECT 'museum' AS collection, 'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS artwork_id,
    'topics' AS model_name, 1 AS model_version, ['sure', 'unsure', 'unfamiliar'][1 + n % 3] AS status,
    ['topic ' || n % $topics] AS topics, 0.5 AS confidence_threshold, 0.9 AS ood_score,
    0.8 AS ood_threshold, sha256('p' || n) AS sha256, $run AS run_id
FROM range($from, $to) AS t(n);
INSERT INTO flags BY NAME
SELECT $run AS run_id, 'museum' AS collection, 'low_confidence' AS kind, 'note' AS severity,
    'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS subject, 0.4 AS measured, 0.5 AS limit_value,
    'The model is not sure.' AS sentence
FROM range($from, $to) AS t(n) WHERE n % 20 = 0;
INSERT INTO issues BY NAME
SELECT 'museum' AS collection, 'fetch' AS step,
    'artuk:a-view-of-the-quay-' || lpad(n::VARCHAR, 8, '0') AS artwork_id, 'note' AS kind, 'A note.' AS message,
    $run AS run_id
FROM range($from, $to) AS t(n) WHERE n % 100 = 0;
"""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=75_000)
    arguments.add_argument("--topics", type=int, default=7)
    arguments.add_argument("--keep", type=Path)
    arguments.add_argument("--only", nargs="*", default=list(COMMANDS))
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        data = given.keep or Path(temporary)
        prepared(data, given.works, given.topics)
        print("| what | seconds | CPU s | peak MB | file MB |\n|---|---:|---:|---:|---:|")
        for name in given.only:
            measure(name, data)


def prepared(data: Path, works: int, topics: int) -> None:
    """Write the database of a folder unless it is there: in a process of its own, since peaks are inherited."""
    if not (data / "artmeta.duckdb").exists():
        writer = multiprocessing.get_context("spawn").Process(
            target=write, args=(data / "artmeta.duckdb", works, topics)
        )
        writer.start()
        writer.join()


def write(path: Path, works: int, topics: int) -> None:
    started = time.perf_counter()
    Store.open(path).close()
    now = datetime.now(UTC)
    with connect(path, read_only=False) as connection:
        connection.execute("SET enable_progress_bar = false")
        values = {"run": RUN, "topics": topics, "now": now, "config": CONFIG}
        for start in range(0, works, PART):
            part = {**values, "from": start, "to": min(start + PART, works)}
            connection.begin()
            for text in (WORKS if start else SETTING + WORKS).split(";\n"):
                if text.strip():
                    used = {name: part[name] for name in set(re.findall(r"\$(\w+)", text))}
                    connection.execute(text, used)
            connection.commit()
    seconds, size = time.perf_counter() - started, path.stat().st_size / 1e6
    print(
        f"{works:,} works x {topics} topics: a database of {size:,.0f} MB, written in {seconds:.0f} s.\n",
        flush=True,
    )


class Measured(NamedTuple):
    """What a command took: seconds, CPU seconds of all its threads, peak MB, and the MB of the file it wrote, or 0."""

    seconds: float
    busy: float
    peak: float
    size: float


def measure(name: str, data: Path) -> None:
    used = run([*ARTMETA, *COMMANDS[name]], data)
    size = f"{used.size:,.0f}" if used.size else ""
    print(f"| {name} | {used.seconds:.1f} | {used.busy:.1f} | {used.peak:.0f} | {size} |", flush=True)


def run(command: Sequence[str], data: Path) -> Measured:
    """Run a command over a data folder in a process of its own."""
    places = {"ARTMETA_DATA_DIR": str(data), "ARTMETA_REPORTS_DIR": str(data / "reports")}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | places, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    out = process.stdout.read()
    _, code, used = os.wait4(process.pid, 0)
    assert code == 0, out
    first = Path((out.strip().splitlines() or [""])[0].strip())  # metadata of an export come after it
    size = first.stat().st_size / 1e6 if len(str(first)) < 255 and first.is_file() else 0.0
    seconds, busy = time.perf_counter() - started, used.ru_utime + used.ru_stime
    return Measured(seconds, busy, used.ru_maxrss / 1024, size)


if __name__ == "__main__":
    main()
