"""Modules that are loaded when something of them is used first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from artmeta.lazy_imports import LazyModule, loaded_when_used

CHECK_AND_SHOW_MODULES = """
import sys
import pandas as pd
from artmeta.trend_analysis import analysis, group_promise, topic_mix
from artmeta.validation.checkpoint import run_checkpoint
from artmeta.validation.expected import Expectation
expected = [Expectation("a", "ColumnValuesToNotBeNull", "a", "critical", "met", "failed")]
print(run_checkpoint("suite", expected, pd.DataFrame({"a": [1.0, None]}), None)[0].count)
print(*sys.modules)
"""


def test_a_module_is_executed_when_its_first_attribute_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rarely_used.py").write_text("import executed_by_rarely_used\nvalue = 3\n")
    (tmp_path / "executed_by_rarely_used.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    with loaded_when_used(["rarely_used"]):
        import rarely_used
    assert sys.meta_path == finders
    assert "executed_by_rarely_used" not in sys.modules
    assert rarely_used.value == 3
    assert "executed_by_rarely_used" in sys.modules


def test_a_lazy_module_is_imported_at_its_first_attribute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "held_lazily.py").write_text("value = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    module = LazyModule("held_lazily")
    assert "held_lazily" not in sys.modules
    assert module.value == 3
    assert sys.modules["held_lazily"].value == 3
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        module.other  # noqa: B018
    with pytest.raises(ModuleNotFoundError, match="not_installed"):
        LazyModule("not_installed").value  # noqa: B018


def test_checks_and_trends_load_neither_the_distributions_nor_the_charts() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CHECK_AND_SHOW_MODULES], capture_output=True, text=True, check=True
    )
    missing, modules = ran.stdout.splitlines()
    assert missing == "1"
    loaded = set(modules.split())
    assert {"great_expectations.checkpoint", "scipy.special"} <= loaded
    assert loaded.isdisjoint({"scipy.stats._stats_py", "altair.vegalite", "scipy.optimize"})
