"""What happens to files on a disk: they are deleted, cut, emptied or changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def delete(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def change(path: Path) -> None:
    """Change one byte in the middle; in a text, to another letter of the same kind."""
    content = bytearray(path.read_bytes())
    at = len(content) // 2
    content[at] = content[at] + 1 if content[at] < 255 else 0
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {"delete": delete, "cut": cut, "empty": empty, "change": change}


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
