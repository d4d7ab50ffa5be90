"""Two collection files of one name never replace each other's works."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from artmeta.errors import ConfigError
from artmeta.settings import Settings
from artmeta.steps.beginning import begin_train
from artmeta.steps.context import CollectionFile, begin
from artmeta.steps.folders import folder_to_train_on

TEXT = 'title = "{0}"\nsource = {{kind = "folder", path = "."}}\n'


def written(path: Path, text: str) -> CollectionFile:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return CollectionFile.load(path)


def test_a_second_file_of_one_name_is_refused(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    first = written(tmp_path / "data" / "collections" / "a.toml", TEXT.format("One"))
    second = written(tmp_path / "other" / "a.toml", TEXT.format("Two"))
    begin(first, settings)
    with pytest.raises(
        ConfigError, match=r"collection 'a' is that of .*collections/a\.toml; .*other/a\.toml has the same"
    ):
        begin(second, settings)
    begin(written(tmp_path / "other" / "a.toml", 'slug = "b"\n' + TEXT.format("Two")), settings)
    begin(written(first.path, TEXT.format("One, edited")), settings)
    first.path.rename(tmp_path / "moved.toml")
    begin(second, settings)  # the earlier file is gone, so this is taken for the same, moved


def test_a_copied_data_folder_and_a_link_are_the_same_collection(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    begin(written(tmp_path / "data" / "collections" / "a.toml", TEXT.format("One")), settings)
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    copied = written(tmp_path / "copy" / "collections" / "a.toml", TEXT.format("In the copy"))
    begin(copied, Settings(data_dir=tmp_path / "copy"))
    (tmp_path / "link.toml").symlink_to(tmp_path / "data" / "collections" / "a.toml")
    begin(written(tmp_path / "link.toml", 'slug = "a"\n' + TEXT.format("One")), settings)


def test_a_folder_does_not_replace_the_training_works_of_a_collection(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    text = TEXT.format("One") + '[training]\nsource = {kind = "folder", path = "."}\n'
    begin_train(written(tmp_path / "data" / "collections" / "mine.toml", text), settings)
    with pytest.raises(ConfigError, match="collection 'mine-training' is that of"):
        begin_train(folder_to_train_on(tmp_path, "mine", {}), settings)
    begin_train(folder_to_train_on(tmp_path, "other", {}), settings)


def test_a_collection_does_not_replace_the_works_of_a_folder(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    folders = [tmp_path / "paintings", tmp_path / "more paintings"]
    for folder in folders:
        folder.mkdir()
        begin_train(folder_to_train_on(folder, "mine", {}), settings)
    text = TEXT.format("One") + '[training]\nsource = {kind = "folder", path = "."}\n'
    file = written(tmp_path / "data" / "collections" / "mine.toml", text)
    with pytest.raises(
        ConfigError, match=r"'mine-training' is that of .*/more paintings; .*mine\.toml has the"
    ):
        begin_train(file, settings)
    begin_train(written(file.path, 'slug = "own"\n' + text), settings)
    begin(written(file.path, text), settings)  # the works to describe are not those of the folder
