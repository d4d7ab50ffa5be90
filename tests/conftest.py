"""What the whole suite shares: a Chromium, one Prefect server, and a home in which everything is small."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from once import once, open_museum, open_prefect, shared_folder
from small_disks import mounted
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from bench.parity.chromium import find_chromium

if TYPE_CHECKING:
    from artmeta.store.database import Store

# Set before any test imports the libraries: none may send anything out of a test run.
os.environ.update(
    GX_ANALYTICS_ENABLED="false",
    PREFECT_SERVER_ANALYTICS_ENABLED="false",
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS="120",  # a first start takes 12-40 s on two busy cores
    PREFECT_LOGGING_EXTRA_LOGGERS="artmeta",
    TF_CPP_MIN_LOG_LEVEL="2",
    OPENBLAS_NUM_THREADS="1",  # the cores are shared: threads wait for each other, up to 40 times as long
    NO_COLOR="1",
)

# A shell's background job ignores Ctrl+C, one under nohup SIGHUP, and so does all that it starts; some tests send them.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# An example that takes long on a busy machine is no fault; the tests' own time limit catches what hangs.
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=400)
settings.load_profile(os.environ.get("ARTMETA_HYPOTHESIS", "quick"))


# Tests wait for servers and browsers a third of their time. Three processes and all that they start were seen to need
# 8 GB at most: 3 GB the one that uses TensorFlow, 2 GB browsers.
MOST_PROCESSES = 5
# The files that the other processes begin with: they need no model, while the first process makes what all share.
WITHOUT_MODEL = [
    Path(__file__).parent / name for name in ("report/test_report_page.py", "steps/test_steps_fetch.py")
]


def pytest_xdist_auto_num_workers() -> int | None:
    """Return how many processes run the tests, unless PYTEST_XDIST_AUTO_NUM_WORKERS says it: processors and one."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    return min(len(os.sched_getaffinity(0)) + 1, MOST_PROCESSES)


# Files and folders whose tests one process runs, so that the others need not import what they share.
TOGETHER = {
    "TensorFlow": (
        "tests/api/test_api_docs.py",
        "tests/api/test_api_precision.py",
        "tests/steps/test_steps_lesson.py",
        "tests/steps/test_steps_model_io.py",
        "tests/steps/training/test_training_fit.py",
        "tests/vision/",
    ),
    "forked runs": ("tests/test_bad_input.py", "tests/test_kill.py"),
}


class Distribution(LoadFileScheduling):
    """The tests of a file go to one process, as they share costly fixtures; so do those of several in `TOGETHER`."""

    def _split_scope(self, nodeid: str) -> str:
        alone: str = super()._split_scope(nodeid)
        return next((name for name, paths in TOGETHER.items() if nodeid.startswith(paths)), alone)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Distribution:
    """Return what distributes the tests."""
    return Distribution(config, log)


class Rotated(pytest.Dir):
    """A folder whose files are collected from another one on, process by process."""

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        found = [*super().collect()]
        number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        first = len(found) * number // int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        return [*found[first:], *found[:first]]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Let each process begin elsewhere: it reads what the others have compiled."""
    several = "PYTEST_XDIST_WORKER" in os.environ
    folder: pytest.Collector | None = Rotated.from_parent(parent, path=path) if several else None
    return folder


def pytest_collectstart() -> None:
    """Collect no garbage meanwhile: nothing that is imported with the tests is any."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that hold slow tests; leave out the tests that need a browser where there is none."""
    slow = {item.path for item in items if "slow" in item.keywords}
    # The last to end is waited for by the other processes: let that be short ones.
    items.sort(key=lambda item: (item.path not in slow, item.path))
    begin = [*(item.path for item in items[:1]), *WITHOUT_MODEL]
    items.sort(key=lambda item: begin.index(item.path) if item.path in begin else len(begin))
    if find_chromium():
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium was found on this machine"))


