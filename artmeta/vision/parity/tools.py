"""The JavaScript libraries in which people use a Teachable Machine model."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as packaged
from pathlib import Path

from artmeta.vision.export.npm import ML5, ML5_OLD, ML5_SIZE, OLD_TFJS, TFJS, TM_IMAGE, Package, library
from artmeta.vision.networks.tfjs_write import write_tfjs


@dataclass(frozen=True, slots=True)
class Tool:
    """One library, the page that asks it, and the scripts that the page loads, by the names it knows them under.

    `size` is the side of the pictures that it shows to every network, whatever the network asks for; 0: as asked.
    """

    key: str
    page: str
    scripts: Mapping[str, Package]
    size: int = 0

    @property
    def title(self) -> str:
        """The library with its version."""
        package = self.scripts["library.js"]
        return f"{package.name.removeprefix('@')} {package.version}"


TOOLS = (
    Tool("tfjs", "tfjs.html", {"library.js": TFJS}),
    Tool("ml5-old", "ml5-old.html", {"library.js": ML5_OLD}, ML5_SIZE),
    Tool("ml5", "ml5.html", {"library.js": ML5}, ML5_SIZE),
    Tool("tm-image", "tm-image.html", {"tf.js": OLD_TFJS, "library.js": TM_IMAGE}),
)


def build_site(
    site: Path,
    tools: Sequence[Tool],
    model_files: Mapping[str, bytes],
    images: Sequence[Path],
    cache_dir: Path,
) -> None:
    """Lay out what the browser needs: the model, one folder a tool, and the pictures under numbers.

    Raises ExportError if a library is not in the cache and npm cannot bring it.
    """
    write_tfjs(model_files, site / "model")
    for tool in tools:
        folder = site / tool.key
        folder.mkdir(parents=True)
        _copy("artmeta.vision.parity", f"harness/{tool.page}", folder / "index.html")
        _copy("artmeta.vision.parity", "harness/common.js", folder / "common.js")
        for script in ("orientation.js", "pixels.js"):
            _copy("artmeta.vision.export", f"page/{script}", folder / script)
        for name, package in tool.scripts.items():
            shutil.copyfile(library(package, cache_dir), folder / name)
    (site / "images").mkdir()
    for number, image in enumerate(images):
        shutil.copyfile(image, site / "images" / image_name(number, image))


def image_name(number: int, image: Path) -> str:
    """Name a picture on the site: its own name may hold anything."""
    return f"{number}{image.suffix.lower()}"


def _copy(package: str, part: str, to: Path) -> None:
    to.write_bytes((packaged(package) / part).read_bytes())
