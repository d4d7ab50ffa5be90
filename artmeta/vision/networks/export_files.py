"""A model as it was downloaded: a folder, a file, or the zip that Teachable Machine hands out."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from artmeta.errors import ModelError

# A float32 MobileNetV2 of alpha 1.0 with its topology takes 10 MB; 20 times that is not a classroom model.
MOST_BYTES = 200_000_000
MOST_FILES = 10_000  # a model has a handful; more is a whole disk, or an archive made to do harm
AGAIN = "Download it again from Teachable Machine (Export Model, Download my model)."
KINDS = (
    "model.json (TensorFlow.js), keras_model.h5 or .keras (Keras), .tflite (TensorFlow Lite), saved_model.pb"
)

Form = Literal["tfjs", "h5", "keras", "litert", "savedmodel"]
SUFFIXES: Mapping[str, Form] = {
    ".h5": "h5",
    ".hdf5": "h5",
    ".keras": "keras",
    ".tflite": "litert",
    ".lite": "litert",
}
CARD = "model_card.json"  # artmeta's own, beside each of its exports
# What is read beside a model, by the end of its name; of everything else in a folder nothing is read.
BESIDE: Mapping[Form, tuple[str, ...]] = {
    "tfjs": (".json", ".bin"),
    "h5": (".txt",),
    "keras": (".txt",),
    "litert": (".txt",),
    "savedmodel": (".txt", ".pb", ".index", ".data-00000-of-00001"),
}


@dataclass(frozen=True, slots=True)
class ExportFiles:
    """One model's files in memory, by their names relative to the model file; `origin` names where they came from."""

    form: Form
    model: str
    files: Mapping[str, bytes]
    origin: str

    @property
    def data(self) -> bytes:
        """The model file itself."""
        return self.files[self.model]

    @property
    def labels(self) -> bytes:
        """The file that names the topics, which may lie one folder above; raise ModelError if there is none."""
        names = sorted(
            (name for name in self.files if PurePosixPath(name).name.lower().startswith("label")),
            key=lambda name: (name.lower() != "labels.txt", name),
        )
        if not names:
            raise ModelError(
                f"labels.txt, which names the topics, is missing beside {self.model}.",
                "Keep it in the same folder, or give the zip as it was downloaded.",
            )
        return self.files[names[0]]

    @property
    def card(self) -> bytes:
        """The card that artmeta writes beside its exports, which may lie one folder above; empty if there is none."""
        return self.files.get(CARD, self.files.get(f"../{CARD}", b""))