def pytest_collection_finish() -> None:
    """Leave what was imported out of the garbage collections to come: they take a tenth of the time of the tests."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_unconfigure() -> None:
    """Leave the memory to the system: pytest and the interpreter collect garbage five times at the end, for 2 CPU s."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines when the browser tests were left out."""
    left_out = [
        report for report in terminalreporter.stats.get("skipped", []) if "browser" in report.keywords
    ]
    if left_out:
        terminalreporter.write_line(
            f"{len(left_out)} browser tests were left out: no Chromium was found. Install one (Debian: "
            "apt-get install chromium) or name it with ARTMETA_CHROMIUM=/path/to/chromium.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def chromium() -> str:
    """Give the path of this machine's Chromium; tests that ask for it carry the mark `browser`."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium was found on this machine")
    return path


@pytest.fixture(scope="session")
def prefect_server(shared: Path) -> Iterator[None]:
    """Use one Prefect server with a database of its own for all the tests that run a flow."""
    from prefect.settings import PREFECT_API_URL, temporary_settings

    url = (once(shared / "prefect", open_prefect) / "url").read_text()
    with temporary_settings({PREFECT_API_URL: url}):
        yield


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder with all of artmeta's folders in it and one worker; return the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ARTMETA_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ARTMETA_REPORTS_DIR", str(tmp_path / "reports"))
    monkeypatch.setenv("ARTMETA_WORKERS", "1")
    return tmp_path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that all processes of this test run share."""
    return shared_folder(tmp_path_factory.getbasetemp())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Give an empty store of this test's own."""
    from builders import new_store

    with new_store(tmp_path / "museum.duckdb") as opened:
        yield opened


@pytest.fixture(scope="session")
def compiled_backbone(shared: Path) -> Path:
    """Give a cache folder that holds the packaged backbone, compiled; copy it, do not change it."""
    from artmeta.vision.backbones import DEFAULT, load_backbone

    def make(cache: Path) -> None:
        load_backbone(DEFAULT, cache, precision="int8")  # made of the float32 one, which is kept beside it

    return once(shared / "cache", make)


@pytest.fixture(scope="session")
def museum_port(shared: Path) -> int:
    """Give the port, on this machine, of a museum of 60 small works that is open as long as the tests run."""
    return int((once(shared / "museum", open_museum) / "port").read_text())


@pytest.fixture(scope="session")
def trained(museum_port: int, compiled_backbone: Path, shared: Path) -> Path:
    """Give a data folder with that museum's collection file and the model it asks for; copy it, do not change it."""
    from runs import artmeta_here, copy_of

    from artmeta.steps.demo import write_sample

    def train(folder: Path) -> None:
        data = folder / "data"
        collection = write_sample(data, museum_port)
        copy_of(compiled_backbone, data / "cache")
        ran = artmeta_here("train", collection, "--no-prefect", data=data)
        assert ran.code == 0, ran.err

    return once(shared / "trained", train) / "data"


@pytest.fixture(scope="session")
def enriched(trained: Path, museum_port: int, shared: Path) -> Path:
    """Give a copy of that data folder in which the open museum was enriched; copy it, do not change it."""
    from runs import copy_of

    from artmeta.settings import Settings
    from artmeta.steps import pipeline
    from artmeta.steps.context import CollectionFile

    def enrich(folder: Path) -> None:
        data = copy_of(trained, folder / "data")
        settings = Settings(data_dir=data, reports_dir=data / "reports", workers=1)
        pipeline.enrich(CollectionFile.load(data / "collections" / f"sample-{museum_port}.toml"), settings)

    return once(shared / "enriched", enrich) / "data"


@pytest.fixture
def sample(trained: Path, museum_port: int, tmp_path: Path) -> Path:
    """Give the collection file of the open museum in a data folder of this test's own, its model trained."""
    from runs import copy_of

    return copy_of(trained, tmp_path / "data") / "collections" / f"sample-{museum_port}.toml"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 4 MB."""
    with mounted(tmp_path / "small", 4 * 1024) as disk:
        yield disk
