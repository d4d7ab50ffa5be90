"""The loops that people write to classify a folder, with artmeta's network and head; see `bench.throughput`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LOOPED = 150  # pictures for the loop: it takes about 15 a second
MODEL = "bench"


def loop(home: Path) -> dict[str, Any]:
    from PIL import Image

    see, head, topics = network()
    database = table(home / "loop.duckdb")
    paths = sorted((home / "pictures").iterdir())[:LOOPED]
    started = time.perf_counter()
    predictions = {}
    for path in paths:
        scores = head.confidences(see(pixels(Image.open(path))[None], 1))[0]
        predictions[path.name] = topics[scores.argmax()]
        database.execute(
            "INSERT INTO topics VALUES (?, ?, ?)", [path.name, predictions[path.name], scores.max()]
        )
    return {"rate": len(paths) / (time.perf_counter() - started), "topics": predictions}


def batch(home: Path) -> dict[str, Any]:
    import numpy as np
    from PIL import Image

    see, head, topics = network()
    database = table(home / "batch.duckdb")
    paths = sorted((home / "pictures").iterdir())
    started = time.perf_counter()
    confidences = head.confidences(see(np.stack([pixels(Image.open(path)) for path in paths]), 32))
    predictions = {path.name: topics[row.argmax()] for path, row in zip(paths, confidences, strict=True)}
    rows = [
        [name, topic, row.max()] for (name, topic), row in zip(predictions.items(), confidences, strict=True)
    ]
    database.executemany("INSERT INTO topics VALUES (?, ?, ?)", rows)
    return {"rate": len(paths) / (time.perf_counter() - started), "topics": predictions}


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
