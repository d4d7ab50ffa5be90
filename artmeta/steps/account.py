"""The account under which a person works."""

from __future__ import annotations

import getpass


def account_name() -> str:
    """Return the name of this account; '' for one without a name, as in some containers."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
