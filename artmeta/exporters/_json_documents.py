"""JSON documents whose items are written one at a time, so that memory does not grow with them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from artmeta.errors import ExportError
from artmeta.files import text_file

Object = dict[str, Any]


def write_object(path: Path, head: Object, items: Iterable[Object], tail: Callable[[], Object]) -> None:
    """Write an object with a list `items`; `tail` gives what comes after them, once all have been written.

    Raises ExportError if the file cannot be written.
    """
    _write(path, f'{_text(head)[:-1]}, "items": [', items, lambda: f"], {_text(tail())[1:]}")


def write_list(path: Path, items: Iterable[Object]) -> None:
    """Write a list of objects; raise ExportError if the file cannot be written."""
    _write(path, "[", items, lambda: "]")


def _write(path: Path, opening: str, items: Iterable[Object], closing: Callable[[], str]) -> None:
    with text_file(path, ExportError) as file:
        file.write(opening)
        for number, item in enumerate(items):
            file.write(f"{',' if number else ''}\n{_text(item)}")
        file.write(f"\n{closing()}\n")


def _text(value: Object) -> str:
    return json.dumps(value, ensure_ascii=False)
