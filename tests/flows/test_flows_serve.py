"""A served schedule creates runs: what fails silently when the server's libraries do not fit together."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from artmeta.errors import ConfigError

pytestmark = pytest.mark.slow  # a server starts in 12-40 s
ROOT = Path(__file__).parents[2]
PATIENCE = 150  # seconds; the server's first start, the deployment, and the scheduler's first look


@dataclass(frozen=True)
class Served:
    """A server's API, the process that keeps it, and the file of what that says."""

    api: str
    process: subprocess.Popen[bytes]
    log: Path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Prefect's own folder is a new one, as on a fresh machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
    return kept | {"PREFECT_HOME": str(tmp_path / "prefect")}


@pytest.fixture
def served(
    collection_file: Path, free_port: int, environment: dict[str, str], tmp_path: Path
) -> Iterator[Served]:
    """`artmeta serve` at work."""
    log = tmp_path / "serve.log"
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", str(collection_file)]
    with log.open("w") as said:
        process = subprocess.Popen(
            [*command, "--cron", "0 3 * * *", "--port", str(free_port)],
            stdout=said, stderr=subprocess.STDOUT, env=environment, cwd=tmp_path,
        )  # fmt: skip
        yield Served(f"http://127.0.0.1:{free_port}/api", process, log)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def ask(url: str, question: dict[str, Any]) -> list[dict[str, Any]]:
    body = json.dumps(question).encode()
    with urlopen(Request(url, body, {"Content-Type": "application/json"}), timeout=10) as answer:
        found: list[dict[str, Any]] = json.load(answer)
    return found


def scheduled(api: str, deployment: str) -> list[dict[str, Any]]:
    """The runs that wait for their time, [] as long as the server does not answer."""
    question = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
    }
    try:
        return ask(f"{api}/flow_runs/filter", question)
    except OSError:
        return []


def awaited(served: Served, deployment: str) -> list[dict[str, Any]]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and served.process.poll() is None:
        if found := scheduled(served.api, deployment):
            return found
        time.sleep(1)
    raise AssertionError(f"no scheduled run of {deployment}: {served.log.read_text()}")


def test_a_schedule_creates_runs_and_so_does_the_nightly_sample(
    served: Served, collection_file: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    runs = awaited(served, "boats")
    first = datetime.fromisoformat(runs[0]["expected_start_time"].replace("Z", "+00:00"))
    assert first > datetime.now(UTC) and (first.hour, first.minute) == (3, 0)
    assert runs[0]["parameters"] == {"collection_file": str(collection_file)}

    environment |= {"PREFECT_API_URL": served.api}
    prefect = [sys.executable, "-m", "prefect", "--no-prompt"]
    subprocess.run(
        [*prefect, "work-pool", "create", "artmeta", "--type", "process"],
        check=True, capture_output=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    deployed = subprocess.run(
        [*prefect, "deploy", "--all"], check=False, capture_output=True, text=True, env=environment, cwd=ROOT
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert awaited(served, "nightly")[0]["parameters"] == {"works": 600}


def test_a_cron_expression_that_is_none_is_said(collection_file: Path) -> None:
    from flows.serve import deployment

    with pytest.raises(ConfigError, match=r"'every night' is no cron expression"):
        deployment(collection_file, "every night")
