"""Plug-ins: each module of a package is one, under the name of its file."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from types import ModuleType

from artmeta.errors import ConfigError


def names(package: str) -> list[str]:
    """List the plug-ins of a package such as `artmeta.sources`, in alphabetical order."""
    folder = importlib.import_module(package).__path__
    return sorted(module.name for module in pkgutil.iter_modules(folder) if not module.name.startswith("_"))


def load(package: str, name: str) -> ModuleType:
    """Import one plug-in; raise ConfigError naming the nearest right one if there is none of that name."""
    known = names(package)
    if name not in known:
        noun = package.rpartition(".")[2].rstrip("s")
        raise ConfigError(f"There is no {noun} called '{name}'.", nearest(name, known))
    return importlib.import_module(f"{package}.{name}")


def nearest(word: str, known: list[str]) -> str:
    """Return a hint: the nearest known word, or all of them."""
    close = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean '{close[0]}'?" if close else f"Known are: {', '.join(sorted(known))}."
