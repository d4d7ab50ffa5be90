"""An empty data folder to import models into, and models converted to LiteRT."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from drawn_pictures import blocks_of_colour
from numpy.typing import NDArray

from artmeta.domain.model_card import ModelCard
from artmeta.errors import ModelError
from artmeta.vision.litert import Embedder
from artmeta.vision.model_store import load_model
from artmeta.vision.own_network import backbone_for
from artmeta.vision.teachable_machine.importing import import_model

Files = dict[str, bytes]


@dataclass(frozen=True)
class Home:
    """An empty data folder to import into."""

    folder: Path

    def brought_in(self, files: Files, way: str = "") -> ModelCard:
        for name, data in files.items():
            (self.folder / "export" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "export" / name).write_bytes(data)
        return import_model(
            self.folder / "export", "mine", way, self.folder / "models", self.folder / "cache"
        )

    def confidences(
        self, card: ModelCard, shown: NDArray[np.uint8], half: bool = False
    ) -> NDArray[np.float64]:
        """Classify as a run does; `half` keeps features in half precision in between, as the store does."""
        embedder = Embedder(backbone_for(self.folder / "models", card, self.folder / "cache"))
        vectors = np.stack([embedder.embed(one) for one in shown])
        vectors = vectors.astype(np.float16).astype(np.float32) if half else vectors
        return load_model(self.folder / "models", "mine").head.confidences(vectors)

    def refused(self, files: Files, sentence: str) -> None:
        with pytest.raises(ModelError, match=sentence) as caught:
            self.brought_in(files)
        assert "\n" not in str(caught.value)
        assert not list(self.folder.glob("models/**/*"))


def litert(model: Any, io: str) -> bytes:
    """Convert to LiteRT as Teachable Machine does: float32, or quantised with integers in and out."""
    import tensorflow as tf

    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if io != "float32":
        shown = blocks_of_colour(40) / np.float32(127.5) - 1
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.representative_dataset = lambda: ([one[None]] for one in shown)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.dtypes.as_dtype(io)
    return bytes(converter.convert())
