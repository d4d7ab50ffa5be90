"""How far a share of few works can be from the truth."""

from __future__ import annotations

from math import sqrt

Z = 1.959963985  # the normal quantile of a two-sided 95 % interval


def share_interval(hits: int, works: int) -> tuple[float, float, float]:
    """Return the low end, the share and the high end, 0 to 1 (Wilson, JASA 22, 1927); `works` must not be 0."""
    share = hits / works
    middle = (share + Z * Z / (2 * works)) / (1 + Z * Z / works)
    reach = Z * sqrt(share * (1 - share) / works + Z * Z / (4 * works * works)) / (1 + Z * Z / works)
    return max(0.0, middle - reach), share, min(1.0, middle + reach)
