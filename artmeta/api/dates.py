"""Reading one date, also one that a data frame holds as a number or as missing."""

from __future__ import annotations

from numbers import Integral

from artmeta import dates
from artmeta.api.settings import text_of
from artmeta.domain.dates import DateSpan
from artmeta.errors import InputError


def read_date(text: str | int | None, profile: str = "neutral") -> DateSpan:
    """Read a museum's date, such as "c. 1850" or "late 19th century", as a span of years.

    `text` may be a year, or missing (None, NaN, pandas.NA): then the date is *undated*. `profile` is the name of a
    museum's conventions (`artmeta dates profiles`) or the path of a TOML file. What cannot be read is *unread*, with
    both years None. Raises ConfigError for an unknown profile, InputError for a value of another type.
    """
    profile = text_of(profile, "profile")
    if isinstance(text, str):
        return dates.read_date(text, profile)
    if isinstance(text, Integral) and not isinstance(text, bool):
        return dates.read_date(str(text), profile)
    if text is None or _is_missing(text):
        return dates.read_date("", profile)
    raise InputError(f"A date is {text!r} of type {type(text).__name__}.", "Give a text, a year or None.")


def _is_missing(value: object) -> bool:
    import pandas as pd

    return bool(pd.api.types.is_scalar(value) and pd.isna(value))  # type: ignore[call-overload]