def open_export(path: Path) -> ExportFiles:
    """Read a model's files into memory: of a folder, of a zip, or of one model file and what lies beside it.

    A zip is never unpacked under its own names, so none of them can reach outside. Raises ModelError if there is no
    such path, if a zip is damaged, if more than 200 MB are to be read, or if there is not exactly one model.
    """
    try:
        if path.is_dir():
            return _opened(_Folder(path))
        if not path.exists():
            raise ModelError(f"There is no model at {path}.", "Give its folder, its .zip or its model file.")
        if form_of(path.name) or path.suffix.lower() == ".json":
            return replace(_opened(_Folder(path.parent), path.name), origin=path.name)
        with zipfile.ZipFile(path) as archive:
            return _opened(_Zip(path, archive))
    except zipfile.BadZipFile:
        raise ModelError(f"{path} is neither a folder, a whole zip file nor a model file.", AGAIN) from None
    except (zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as fault:
        raise ModelError(f"{path} cannot be read: {fault}.", AGAIN) from fault


def form_of(name: str) -> Form | None:
    """Return a model file's form by its name; None for other files."""
    path = PurePosixPath(name.lower())
    if path.name.startswith("._") or "__macosx" in path.parts:  # what macOS adds to a zip
        return None
    if path.name == "saved_model.pb":
        return "savedmodel"
    if path.suffix == ".json" and "model" in path.name and "card" not in path.name:
        return "tfjs"  # model.json, not model_card.json
    return SUFFIXES.get(path.suffix)


class _Folder:
    """A folder's files by their names in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self, *, deep: bool = True) -> Iterator[str]:
        files = self.path.rglob("*") if deep else self.path.glob("*")
        return (file.relative_to(self.path).as_posix() for file in files if file.is_file())

    def size(self, name: str) -> int:
        return (self.path / name).stat().st_size

    def read(self, name: str) -> bytes:
        return (self.path / name).read_bytes()

    def above(self) -> dict[str, bytes]:
        """Return the topics' names and artmeta's card from one folder above, where a model is given by its own."""
        parent = self.path.absolute().parent
        files = [*sorted(parent.glob("label*.txt")), *parent.glob(CARD)]
        return {f"../{file.name}": file.read_bytes() for file in files}


class _Zip(_Folder):
    """A zip's files by their names in it; sizes are those it declares, and more than that is never read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        super().__init__(path)
        self.archive = archive

    def names(self, *, deep: bool = True) -> Iterator[str]:
        return (entry.filename for entry in self.archive.infolist() if not entry.is_dir())

    def size(self, name: str) -> int:
        return self.archive.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def above(self) -> dict[str, bytes]:
        return {}


def _opened(place: _Folder, given: str = "") -> ExportFiles:
    names = _listed(place, deep=form_of(given or "saved_model.pb") in (None, "tfjs", "savedmodel"))
    model = given or _only_model(place.path, names)
    form = form_of(model) or "tfjs"
    folder = PurePosixPath(model).parent
    near = [
        name
        for name in names
        if PurePosixPath(name).is_relative_to(folder)
        and (name.endswith(BESIDE[form]) or name == str(folder / CARD))
    ]
    parent = [
        name
        for name in names
        if PurePosixPath(name).parent == folder.parent
        and (_is_labels(name) or PurePosixPath(name).name == CARD)
    ]
    needed = sorted({model, *near, *parent})
    total = sum(place.size(name) for name in needed)
    if total <= MOST_BYTES and form == "keras":
        total = _unpacked(place.read(model))
    if total > MOST_BYTES:
        raise ModelError(
            f"{place.path} holds {total / 1e6:.0f} MB of model files; an image model of Teachable Machine has a few.",
            "Give the folder of the one model to import.",
        )
    files = {_beside(name, folder): place.read(name) for name in needed}
    if form == "savedmodel" and not any(_is_labels(name) for name in files):
        files |= place.above()
    return ExportFiles(form, PurePosixPath(model).name, files, place.path.name)


def _listed(place: _Folder, *, deep: bool) -> list[str]:
    names = []
    for name in place.names(deep=deep):
        names.append(name)
        if len(names) > MOST_FILES:
            raise ModelError(
                f"{place.path} holds more than {MOST_FILES:,} files.",
                "Give the folder of the one model to import.",
            )
    return names


def _only_model(path: Path, names: list[str]) -> str:
    models = sorted(name for name in names if form_of(name))
    if len(models) == 1:
        return models[0]
    if models:
        raise ModelError(
            f"{path} holds several models: {', '.join(models[:4])}.", "Give the file of the one to import."
        )
    inner = sorted(name for name in names if name.lower().endswith(".zip"))
    hint = f"Give {inner[0]}, which lies in it." if inner else f"A model is one of: {KINDS}."
    raise ModelError(f"{path} holds no model file.", hint)


def _unpacked(data: bytes) -> int:
    """Say how many bytes a .keras file, which is a zip, declares to hold."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _is_labels(name: str) -> bool:
    last = PurePosixPath(name.lower()).name
    return last.startswith("label") and last.endswith(".txt")


def _beside(name: str, folder: PurePosixPath) -> str:
    """Name a file relative to the model's folder."""
    path = PurePosixPath(name)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else f"../{path.name}"
