"""Rights decide: which licences allow a picture to be fetched, learnt from, shown and exported."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict

from artmeta.domain.artwork import Rights

Use = Literal["fetched", "trained_on", "shown", "exported"]

_OPEN: tuple[Rights, ...] = ("public_domain", "cc0", "cc_by", "cc_by_sa")
_LICENSED: tuple[Rights, ...] = (*_OPEN, "cc_by_nc", "cc_by_nd", "cc_by_nc_sa", "cc_by_nc_nd")
# The words a collection file may use for several licences at once.
GROUPS: dict[str, tuple[Rights, ...]] = {
    "open": _OPEN,
    "licensed": _LICENSED,
    "not_in_copyright": (*_LICENSED, "unknown"),
    "all": get_args(Rights),
}


def _spelt_out(given: object) -> object:
    """Replace the names of groups by the licences they stand for."""
    if not isinstance(given, (list, tuple)):
        return GROUPS.get(given, given) if isinstance(given, str) else given
    spelt = [
        one for word in given for one in (GROUPS.get(word, (word,)) if isinstance(word, str) else (word,))
    ]
    return tuple(dict.fromkeys(spelt))


Allowed = Annotated[tuple[Rights, ...], BeforeValidator(_spelt_out)]


class RightsPolicy(BaseModel):
    """The [rights] table of a collection file: for each use, the licences that allow it.

    Each is a list of licences (`cc_by`, `public_domain` ...) or a word for several: `open`, `licensed`,
    `not_in_copyright`, `all`. What is in copyright is used for nothing but its own record, unless the file says so;
    a house that owns the rights says `all`. A file that already lies on this machine is not fetched, so `fetched`
    does not concern it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fetched: Allowed = GROUPS["not_in_copyright"]
    trained_on: Allowed = GROUPS["not_in_copyright"]
    shown: Allowed = GROUPS["not_in_copyright"]
    exported: Allowed = GROUPS["all"]  # a record is facts; its picture is not exported

    def refused(self) -> list[tuple[Use, Rights]]:
        """List what is not allowed, as pairs of use and licence."""
        every: tuple[Rights, ...] = get_args(Rights)
        return [(use, one) for use in get_args(Use) for one in every if one not in getattr(self, use)]
