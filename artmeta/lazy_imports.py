"""Modules that are loaded when something of them is used first.

For modules that a library imports and rarely uses: importlib's LazyLoader puts such a module into `sys.modules` without
executing it, and every other importer finds it there. For a heavy library that nearly every function of a module of
artmeta needs: a `LazyModule` in place of it. For packages that a library imports wherever they are installed, and this
program never needs there: `not_needed`.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from threading import get_ident
from types import ModuleType
from typing import Any


class LazyModule(ModuleType):
    """A module by its full name, imported at the first attribute that is read; safe for threads, as imports are."""

    def __getattr__(self, name: str) -> Any:
        value = getattr(import_module(self.__name__), name)
        setattr(self, name, value)  # found without this method from now on
        return value


_NOT_NEEDED: set[str] = set()


def not_needed(*packages: str) -> None:
    """State that no library whose import is `lean` needs these packages here: so says a command, no user's program."""
    _NOT_NEEDED.update(packages)


@contextmanager
def lean(names: Collection[str]) -> Iterator[None]:
    """Import in this block as in `loaded_when_used`, and as if packages that are `not_needed` were not installed."""
    finder = _AbsentFinder(_NOT_NEEDED, get_ident())
    sys.meta_path.insert(0, finder)
    try:
        with loaded_when_used(names):
            yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def loaded_when_used(names: Collection[str]) -> Iterator[None]:
    """Let imports in this block of modules of these names load them when their first attribute is read."""
    finder = _LazyFinder(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _LazyFinder:
    # without the base class of importlib.abc, whose import takes as long as 30 small modules
    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name in self._names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


class _AbsentFinder:
    def __init__(self, names: Collection[str], thread: int) -> None:
        self._names, self._thread = names, thread

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in self._names and get_ident() == self._thread:
            raise ModuleNotFoundError(f"No module named '{name}' is needed here", name=name)
        return None
