"""Names of collections and models are parts of file names on every system, never paths."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artmeta.collection import Collection
from artmeta.errors import ConfigError
from artmeta.names import check_name


@pytest.mark.parametrize(
    "name",
    ["harbour", "harbour-2", "mine.v2", "Kunsthaus Zürich", "Smith & Sons (old)", "浮世絵", "हिन्दी", "2"],
)
def test_a_name_is_kept(name: str) -> None:
    assert check_name(name, "a model") == name


def test_two_spellings_of_one_name_are_one() -> None:
    assert check_name("Zu\u0308rich", "a collection") == "Z\u00fcrich"


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "empty"),
        ("../up", "begins with"),
        ("a/b", "path"),
        ("a\\b", "path"),
        ("/a", "begins"),
        (".hidden", "begins"),
        ("-option", "begins"),
        ("a\x00b", "holds"),
        ("a\nb", "holds"),
        ("a:b", "holds"),
        ("a*", "holds"),
        ("a.", "ends"),
        ("a ", "ends"),
        ("x" * 121, "120 bytes"),
        ("NUL", "device"),
        ("com1.tar", "device"),
        ("COM¹", "device"),
        ("LPT³.x", "device"),
        ("nul .x", "device"),
        ("a\u202eb", "holds"),
    ],
)
def test_what_is_no_name_gets_one_sentence(name: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault) as caught:
        check_name(name, "a collection")
    assert "no name for a collection" in caught.value.message and "\n" not in caught.value.message


@given(st.text(max_size=40))
def test_a_name_stays_in_its_folder(text: str) -> None:
    try:
        name = check_name(text, "a model")
    except ConfigError:
        return
    assert (Path("/models") / name).resolve().parent == Path("/models")


@pytest.mark.parametrize(
    "line", ['slug = "../other"', 'slug = ""', 'model = {name = "../../x"}', 'model = {name = "/etc"}']
)
def test_a_collection_file_gives_names(line: str, tmp_path: Path) -> None:
    text = f'{line}\ntitle = "A"\nsource = {{kind = "folder", path = "."}}\n'
    with pytest.raises(ConfigError, match=r"In .*a\.toml: .* is no name for a (collection|model)"):
        Collection.read(text, tmp_path / "a.toml")
