"""Keras and TensorFlow raise whatever comes to mind over a model that is not sound; here it becomes one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from artmeta.errors import ArtmetaError, ModelError

KNOWN = "Import Teachable Machine's TensorFlow.js or Keras export instead."
LONGEST = 200  # characters of a reason; some list a whole configuration


@contextmanager
def model_faults(origin: str) -> Iterator[None]:
    """Turn whatever Keras and TensorFlow raise over a model that is not sound into one ModelError."""
    try:
        yield
    except ArtmetaError:
        raise
    except Exception as fault:
        lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
        reason = (lines or [type(fault).__name__])[0][:LONGEST].rstrip(".:")
        raise ModelError(f"{origin} describes no network that can be built: {reason}.", KNOWN) from fault
