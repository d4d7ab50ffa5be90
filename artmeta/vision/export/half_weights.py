"""A TensorFlow.js export in half precision is read back and compared with the network before it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from artmeta.vision.agreement import check, measure, pictures_or_probes
from artmeta.vision.networks.tfjs_read import network_in
from artmeta.vision.networks.tfjs_write import kept_in_float32

if TYPE_CHECKING:
    from artmeta.vision.networks.network import Network

KIND = "float16"


def half_precision_note(
    network: Network, files: Mapping[str, bytes], pictures: NDArray[np.uint8], against: str = "the model"
) -> str:
    """Return the card's note on the agreement of an export in half precision with its network.

    `files` are the export's, by name; `pictures` [n, size, size, 3] measure it, synthetic ones where there are none.
    `against` names the network in the sentence. Raises ExportError if it agrees too seldom.
    """
    from artmeta.vision.keras_backend.networks import whole_model

    shown, synthetic = pictures_or_probes(pictures, network.size)
    inputs = network.scale.scaled(shown)
    full, half = (np.asarray(whole_model(each)(inputs)) for each in (network, network_in(files)))
    agreement = measure(full, {"TensorFlow.js": half}, synthetic=synthetic)
    check(agreement, KIND)
    return (
        f"Its weights are kept as float16, half the size{_except(kept_in_float32(network))}. "
        f"{agreement.sentence(KIND, against)}"
    )


def _except(names: tuple[str, ...]) -> str:
    """Name the tensors that stay in float32."""
    if not names:
        return ""
    listed = ", ".join(names[:3]) + (" and others" if names[3:] else "")
    return f", except {listed}: half precision cannot hold their values"
