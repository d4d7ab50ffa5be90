"""What is wrong in a collection file, in one sentence: the file, the key, the value, and the nearest right key."""

from __future__ import annotations

import difflib
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from artmeta.errors import ConfigError

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], given: Any, place: tuple[str, ...] = (), context: Any = None) -> Model:
    """Check a table against its model; raise one ConfigError that says all that is wrong, in `place`."""
    try:
        return model.model_validate(given, context=context)
    except ValidationError as fault:
        faults = [_sentence(dict(one), model, place) for one in fault.errors()]
        said = "; ".join(faults)
        raise ConfigError(said if said.endswith((".", "?")) else f"{said}.") from None


def _sentence(fault: dict[str, Any], model: type[BaseModel], place: tuple[str, ...]) -> str:
    inner = [str(part) for part in fault["loc"]]
    key = ".".join([*place, *inner])
    if fault["type"] == "extra_forbidden":
        return f"unknown key '{key}'; {_nearest(inner, model)}"
    if fault["type"] == "missing":
        return f"the key '{key}' is missing"
    said = fault["msg"].removeprefix("Value error, ")
    value = "" if isinstance(fault["input"], dict) else f" = {fault['input']!r}"  # a whole table says little
    return f"'{key}'{value}: {said[0].lower()}{said[1:]}"


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
