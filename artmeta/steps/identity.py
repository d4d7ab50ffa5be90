"""The identity of a collection: a name belongs to one file or folder, a second one would replace its works."""

from __future__ import annotations

from pathlib import Path

from artmeta.errors import ConfigError
from artmeta.store.database import Store


def check_file(store: Store, slug: str, path: Path, digest: str, data_dir: Path) -> None:
    """Raise ConfigError if the works of this name are those of another collection file, or folder, that is still there.

    It is the same file if it was moved, says the same (paths included), or has the same place in a copied data folder.
    A model may be trained on one folder after another: its training works are those of the last.
    """
    rows = store.rows("file_of_collection", collection=slug)
    if not rows or rows[0]["config_digest"] == digest:
        return
    earlier = data_dir / rows[0]["config_path"]
    if earlier == path or not earlier.exists() or _same_place(earlier, path, data_dir.absolute()):
        return
    if (path.is_dir() and earlier.is_dir()) or (path.is_file() and path.samefile(earlier)):
        return
    raise ConfigError(
        f"The collection '{slug}' is that of {earlier}; {path} has the same name and would replace its works.",
        'Rename a collection file, or write slug = "..." in it; for a folder, take another name for the model.',
    )


def _same_place(earlier: Path, path: Path, data_dir: Path) -> bool:
    """Whether a path has the place in this data folder that the earlier one has in another."""
    if not path.is_relative_to(data_dir) or earlier.is_relative_to(data_dir):
        return False
    place = path.relative_to(data_dir).parts
    return earlier.parts[-len(place) :] == place
