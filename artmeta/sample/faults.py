"""What goes wrong between a museum and its visitor, planned beforehand: by seed, by address, by attempt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from artmeta.errors import ConfigError
from artmeta.plugins import nearest
from artmeta.sample.dirt import dirt_of

# Trouble that passes: an answer in so many, of every address but robots.txt.
PASSING: Mapping[str, str] = {
    "busy": "503, and again at the next attempt",
    "too_many": "429 with Retry-After: 1 second, as a number or as a date",
    "outage": "503 from every address for 0.4 seconds",
    "drip": "the body comes in small pieces over half a second",
    "truncate": "the connection is closed after part of the body",
    "wrong_length": "Content-Length announces 64 bytes more than come",
    "reset": "the connection is reset, before the answer or within it",
    "empty": "the connection is closed before the answer",
}
# Trouble that stays: a work in so many has it each time.
LASTING: Mapping[str, str] = {
    "gone": "the picture is not there (404)",
    "html": "a page comes where the picture should be (200)",
    "loop": "the picture's address redirects to itself over another one",
    "moved": "the picture's address redirects to the picture",
    "forbidden": "the picture is closed (403)",
    "large": "the picture has 300,000 bytes, nearly all of them zero",
    "noai": "the picture's header X-Robots-Tag says noai",
    "closed": "the picture lies under /private/, which robots.txt asks to leave alone",
    "hole": "the work is listed, but its page is not there (404)",
    "changed": "the work's page has another shape than usual",
    "invalid_utf8": "the work's page holds bytes that are no UTF-8",
    "duplicate": "the listing shows the work's page of twenty twice",
}
# What becomes of a picture in the end, by its lasting fault or its dirt, for a visitor who takes 200,000 bytes at most.
OUTCOMES: Mapping[str, str] = {
    "gone": "gone",
    "html": "busy",
    "loop": "busy",
    "forbidden": "refused",
    "closed": "refused",
    "large": "too_large",
    "noai": "refused",
    "missing_image": "gone",
    "html_instead": "busy",
    "truncated": "busy",
}
IN_A_ROW = 2  # attempts at one address that may fail before one succeeds: patience is rewarded


@dataclass(frozen=True, slots=True)
class Plan:
    """Rates (0 to 1) of faults, and the seed that deals them; the same plan deals the same faults."""

    rates: Mapping[str, float] = field(default_factory=dict)
    seed: int = 1

    def __post_init__(self) -> None:
        known = [*PASSING, *LASTING]
        for name, rate in self.rates.items():
            if name not in known:
                raise ConfigError(f"There is no fault called '{name}'.", nearest(name, known))
            if not 0 <= rate <= 1:
                raise ConfigError(f"The rate of '{name}' is {rate}.", "A rate lies between 0 and 1.")
        for kinds in (PASSING, LASTING):
            if sum(self.rates.get(name, 0) for name in kinds) > 1:
                raise ConfigError(
                    f"The rates of {', '.join(kinds)} add up to more than 1.", "Lower some of them."
                )

    @classmethod
    def read(cls, text: str, seed: int = 1) -> Plan:
        """Read 'busy=0.05,truncate=0.03'; raises ConfigError that names the word it cannot read."""
        rates = {}
        for word in filter(None, (part.strip() for part in text.split(","))):
            name, _, rate = word.partition("=")
            try:
                rates[name.strip()] = float(rate)
            except ValueError:
                raise ConfigError(
                    f"'{word}' is no fault with its rate.", "Write them as busy=0.05,truncate=0.03."
                ) from None
        return cls(rates, seed)

    def lasting(self, number: int) -> str:
        """The trouble that stays with a work, or ''."""
        return self._drawn(LASTING, f"work {number}")

    def outcome(self, number: int) -> str:
        """What must become of a work's picture: rights come first, then lasting faults, then the file itself."""
        dirt = dirt_of(number)
        kind = dirt.kind if dirt else ""
        if kind == "in_copyright":
            return "refused"
        return OUTCOMES.get(self.lasting(number)) or OUTCOMES.get(kind, "ok")

    def passing(self, address: str, attempt: int) -> str:
        """The trouble that an attempt at an address would meet, or ''."""
        return self._drawn(PASSING, f"{address} {attempt}")

    def share(self, purpose: str) -> float:
        """A number from 0 to 1 for some purpose, always the same."""
        digest = hashlib.blake2b(f"{self.seed} {purpose}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def _drawn(self, kinds: Mapping[str, str], purpose: str) -> str:
        left = self.share(purpose)
        for name in kinds:
            left -= self.rates.get(name, 0.0)
            if left < 0:
                return name
        return ""


class Fortune:
    """Deals a plan's passing trouble, attempt by attempt; safe for many threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._attempts: dict[str, int] = {}
        self._failed: dict[str, int] = {}
        self._lock = Lock()

    def strike(self, address: str) -> str:
        """The trouble of the next attempt at an address, or ''; never more than two in a row."""
        with self._lock:
            attempt = self._attempts.get(address, 0)
            self._attempts[address] = attempt + 1
            failed = self._failed.get(address, 0)
            again = attempt and failed == 1 and self.plan.passing(address, attempt - 1) == "busy"
            kind = "busy" if again else self.plan.passing(address, attempt)
            kind = "" if failed >= IN_A_ROW else kind
            self._failed[address] = failed + 1 if kind else 0
            return kind
