"""Modules that are loaded when something of them is used first."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path

import pytest

from artmeta import lazy_imports
from artmeta.lazy_imports import LazyModule, lean, loaded_when_used

CHECK_AND_SHOW_MODULES = """
import sys
from pathlib import Path
import pandas as pd
from flows.start import main
pages = Path(sys.argv.pop())
try:
    main()
except SystemExit:
    pass
from artmeta.dates.reading import read_date
from artmeta.web import Web, WebPolicy
assert read_date("1850").earliest == 1850 and "lark" not in sys.modules
assert read_date("c. 1850").circa
with Web(WebPolicy(), pages):
    assert sys.modules.keys().isdisjoint({"requests", "urllib3", "tenacity"})  # Great Expectations imports the first
from artmeta.trend_analysis import analysis, group_promise, topic_mix
from artmeta.validation.checkpoint import run_checkpoint
from artmeta.validation.expected import Expectation
expected = [Expectation("a", "ColumnValuesToNotBeNull", "a", "critical", "met", "failed")]
print(run_checkpoint("suite", expected, pd.DataFrame({"a": [1.0, None]}), pages)[0].count)
print(*sys.modules)
"""

IMPORT_OPTIMIZER = """
import sys
import flows.cli
from flows.start import main
flows.cli.main = lambda: __import__("scipy.optimize")
main()
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


def test_packages_that_are_not_needed_are_not_found_where_an_import_is_lean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "for_databases.py").write_text("value = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(lazy_imports, "_NOT_NEEDED", set())
    lazy_imports.not_needed("for_databases")
    with ThreadPoolExecutor(1) as others, lean([]):
        with pytest.raises(ModuleNotFoundError, match="for_databases"):
            import_module("for_databases")
        assert others.submit(import_module, "for_databases").result().value == 3
        assert import_module("for_databases").value == 3  # loaded by now
    del sys.modules["for_databases"]
    assert import_module("for_databases").value == 3


def test_dates_checks_and_trends_of_a_command_load_nothing_of_large_packages_that_they_do_not_use(
    tmp_path: Path,
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", CHECK_AND_SHOW_MODULES, "--version", tmp_path],
        capture_output=True,
        text=True,
        check=True,
    )
    _version, missing, modules = ran.stdout.splitlines()
    assert missing == "1"
    assert (tmp_path / "index.html").is_file()
    loaded = set(modules.split())
    assert {"great_expectations.checkpoint", "scipy.special"} <= loaded
    assert loaded.isdisjoint(
        {"scipy.stats._stats_py", "altair.vegalite", "scipy.optimize", "sqlalchemy", "botocore"}
        | {"jsonschema.validators", "mistune.markdown", "regex", "interegular"}
    )


def test_a_command_that_fits_loads_no_compiler_and_no_geometry() -> None:
    ran = subprocess.run([sys.executable, "-c", IMPORT_OPTIMIZER], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert {"scipy.optimize", "scipy.special"} <= loaded
    assert loaded.isdisjoint({"numpy.f2py.f2py2e", "scipy.spatial.transform"})
