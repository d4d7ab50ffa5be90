"""Do Python, LiteRT, TensorFlow.js and ml5 say the same of a real Teachable Machine model, and of one of artmeta's own?

Run: python -m bench.parity EXPORT PICTURES [--own MODEL]

EXPORT is a Teachable Machine image export (folder or zip), PICTURES a folder of pictures; 8 are taken. Needs a
Chromium, and npm for the libraries. Prints one JSON line a program: the largest difference of a confidence from Keras.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from artmeta.settings import Settings
from artmeta.steps.model_io import import_model
from artmeta.steps.parity import parity
from artmeta.vision.teachable_machine.preprocessing import PREPROCESSINGS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--own", default="", help="a model in data/models to compare as well")
    asked = parser.parse_args()
    settings = Settings.read()
    if asked.own:
        compare(asked.own, asked.pictures, settings)
    with tempfile.TemporaryDirectory() as folder:
        apart = settings.model_copy(update={"data_dir": Path(folder)})
        (Path(folder) / "cache").symlink_to(settings.cache_dir.absolute())
        for way in PREPROCESSINGS:
            import_model(asked.export, way, way, apart)
            compare(way, asked.pictures, apart)


def compare(model: str, pictures: Path, settings: Settings) -> None:
    """Print what each program says of one model."""
    for row in parity(model, None, [pictures], settings):
        print(json.dumps({"model": model, **asdict(row)}), flush=True)


if __name__ == "__main__":
    main()
