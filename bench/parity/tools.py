"""The JavaScript libraries in which people use a Teachable Machine model."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from artmeta.npm import TFJS, Package, library
from artmeta.vision.export.readme import ML5_SIZE
from artmeta.vision.networks.tfjs_write import write_tfjs

HARNESS = Path(__file__).parent / "harness"

# The one that Teachable Machine's own snippet loads.
OLD_TFJS = Package(
    "@tensorflow/tfjs",
    "1.3.1",
    "dist/tf.min.js",
    "sha512-eJ8+WYRYYx6o3R4daV3T46ZHI/FN0+wslNnobh6d2Sp/T8PfaFpdR38nRrYtxnz33A80B2pMk4VxzoVivS4/jA==",
    "Apache-2.0",
)
TM_IMAGE = Package(
    "@teachablemachine/image",
    "0.8.5",
    "dist/teachablemachine-image.min.js",
    "sha512-u6BLQ8RBn38BKee7mmAl+HS9qWgM/2YmUbQYy21eQfqhb7E8xT5LDp7QqEU31rtgEIMDwB/OG8cjmSiuHpqb7A==",
    "Apache-2.0",
)
# The last version before 1.0, which the Programming Historian lesson and older class material use.
ML5_OLD = Package(
    "ml5",
    "0.12.2",
    "dist/ml5.min.js",
    "sha512-ILp13zoi2mREYJhqSgOW0Aw3wYnnzYlpbDtPjF4N9pCx1WgNeceBQTHeXjwgOUQqld6zD9czLB2gLJMAfGRbow==",
    "ml5.js licence",
)
ML5 = Package(
    "ml5",
    "1.4.0",
    "dist/ml5.min.js",
    "sha512-gjWRlas0Bp+1eWTht+XrpJdOmdwqOrh5ACBY162PGfLqOt/IqZEtwiZgVhD7khOgO0HApJUCFGFuaiLjSg5BMg==",
    "ml5.js licence",
)


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
        shutil.copyfile(HARNESS / tool.page, folder / "index.html")
        shutil.copyfile(HARNESS / "common.js", folder / "common.js")
        for script in ("orientation.js", "pixels.js"):
            (folder / script).write_bytes((files("artmeta.vision.export") / "page" / script).read_bytes())
        for name, package in tool.scripts.items():
            shutil.copyfile(library(package, cache_dir), folder / name)
    (site / "images").mkdir()
    for number, image in enumerate(images):
        shutil.copyfile(image, site / "images" / image_name(number, image))


def image_name(number: int, image: Path) -> str:
    """Name a picture on the site: its own name may hold anything."""
    return f"{number}{image.suffix.lower()}"
