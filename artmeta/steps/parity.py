"""Parity: the same model and the same pictures in Python and in the browser, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.batches import thinned
from artmeta.errors import ImageError
from artmeta.imaging.decode import Crop, decode
from artmeta.settings import Settings
from artmeta.steps.model_io import picture_files

if TYPE_CHECKING:
    from artmeta.vision.parity.comparison import Row, Shown

MOST = 8  # pictures; each is asked eight times, 0.3 to 1 s each on a machine without a graphics card


def parity(
    model: str, version: int | None, images: Sequence[Path], settings: Settings, *, float16: bool = False
) -> Iterator[Row]:
    """Yield what each program says of the pictures, and what comes of mistakes made on purpose.

    Raises ImageError if none of the pictures can be read, ModelError without a browser.
    """
    from artmeta.vision.export.portable import network_of
    from artmeta.vision.model_store import load_model
    from artmeta.vision.networks.input_scale import for_input
    from artmeta.vision.networks.network import BROWSER
    from artmeta.vision.networks.tfjs_write import tfjs_files
    from artmeta.vision.own_network import backbone_for
    from artmeta.vision.parity.comparison import compare

    found = load_model(settings.models_dir, model, version)
    network, crop = network_of(settings.models_dir, found, settings.weights)
    shown = _shown(images, network.size, crop)
    card, backbone = (
        found.card,
        backbone_for(settings.models_dir, found.card, settings.cache_dir, settings.weights),
    )
    files = tfjs_files(for_input(network, BROWSER), card.topics, card.name, card.created_at, float16=float16)
    yield from compare(network, backbone, files, card.topics, crop, shown, settings.cache_dir)


def _shown(images: Sequence[Path], size: int, crop: Crop) -> list[Shown]:
    from artmeta.vision.parity.comparison import Shown

    shown, reason = [], "no file was found"
    for path in picture_files(images):
        try:
            shown.append(Shown(path, decode(path, size, crop), decode(path, size, "stretch")))
        except ImageError as fault:
            reason = fault.message
    if not shown:
        raise ImageError(
            f"There is no picture to compare: {reason}", "Name picture files or a folder of them."
        )
    return thinned(shown, MOST)
