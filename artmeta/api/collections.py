"""A collection that is named, lies in a file or was built in Python, as the file that the pipeline runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artmeta.api.settings import StrPath
from artmeta.errors import ConfigError
from artmeta.values import path_argument

if TYPE_CHECKING:
    from artmeta.collection import Collection
    from artmeta.settings import Settings
    from artmeta.steps.context import CollectionFile


def collection_file(given: StrPath | Collection, settings: Settings) -> CollectionFile:
    """Return a collection with its file; one that was built in Python is saved in the data folder's collections.

    Raises ConfigError where the file is unsound, is not there, or belongs to another collection of that name.
    """
    from artmeta.collection import Collection
    from artmeta.steps.context import CollectionFile
    from artmeta.steps.scaffold import collection_file as named

    if isinstance(given, Collection):
        return CollectionFile.load(_saved(given, settings))
    return CollectionFile.load(named(path_argument(given, "collection"), settings))


def _saved(collection: Collection, settings: Settings) -> Path:
    from artmeta.collection import Collection
    from artmeta.files import write

    path = settings.data_dir / "collections" / f"{collection.slug}.toml"
    if not path.exists():
        write(path, as_toml(collection))
    elif Collection.load(path).digest != collection.digest:
        raise ConfigError(
            f"{path} is another collection of the name '{collection.slug}'.",
            "Change or delete that file, or give this collection another slug.",
        )
    return path


def as_toml(collection: Collection) -> str:
    """Return the text of a file that describes a collection."""
    tables: dict[str, Any] = collection.model_dump(mode="json", exclude={"source", "training"})
    tables["source"] = collection.source.listing
    if collection.training:
        training = collection.training.model_dump(mode="json", exclude={"source"})
        tables["training"] = {**training, "source": collection.training.source.listing}
    return "".join(f"{name} = {_value(value)}\n" for name, value in tables.items() if value is not None)


def _value(value: Any) -> str:
    """Write a value; a JSON text or number is one of TOML, but for the character DEL."""
    if isinstance(value, dict):
        pairs = (f"{_value(name)} = {_value(each)}" for name, each in value.items() if each is not None)
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
