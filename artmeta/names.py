"""Names of collections and models: each becomes part of a file's name, so none may be a path."""

from __future__ import annotations

import unicodedata

from artmeta.errors import ConfigError

MAX_BYTES = 120  # a file's name holds at most 255; what is added to a name (version, suffix, date) is shorter than half
MARKS = " ._-()&'+,@"
# Devices of Windows, with or without a suffix (Microsoft Learn, Naming Files, Paths, and Namespaces).
DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in "123456789¹²³")}
)


def check_name(value: str, what: str) -> str:
    """Return a name, in Unicode's composed form, if it can be part of a file's name on any system.

    `what` says whose name it is, such as `a collection`. Raises ConfigError for an empty name, a path, a name that
    begins with something else than a letter or a digit, ends with a space or a dot, holds other characters than
    letters, digits, spaces and ``. _ - ( ) & ' + , @``, has more than 120 bytes, or is that of a Windows device.
    """
    name = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    fault = _fault(name) if isinstance(value, str) else "it is no text"
    if fault:
        raise ConfigError(
            f"{value!r} is no name for {what}: {fault}.", "Use letters, digits, - and _, such as 'harbour-2'."
        )
    return name


def _fault(name: str) -> str:
    if not name:
        return "it is empty"
    if not name[0].isalnum():
        return "it begins with neither a letter nor a digit"
    wrong = next((sign for sign in name if not _allowed(sign)), "")
    if wrong:
        return "it is a path" if wrong in "/\\" else f"it holds {wrong!r}"
    if name[-1] in " .":
        return "it ends with a space or a dot"
    if len(name.encode()) > MAX_BYTES:
        return f"it has more than {MAX_BYTES} bytes"
    return "Windows keeps it for a device" if name.partition(".")[0].rstrip().lower() in DEVICES else ""


def _allowed(sign: str) -> bool:
    return sign in MARKS or unicodedata.category(sign)[0] in "LMN"
