"""A whole model as a LiteRT file: from picture to confidences, for phones and small machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError
from artmeta.vision.agreement import FEWEST, Agreement, check, measure, pictures_or_probes
from artmeta.vision.export.portable import Portable, whole
from artmeta.vision.litert import KERNELS, Embedder, run
from artmeta.vision.networks.backbone import Backbone
from artmeta.vision.networks.network import SNIPPET
from artmeta.vision.quantisation import quantise as quantised

if TYPE_CHECKING:
    from artmeta.vision.keras_backend.convert import Quantise

# LiteRT's names of what stays float32: the operations of a head, what the network takes and what it gives.
FLOAT_PARTS = ("FULLY_CONNECTED", "SOFTMAX", "LOGISTIC", "INPUT", "OUTPUT")


def litert_model(
    network: Portable, quantise: Quantise, pictures: NDArray[np.uint8]
) -> tuple[bytes, Agreement]:
    """Return the file and its measured agreement with the model in Keras.

    `pictures` [n, size, size, 3] measure it; where there are none, synthetic ones do. For int8, every second one shows
    it which values occur, the others measure it, under each of LiteRT's kernels. Raises ExportError if there are too
    few for that, or if the file agrees too seldom.
    """
    from artmeta.vision.keras_backend.convert import litert_bytes

    _check_pictures(quantise, pictures)
    model = whole(network, SNIPPET)
    shown, synthetic = pictures_or_probes(pictures, network.size)
    inputs = SNIPPET.scaled(shown)
    data = litert_bytes(model, quantise, inputs[::2])
    measured = inputs[1::2] if quantise == "int8" else inputs
    kernels = KERNELS if quantise == "int8" else KERNELS[:1]  # integers are rounded otherwise in each of them
    exported: dict[str, NDArray[np.float32]] = {each: run(data, measured, each) for each in kernels}
    agreement = measure(model.predict(measured, verbose=0), exported, synthetic=synthetic)
    check(agreement, quantise or "float32")
    return data, agreement


def _check_pictures(quantise: Quantise, pictures: NDArray[np.uint8]) -> None:
    if quantise == "int8" and len(pictures) < 2 * FEWEST:
        raise ExportError(
            f"An int8 model needs {2 * FEWEST} pictures or more to be fitted and measured; {len(pictures)} were given.",
            "Name a folder of pictures like those it will see, with --pictures.",
        )


def served_litert_model(
    network: Portable, served: Backbone, quantise: Quantise, pictures: NDArray[np.uint8]
) -> tuple[bytes, Agreement]:
    """Return an int8 model as a file, quantised by the recipe of the served backbone, and how far it is the served one.

    The file takes the input scaled as x / 127.5 - 1, so that it is not byte for byte the served network. `pictures`
    [n, size, size, 3] measure it; where there are none and int8 was not requested explicitly, synthetic ones do.
    Raises ExportError if it differs.
    """
    from artmeta.vision.keras_backend.convert import litert_bytes

    _check_pictures(quantise, pictures)
    shown, synthetic = pictures_or_probes(pictures, network.size)
    data = quantised(litert_bytes(whole(network, SNIPPET)), network.size, SNIPPET, FLOAT_PARTS)
    exported: dict[str, NDArray[np.float32]] = {KERNELS[0]: run(data, SNIPPET.scaled(shown))}
    agreement = measure(_served(network, served, shown), exported, synthetic=synthetic)
    check(agreement, "int8")
    return data, agreement


def float32_agreement(network: Portable, served: Backbone, pictures: NDArray[np.uint8]) -> Agreement:
    """Measure how far an int8 model and the float32 network of its weights agree, on `pictures` or synthetic ones."""
    shown, synthetic = pictures_or_probes(pictures, network.size)
    full = whole(network, SNIPPET).predict(SNIPPET.scaled(shown), verbose=0)
    return measure(_served(network, served, shown), {"float32": full}, synthetic=synthetic)


def _served(network: Portable, served: Backbone, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    embedder = Embedder(served)
    features = embedder.embed_all(pictures)
    return network.head.confidences(features).astype(np.float32)
