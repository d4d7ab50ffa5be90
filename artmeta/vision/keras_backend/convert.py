"""From Keras to LiteRT: the same network as one small file that needs no TensorFlow to run."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path

import keras

from artmeta.files import replacing


def write_litert(model: keras.Model, path: Path) -> None:
    """Convert a network to float32 LiteRT; the file appears whole or not at all."""
    logging.getLogger("tensorflow").setLevel(logging.ERROR)  # the converter reports every op it knows
    with (
        replacing(path) as part,
        Path(os.devnull).open("w") as nothing,
        contextlib.redirect_stdout(nothing),
    ):
        model.export(str(part), format="litert", verbose=False)
