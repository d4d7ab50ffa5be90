"""Trouble is often short: a busy host is asked again, each time after a longer and slightly random wait."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception

from artmeta.errors import SourceBusy
from artmeta.web.hosts import HostDown, ResponseTimeout
from artmeta.web.policy import WebPolicy

T = TypeVar("T")
LONGEST = 60.0  # seconds between two tries; the host's own Retry-After and rests come on top


def with_retries(policy: WebPolicy, work: Callable[[], T], advanced: Callable[[], bool] = lambda: False) -> T:
    """Repeat `work` until it is not SourceBusy, at most `policy.retries` times again; raise its fault.

    `advanced` says whether the last try made headway (a body grew): such tries are not counted.
    """
    state_of_retries = _RetryState(policy, advanced)
    try:
        return work()
    except SourceBusy as fault:
        if not state_of_retries.is_worth_another(fault):
            raise
        failed = [fault]

    def again() -> T:
        if failed:
            raise failed.pop()
        return work()

    # The machinery of retries costs as much as a small request: it comes only when something has failed.
    return Retrying(
        retry=retry_if_exception(state_of_retries.is_worth_another),
        after=state_of_retries.count,
        stop=state_of_retries.is_over,
        wait=state_of_retries.wait,
        reraise=True,
    )(again)


class _RetryState:
    """How long to wait and when to stop, by the tries in a row without headway; ten times as many in all are enough."""

    def __init__(self, policy: WebPolicy, advanced: Callable[[], bool]) -> None:
        self.policy, self.advanced, self.idle, self.grown = policy, advanced, 0, False
        self._fault: BaseException | None = None

    def is_worth_another(self, fault: BaseException) -> bool:
        """Whether a fault may pass in this run: not that of a host that is given up, nor of one too slow by itself."""
        if not isinstance(fault, SourceBusy) or isinstance(fault, HostDown):
            return False
        if fault is not self._fault:  # the first fault is looked at twice
            self._fault, self.grown = fault, self.advanced()
        return self.grown or not isinstance(fault, ResponseTimeout)

    def count(self, state: RetryCallState) -> None:
        """Note a failed try."""
        self.idle = 0 if self.grown else self.idle + 1

    def is_over(self, state: RetryCallState) -> bool:
        """Whether there is no further try."""
        retries = self.policy.retries
        return not retries or self.idle > retries or state.attempt_number > 10 * (retries + 1)

    def wait(self, state: RetryCallState) -> float:
        """Seconds until the next try: doubled with each one without headway, plus jitter."""
        pause = self.policy.backoff * 2.0 ** max(0, self.idle - 1)
        return min(pause, LONGEST) + random.uniform(0, self.policy.backoff)  # noqa: S311  jitter, no secret
