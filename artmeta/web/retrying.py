"""Retries with exponential backoff and jitter for requests that failed with SourceBusy."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from artmeta.errors import SourceBusy
from artmeta.web.hosts import HostDown, ResponseTimeout
from artmeta.web.policy import WebPolicy

if TYPE_CHECKING:
    from tenacity import RetryCallState

T = TypeVar("T")
LONGEST = 60.0  # seconds between two attempts; the host's Retry-After and pauses come on top


def with_retries(policy: WebPolicy, work: Callable[[], T], advanced: Callable[[], bool] = lambda: False) -> T:
    """Call `work`, again at most `policy.retries` times while it raises SourceBusy; raise the last exception.

    `advanced` returns whether the last attempt made progress (a body grew); such attempts are not counted.
    """
    state = _RetryState(policy, advanced)
    try:
        return work()
    except SourceBusy as fault:
        if not state.is_worth_another(fault):
            raise
        failed = [fault]

    def again() -> T:
        if failed:
            raise failed.pop()
        return work()

    # tenacity costs as much as a small request, and its import as much as fifty: it is used only after a failure.
    from tenacity import Retrying, retry_if_exception

    return Retrying(
        retry=retry_if_exception(state.is_worth_another),
        after=state.count,
        stop=state.is_over,
        wait=state.wait,
        reraise=True,
    )(again)


class _RetryState:
    """When to wait and to stop, by the attempts in a row without progress; ten times as many in all at most."""

    def __init__(self, policy: WebPolicy, advanced: Callable[[], bool]) -> None:
        self.policy, self.advanced, self.idle, self.grown = policy, advanced, 0, False
        self._fault: BaseException | None = None

    def is_worth_another(self, fault: BaseException) -> bool:
        """Whether an exception is worth a retry: not that of an unavailable host, nor a timeout without progress."""
        if not isinstance(fault, SourceBusy) or isinstance(fault, HostDown):
            return False
        if fault is not self._fault:  # the first one is checked twice
            self._fault, self.grown = fault, self.advanced()
        return self.grown or not isinstance(fault, ResponseTimeout)

    def count(self, state: RetryCallState) -> None:
        """Count a failed attempt."""
        self.idle = 0 if self.grown else self.idle + 1

    def is_over(self, state: RetryCallState) -> bool:
        """Whether there is no further attempt."""
        retries = self.policy.retries
        return not retries or self.idle > retries or state.attempt_number > 10 * (retries + 1)

    def wait(self, state: RetryCallState) -> float:
        """Return the seconds until the next attempt: doubled with each one without progress, plus jitter."""
        pause = self.policy.backoff * 2.0 ** max(0, self.idle - 1)
        return min(pause, LONGEST) + random.uniform(0, self.policy.backoff)  # noqa: S311  jitter, no secret
