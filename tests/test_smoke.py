"""What a resolver cannot see: that the pinned libraries work together, each of the three once and for real.

Each stands alone, in the smallest form that fails with them; that a schedule creates runs needs a server of its own
and is in tests/flows/test_flows_serve.py.
"""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


def test_a_flow_runs(prefect_server: None) -> None:
    from prefect import flow, task

    @task
    def double(number: int) -> int:
        return 2 * number

    @flow
    def smoke() -> list[int]:
        return [future.result() for future in double.map([1, 2])]

    assert smoke() == [2, 4]


def test_a_checkpoint_validates() -> None:
    import pandas as pd

    from artmeta.validation.checkpoint import run_checkpoint
    from artmeta.validation.expected import Expectation

    unique = Expectation("unique", "ColumnValuesToBeUnique", "id", "critical", "met", "failed")
    frame = pd.DataFrame({"id": ["a", "b"]})
    assert [actual.success for actual in run_checkpoint("smoke", [unique], frame, None)] == [True]
    frame["id"] = "a"
    assert [actual.success for actual in run_checkpoint("smoke", [unique], frame, None)] == [False]


def test_the_installed_versions_are_the_locked_ones() -> None:
    from importlib.metadata import version

    assert tuple(map(int, version("sqlalchemy").split(".")[:2])) < (2, 1), "schedules would create no runs"
    assert tuple(map(int, version("fastapi").split(".")[:2])) < (0, 151), "Prefect's server would not start"
