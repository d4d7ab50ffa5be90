"""A whole model as a LiteRT file: from picture to confidences, for phones and small machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.errors import ExportError
from artmeta.vision.export.agreement import FEWEST, Agreement, check, measure
from artmeta.vision.export.portable import Portable, whole
from artmeta.vision.litert import KERNELS, run
from artmeta.vision.teachable_machine.network import SNIPPET

if TYPE_CHECKING:
    from artmeta.vision.keras_door.write_formats import Quantise


def litert_model(
    network: Portable, quantise: Quantise, pictures: NDArray[np.uint8]
) -> tuple[bytes, Agreement | None]:
    """Return the file and its measured agreement with float32 (None where there is nothing to measure).

    `pictures` [n, size, size, 3]: for int8, every second one shows it which values occur, the others
    measure it, under each of LiteRT's kernels. Raises ExportError if there are too few, or if it agrees too seldom.
    """
    from artmeta.vision.keras_door.write_formats import litert_bytes

    if quantise == "int8" and len(pictures) < 2 * FEWEST:
        raise ExportError(
            f"An int8 model needs {2 * FEWEST} pictures or more to be fitted and measured; {len(pictures)} were given.",
            "Name a folder of pictures like those it will see, with --pictures.",
        )
    model = whole(network, SNIPPET)
    inputs = pictures.astype(np.float32) * np.float32(SNIPPET.factor[0]) + np.float32(SNIPPET.offset[0])
    data = litert_bytes(model, quantise, inputs[::2])
    if not quantise or not len(pictures):
        return data, None
    measured = inputs[1::2] if quantise == "int8" else inputs
    kernels = KERNELS if quantise == "int8" else KERNELS[:1]  # integers are rounded otherwise in each of them
    smaller: dict[str, NDArray[np.float32]] = {each: run(data, measured, each) for each in kernels}
    agreement = measure(model.predict(measured, verbose=0), smaller)
    check(agreement, quantise)
    return data, agreement
