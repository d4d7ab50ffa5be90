"""A served schedule creates runs, which fails silently when the server's libraries do not fit together, and stops."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from zoneinfo import ZoneInfo

import pytest
from runs import PATIENCE

from artmeta.errors import ConfigError
from artmeta.settings import Settings
from artmeta.stopping import SENTENCE

pytestmark = pytest.mark.slow  # a server starts in 12-40 s
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Served:
    """A server's API with its password, the process that keeps it, and the file of what that says."""

    api: str
    password_file: Path
    process: subprocess.Popen[bytes]
    log: Path


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Prefect's own folder is a new one, as on a fresh machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
    return kept | {"PREFECT_HOME": str(tmp_path / "prefect"), "ARTMETA_DATA_DIR": str(tmp_path / "data")}


@pytest.fixture
def served(
    collection_file: Path, free_port: int, environment: dict[str, str], tmp_path: Path
) -> Iterator[Served]:
    """`artmeta serve` at work."""
    log = tmp_path / "serve.log"
    command = [sys.executable, "-c", "from flows.start import main; main()", "serve", str(collection_file)]
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, "--cron", "0 3 * * *", "--port", str(free_port), "--timezone", "Asia/Tokyo"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=tmp_path,
            start_new_session=True,
        )
        password_file = tmp_path / "data" / "prefect-password"
        yield Served(f"http://127.0.0.1:{free_port}/api", password_file, process, log)
        process.kill()
        process.wait()


def ask(served: Served, path: str, question: dict[str, Any], **headers: str) -> Any:
    request = Request(f"{served.api}/{path}", json.dumps(question).encode())
    known = {"Content-Type": "application/json"} | headers
    for name, value in known.items():
        request.add_header(name.replace("_", "-"), value)
    with urlopen(request, timeout=PATIENCE) as answer:
        return json.load(answer)


def proofs(served: Served) -> dict[str, str]:
    """The headers that a client sends: its password, and the token that a page of another site cannot know."""
    password = base64.b64encode(served.password_file.read_bytes().strip()).decode()
    known = {"Authorization": f"Basic {password}"}
    request = Request(f"{served.api}/csrf-token?client=test", headers=known)
    with urlopen(request, timeout=PATIENCE) as answer:
        token = json.load(answer)["token"]
    return known | {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "test"}


def scheduled(served: Served, deployment: str) -> list[dict[str, Any]]:
    """The runs that wait for their time, [] as long as the server does not answer."""
    question = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}},
        "sort": "EXPECTED_START_TIME_ASC",
    }
    try:
        result: list[dict[str, Any]] = ask(served, "flow_runs/filter", question, **proofs(served))
        return result
    except OSError:
        return []


def awaited(served: Served, deployment: str) -> list[dict[str, Any]]:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and served.process.poll() is None:
        if result := scheduled(served, deployment):
            return result
        time.sleep(0.2)
    raise AssertionError(f"no scheduled run of {deployment}: {served.log.read_text()}")


