from __future__ import annotations

import pytest

from artmeta.web.hosts import Host, HostDown
from artmeta.web.policy import WebPolicy


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def host(clock: Clock, **policy: object) -> Host:
    return Host("museum.org", WebPolicy.model_validate(policy), clock, clock.sleep)


def turns(one: Host, clock: Clock, count: int) -> list[float]:
    times = []
    for _ in range(count):
        with one.slot():
            times.append(clock.now)
    return times


def test_requests_keep_their_distance() -> None:
    clock = Clock()
    assert turns(host(clock, requests_per_second=2), clock, 4) == [100, 100.5, 101, 101.5]


def test_robots_can_only_slow_down() -> None:
    clock = Clock()
    one = host(clock, requests_per_second=2)
    one.slow_down(0.1)
    one.slow_down(3)
    assert turns(one, clock, 3) == [100, 103, 106]


def test_retry_after_is_kept() -> None:
    clock = Clock()
    one = host(clock)
    one.rest(7)
    assert turns(one, clock, 1) == [107]


def test_a_rest_asked_for_while_waiting_is_kept() -> None:
    clock = Clock()
    one = host(clock, requests_per_second=1)
    turns(one, clock, 1)

    def sleep(seconds: float) -> None:
        clock.now += seconds
        if clock.now < 102:
            one.rest(5)

    one._sleep = sleep
    assert turns(one, clock, 1)[0] >= 106


def test_too_long_a_rest_is_left_for_the_next_run() -> None:
    clock = Clock()
    one = host(clock, max_wait=60)
    one.rest(61)
    with pytest.raises(HostDown, match="left alone for 61 s"), one.slot():
        pass


def test_the_circuit_opens_for_longer_each_time_and_then_for_good() -> None:
    clock = Clock()
    one = host(clock, requests_per_second=1000, breaker_failures=2, breaker_seconds=10, breaker_rests=2)
    starts = []
    with pytest.raises(HostDown, match="6 times in a row"):
        while True:
            with one.slot():
                starts.append(round(clock.now))
                one.failed()
    assert starts == [100, 100, 110, 110, 130, 130]


def test_one_answer_closes_the_circuit() -> None:
    clock = Clock()
    one = host(clock, breaker_failures=2, breaker_seconds=10)
    one.failed()
    one.succeeded()
    one.failed()
    assert turns(one, clock, 1) == [100]
