"""A new collection file, with every choice explained where it is made."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from artmeta import plugins
from artmeta.errors import ConfigError
from artmeta.files import write
from artmeta.names import check_name
from artmeta.settings import Settings

LISTED = ("folder", "archive", "csv")  # sources that one path, or one address, describes

STARTER = """\
# What shall be enriched? `artmeta train` once, unless the model is there; then `artmeta enrich`, as often as you like.
title = {title}

[source]                  # where the works come from; docs/sources/{kind_name}.md explains the keys
kind = {kind}
{place}

{model}

[dates]
profile = "neutral"       # what "c. 1850" or "late 19th century" mean in this house; see `artmeta dates profiles`

[expectations]            # a run stops where the data are worse than this
min_artworks = 1
max_missing_images = 0.5  # share of works whose picture cannot be had

[report]
bin_years = 10            # years a step in topics over time
"""


TRAINED = """\
[training]                # pictures whose topics are known: one folder a topic
[training.source]
kind = "folder"
path = {training}

[model]
name = {name}             # the name the trained model gets, and is loaded by
"""

GIVEN = """\
[model]
name = {name}             # a model that is there already; `artmeta models list` shows them
"""


@dataclass(frozen=True, slots=True)
class Start:
    """What a new collection is made of: a source and its place; a model that is there, or pictures to train one on."""

    source: str = "folder"
    place: str = ""
    training: str = ""
    model: str = ""


def write_collection_file(name: str, start: Start, settings: Settings) -> Path:
    """Write a starter file for a collection.

    Raises ConfigError if the name is no name or is taken, there is no such source or folder of training pictures, or
    both training pictures and a model are given.
    """
    name = check_name(name, "a collection")
    plugins.load("artmeta.sources", start.source)
    if start.training and start.model:
        raise ConfigError(
            f"A model '{start.model}' that is there already is not trained, so it needs no training pictures.",
            "Give --model or --training, not both.",
        )
    if start.training and not Path(start.training).expanduser().is_dir():
        raise ConfigError(
            f"There is no folder {start.training}.", "Give the one that has a folder of pictures a topic."
        )
    path = settings.data_dir / "collections" / f"{name}.toml"
    if path.exists():
        raise ConfigError(f"{path} is there already.", "Edit it, or take another name.")
    write(path, _text(name, start))
    return path


def collection_file(place: Path, settings: Settings) -> Path:
    """Return the file of a collection that is called by its name alone; any other path as it is."""
    named = settings.data_dir / "collections" / f"{place}.toml"
    return named if not place.exists() and place.name == str(place) and named.is_file() else place


def _text(name: str, start: Start) -> str:
    key = "url" if "://" in start.place else "path"
    where = f"{key} = {_toml(_resolved(start.place) or '...')}" if start.source in LISTED else ""
    title = name.replace("-", " ").replace("_", " ").capitalize()
    return STARTER.format(
        kind_name=start.source,
        title=_toml(title),
        kind=_toml(start.source),
        place=where,
        model=_model(name, start),
    )


def _model(name: str, start: Start) -> str:
    if start.model:
        return GIVEN.format(name=_toml(start.model))
    training = (
        _toml(_resolved(start.training)) if start.training else '"../training"      # relative to this file'
    )
    return TRAINED.format(name=_toml(name), training=training)


def _resolved(place: str) -> str:
    """Make a path absolute, since the file lies elsewhere than the user; leave an address as it is."""
    return place if not place or "://" in place else str(Path(place).expanduser().resolve())


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a JSON string is a TOML basic string
