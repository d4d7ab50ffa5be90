"""The rights policy: which rights allow a picture to be fetched, trained on, shown, exported."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from artmeta.config import StrictTable
from artmeta.domain.artwork import Rights

Use = Literal["fetched", "trained_on", "shown", "exported"]

_OPEN: tuple[Rights, ...] = ("public_domain", "cc0", "cc_by", "cc_by_sa")
_LICENSED: tuple[Rights, ...] = (*_OPEN, "cc_by_nc", "cc_by_nd", "cc_by_nc_sa", "cc_by_nc_nd", "own")
# The words a collection file may use for several licences at once.
GROUPS: dict[str, tuple[Rights, ...]] = {
    "open": _OPEN,
    "licensed": _LICENSED,
    "not_in_copyright": (*_LICENSED, "unknown"),
    "all": get_args(Rights),
}


def _spelt_out(value: object) -> object:
    """Replace the names of groups by the licences they stand for."""
    if not isinstance(value, (list, tuple)):
        return GROUPS.get(value, value) if isinstance(value, str) else value
    spelt = [
        one for word in value for one in (GROUPS.get(word, (word,)) if isinstance(word, str) else (word,))
    ]
    return tuple(dict.fromkeys(spelt))


Allowed = Annotated[tuple[Rights, ...], BeforeValidator(_spelt_out)]


class RightsPolicy(StrictTable):
    """The [rights] table of a collection file: for each use, the rights that allow it.

    Each is a list of rights (`cc_by`, `public_domain` ...) or a word for several: `open`, `licensed` (`open`, licences
    with conditions, and `own` files), `not_in_copyright` (these and `unknown`), `all`. A work whose rights are unknown
    or reserved is not trained on, shown or exported unless the file says so; a museum that owns the rights says `all`.
    A file that already lies on this machine is not fetched, so `fetched` does not concern it.
    """

    # A picture is copied to be analysed; text and data mining needs no licence where the access is lawful
    # (Directive (EU) 2019/790, articles 3 and 4), so what is not known to be reserved is fetched.
    fetched: Allowed = GROUPS["not_in_copyright"]
    trained_on: Allowed = GROUPS["licensed"]
    shown: Allowed = GROUPS["licensed"]
    exported: Allowed = GROUPS["licensed"]

    def refused(self) -> list[tuple[Use, Rights]]:
        """List what is not allowed, as pairs of use and rights."""
        every: tuple[Rights, ...] = get_args(Rights)
        return [(use, one) for use in get_args(Use) for one in every if one not in getattr(self, use)]
