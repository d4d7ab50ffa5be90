"""The steps of a run over the synthetic works of `bench.scale`, each in a process of its own.

Run: `python -m bench.scale_steps relabel|assess|trends FOLDER`, after `prepare FOLDER`, which adds a model, how it errs
out of fold, and an embedding for each work (`evidence FOLDER` adds no embeddings: `trends` needs none). `relabel`
classifies all works with another head over the stored embeddings; `assess` finds trends, promises, bias and flags. The
heads are random, and have neither thresholds nor reference embeddings: what rests on these is not measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from artmeta.domain.run import StepResult
from artmeta.settings import Settings
from artmeta.steps.assess import assess
from artmeta.steps.classify import classify
from artmeta.steps.context import RunContext, open_run
from artmeta.steps.trends import renew_trends
from artmeta.store.vectors import pack
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model
from bench.scale import RUN
from bench.trends_scale import card, out_of_fold

WIDTH, PART = 1280, 25_000
STEPS: dict[str, Callable[[RunContext], StepResult | None]] = {
    "relabel": classify,
    "assess": assess,
    "trends": renew_trends,
}
PICTURES = "SELECT sha256 FROM images ORDER BY artwork_id"
INSERT = "INSERT INTO embeddings BY NAME SELECT *, 'b' AS backbone, 'r' AS run_id FROM vectors"
ANOTHER_RUN = """
INSERT INTO runs BY NAME SELECT * REPLACE (
    'relabel ' || $version AS run_id, -$version AS number, $version AS model_version
) FROM runs WHERE run_id = $run
"""


def main(name: str, data: Path) -> None:
    if name in ("prepare", "evidence"):
        evidence(data)
        if name == "prepare":
            vectors(data)
        return
    run_id = another_head(data) if name == "relabel" else RUN
    with open_run(run_id, Settings(data_dir=data, reports_dir=data / "reports")) as context:
        print(result.counts() if (result := STEPS[name](context)) else "done")


def evidence(data: Path) -> None:
    """Save the model of the works, and how it errs out of fold."""
    with duckdb.connect(str(data / "artmeta.duckdb")) as connection:
        topics = save(data, connection)[1]
        connection.register(
            "evidence", out_of_fold(topics, np.random.default_rng(1)).assign(model_name="topics")
        )
        connection.execute("INSERT INTO out_of_fold_confidences BY NAME FROM evidence")


def vectors(data: Path) -> None:
    """Store a random embedding for each picture."""
    random = np.random.default_rng(1)
    with duckdb.connect(str(data / "artmeta.duckdb")) as connection:
        pictures = [sha256 for (sha256,) in connection.execute(PICTURES).fetchall()]
        for start in range(0, len(pictures), PART):
            part = pictures[start : start + PART]
            blobs = pa.array(pack(random.random((len(part), WIDTH), dtype=np.float32)), pa.binary())
            connection.register("vectors", pa.table({"sha256": part, "vector": blobs}))
            connection.execute(INSERT)


def another_head(data: Path) -> str:
    """Save another model over the same embeddings, and return a run with it, which is not the newest one."""
    with duckdb.connect(str(data / "artmeta.duckdb")) as connection:
        version, _ = save(data, connection)
        connection.execute(ANOTHER_RUN, {"version": version, "run": RUN})
    return f"relabel {version}"


def save(data: Path, connection: duckdb.DuckDBPyConnection) -> tuple[int, list[str]]:
    """Save a random head as the next version of the model; return its version and topics."""
    topics = [
        topic for (topic,) in connection.execute("SELECT topic_id FROM topics ORDER BY position").fetchall()
    ]
    kernel = np.random.default_rng().normal(0, 0.05, (WIDTH, len(topics))).astype(np.float32)
    head = Head((Dense(kernel, np.zeros(len(topics), np.float32)),))
    described = replace(
        card(topics),
        name="topics",
        backbone="b",
        backbone_digest="b",
        vocabulary="v",
        created_at="2026-01-02T03:04:05+00:00",
    )
    return save_model(data / "models", head, described).version, topics


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
