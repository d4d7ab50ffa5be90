"""How many pictures a second go from JPEG files to rows in DuckDB, against the loops that people write?

Run: `python -m bench.throughput FOLDER [--pictures 1000] [--rounds 3]` with a folder of topic folders.
Three ways, interleaved in every round, each in a process of its own, with the same weights and head:

- loop: PIL opens, `model.predict` one by one, one INSERT a picture (on 150 pictures: it is slow)
- batch: PIL opens all, `model.predict(batch_size=32)`, `executemany`
- artmeta: the steps embed and classify as a run takes them, workers' start included

Loading the network is counted for none. The limit is cores / (CPU seconds that decoding and LiteRT
take for one picture on one thread). Memory is the peak of the largest worker. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

LOOPED = 150  # pictures for the loop: it takes about 15 a second
MODEL = "bench"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--way", choices=sorted(WAYS))
    given = parser.parse_args()
    if given.way:
        print(json.dumps(WAYS[given.way](given.folder)))
    else:
        compare(given.folder.resolve(), given.pictures, given.rounds)


def compare(folder: Path, pictures: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        os.environ["ARTMETA_DATA_DIR"] = str(home / "data")
        prepare(home, folder, pictures)
        found: dict[str, list[dict[str, Any]]] = {way: [] for way in WAYS}
        for _ in range(rounds):
            for way, results in found.items():
                results.append(measured(way, home))
        show(found, pictures)


def prepare(home: Path, folder: Path, pictures: int) -> None:
    """Train the model, and lay out as many pictures as asked, copies with a byte appended so that none is the same."""
    from artmeta.settings import Settings
    from artmeta.steps import pipeline
    from artmeta.steps.folders import folder_to_train_on

    pipeline.train_model(folder_to_train_on(folder, MODEL, {"head": "logistic"}), Settings.read())
    originals = sorted(folder.rglob("*.jpg"))
    (home / "pictures").mkdir()
    for number in range(pictures):
        copy = home / "pictures" / f"{number:06}.jpg"
        shutil.copyfile(originals[number % len(originals)], copy)
        with copy.open("ab") as file:  # bytes after a JPEG's end change its sha256 and nothing else
            file.write(number.to_bytes(4, "big"))


def measured(way: str, home: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.throughput", str(home), "--way", way]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return result


def loop(home: Path) -> dict[str, Any]:
    from PIL import Image

    see, head, topics = network()
    database = table(home / "loop.duckdb")
    paths = sorted((home / "pictures").iterdir())[:LOOPED]
    started = time.perf_counter()
    said = {}
    for path in paths:
        scores = head.confidences(see(pixels(Image.open(path))[None], 1))[0]
        said[path.name] = topics[scores.argmax()]
        database.execute("INSERT INTO topics VALUES (?, ?, ?)", [path.name, said[path.name], scores.max()])
    return {"rate": len(paths) / (time.perf_counter() - started), "said": said}


def batch(home: Path) -> dict[str, Any]:
    import numpy as np
    from PIL import Image

    see, head, topics = network()
    database = table(home / "batch.duckdb")
    paths = sorted((home / "pictures").iterdir())
    started = time.perf_counter()
    confidences = head.confidences(see(np.stack([pixels(Image.open(path)) for path in paths]), 32))
    said = {path.name: topics[row.argmax()] for path, row in zip(paths, confidences, strict=True)}
    rows = [[name, topic, row.max()] for (name, topic), row in zip(said.items(), confidences, strict=True)]
    database.executemany("INSERT INTO topics VALUES (?, ?, ?)", rows)
    return {"rate": len(paths) / (time.perf_counter() - started), "said": said}


def artmeta(home: Path) -> dict[str, Any]:
    from artmeta.settings import Settings
    from artmeta.steps.classify import classify
    from artmeta.steps.context import open_run
    from artmeta.steps.embed import embed
    from artmeta.steps.fetch import fetch
    from artmeta.steps.folders import folder_collection
    from artmeta.steps.pipeline import begin_enrich

    settings = Settings(data_dir=fresh_data(home))
    run_id = begin_enrich(folder_collection(home / "pictures", MODEL, "bench-pictures"), settings)
    with open_run(run_id, settings) as context:
        fetch(context)
        started = time.perf_counter()
        embed(context)
        classify(context)
        seconds = time.perf_counter() - started
        rows = context.store.rows("files_of_run", run_id=run_id)
    said = {row["artwork_id"].rpartition(":")[2]: row["topic"] for row in rows}
    worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"rate": len(rows) / seconds, "said": said, "worker_mb": worker, "limit": limit(home)}


def fresh_data(home: Path) -> Path:
    """Copy the trained model and the compiled network, without the database: every round embeds anew."""
    data = Path(tempfile.mkdtemp(dir=home))
    for name in ("models", "cache"):
        shutil.copytree(home / "data" / name, data / name)
    return data


def limit(home: Path) -> float:
    """Return the pictures a second that all cores could do if nothing but decoding and inference took time."""
    from artmeta.imaging.decode import decode
    from artmeta.vision.backbones import load_backbone
    from artmeta.vision.litert import Embedder

    embedder = Embedder(load_backbone("mobilenetv2", home / "data" / "cache"), threads=1)
    paths = sorted((home / "pictures").iterdir())[:300]
    embedder.embed(decode(paths[0]))
    started = time.process_time()
    for path in paths:
        embedder.embed(decode(path))
    return (os.cpu_count() or 1) * len(paths) / (time.process_time() - started)


def network() -> tuple[Callable[..., Any], Any, tuple[str, ...]]:
    """Load the same network in Keras, warmed up, as people call it, with the head that artmeta trained."""
    import numpy as np

    from artmeta.settings import Settings
    from artmeta.vision.backbones import keras_backbone
    from artmeta.vision.model_store import load_model
    from artmeta.vision.weights import find_weights

    keras_model = keras_backbone("mobilenetv2", find_weights(""))
    model = load_model(Settings.read().models_dir, MODEL)

    def see(pictures: Any, size: int) -> Any:
        return keras_model.predict(pictures, batch_size=size, verbose=0)

    see(np.zeros((1, 224, 224, 3), np.float32), 1)
    return see, model.head, model.card.topics


def pixels(image: Any) -> Any:
    """Do what tutorials do, with artmeta's crop: the centre square, 224 pixels wide, RGB."""
    import numpy as np
    from PIL import Image

    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    box = (left, top, left + side, top + side)
    small = image.convert("RGB").resize((224, 224), Image.Resampling.BILINEAR, box)
    return np.asarray(small, dtype=np.float32)


