"""Arrays that are kept beside a model: packed into one file, and read again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from artmeta.errors import ModelError


def packed(arrays: Mapping[str, ArrayLike]) -> bytes:
    """Return the file (NumPy's npz) that holds arrays by name."""
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


@contextmanager
def unpacked(data: bytes, name: str) -> Iterator[Mapping[str, NDArray[Any]]]:
    """Open a file; raise ModelError with its `name` if it is damaged, or lacks an array that the block reads."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            yield arrays
    except (OSError, ValueError, LookupError, EOFError, zipfile.BadZipFile) as fault:
        raise ModelError(f"The model's file of {name} is damaged: {fault}.") from None
