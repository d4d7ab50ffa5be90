"""The wheel holds all that the package needs outside the checkout: texts, templates, SQL, grammars and examples."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from artmeta.errors import ConfigError
from artmeta.examples import example_file
from artmeta.settings import Settings
from artmeta.steps.scaffold import collection_file
from artmeta.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[1]


def below(folder: str) -> set[str]:
    """List the files of a folder of the checkout, as paths from its root."""
    files = (
        path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )
    return {path.relative_to(ROOT).as_posix() for path in files}


def test_the_wheel_holds_the_package_and_the_examples(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
        metadata = next(file.read(name).decode() for name in file.namelist() if name.endswith("/METADATA"))
    examples = below("data/collections") | below("data/vocabularies")
    assert names == below("artmeta") | below("flows") | {f"artmeta/examples/{name[5:]}" for name in examples}
    assert {"artmeta/py.typed", "artmeta/examples/vocabularies/lesson.toml"} <= names
    assert "Name: artmeta\n" in metadata and Path(wheel).name.startswith("artmeta-")


def test_examples_are_found_by_their_names(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    path = collection_file(Path("lesson"), settings)
    assert path == tmp_path / "data" / "collections" / "lesson.toml"
    assert path.read_text() == (ROOT / "data" / "collections" / "lesson.toml").read_text()
    path.write_text("title = 'mine'")
    assert collection_file(Path("lesson"), settings).read_text() == "title = 'mine'"
    assert load_vocabulary("lesson", settings.data_dir / "vocabularies").ids[0] == "aircraft"


@pytest.mark.parametrize("name", ["leson", "../collections/lesson", ""])
def test_what_is_no_example_is_not_found(name: str, tmp_path: Path) -> None:
    assert example_file("collections", name) is None
    assert not list(tmp_path.iterdir())
    with pytest.raises(ConfigError, match="no vocabulary file"):
        load_vocabulary(name, tmp_path)
