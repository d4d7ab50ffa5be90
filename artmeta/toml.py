"""TOML that a user wrote: whatever is wrong with it is one ValueError."""

from __future__ import annotations

import tomllib
from typing import Any


def parse_toml(text: str) -> dict[str, Any]:
    """Return the tables of a TOML text; raise ValueError, with the reason, if it cannot be read.

    Beside its TOMLDecodeError, tomllib lets through a RecursionError at deep nesting, and Python's own ValueError at a
    whole number of more than 4,300 digits.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    except ValueError:
        raise ValueError("it holds a number with too many digits") from None
