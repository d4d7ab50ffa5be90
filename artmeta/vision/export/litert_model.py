"""A whole model as a LiteRT file: from picture to confidences, for phones and small machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError
from artmeta.vision.agreement import FEWEST, Agreement, check, measure, pictures_or_probes
from artmeta.vision.export.portable import Portable, whole
from artmeta.vision.litert import KERNELS, run
from artmeta.vision.networks.network import SNIPPET

if TYPE_CHECKING:
    from artmeta.vision.keras_backend.write_formats import Quantise


def litert_model(
    network: Portable, quantise: Quantise, pictures: NDArray[np.uint8]
) -> tuple[bytes, Agreement]:
    """Return the file and its measured agreement with the model in Keras.

    `pictures` [n, size, size, 3] measure it; where there are none, synthetic ones do. For int8, every second one shows
    it which values occur, the others measure it, under each of LiteRT's kernels. Raises ExportError if there are too
    few for that, or if the file agrees too seldom.
    """
    from artmeta.vision.keras_backend.write_formats import litert_bytes

    if quantise == "int8" and len(pictures) < 2 * FEWEST:
        raise ExportError(
            f"An int8 model needs {2 * FEWEST} pictures or more to be fitted and measured; {len(pictures)} were given.",
            "Name a folder of pictures like those it will see, with --pictures.",
        )
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
