"""One ModelError for all the exceptions that Keras and TensorFlow raise on damaged models."""

from __future__ import annotations

import io
import json
import textwrap
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

from artmeta.errors import ArtmetaError, ModelError

KNOWN = "Import Teachable Machine's TensorFlow.js or Keras export instead."
RESAVE = "Load it with that Keras and save it as a SavedModel or a TensorFlow Lite file, with labels.txt beside it."
LONGEST = 200  # characters of a reason; some list a whole configuration
METADATA_BYTES = 10_000  # of a .keras file's metadata.json: a version and a date


@contextmanager
def model_faults(origin: str, data: bytes = b"") -> Iterator[None]:
    """Raise any exception of Keras and TensorFlow as one ModelError.

    `data` is the model's file; a .keras file of Keras 2 is named as such.
    """
    try:
        yield
    except ArtmetaError:
        raise
    except Exception as fault:
        made_by = _keras_version(data)
        if made_by.startswith("2."):
            raise ModelError(
                f"{origin} was saved by Keras {made_by}, and Keras 3 cannot read it.", RESAVE
            ) from fault
        lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
        reason = textwrap.shorten((lines or [type(fault).__name__])[0], LONGEST, placeholder=" ...")
        message = f"{origin} describes no network that can be built: {reason.rstrip(' .:')}"
        raise ModelError(message + (" ..." if reason.endswith(" ...") else "."), KNOWN) from fault


def _keras_version(data: bytes) -> str:
    """Return the version of Keras that a .keras file names, '' if it is none or names none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file, file.open("metadata.json") as metadata:
            return str(json.loads(metadata.read(METADATA_BYTES))["keras_version"])
    except (OSError, ValueError, LookupError, TypeError, RuntimeError, EOFError, zipfile.BadZipFile):
        return ""
