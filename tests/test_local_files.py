"""Files that a user names are regular ones: a pipe is refused at once, for a read of it waits for a writer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from artmeta.collection import Collection
from artmeta.dates import load_profile
from artmeta.errors import ArtmetaError
from artmeta.lists.tables import open_list
from artmeta.sources import iiif
from artmeta.web import Web, WebPolicy


def _read_manifest(path: Path) -> object:
    with Web(WebPolicy(), path.parent / "cache", "curator@example.org") as web:
        return list(iiif.artworks(iiif.Params(path=path), web, "neutral"))


def _read_profile(path: Path) -> object:
    return load_profile(str(path))


@pytest.mark.parametrize("read", [open_list, _read_manifest, Collection.load, _read_profile])
def test_a_pipe_is_refused_at_once(read: Callable[[Path], object], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(ArtmetaError, match=r"pipe\.toml is a device, a pipe or a folder, not a file"):
        read(tmp_path / "pipe.toml")


def test_a_path_that_is_a_ring_of_links_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "ring").symlink_to("ring")
    text = 'title = "A"\nsource = {kind = "folder", path = "ring"}\n'
    with pytest.raises(ArtmetaError, match="'ring' is no path"):
        Collection.read(text, tmp_path / "a.toml")
