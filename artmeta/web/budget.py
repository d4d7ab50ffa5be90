"""What a run may take from other people's servers, and what it has taken."""

from __future__ import annotations

import threading
import time

from artmeta.errors import BudgetSpent
from artmeta.web.policy import Budget

HOUR = 3600.0


class Purse:
    """Counts bytes and time for all threads; raises BudgetSpent once a limit of the budget is reached."""

    def __init__(self, budget: Budget) -> None:
        self.budget, self.bytes = budget, 0
        self._started, self._lock = time.monotonic(), threading.Lock()

    def spend(self, count: int) -> None:
        """Note bytes that have arrived."""
        with self._lock:
            self.bytes += count

    def check(self) -> None:
        """Raise BudgetSpent if nothing more may be asked for."""
        limit, hours = self.budget.max_bytes, self.budget.max_hours
        if limit is not None and self.bytes >= limit:
            raise BudgetSpent(f"The budget of {limit:,} bytes is used up.", _LATER)
        if hours is not None and time.monotonic() - self._started >= hours * HOUR:
            raise BudgetSpent(f"The budget of {hours:g} hours is used up.", _LATER)


_LATER = "Run again to go on where this run stopped, or raise the limit in [web.budget]."
