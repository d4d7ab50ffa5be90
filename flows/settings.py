"""Prefect's settings, read before anything that needs them; importing this module does not import Prefect."""

from __future__ import annotations

from artmeta.errors import ConfigError, first_line


def read_settings() -> None:
    """Let Prefect read its settings, which it does as modules of it are imported.

    Raises ConfigError if one of its files or variables cannot be read, or holds a value that makes no sense.
    """
    try:
        import prefect.context  # noqa: F401
    except (OSError, ValueError) as fault:  # errors of TOML and of pydantic are ValueErrors
        raise ConfigError(
            f"Prefect's settings cannot be read: {_reason(fault)}.",
            "Correct it where it stands (prefect.toml, pyproject.toml, profiles.toml in ~/.prefect, or a variable "
            "PREFECT_...), or use --no-prefect: `enrich`, `train` and `demo` do the same without it.",
        ) from None


def _reason(fault: Exception) -> str:
    """Return which setting is wrong, why, and its value; else the first line of what the fault says."""
    from pydantic import ValidationError

    if not isinstance(fault, ValidationError):
        return first_line(fault)
    wrong = fault.errors()[0]
    setting = ".".join(str(part) for part in (fault.title, *wrong["loc"]))
    return f"{setting} is {wrong['input']!r}. {wrong['msg']}"
