"""An export as it was downloaded: a folder, or the zip that Teachable Machine hands out."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from artmeta.errors import ModelError

# A float32 MobileNetV2 of alpha 1.0 with its topology takes 10 MB; 20 times that is not a classroom model.
MOST_BYTES = 200_000_000
WANTED = {".json", ".bin", ".h5", ".txt"}
AGAIN = "Download it again from Teachable Machine (Export Model, Download my model)."


def read_export(path: Path) -> Mapping[str, bytes]:
    """Read an export's files into memory, by their names beside the model file.

    A zip is never unpacked to disk, so no name inside it can reach outside. Raises ModelError if there is no
    such path, if a zip is damaged or holds more than 200 MB, or if no model file is found.
    """
    if path.is_dir():
        return _beside_model(_from_folder(path), path)
    if not path.is_file():
        raise ModelError(
            f"There is no Teachable Machine export at {path}.", "Give its folder or its .zip file."
        )
    if zipfile.is_zipfile(path):
        return _beside_model(_from_zip(path), path)
    if path.suffix in WANTED:
        return _beside_model(_from_folder(path.parent), path.parent)
    raise ModelError(f"{path} is neither a folder nor a zip file.", AGAIN)


def _from_folder(path: Path) -> dict[str, bytes]:
    found = [file for file in sorted(path.rglob("*")) if file.suffix in WANTED and file.is_file()]
    total = sum(file.stat().st_size for file in found)
    if total > MOST_BYTES:
        raise _too_large(path, total)
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in found}


def _from_zip(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            wanted = [entry for entry in archive.infolist() if PurePosixPath(entry.filename).suffix in WANTED]
            total = sum(entry.file_size for entry in wanted)
            if total > MOST_BYTES:
                raise _too_large(path, total)
            return {entry.filename: archive.read(entry) for entry in wanted}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as fault:
        raise ModelError(f"The zip file {path} cannot be read: {fault}.", AGAIN) from fault


def _too_large(path: Path, total: int) -> ModelError:
    return ModelError(
        f"{path} holds {total / 1e6:.0f} MB of model files; an image model of Teachable Machine has a few.",
        "Give the folder of the one model to import.",
    )


def _beside_model(files: Mapping[str, bytes], path: Path) -> dict[str, bytes]:
    """Keep the files that lie beside the one model file, under their own names."""
    models = [name for name in files if PurePosixPath(name).name in {"model.json", "keras_model.h5"}]
    if not models:
        raise ModelError(
            f"{path} holds neither model.json (a TensorFlow.js export) nor keras_model.h5 (a Keras export).",
            "TensorFlow Lite exports cannot be imported: export the model again as Tensorflow.js.",
        )
    folders = {PurePosixPath(name).parent for name in models}
    if len(folders) > 1:
        where = ", ".join(sorted(str(folder) for folder in folders))
        raise ModelError(f"{path} holds several models: {where}.", "Give the folder of the one to import.")
    folder = folders.pop()
    return {
        str(PurePosixPath(name).relative_to(folder)): data
        for name, data in files.items()
        if PurePosixPath(name).is_relative_to(folder)
    }
