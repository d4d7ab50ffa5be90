"""A collection file is read strictly: what is wrong is said with the file, the key and the nearest right one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from artmeta.collection import Collection
from artmeta.errors import ConfigError
from artmeta.settings import Settings
from artmeta.steps.scaffold import ScaffoldOptions, collection_file, write_collection_file

GOOD = """
title = "Harbour"
vocabulary = ""
[source]
kind = "folder"
path = "pictures"
[model]
name = "harbour"
[training.source]
kind = "folder"
path = "../training"
"""


def read(text: str, folder: Path) -> Collection:
    return Collection.read(text, folder / "harbour.toml")


def test_paths_start_at_the_file(tmp_path: Path) -> None:
    collection = read(GOOD, tmp_path)
    assert collection.slug == "harbour"
    assert collection.source.params.path == tmp_path / "pictures"  # type: ignore[attr-defined]
    assert collection.for_training().source.params.path == tmp_path.parent / "training"  # type: ignore[attr-defined]
    assert collection.for_training().slug == "harbour-training"


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ('title = "Harbour"', 'titel = "Harbour"', "unknown key 'titel'; did you mean 'title'?"),
        ('title = "Harbour"', "", "the key 'title' is missing"),
        ('path = "pictures"', 'pth = "pictures"', "unknown key 'source.pth'; did you mean 'path'?"),
        ('kind = "folder"\npath = "pictures"', 'kind = "foldr"', "no source called 'foldr'"),
        ('kind = "folder"\npath = "pictures"', "kind = 3", "The source has no 'kind', a text"),
        ('name = "harbour"', 'name = "harbour"\nversoin = 2', "'model.versoin'; did you mean 'version'?"),
        ("[model]", "[report]\nbin_years = 0\n[model]", "'report.bin_years' = 0"),
        ("[model]", "[flags.low_confidnce]\n[model]", "no flag called 'low_confidnce'"),
        ('vocabulary = ""', 'exports = ["cvs"]', "no export format called 'cvs'"),
        ('vocabulary = ""', "vocabulary = ", "is not TOML"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, wrong: str, right: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as fault:
        read(GOOD.replace(wrong, right), tmp_path)
    assert sentence in str(fault.value)
    assert str(tmp_path / "harbour.toml") in str(fault.value)
    assert "?." not in str(fault.value)


@pytest.mark.parametrize(
    ("profile", "sentence", "hint"),
    [
        ("tat", "no date profile called 'tat'", "Did you mean 'tate'?"),
        ("huose.toml", "'huose.toml' cannot be read", "a TOML file"),
        ("house.toml", "fault at 'circa.yaer'", "docs/dates.md"),
    ],
)
def test_a_faulty_date_profile_is_said_before_a_date_is_read(
    tmp_path: Path, profile: str, sentence: str, hint: str
) -> None:
    (tmp_path / "house.toml").write_text('title = "x"\nextends = "neutral"\n[circa]\nyaer = []\n')
    file = tmp_path / "harbour.toml"
    file.write_text(f'{GOOD}[dates]\nprofile = "{profile}"\n')
    with pytest.raises(ConfigError) as fault:
        Collection.load(file)
    assert sentence in fault.value.message and fault.value.message.startswith(f"In {file}: ")
    assert hint in (fault.value.hint or "") or "Known are" in (fault.value.hint or "")
    assert Collection.read(file.read_text(), file).dates.profile.endswith(
        profile
    )  # a report needs no profile


def test_a_date_profile_lies_beside_its_collection(tmp_path: Path) -> None:
    (tmp_path / "house.toml").write_text('title = "A house"\nextends = "neutral"\n')
    file = tmp_path / "harbour.toml"
    file.write_text(f'{GOOD}[dates]\nprofile = "house.toml"\n')
    assert Collection.load(file).dates.profile == str(tmp_path / "house.toml")


def test_the_digest_follows_what_is_said_not_how(tmp_path: Path) -> None:
    same = read("# a comment\n" + GOOD, tmp_path)
    other = read(GOOD.replace("Harbour", "Port"), tmp_path)
    assert read(GOOD, tmp_path).digest == same.digest != other.digest


def test_a_collection_without_training_says_how_to_get_a_model(tmp_path: Path) -> None:
    text = GOOD.split("[training.source]", maxsplit=1)[0]
    with pytest.raises(ConfigError, match="artmeta train FOLDER"):
        read(text, tmp_path).for_training()


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="There is no collection file"):
        Collection.load(tmp_path / "none.toml")


def test_what_is_no_collection_file_says_how_one_is_made_for_it(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    (tmp_path / "works.csv").write_text("id,title\n1,Boat\n")
    for path in (tmp_path, tmp_path / "a.jpg", tmp_path / "works.csv"):
        with pytest.raises(ConfigError, match=re.escape(f"The collection file {path} ")) as fault:
            Collection.load(path)
        assert fault.value.hint.endswith(f"`artmeta init NAME --place {path}`.")


def test_a_misspelt_file_names_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "harbour.toml").touch()
    with pytest.raises(ConfigError) as fault:
        Collection.load(tmp_path / "harbuor.toml")
    assert fault.value.hint == f"Did you mean '{tmp_path / 'harbour.toml'}'?"


def test_a_collection_is_called_by_its_name_or_by_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(data_dir=tmp_path / "data")
    path = write_collection_file("harbour", ScaffoldOptions(place=str(tmp_path)), settings)
    assert collection_file(Path("harbour"), settings) == collection_file(path, settings) == path
    with pytest.raises(ConfigError, match="Did you mean 'harbour'"):
        collection_file(Path("harbuor"), settings)
    Path("harbour").mkdir()
    assert collection_file(Path("harbour"), settings) == path, "a folder of pictures can not be enriched"
    assert collection_file(Path("harbour"), settings, folders=True) == Path("harbour"), "it can be trained on"


def test_the_starter_file_is_sound_and_never_overwritten(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    path = write_collection_file("my-harbour", ScaffoldOptions(place=str(tmp_path)), settings)
    assert Collection.load(path).title == "My harbour"
    with pytest.raises(ConfigError, match="is there already"):
        write_collection_file("my-harbour", ScaffoldOptions(), settings)
    with pytest.raises(ConfigError, match="no name"):
        write_collection_file("../x", ScaffoldOptions(), settings)


def test_a_starter_file_names_the_model_that_is_there_or_what_to_learn_from(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    (tmp_path / "known").mkdir()
    start = ScaffoldOptions(place=str(tmp_path), training=str(tmp_path / "known"))
    made = Collection.load(write_collection_file("learns", start, settings))
    assert made.model.name == "learns" and made.for_training()
    given = Collection.load(
        write_collection_file("given", ScaffoldOptions(place=str(tmp_path), model="mine"), settings)
    )
    assert given.model.name == "mine" and given.training is None
    with pytest.raises(ConfigError, match="There is no folder nowhere"):
        write_collection_file("lost", ScaffoldOptions(training="nowhere"), settings)
    with pytest.raises(ConfigError, match="not trained"):
        write_collection_file("both", ScaffoldOptions(training=str(tmp_path), model="mine"), settings)
