"""LiteRT: the backbone at work, one picture at a time, on one thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ModelError
from artmeta.vision.quiet import quiet

if TYPE_CHECKING:
    from artmeta.vision.backbones import Backbone


class Embedder:
    """A loaded backbone. A batch gains nothing here: 267 pictures a second one by one, 200 by 32 (two threads)."""

    def __init__(self, backbone: Backbone, threads: int = 1) -> None:
        """Load the backbone; raise ModelError if its file is missing or damaged."""
        from ai_edge_litert.interpreter import Interpreter

        try:
            with quiet():
                self._interpreter = Interpreter(str(backbone.litert_path), num_threads=threads)
                self._interpreter.allocate_tensors()
        except (OSError, RuntimeError, ValueError) as fault:
            raise ModelError(
                f"The backbone file {backbone.litert_path} cannot be loaded: {fault}.",
                "Delete it; it is made again when it is missing.",
            ) from None
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._output = self._interpreter.get_output_details()[0]["index"]
        self.size, self.crop = backbone.size, backbone.crop

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Turn pixels [size, size, 3], RGB, 0 to 255, into features [width], float32."""
        self._interpreter.set_tensor(self._input, pixels[None].astype(np.float32))
        self._interpreter.invoke()
        features: NDArray[np.float32] = self._interpreter.get_tensor(self._output)[0]
        return features


def run(model: bytes, inputs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Run a whole model over inputs [n, ...], one by one, as phones do: its outputs [n, ...]."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_content=model, num_threads=1)
    interpreter.allocate_tensors()
    place, result = interpreter.get_input_details()[0]["index"], interpreter.get_output_details()[0]["index"]
    outputs = []
    for one in inputs:
        interpreter.set_tensor(place, one[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(result)[0])
    return np.stack(outputs)
