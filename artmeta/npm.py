"""JavaScript libraries come from the npm registry, one fixed version each, checked against a fixed digest, once."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from artmeta import files
from artmeta.errors import ExportError

SECONDS = 300  # the largest package has 30 MB; a slow museum line carries 1 Mbit/s


@dataclass(frozen=True, slots=True)
class Package:
    """One version of a library: the file used of it, and the sha512 that the registry publishes for the whole."""

    name: str
    version: str
    file: str
    integrity: str
    licence: str

    @property
    def folder(self) -> str:
        """The name of its folder in the cache."""
        return f"{self.name.replace('@', '').replace('/', '-')}-{self.version}"


# The version that ml5 1.4 is built with; 1.1 MB, for browsers since 2018.
TFJS = Package(
    "@tensorflow/tfjs",
    "4.22.0",
    "dist/tf.es2017.min.js",
    "sha512-0TrIrXs6/b7FLhLVNmfh8Sah6JgjBPH4mZ8JGb7NU6WW+cx00qK5BcAZxw7NCzxj6N8MRAIfHq+oNbPUNG5VAg==",
    "Apache-2.0",
)


def library(package: Package, cache_dir: Path) -> Path:
    """Return the library's file, fetched with `npm pack` if it is not in the cache yet.

    Raises ExportError if npm is not here, does not reach its registry, or brings something else than expected, and if
    the cache may not be written.
    """
    folder = cache_dir / "npm" / package.folder
    target = folder / Path(package.file).name
    if not target.is_file():
        with files.explained(folder, ExportError):
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent) as workshop:
                archive = _pack(package, Path(workshop))
                _check(package, archive)
                _unpack(package, archive, folder)
    return target


def _pack(package: Package, to: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise ExportError(
            f"The page needs {package.name} {package.version}, and npm is not on this machine.",
            _hint(package),
        )
    command = [npm, "pack", f"{package.name}@{package.version}", "--pack-destination", str(to), "--silent"]
    quiet = {**os.environ, "npm_config_update_notifier": "false", "npm_config_fund": "false"}
    try:
        done = subprocess.run(  # noqa: S603  npm by its full path, with names fixed above
            command, capture_output=True, text=True, timeout=SECONDS, env=quiet, check=False
        )
    except subprocess.TimeoutExpired:
        raise ExportError(
            f"npm did not bring {package.name} within {SECONDS} seconds.", _hint(package)
        ) from None
    archives = list(to.glob("*.tgz"))
    if done.returncode or not archives:
        reason = next((line for line in done.stderr.splitlines() if line.strip()), "no reason given")
        raise ExportError(f"npm could not bring {package.name} {package.version}: {reason}", _hint(package))
    return archives[0]


def _hint(package: Package) -> str:
    return (
        f"Install Node.js, or bring the file by hand: {package.file} of that version, into the folder "
        f"npm/{package.folder} of artmeta's cache (data/cache)."
    )


def _check(package: Package, archive: Path) -> None:
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity != package.integrity:
        raise ExportError(
            f"npm brought another {package.name} {package.version} than artmeta was tested with ({integrity}).",
            "Its registry may be a mirror that changes packages: ask who runs it.",
        )


def _unpack(package: Package, archive: Path, folder: Path) -> None:
    """Keep the one file and the licence; nothing is written under a name from the archive."""
    with tarfile.open(archive) as packed:
        names = packed.getnames()
        licence = next(
            (name for name in names if name.lower() in {"package/license", "package/license.md"}), None
        )
        for name, to in ((licence, "LICENCE.txt"), (f"package/{package.file}", Path(package.file).name)):
            member = packed.extractfile(name) if name else None
            if member is None:
                continue
            files.write(folder / to, member.read())
