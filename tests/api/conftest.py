"""What the tests of the library share: a folder of pictures, a data folder beside it, and a model trained on them."""

from __future__ import annotations

from pathlib import Path

import pytest
from once import once
from runs import copy_of
from studio import furnish

import artmeta


@pytest.fixture(scope="session")
def furnished(compiled_backbone: Path, shared: Path) -> Path:
    """Give the folder with the pictures, the list and the trained model `mine`; copy it, do not change it."""

    def make(folder: Path) -> None:
        furnish(folder)
        copy_of(compiled_backbone, folder / "data" / "cache")
        artmeta.train(folder / "known", "mine", data_dir=folder / "data")

    return once(shared / "studio", make)


@pytest.fixture(scope="module")
def studio(furnished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of that folder for the tests of one file."""
    return copy_of(furnished, tmp_path_factory.mktemp("studio") / "here")


@pytest.fixture
def at_work(studio: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in that folder, with artmeta's folders in it and one worker."""
    monkeypatch.chdir(studio)
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(studio / "data"))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(studio / "reports"))
    monkeypatch.setenv("ARTMETA_WORKERS", "1")
    return studio
