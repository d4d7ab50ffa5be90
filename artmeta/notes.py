"""Notes beside cached files: JSON with its own sha256, so that a truncated or changed note counts as absent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from artmeta import files

SEAL: Final = "seal"


def sealed(content: Mapping[str, Any]) -> str:
    """Write a note as one line of JSON that carries its digest; keys keep their order."""
    return json.dumps({**content, SEAL: _digest(content)})


def unsealed(text: str | bytes) -> dict[str, Any] | None:
    """Read a note; None if it is not as it was written."""
    try:
        content = json.loads(text)
        seal = content.pop(SEAL)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return content if seal == _digest(content) else None


def write_note(path: Path, content: Mapping[str, Any]) -> None:
    """Keep a note in a file, whole or not at all; raise WriteError if that is not possible."""
    files.write(path, sealed(content), durable=False)  # one that a power failure destroys counts as absent


def read_note(path: Path) -> dict[str, Any] | None:
    """Read the note in a file; None if there is none, or it is not as it was written."""
    try:
        return unsealed(path.read_bytes())
    except OSError:
        return None


def same_file(path: Path, size: int, sha256: str, known_at: int | None = None) -> bool:
    """Whether a file has this size and content; not read if it was last changed by `known_at` (ns since 1970)."""
    try:
        status = path.stat()
        if status.st_size != size:
            return False
        if known_at is not None and status.st_mtime_ns <= known_at:
            return True
        with path.open("rb") as file:
            return bool(hashlib.file_digest(file, "sha256").hexdigest() == sha256)
    except OSError:
        return False


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()
