"""Modules that are loaded when something of them is used first.

For modules that a library imports and rarely uses: importlib's LazyLoader puts such a module into `sys.modules` without
executing it, and every other importer finds it there. For a heavy library that nearly every function of a module of
artmeta needs: a `LazyModule` in place of it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """A module by its full name, imported at the first attribute that is read; safe for threads, as imports are."""

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(self.__name__), name)
        setattr(self, name, value)  # found without this method from now on
        return value


@contextmanager
def loaded_when_used(names: Collection[str]) -> Iterator[None]:
    """Let imports in this block of modules of these names load them when their first attribute is read."""
    finder = _LazyFinder(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _LazyFinder(MetaPathFinder):
    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in self._names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec
