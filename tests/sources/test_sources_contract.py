"""What every source promises, whoever wrote it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest
from pydantic import BaseModel, ValidationError

from artmeta import plugins

SOURCES = plugins.names("artmeta.sources")


def test_the_sources_are_there() -> None:
    assert {"archive", "csv", "folder"} <= set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_params_are_strict(name: str) -> None:
    params = plugins.load("artmeta.sources", name).Params
    assert issubclass(params, BaseModel)
    assert params.model_config["extra"] == "forbid" and params.model_config["frozen"]
    assert "kind" not in params.model_fields
    with pytest.raises(ValidationError, match="no_such_key"):
        params.model_validate({"no_such_key": 1})


@pytest.mark.parametrize("name", SOURCES)
def test_artworks_takes_params_web_and_profile(name: str) -> None:
    source = plugins.load("artmeta.sources", name)
    assert list(inspect.signature(source.artworks).parameters) == ["params", "web", "profile"]
    assert inspect.signature(source.artworks).return_annotation in (Iterator, "Iterator[Artwork | Issue]")


@pytest.mark.parametrize("name", SOURCES)
def test_its_first_lines_speak_of_the_world(name: str) -> None:
    source = plugins.load("artmeta.sources", name)
    for text in (source.__doc__, source.Params.__doc__, source.artworks.__doc__):
        assert text and len(text.splitlines()[0]) > 20
