"""Trouble is often short: a busy host is asked again, each time after a longer and slightly random wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_exponential_jitter
from tenacity.stop import stop_base

from artmeta.errors import SourceBusy
from artmeta.web.hosts import HostDown
from artmeta.web.policy import WebPolicy

T = TypeVar("T")
LONGEST = 60.0  # seconds between two tries; the host's own Retry-After and rests come on top


def retried(policy: WebPolicy, work: Callable[[], T], advanced: Callable[[], bool] = lambda: False) -> T:
    """Do a piece of work until it is not SourceBusy, at most `policy.retries` times again; raise its fault.

    `advanced` says whether the last try made headway (a body grew): such tries are not counted.
    """
    return Retrying(
        retry=retry_if_exception(_worth_another),
        stop=_Stop(policy.retries, advanced),
        wait=wait_exponential_jitter(initial=policy.backoff, max=LONGEST, jitter=policy.backoff),
        reraise=True,
    )(work)


class _Stop(stop_base):
    """Stop after so many tries in a row without headway, or after ten times as many in all."""

    def __init__(self, retries: int, advanced: Callable[[], bool]) -> None:
        self.retries, self.advanced, self.idle = retries, advanced, 0

    def __call__(self, state: RetryCallState) -> bool:
        self.idle = 0 if self.advanced() else self.idle + 1
        return not self.retries or self.idle > self.retries or state.attempt_number > 10 * (self.retries + 1)


def _worth_another(fault: BaseException) -> bool:
    return isinstance(fault, SourceBusy) and not isinstance(fault, HostDown)