def table(path: Path) -> Any:
    import duckdb

    path.unlink(missing_ok=True)
    database = duckdb.connect(str(path))
    database.execute("CREATE TABLE topics (file VARCHAR, topic VARCHAR, confidence DOUBLE)")
    return database


def show(found: dict[str, list[dict[str, Any]]], pictures: int) -> None:
    rates = {way: [result["rate"] for result in results] for way, results in found.items()}
    print(f"{pictures} pictures, {os.cpu_count()} cores, {len(rates['loop'])} rounds\n")
    print(
        "| way | pictures/s, median (least to most) | artmeta is faster by, median of rounds |\n|---|---:|---:|"
    )
    for way, each in rates.items():
        faster = median(ours / theirs for ours, theirs in zip(rates["artmeta"], each, strict=True))
        print(f"| {way} | {median(each):.0f} ({min(each):.0f} to {max(each):.0f}) | {faster:.1f} x |")
    ours = found["artmeta"]
    share = median(result["rate"] / result["limit"] for result in ours)
    print(f"\nOf the limit of decoding and inference alone: {share:.0%}")
    print(f"Largest worker: {max(result['worker_mb'] for result in ours):.0f} MB")
    for way in ("loop", "batch"):
        said = found[way][0]["said"]
        same = sum(ours[0]["said"][name] == topic for name, topic in said.items())
        print(f"Same topic as {way}: {same} of {len(said)}")


WAYS: dict[str, Callable[[Path], dict[str, Any]]] = {"loop": loop, "batch": batch, "artmeta": artmeta}

if __name__ == "__main__":
    main()
