"""What goes wrong: the defects of works, and the faults between a museum and its visitor, planned beforehand."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from threading import Lock

from artmeta.errors import ConfigError
from artmeta.plugins import nearest
from artmeta.sample.words import table

_TABLES = table("defects.toml")
TRANSIENT: Mapping[str, str] = _TABLES["transient"]
PERMANENT: Mapping[str, str] = _TABLES["permanent"]
OUTCOMES: Mapping[str, str] = _TABLES["outcomes"]
MAX_FAILURES = 2  # attempts at one address that may fail in a row before one succeeds
OUTAGE_SECONDS = 0.4  # long enough that several requests meet it


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect: its `kind`, a sentence about it, and the other work it copies (0: none)."""

    kind: str = ""
    sentence: str = ""
    of: int = 0


DEFECTS: Mapping[int, Defect] = {
    int(number): Defect(kind, sentence.format(of=of), int(of or 0))
    for works, kind, sentence in _TABLES["defects"]
    for number, _, of in (work.partition(":") for work in works.split(","))
}
# Kinds whose picture shows none of the five topics, so that the truth about them is '' (no topic).
NO_TOPIC = frozenset({"abstract", "photograph", "letter", "blank"})


def defect_of(number: int) -> Defect:
    """Return what is wrong with a work; its kind is '' where nothing is."""
    return DEFECTS.get(number, Defect())


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Rates (0 to 1) of faults, and the seed that draws them; the same plan brings the same faults."""

    rates: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1

    def __post_init__(self) -> None:
        names = [*TRANSIENT, *PERMANENT]
        for name, rate in self.rates.items():
            if name not in names:
                raise ConfigError(f"There is no fault called '{name}'.", nearest(name, names))
            if not 0 <= rate <= 1:
                raise ConfigError(f"The rate of '{name}' is {rate}.", "A rate lies between 0 and 1.")
        for kinds in (TRANSIENT, PERMANENT):
            if sum(self.rates.get(name, 0) for name in kinds) > 1:
                message = f"The rates of {', '.join(kinds)} add up to more than 1."
                raise ConfigError(message, "Lower some of them.")

    @classmethod
    def read(cls, text: str, seed: int = 1) -> FaultPlan:
        """Read 'busy=0.05,truncate=0.03'; raise ConfigError that names the word it cannot read."""
        rates = {}
        for word in filter(None, (part.strip() for part in text.split(","))):
            name, _, rate = word.partition("=")
            try:
                rates[name.strip()] = float(rate)
            except ValueError:
                message = f"'{word}' is no fault with its rate."
                raise ConfigError(message, "Write them as busy=0.05,truncate=0.03.") from None
        return cls(rates, seed)

    def permanent(self, number: int) -> str:
        """Return the fault that stays with a work, or ''."""
        return self._drawn(PERMANENT, f"work {number}")

    def outcome(self, number: int) -> str:
        """Return what must become of a work's picture: rights first, then permanent faults, then its own defect."""
        defect = defect_of(number).kind
        kinds = (defect,) if defect == "in_copyright" else (self.permanent(number), defect)
        return next((OUTCOMES[kind] for kind in kinds if kind in OUTCOMES), "ok")

    def transient(self, address: str, attempt: int) -> str:
        """Return the fault that an attempt at an address would meet, or ''."""
        return self._drawn(TRANSIENT, f"{address} {attempt}")

    def share(self, purpose: str) -> float:
        """Return a number from 0 to 1 for some purpose, always the same."""
        digest = hashlib.blake2b(f"{self.seed} {purpose}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def _drawn(self, kinds: Mapping[str, str], purpose: str) -> str:
        share, ends = self.share(purpose), accumulate(self.rates.get(name, 0.0) for name in kinds)
        return next((name for name, end in zip(kinds, ends, strict=True) if share < end), "")


class FaultSchedule:
    """A plan's transient faults, attempt by attempt; safe for many threads."""

    def __init__(self, plan: FaultPlan) -> None:
        self.plan = plan
        self._attempts: dict[str, tuple[int, int]] = {}  # by address: all, and those failed in a row
        self._outage_until, self._lock = 0.0, Lock()

    def next_fault(self, address: str) -> str:
        """Return the fault of the next attempt at an address, or ''; never more than two in a row but in an outage."""
        with self._lock:
            if time.monotonic() < self._outage_until:
                return "outage"
            attempt, failed = self._attempts.get(address, (0, 0))
            again = attempt and failed == 1 and self.plan.transient(address, attempt - 1) == "busy"
            kind = "busy" if again else self.plan.transient(address, attempt)
            kind = "" if failed >= MAX_FAILURES else kind
            self._attempts[address] = attempt + 1, failed + 1 if kind else 0
            if kind == "outage":
                self._outage_until = time.monotonic() + OUTAGE_SECONDS
            return kind
