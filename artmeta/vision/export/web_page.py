"""A model as a web page: a folder that any web server can show, and that opens from a disk too."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Mapping
from importlib.resources import files as packaged
from pathlib import Path

from artmeta.npm import TFJS, Package, library
from artmeta.vision.export.page_card import PageCard
from artmeta.vision.networks.tfjs_write import write_tfjs

PARTS = ("index.html", "page.css", "orientation.js", "pixels.js", "model.js", "page.js")


def write_page(model_files: Mapping[str, bytes], card: PageCard, folder: Path, cache_dir: Path) -> None:
    """Write the page, the model and the one library it needs; nothing in it points outside the folder.

    Raises ExportError if TensorFlow.js is not in the cache and npm cannot bring it.
    """
    script = library(TFJS, cache_dir)
    write_tfjs(model_files, folder / "model")
    (folder / "model" / "offline.js").write_text(_offline(model_files), encoding="utf-8")
    (folder / "model" / "card.js").write_text(card.script(), encoding="utf-8")
    for part in PARTS:
        source = packaged("artmeta.vision.export") / "page" / part
        (folder / part).write_bytes(source.read_bytes())
    (folder / "vendor").mkdir(exist_ok=True)
    shutil.copyfile(script, folder / "vendor" / "tf.js")
    (folder / "vendor" / "LICENCES.txt").write_text(_licences(TFJS), encoding="utf-8")


def _offline(model_files: Mapping[str, bytes]) -> str:
    """Put the model into one script: a page opened from a disk may run scripts, but may not read files."""
    model = json.loads(model_files["model.json"])
    weights = base64.b64encode(model_files["weights.bin"]).decode()
    return f"window.artmetaOffline = {json.dumps({'model': model, 'weights': weights}, separators=(',', ':'))};\n"


def _licences(package: Package) -> str:
    apache = (packaged("artmeta.vision.export") / "page" / "APACHE-2.0.txt").read_text(encoding="utf-8")
    return f"tf.js is {package.name} {package.version}, under {package.licence}:\n\n{apache}"
