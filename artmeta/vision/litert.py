"""Inference of the backbone with LiteRT, on one thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from artmeta.batches import batched
from artmeta.errors import ModelError, first_line
from artmeta.quiet import quiet
from artmeta.vision.litert_graph import last_operation, scales_itself
from artmeta.vision.litert_metadata import stated_scale
from artmeta.vision.networks.network import PIXELS, SNIPPET, LitertNetwork
from artmeta.wording import quantity

if TYPE_CHECKING:
    from pathlib import Path

    from ai_edge_litert.interpreter import Interpreter

    from artmeta.vision.networks.backbone import Backbone
    from artmeta.vision.networks.network import InputScale

Kernels = Literal["XNNPACK", "built-in", "reference"]
# the first is what LiteRT takes by itself
KERNELS: tuple[Kernels, ...] = ("XNNPACK", "built-in", "reference")
INT8_TOGETHER = 4  # pictures that an int8 network takes at once where there are many
LEAST = 1e-7  # a confidence of 0, which has no logarithm, counts as this; float32 has steps of 1.2e-7 at 1
EDGE_TPU = b"edgetpu-custom-op"
IMAGE_SHAPE = 4  # pictures, rows, columns, colours


class Embedder:
    """A loaded backbone."""

    def __init__(self, backbone: Backbone, threads: int = 1, many: bool = False) -> None:
        """Load the backbone, for `many` pictures or one at a time; raise ModelError if its file is missing or damaged.

        In int8, 4 pictures at a time take 0.15 of 3.5 ms less each, and give the same features; in float32 they take
        1 of 8 ms more, for their fields leave the processor's cache.
        """
        together = INT8_TOGETHER if many and backbone.precision == "int8" else 1
        try:
            self._network = _loaded(backbone.litert_path, threads, together)
        except (OSError, RuntimeError, ValueError) as fault:
            raise ModelError(
                f"The backbone file {backbone.litert_path} cannot be loaded: {fault}.",
                "Delete it; it is made again when it is missing.",
            ) from None
        self._backbone = backbone
        self.size, self.crop = backbone.size, backbone.crop

    def embed(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Turn pixels [size, size, 3], RGB, 0 to 255, into features [width], float32."""
        features: NDArray[np.float32] = self.embed_all([pixels])[0]
        return features

    def embed_all(self, pictures: Iterable[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """Turn pictures [n][size, size, 3], of which there is one at least, into features [n, width]."""
        output = self._network.run_pixels(pictures, self._backbone.scale)
        if self._backbone.gives == "features":
            return output
        shares = output.clip(LEAST, 1 - LEAST)
        odds = shares if self._backbone.gives == "softmax" else shares / (1 - shares)
        logarithms: NDArray[np.float32] = np.log(odds)
        return logarithms


def run(
    model: bytes, inputs: NDArray[Any], kernels: Kernels = "XNNPACK", threads: int = 1
) -> NDArray[np.float32]:
    """Run a whole model over inputs [n, ...], one by one, as phones do: its outputs [n, ...].

    Inputs of uint8 are pixels, which a network of integers takes as they are; others are the real numbers it takes.
    """
    loaded = _Loaded(model, threads, kernels)
    return loaded.run_pixels(inputs) if inputs.dtype == np.uint8 else loaded.run_all(inputs)


def takes_real_numbers(model: bytes) -> bool:
    """Whether a whole model takes real numbers, not pixels as integers."""
    return _Loaded(model).takes == "float32"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a whole image classifier takes and gives: the picture's side in pixels, and how many confidences."""

    size: int
    topics: int
    multi_label: bool


def check_ends(origin: str, inputs: int, outputs: int) -> None:
    """Raise ModelError unless a network has one input and one output."""
    if (inputs, outputs) != (1, 1):
        raise ModelError(
            f"{origin} has {quantity(inputs, 'input')} and {quantity(outputs, 'output')}, where one of each is needed.",
            "Import a network that takes a picture alone and gives a confidence for each topic.",
        )


def signature(model: bytes, origin: str) -> Signature:
    """Look into a LiteRT file; raise ModelError if it cannot run here, or is no classifier of square pictures."""
    if EDGE_TPU in model:
        raise ModelError(
            f"{origin} is compiled for the Edge TPU, and runs on that device only.",
            "Export it again as Tensorflow Lite, Floating point or Quantized, and import that.",
        )
    try:
        loaded = _Loaded(model, origin=origin)
    except (RuntimeError, ValueError, OSError) as fault:
        raise ModelError(
            f"{origin} is damaged or no LiteRT file: {first_line(fault)}.",
            "Export it again and download it whole.",
        ) from None
    shape, outputs = loaded.input_shape, loaded.output_shape
    if loaded.takes not in ("float32", "uint8", "int8"):
        raise ModelError(
            f"{origin} takes {loaded.takes}, not float32, uint8 or int8.", "Export it in another form."
        )
    if len(shape) != IMAGE_SHAPE or shape[1] != shape[2] or shape[3] != 3:  # noqa: PLR2004  a batch of colour squares
        raise ModelError(
            f"{origin} takes input of shape {shape}, not square colour pictures.", "Import an image model."
        )
    last = last_operation(model)
    if len(outputs) != 2 or last not in {"SOFTMAX", "LOGISTIC"}:  # noqa: PLR2004  a batch of confidences
        raise ModelError(
            f"{origin} ends in {last} of shape {outputs}, not in a confidence for each topic.",
            "Import an image classifier, as Teachable Machine exports it.",
        )
    return Signature(shape[1], outputs[1], last == "LOGISTIC")


def whole(model: bytes, origin: str) -> LitertNetwork:
    """Return a LiteRT file as a network, its scale that of its metadata; raises what `signature` raises."""
    classifier = signature(model, origin)
    stated = stated_scale(model) if takes_real_numbers(model) else None
    scale = stated or (PIXELS if scales_itself(model) else SNIPPET)
    return LitertNetwork(model, classifier.size, classifier.topics, classifier.multi_label, scale)


def _loaded(path: Path, threads: int, together: int) -> _Loaded:
    """Load a network for so many pictures at once, or for one if it is made for one alone."""
    try:
        return _Loaded(path, threads, together=together)
    except RuntimeError:
        if together == 1:
            raise
        return _Loaded(path, threads)


def _interpreter(model: Path | bytes, threads: int, kernels: Kernels) -> Interpreter:
    from ai_edge_litert import interpreter

    resolvers = {
        "XNNPACK": interpreter.OpResolverType.AUTO,
        "built-in": interpreter.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
        "reference": interpreter.OpResolverType.BUILTIN_REF,
    }
    source = {"model_content": model} if isinstance(model, bytes) else {"model_path": str(model)}
    with quiet():
        made = interpreter.Interpreter(
            **source, num_threads=threads, experimental_op_resolver_type=resolvers[kernels]
        )
        made.allocate_tensors()
    return made


class _Loaded:
    """An interpreter with its one input and one output; integers are brought to and from real numbers."""

    def __init__(
        self,
        model: Path | bytes,
        threads: int = 1,
        kernels: Kernels = "XNNPACK",
        together: int = 1,
        origin: str = "The LiteRT file",
    ) -> None:
        self._interpreter = _interpreter(model, threads, kernels)
        inputs, outputs = self._interpreter.get_input_details(), self._interpreter.get_output_details()
        check_ends(origin, len(inputs), len(outputs))
        self._input, self._output, self._together = inputs[0], outputs[0], together
        shape = self.input_shape
        if together > 1:
            shape = [together, *shape[1:]]
            self._interpreter.resize_tensor_input(self._input["index"], shape)
            self._interpreter.allocate_tensors()
        # An array of our own, not a view of the network's memory: a view refuses each run while it is referenced, and a
        # profiler (Dask has one on each worker) that looks at a frame keeps what the frame refers to.
        self._values = np.zeros(shape, self._input["dtype"])
        self._lock = Lock()  # threads that share a model run its network one after another

    @property
    def takes(self) -> str:
        return str(np.dtype(self._input["dtype"]))

    @property
    def input_shape(self) -> list[int]:
        return [int(length) for length in self._input["shape"]]

    @property
    def output_shape(self) -> list[int]:
        return [int(length) for length in self._output["shape"]]

    def run_pixels(
        self, pictures: Iterable[NDArray[np.uint8]], scale: InputScale = PIXELS
    ) -> NDArray[np.float32]:
        """Run the network on pictures: pixels (from -128 for int8) where it takes integers, else scaled.

        Integers stand for real numbers by a step and a zero point, which differ from one converter to another by half a
        pixel's value; Teachable Machine's own code passes the pixels on as they are.
        """
        outputs = []
        for group in batched(pictures, self._together):
            with self._lock:
                for place, pixels in enumerate(group):
                    self._write_pixels(pixels, scale, place)
                outputs.append(self._invoke()[: len(group)])
        return self._real(outputs)

    def _write_pixels(self, pixels: NDArray[np.uint8], scale: InputScale, place: int) -> None:
        values = self._values[place]
        pixels = pixels.reshape(values.shape)  # one of pairs of pixels has the same bytes
        if values.dtype == np.int8:
            np.bitwise_xor(pixels, 128, out=values.view(np.uint8))  # minus 128
        else:
            values[...] = pixels if values.dtype == np.uint8 or scale == PIXELS else scale.scaled(pixels)

    def run_all(self, inputs: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Run the network on real numbers [n, ...], one by one, which become integers where it takes those."""
        return self._real([self._run(values) for values in inputs])

    def _run(self, values: NDArray[Any]) -> NDArray[Any]:
        if self._input["dtype"] != np.float32:
            step, zero = self._input["quantization"]
            ends = np.iinfo(self._input["dtype"])
            values = np.clip(np.round(values / step + zero), ends.min, ends.max)
        with self._lock:
            self._values[0] = values
            return self._invoke()[:1]

    def _invoke(self) -> NDArray[Any]:
        self._interpreter.set_tensor(self._input["index"], self._values)
        self._interpreter.invoke()
        output: NDArray[Any] = self._interpreter.get_tensor(self._output["index"])
        return output

    def _real(self, parts: list[NDArray[Any]]) -> NDArray[np.float32]:
        """Return outputs as real numbers [n, ...]; all at once, for after a network's run no code of this is cached."""
        step, zero = self._output["quantization"]
        outputs = np.concatenate(parts)
        return ((outputs.astype(np.float32) - zero) * step if step else outputs).astype(np.float32)
