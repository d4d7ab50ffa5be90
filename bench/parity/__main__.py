"""Do Python, LiteRT, TensorFlow.js, ml5 and Teachable Machine's library give a model the same confidences?

Run: python -m bench.parity MODEL PICTURES [PICTURES ...] [--version N] [--quantise float16]

MODEL is the name of a model in data/models, or a Teachable Machine image export (folder or zip), which is compared
under each preprocessing. PICTURES are files or folders; 8 are taken. Needs a Chromium, the Python package playwright,
and npm for the libraries. Prints one JSON line a program: the largest difference of a confidence from Keras. The exit
code is 1 if a program differs, or if a mistake made on purpose is not noticed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from artmeta.batches import thinned
from artmeta.errors import ArtmetaError, ImageError
from artmeta.imaging.decode import Crop, decode
from artmeta.settings import Settings
from artmeta.steps.model_io import import_model, picture_files
from artmeta.vision.export.portable import network_of
from artmeta.vision.model_store import load_model
from artmeta.vision.networks.input_scale import for_input
from artmeta.vision.networks.network import BROWSER
from artmeta.vision.networks.tfjs_write import tfjs_files
from artmeta.vision.own_network import backbone_for
from artmeta.vision.teachable_machine.preprocessing import PREPROCESSINGS
from bench.parity.comparison import ParityPicture, ParityResult, compare

MOST = 8  # pictures; each is compared eight times, 0.3 to 1 s each on a machine without a graphics card


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model")
    parser.add_argument("pictures", type=Path, nargs="+")
    parser.add_argument("--version", type=int)
    parser.add_argument("--quantise", choices=["float16"])
    options = parser.parse_args()
    settings, float16 = Settings.read(), options.quantise == "float16"
    try:
        if not Path(options.model).exists():
            results = list(
                parity(options.model, options.version, options.pictures, settings, float16=float16)
            )
        else:
            results = list(_of_export(Path(options.model), options.pictures, settings, float16=float16))
    except ArtmetaError as fault:
        parser.exit(2, f"{fault}\n")
    sys.exit(not all(result.as_expected for result in results))


def _of_export(
    path: Path, pictures: Sequence[Path], settings: Settings, *, float16: bool
) -> Iterator[ParityResult]:
    """Import an export under each preprocessing into a temporary folder, and compare it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "cache").symlink_to(settings.cache_dir.absolute())
        apart = settings.model_copy(update={"data_dir": Path(folder)})
        for name in PREPROCESSINGS:
            import_model(path, name, name, apart)
            yield from parity(name, None, pictures, apart, float16=float16)


def parity(
    model: str, version: int | None, pictures: Sequence[Path], settings: Settings, *, float16: bool = False
) -> Iterator[ParityResult]:
    """Print and yield the result of each program, and of each mistake made on purpose.

    Raises ImageError if none of the pictures can be read, ModelError without a browser.
    """
    stored = load_model(settings.models_dir, model, version)
    network, crop = network_of(settings.models_dir, stored, settings.weights)
    card = stored.card
    backbone = backbone_for(settings.models_dir, card, settings.cache_dir, settings.weights)
    files = tfjs_files(for_input(network, BROWSER), card.topics, card.name, card.created_at, float16=float16)
    shown = _decoded(pictures, network.size, crop)
    for result in compare(network, backbone, files, card.topics, crop, shown, settings.cache_dir):
        print(json.dumps({"model": model, **asdict(result)}), flush=True)
        yield result


def _decoded(pictures: Sequence[Path], size: int, crop: Crop) -> list[ParityPicture]:
    decoded, reason = [], "no file was found"
    for path in picture_files(pictures):
        try:
            decoded.append(ParityPicture(path, decode(path, size, crop), decode(path, size, "stretch")))
        except ImageError as fault:
            reason = fault.message
    if not decoded:
        raise ImageError(
            f"There is no picture to compare: {reason}", "Name picture files or a folder of them."
        )
    return thinned(decoded, MOST)


if __name__ == "__main__":
    main()
