"""The rights of a work as an address of Creative Commons or RightsStatements.org."""

from __future__ import annotations

_LICENCES = "http://creativecommons.org/licenses"
_STATEMENTS = "http://rightsstatements.org/vocab"
RIGHTS = {
    "public_domain": "http://creativecommons.org/publicdomain/mark/1.0/",
    "cc0": "http://creativecommons.org/publicdomain/zero/1.0/",
    "cc_by": f"{_LICENCES}/by/4.0/",
    "cc_by_sa": f"{_LICENCES}/by-sa/4.0/",
    "cc_by_nc": f"{_LICENCES}/by-nc/4.0/",
    "cc_by_nd": f"{_LICENCES}/by-nd/4.0/",
    "cc_by_nc_sa": f"{_LICENCES}/by-nc-sa/4.0/",
    "cc_by_nc_nd": f"{_LICENCES}/by-nc-nd/4.0/",
    "in_copyright": f"{_STATEMENTS}/InC/1.0/",
    "own": f"{_STATEMENTS}/CNE/1.0/",  # nothing is stated of it
    "unknown": f"{_STATEMENTS}/CNE/1.0/",
}
"""By the word for rights (`domain.artwork.Rights`). Which version of a licence applies is not kept: the newest."""
