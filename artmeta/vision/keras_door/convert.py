"""From Keras to LiteRT: the same network as one small file that needs no TensorFlow to run."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import keras


def write_litert(model: keras.Model, path: Path) -> None:
    """Convert a network to float32 LiteRT; the file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.stem}.{os.getpid()}.part.tflite")
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # the converter reports every op it knows
    try:
        with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
            model.export(str(part), format="litert", verbose=False)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
