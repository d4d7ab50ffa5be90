"""Date profiles: a museum's conventions, as a TOML file of this package or your own."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from artmeta.config import StrictTable, parse_toml
from artmeta.errors import ConfigError
from artmeta.local_files import read_regular
from artmeta.plugins import nearest
from artmeta.wording import validation_reason

Weight = Literal["date", "fallback", "never"]
Offsets = tuple[int, int]
# of words that a profile adds
MEANINGS = ("about", "perhaps", "before", "after", "by", "from", "undated", "ignored")


class Width(StrictTable):
    """How many years a hedge takes off the start and adds to the end; `until` is the last year it holds for."""

    until: int = 9999
    years: int


class Circa(StrictTable):
    """Widths for "c." before a single year, a range of years, a decade, a century."""

    year: tuple[Width, ...]
    range: tuple[Width, ...]
    decade: tuple[Width, ...]
    decade_to_round_year: bool = False  # "c. 1920s" reaches to about 1930, not 1929
    century: tuple[Width, ...]
    tight_range: tuple[Width, ...] | None = None  # for a dash without spaces; as `range` where not given
    range_up_to: int = 9999  # years; a range longer than this is taken as it stands
    plain_range_up_to: int = 0  # years; a range no longer than this is read as if it said "c."


class Century(StrictTable):
    """Which years a century has, and its parts as years counted from its first (0 to 99)."""

    first_year: Literal[0, 1]
    hundreds: Literal["century", "decade"]  # what "1800s" means
    shared_ends: bool = False  # a century ends in the year in which the next begins: 1800-1900, 500-400 BC
    parts: dict[str, Offsets]


class Decade(StrictTable):
    """The parts of a decade as years counted from its first (0 to 9)."""

    parts: dict[str, Offsets]


class AssumedEnd(StrictTable):
    """The year a museum assumes at an open end: `year` itself, or `years` beyond the year its text states."""

    until: int = 9999  # the last stated year the rule holds for
    year: int | None = None
    years: int = 0


class Edges(StrictTable):
    """Whether "before 1850" leaves 1850 itself out, and which year the museum's own columns put at an open end."""

    exclusive: bool
    assumed_end: tuple[AssumedEnd, ...] = ()
    assumed_start: tuple[AssumedEnd, ...] = ()


class Shift(StrictTable):
    """Years that a museum's own columns add to the years of its texts, for texts between two years."""

    since: int
    until: int
    years: int


class Profile(StrictTable):
    """One museum's conventions; see docs/dates.md for each."""

    title: str
    circa: Circa
    doubt: tuple[Width, ...]
    century: Century
    decade: Decade
    edges: Edges
    shift: tuple[Shift, ...] = ()
    roles: dict[str, Weight] = Field(default_factory=dict)
    # a role, or one of MEANINGS, and its words
    words: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _meanings_known(self) -> Profile:
        for meaning in self.words:
            if meaning not in self.roles and meaning not in MEANINGS:
                raise ValueError(
                    f"'{meaning}' is no meaning of a word; {nearest(meaning, [*self.roles, *MEANINGS])}"
                )
        return self


def profile_names() -> list[str]:
    """List the profiles that come with the project."""
    folder = files("artmeta.dates") / "profiles"
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


@lru_cache(maxsize=32)
def load_profile(name: str) -> Profile:
    """Load a profile by its name or by the path of a TOML file; raise ConfigError in one sentence."""
    try:
        return Profile.model_validate(_extended(name))
    except ValidationError as fault:
        raise _sentence(name, fault) from None


def _extended(name: str, extending: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a profile's table over that of the profile it extends, which may extend another."""
    if name in extending:
        way = " -> ".join((*extending, name))
        raise ConfigError(
            f"The date profile '{name}' extends itself: {way}.", "Let one of them extend 'neutral'."
        )
    table = _table(name)
    base = table.pop("extends", None)
    return table if base is None else _merge(_extended(str(base), (*extending, name)), table)


def _table(name: str) -> dict[str, Any]:
    try:
        if name.endswith(".toml"):
            text = read_regular(Path(name))
        elif name in profile_names():
            text = (files("artmeta.dates") / "profiles" / f"{name}.toml").read_text("utf-8")
        else:
            raise ConfigError(f"There is no date profile called '{name}'.", nearest(name, profile_names()))
        return parse_toml(text)
    except FileNotFoundError:
        beside = [entry.name for entry in Path(name).parent.glob("*.toml")]
        hint = nearest(Path(name).name, beside) if beside else "Give a name or a TOML file."
        raise ConfigError(f"The date profile '{name}' cannot be read: there is no such file.", hint) from None
    except (OSError, ValueError) as fault:
        raise ConfigError(
            f"The date profile '{name}' cannot be read: {fault}.", "Give a name or a TOML file."
        ) from None


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _merge(merged[key], value) if both else value
    return merged


def _sentence(name: str, fault: ValidationError) -> ConfigError:
    first = fault.errors()[0]
    key = ".".join(str(step) for step in first["loc"])
    reason = validation_reason(first["msg"])
    return ConfigError(f"The date profile '{name}' has a fault at '{key}': {reason}.", "See docs/dates.md.")
