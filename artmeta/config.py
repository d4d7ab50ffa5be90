"""Configuration tables in TOML: parsed, validated strictly, each error in one sentence that names key and value."""

from __future__ import annotations

import difflib
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, ValidationInfo

from artmeta.errors import ConfigError
from artmeta.local_files import read_regular
from artmeta.wording import validation_reason

Model = TypeVar("Model", bound=BaseModel)


_VALUES = {  # by the beginning of an error's type in pydantic
    "literal_error": "{expected}",
    "greater_than_equal": "{ge} or more",
    "greater_than": "a number above {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "a number below {lt}",
    "int_": "a whole number",
    "float_": "a number",
    "finite_": "a finite number",
    "string_type": "a text",
    "bool_": "true or false",
    "missing": "a value",
}


class StrictTable(BaseModel):
    """A table of a configuration file: immutable, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def from_file_folder(path: Path, info: ValidationInfo) -> Path:
    """Return a path as seen from the folder of the file that names it; raise ValueError if it cannot be one."""
    folder: Path = (info.context or {}).get("folder", Path())
    try:
        return (folder / path.expanduser()).resolve()
    except RuntimeError as fault:  # an unknown user's home, or a cycle of links
        raise ValueError(f"'{path}' is no path: {fault}") from None


LocalPath = Annotated[Path, AfterValidator(from_file_folder)]
"""A path relative to the folder of the file that names it, which is the validation context's `folder`."""


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; raise ValueError, with the reason, if it cannot be read.

    Beside its TOMLDecodeError, tomllib lets through a RecursionError at deep nesting, and Python's own ValueError at a
    whole number of more than 4,300 digits.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError:
        raise ValueError("it holds a number with too many digits") from None


def packaged_toml(package: str, name: str) -> dict[str, Any]:
    """Return the tables of a TOML file that is part of a package of this project."""
    return tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))


def validated(model: type[Model], table: Any, place: tuple[str, ...] = (), context: Any = None) -> Model:
    """Validate a table; raise one ConfigError that lists all errors, with keys as they are called in `place`.

    Its hint says which values the keys can have.
    """
    try:
        return model.model_validate(table, context=context)
    except ValidationError as fault:
        errors = [dict(one) for one in fault.errors()]
        message = "; ".join(_sentence(one, model, place) for one in errors)
        hint = " ".join(filter(None, (_hint(one, place) for one in errors)))
        raise ConfigError(message if message.endswith((".", "?")) else f"{message}.", hint) from None


def _sentence(error: dict[str, Any], model: type[BaseModel], place: tuple[str, ...]) -> str:
    inner = [str(part) for part in error["loc"]]
    key = ".".join([*place, *inner])
    if error["type"] == "extra_forbidden":
        return f"unknown key '{key}'; {_nearest(inner, model)}"
    if error["type"] == "missing":
        return f"the key '{key}' is missing"
    reason = validation_reason(error["msg"])
    value = "" if isinstance(error["input"], dict) else f" = {error['input']!r}"  # a whole table tells little
    return f"'{key}'{value}: {reason[0].lower()}{reason[1:]}"


def _hint(error: dict[str, Any], place: tuple[str, ...]) -> str:
    """Say which values a key can have, by pydantic's type of the error; nothing where its message says it."""
    kind, limits = error["type"], error.get("ctx", {})
    values = next((text for start, text in _VALUES.items() if kind.startswith(start)), "")
    key = ".".join([*place, *map(str, error["loc"])])
    return f"For '{key}', give {values.format(**limits)}." if values else ""


def _nearest(inner: list[str], model: type[BaseModel]) -> str:
    for part in inner[:-1]:
        model = _submodel(model, part)
    known = [name for name in model.model_fields if name != "slug"]
    close = difflib.get_close_matches(inner[-1], known, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known here are {', '.join(known)}"


def _submodel(model: type[BaseModel], part: str) -> type[BaseModel]:
    field = model.model_fields.get(part)
    kinds = (field.annotation, *get_args(field.annotation)) if field else ()
    return next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)), model)


def read_collection_file(path: Path) -> str:
    """Return the text of a collection file; raise ConfigError with what to do instead if there is none."""
    try:
        return read_regular(path)
    except FileNotFoundError:
        close = difflib.get_close_matches(path.name, [each.name for each in path.parent.glob("*.toml")], n=1)
        hint = f"Did you mean '{path.with_name(close[0])}'?" if close else "Make one with `artmeta init`."
        raise ConfigError(f"There is no collection file {path}.", hint) from None
    except UnicodeDecodeError:
        message = f"The collection file {path} is not TOML: it is no text."
        raise ConfigError(message, not_toml_hint(path)) from None
    except (OSError, ValueError) as fault:
        message = f"The collection file {path} cannot be read: {fault}."
        raise ConfigError(message, not_toml_hint(path)) from None


def not_toml_hint(path: Path) -> str:
    """Return what to do where a file or folder given as a collection file is none."""
    if path.suffix == ".toml":
        return "Correct it; `artmeta init` writes one with every option explained."
    return f"To enrich what it holds, write a collection file for it: `artmeta init NAME --place {path}`."
