"""Limits that are a share of the works, and the flag on the whole collection where such a limit is exceeded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from artmeta.domain.flag import WHOLE_COLLECTION, Flag, Severity
from artmeta.wording import fraction

Share = Annotated[float, Field(ge=0, le=1)]


def too_many(
    kind: str, severity: Severity, count: int, total: int, limit: float, sentence: str
) -> Iterator[Flag]:
    """Yield a flag if more than the share `limit` of `total` works are concerned; the count opens the sentence."""
    if count > limit * total:
        measured = float(count / total)
        yield Flag(kind, severity, WHOLE_COLLECTION, measured, limit, f"{fraction(count, total)} {sentence}")