def test_a_schedule_creates_runs_and_so_does_the_nightly_sample(
    served: Served, collection_file: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    runs = awaited(served, "boats")
    first = datetime.fromisoformat(runs[0]["expected_start_time"].replace("Z", "+00:00"))
    assert first > datetime.now(UTC)
    assert (first.astimezone(ZoneInfo("Asia/Tokyo")).hour, first.minute) == (3, 0)
    assert "time zone Asia/Tokyo" in served.log.read_text()
    assert runs[0]["parameters"] == {"collection_file": str(collection_file)}

    for refused, headers in (
        (401, {"Authorization": "Basic YXJ0bWV0YTpndWVzcw=="}),
        (403, {"Prefect-Csrf-Token": "guess"}),
        (403, {"Host": "museum.example"}),
        (403, {"Origin": "https://museum.example"}),
    ):
        with pytest.raises(HTTPError, match=str(refused)):
            ask(served, "flow_runs/filter", {}, **(proofs(served) | headers))
    assert stat.S_IMODE(served.password_file.stat().st_mode) == 0o600

    password = served.password_file.read_text().strip()
    environment |= {"PREFECT_API_URL": served.api, "PREFECT_API_AUTH_STRING": password}
    ask(served, "work_pools/", {"name": "artmeta", "type": "process"}, **proofs(served))
    deployed = subprocess.run(
        [sys.executable, "-m", "prefect", "--no-prompt", "deploy", "--all"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert awaited(served, "nightly")[0]["parameters"] == {"works": 600}

    os.killpg(served.process.pid, signal.SIGINT)  # as a terminal does on Ctrl+C
    assert served.process.wait(PATIENCE) == 130
    output = served.log.read_text()
    assert output.count(SENTENCE) == 1 and "Traceback" not in output
    with pytest.raises(OSError, match=r"refused|reset"):  # the server ended as well
        proofs(served)


@pytest.mark.parametrize(
    ("start", "cron", "times"),
    [
        ("2026-03-27", "0 3 * * *", ["27 03:00", "28 03:00", "29 03:00", "30 03:00"]),
        ("2026-10-23", "0 3 * * *", ["23 03:00", "24 03:00", "25 03:00", "26 03:00"]),
        ("2026-03-27", "30 2 * * *", ["28 02:30", "29 01:30", "30 02:30"]),  # there is no 02:30 on the 29th
    ],
)
def test_a_schedule_keeps_to_the_clock_on_the_wall(
    collection_file: Path, start: str, cron: str, times: list[str]
) -> None:
    from prefect.server.schemas.schedules import CronSchedule

    from flows.serve import deployment

    (entry,) = deployment(collection_file, cron, "Europe/Berlin").schedules
    schedule = CronSchedule.model_validate(entry.schedule.model_dump())
    zone = ZoneInfo("Europe/Berlin")
    begin = datetime.fromisoformat(f"{start}T03:00").replace(tzinfo=zone)
    dates = asyncio.run(schedule.get_dates(len(times), begin))
    assert [f"{date.astimezone(zone):%d %H:%M}" for date in dates] == times


@pytest.mark.parametrize(
    "cron", ["every night", "0 3 * *", "0 3 * * * *", "61 * * * *", "0 0 31 2 *", "@reboot"]
)
def test_an_invalid_cron_expression_is_refused(collection_file: Path, cron: str) -> None:
    from flows.serve import schedules_of

    with pytest.raises(ConfigError, match="is no valid cron expression") as fault:
        schedules_of([collection_file], cron, "UTC")
    assert ("a day that the months" if cron == "0 0 31 2 *" else "five fields") in fault.value.hint
    collection_file.write_text(f'{collection_file.read_text()}[schedule]\ncron = "{cron}"\n')
    with pytest.raises(ConfigError, match=r"\(table \[schedule\] of .*boats.toml\)"):
        schedules_of([collection_file], "", "UTC")


def test_a_collection_is_scheduled_once(collection_file: Path) -> None:
    from flows.serve import schedules_of

    with pytest.raises(ConfigError, match=r"are both the collection 'boats'\."):
        schedules_of([collection_file, Path(str(collection_file))], "", "UTC")


def test_a_time_zone_is_corrected_where_it_was_given(collection_file: Path) -> None:
    from flows.serve import schedules_of

    with pytest.raises(ConfigError, match="'Europe/Berlinn' is no time zone") as typed:
        schedules_of([collection_file], "", "Europe/Berlinn")
    text = f'{collection_file.read_text()}[schedule]\ncron = "@daily"\ntimezone = "Europe/Berlinn"\n'
    collection_file.write_text(text)
    with pytest.raises(ConfigError, match=r"\(table \[schedule\] of .*boats.toml\)") as written:
        schedules_of([collection_file], "", "")
    assert "--timezone" in typed.value.hint and "`timezone`" in written.value.hint


def test_a_collection_without_its_model_is_named(collection_file: Path, tmp_path: Path) -> None:
    from flows.serve import faults_of_models, schedules_of

    schedules = schedules_of([collection_file], "", "UTC")
    (fault,) = faults_of_models(schedules, Settings(data_dir=tmp_path / "data"))
    assert str(collection_file) in fault and "There is no model" in fault


@pytest.mark.parametrize("cron", ["0 3 * * 1-5", "@daily", "0 0 29 2 *"])
def test_a_valid_cron_expression_is_accepted(collection_file: Path, cron: str) -> None:
    from flows.serve import schedules_of

    assert schedules_of([collection_file], cron, "UTC")[0].cron == cron


def test_schedules_are_registered_for_the_workers_of_a_pool(
    prefect_server: None, collection_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import WorkPoolCreate

    from flows.serve import deploy, schedules_of

    monkeypatch.setattr("flows.server.ANSWER_SECONDS", PATIENCE)  # the machine may have other work
    settings = Settings(data_dir=tmp_path / "data", reports_dir=tmp_path / "reports")
    schedules = schedules_of([collection_file], "0 3 * * *", "Asia/Tokyo")
    with pytest.raises(
        ConfigError, match=r"no work pool 'quay'.*prefect work-pool create quay --type process"
    ):
        deploy(schedules, settings, "quay")
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name="quay", type="process"))
        assert "boats: at '0 3 * * *', time zone Asia/Tokyo" in deploy(schedules, settings, "quay")
        made = client.read_deployment_by_name("enrich/boats")
    assert (made.work_pool_name, made.parameters) == ("quay", {"collection_file": str(collection_file)})
    assert made.job_variables["env"] == {
        "ARTMETA_DATA_DIR": str(tmp_path / "data"),
        "ARTMETA_REPORTS_DIR": str(tmp_path / "reports"),
    }
