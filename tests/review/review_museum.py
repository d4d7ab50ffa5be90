"""A museum of 30 drawn pictures that a model has classified, and its review page served by the command."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import numpy as np
import pandas as pd
from builders import COLLECTION, MODEL, RUN, TOPICS, Work, fill, new_store
from PIL import Image
from runs import FORKS, environment

from artmeta.domain.model_card import ModelCard
from artmeta.settings import Settings
from artmeta.store.vectors import pack
from artmeta.vision.heads import Dense, Head
from artmeta.vision.model_store import save_model
from artmeta.vision.reference_embeddings import ReferenceEmbeddings
from artmeta.vision.selective_classifier import REFERENCE_FILE
from artmeta.vision.targets import one_hot
from flows.cli import main

FILE = 'title = "The museum"\n[source]\nkind = "folder"\npath = "."\n[trends]\nreplicates = 50\n'
BACKBONE = "b" * 64
CARD = ModelCard(
    MODEL, 0, "", BACKBONE, "", "logistic", "lesson", "1", tuple(TOPICS), "", "", "", "",
    confusion=((9, 1, 0), (0, 9, 1), (1, 0, 9)),
)  # fmt: skip
TITLE = '<img src="x" onerror="alert(1)"> & "A view"'  # texts are never read as HTML
SURE, UNSURE = {"boat": 0.9, "house": 0.1, "aircraft": 0.0}, {"boat": 0.5, "house": 0.4, "aircraft": 0.1}


def works() -> list[Work]:
    """Return 24 unsure works, dated one every ten years, three sure ones, and three that are unfamiliar."""
    unsure = [
        Work(f"u{n:02}", 1700 + 10 * n, 1700 + 10 * n, UNSURE, status="unsure", title=f"Harbour {n}")
        for n in range(24)
    ]
    sure = [Work(f"s{n}", confidences=SURE, status="sure", venue="Castle", title=TITLE) for n in range(3)]
    return unsure + sure + [Work(f"x{n}", confidences=UNSURE, status="unfamiliar") for n in range(3)]


def build(data: Path) -> Settings:
    """Write the museum into a data folder."""
    settings = Settings(data_dir=data, reports_dir=data / "reports")
    held = works()
    _draw(settings.data_dir / "images", held)
    _save_model(settings, held)
    with new_store(settings.database) as store:
        fill(store, held)
        row = store.rows("run", run_id=RUN)[0]
        store.upsert("runs", pd.DataFrame([{**row, "config_text": FILE, "config_path": "museum.toml"}]))
        vectors = pack(np.array([_vector(place) for place in range(len(held))], dtype=np.float32))
        rows = [
            {"sha256": work.picture, "backbone": BACKBONE, "vector": vector, "run_id": RUN}
            for work, vector in zip(held, vectors, strict=True)
        ]
        store.insert("embeddings", pd.DataFrame(rows))
    return settings


def _draw(folder: Path, held: list[Work]) -> None:
    folder.mkdir(parents=True)
    for place, work in enumerate(held):
        Image.new("RGB", (90, 60), (8 * place, 90, 160)).save(folder / f"{work.id}.jpg")


def _vector(place: int) -> list[float]:
    return [1.0, place / 100, 0.5]


def _save_model(settings: Settings, held: list[Work]) -> None:
    """Save version 3 of the model, which learnt from the first four works."""
    directions = np.array([_vector(place) for place in range(4)], dtype=np.float16)
    known = ReferenceEmbeddings(
        directions,
        one_hot(np.array([0, 1, 2, 1]), 3),
        tuple(work.id for work in held[:4]),
        tuple(str(work.picture) for work in held[:4]),
    )
    head = Head((Dense(np.eye(3, dtype=np.float32), np.zeros(3, np.float32)),))
    for _ in range(3):
        save_model(settings.models_dir, head, CARD, {REFERENCE_FILE: known.packed()})


@contextmanager
def served(data: Path, *reviewers: str, port: int = 0) -> Iterator[tuple[BaseProcess, list[str]]]:
    """Serve the review page by the command; yield its process and an address a reviewer, and kill it at the end."""
    names = [word for reviewer in reviewers for word in ("--reviewer", reviewer)]
    words = ["review", "serve", COLLECTION, "--port", str(port), *names]
    reader, writer = FORKS.Pipe(duplex=False)
    server = FORKS.Process(target=_command, args=(words, data, environment(data), writer), daemon=True)
    server.start()
    writer.close()
    try:
        with reader, open(reader.fileno(), closefd=False) as printed:
            yield server, [re.findall(r"http://\S+", printed.readline())[0] for _ in reviewers]
    finally:
        server.kill()
        server.join()


def _command(words: list[str], data: Path, variables: dict[str, str], printed: Connection) -> None:
    """Become a run of the command line, which prints into a pipe."""
    os.dup2(printed.fileno(), sys.stdout.fileno())
    os.environ.clear()
    os.environ.update(variables)
    os.chdir(data)
    sys.argv = ["artmeta", *words]
    main()


def stored(data: Path) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Return the reviews in the file: reviewer, work, action and topics."""
    from artmeta.review.file import ReviewFile, review_path

    with ReviewFile.open(review_path(data, COLLECTION)) as file:
        reviews = [each.review for each in file.reviews()]
    return [(each.reviewer, each.artwork_id, each.action, each.topics) for each in reviews]
