"""Prefect's server: one that fails is one sentence, and artmeta's own answers its own pages, as long as it runs."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from runs import PATIENCE
from scripted_server import Reply, Request, pages, scripted

from artmeta.errors import ArtmetaError, ConfigError, OrchestratorLost
from artmeta.settings import Settings
from flows.doctor import prefect_server
from flows.launch import launch
from flows.own_server import OwnOrigin

ANSWERING = """
import socket
from flows.own_server import run_while_input

async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        for kind in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{kind}.complete"})
            print(kind, flush=True)

run_while_input(app, socket.create_server(("127.0.0.1", 0)))
"""


STARTED_AND_NEEDED = """
import sys
from flows.launch import launch
from flows.server import await_server
sys.path.insert(0, sys.argv[1])
await_server(launch("flow"), "needed")
"""
LAUNCHED_EARLY = """
import sys
from flows.launch import launch_early
launched = launch_early()
print(launched is not None, "prefect" in sys.modules)
if launched:
    launched.process.kill()
"""
NEEDED = """
import os
os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)  # raises an error where no process was started
raise SystemExit(0)
"""


def old(request: Request, _: int) -> Reply:
    return Reply(b'"2.19.3"' if "version" in request.path else b"true")


def garbage(_: Request, __: int) -> Reply:
    return Reply(b"<html>Welcome</html>")


def using(url: str) -> AbstractContextManager[Any]:
    """Make an address the configured one; nothing is asked twice."""
    from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

    return temporary_settings({PREFECT_API_URL: url, PREFECT_CLIENT_MAX_RETRIES: 0})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [(old, "Major versions must match"), (garbage, "Failed to reach API"), (None, "refused")],
)
def test_a_configured_server_that_cannot_be_used_is_one_sentence(
    answer: Any, reason: str, free_port: int
) -> None:
    from flows.server import under_prefect

    def never() -> None:
        raise AssertionError("no step runs")

    with scripted(answer or garbage) as server:
        url = f"{server.base}/api" if answer else f"http://127.0.0.1:{free_port}/api"
        with using(url), pytest.raises(ConfigError) as fault:
            under_prefect(never)
    assert url in fault.value.message and reason in fault.value.message
    assert "\n" not in fault.value.message and "--no-prefect" in fault.value.hint


def test_a_server_that_is_lost_during_a_run_is_one_sentence(free_port: int) -> None:
    from prefect.client.orchestration import get_client

    from flows.server import Server, explained

    def report() -> None:
        with get_client(sync_client=True) as client:
            client.read_flows()

    url = f"http://127.0.0.1:{free_port}/api"
    with using(url), pytest.raises(OrchestratorLost, match=f"{url} stopped answering") as fault:
        explained(report, Server(url))
    assert "--no-prefect" in fault.value.hint and "continues" in fault.value.hint


@pytest.mark.parametrize("fault", [ArtmetaError("x"), ValueError("x")])
def test_a_fault_of_a_step_is_not_the_servers(fault: Exception) -> None:
    from flows.server import Server, explained

    def step() -> None:
        raise fault

    with pytest.raises(type(fault)) as raised:
        explained(step, Server("http://127.0.0.1:1/api"))
    assert raised.value is fault


def answered(kind: str, **headers: str) -> list[dict[str, Any]]:
    """What `OwnOrigin` sends for a request; 'passed' where it hands it on."""
    sent: list[dict[str, Any]] = []

    async def inner(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "passed"})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": kind, "headers": [(name.encode(), value.encode()) for name, value in headers.items()]}
    asyncio.run(OwnOrigin(inner, ("127.0.0.1:4200", "localhost:4200"))(scope, None, send))  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_only_its_own_host_and_origin_are_answered(kind: str) -> None:
    own, passed = {"host": "127.0.0.1:4200"}, [{"type": "passed"}]
    assert answered(kind, **own) == passed
    assert answered(kind, host="localhost:4200", origin="http://localhost:4200") == passed
    for headers in (
        {"host": "museum.example:4200"},
        {"host": "127.0.0.1:4201"},
        {},
        {**own, "origin": "https://museum.example"},
        {**own, "origin": "null"},
    ):
        sent = answered(kind, **headers)
        assert sent[0].get("status") == 403 or sent == [{"type": "websocket.close", "code": 1008}]


def test_a_server_ends_when_the_process_that_started_it_does() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", ANSWERING], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdout is not None and server.stdin is not None
    assert server.stdout.readline() == b"startup\n"
    server.stdin.close()  # the end of the pipe, as the system brings it when a process is killed
    assert server.stdout.read() == b"shutdown\n"
    assert server.wait(PATIENCE) == 0


def test_the_module_of_a_flow_is_imported_while_the_server_starts(tmp_path: Path) -> None:
    (tmp_path / "needed.py").write_text(NEEDED)
    started = subprocess.run(
        [sys.executable, "-c", STARTED_AND_NEEDED, tmp_path], capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stderr


def test_a_flows_server_starts_before_prefect_is_imported_where_no_other_can_be_configured(
    tmp_path: Path,
) -> None:
    def early(**environment: str) -> str:
        home = {"PREFECT_HOME": str(tmp_path), "PREFECT_API_URL": "", "PREFECT_PROFILES_PATH": ""}
        command, env = [sys.executable, "-c", LAUNCHED_EARLY], os.environ | home | environment
        return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout

    assert early() == "True False\n"
    assert early(PREFECT_API_URL="http://127.0.0.1:1/api") == "False False\n"
    assert early(PREFECT_PROFILES_PATH="mine.toml") == "False False\n"
    (tmp_path / "profiles.toml").touch()
    assert early() == "False False\n"


def test_a_server_that_was_started_early_ends_where_another_one_is_configured(free_port: int) -> None:
    from flows.server import under_prefect

    launched = launch("flow")
    with using(f"http://127.0.0.1:{free_port}/api"), pytest.raises(ConfigError):
        under_prefect(list, launched=launched)
    assert launched.process.wait(PATIENCE) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("command", "file", "environment", "reason"),
    [
        ("serve", "prefect.toml", {}, "prefect.toml: invalid TOML"),
        (
            "demo",
            "profiles.toml",
            {"PREFECT_PROFILES_PATH": "profiles.toml"},
            "Expected ']' at the end of a table",
        ),
        (
            "serve",
            "unread",
            {"PREFECT_CLIENT_MAX_RETRIES": "often"},
            "max_retries is 'often'. Input should be",
        ),
    ],
)
def test_settings_of_prefect_that_cannot_be_read_are_one_sentence(
    command: str, file: str, environment: dict[str, str], reason: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_text("[api")
    ran = run_in(tmp_path, command, environment)
    assert (ran.returncode, ran.stdout) == (1, "") and "Traceback" not in ran.stderr
    assert "artmeta: Prefect's settings cannot be read: " in ran.stderr and reason in ran.stderr
    assert "--no-prefect" in ran.stderr


def run_in(folder: Path, command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, which may hold settings of Prefect."""
    return subprocess.run(
        [sys.executable, "-c", "from flows.start import main; main()", command],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(Path.cwd())} | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ("[api", "FIX   Prefect's settings cannot be read: "),
        (
            '[api]\nurl = "http://ann:secret@127.0.0.1:{port}/api"',
            "FIX   The Prefect server at 127.0.0.1:{port} cannot",
        ),
    ],
)
def test_doctor_reads_the_settings_of_prefect_where_they_stand(
    settings: str, sentence: str, tmp_path: Path, free_port: int
) -> None:
    (tmp_path / "prefect.toml").write_text(settings.replace("{port}", str(free_port)))
    ran = run_in(tmp_path, "doctor", {})
    assert ran.returncode == 1 and sentence.replace("{port}", str(free_port)) in ran.stdout, ran.stderr
    assert "secret" not in ran.stdout


def test_doctor_says_where_no_server_is_named_and_why_one_cannot_be_used() -> None:
    with using(""):
        (finding,) = prefect_server(Settings())
    assert finding.sound and "name no server" in finding.sentence
    with scripted(old) as server, using(f"{server.base}/api"):
        (finding,) = prefect_server(Settings())
    assert not finding.sound and "Major versions must match" in finding.sentence
    with scripted(pages({})) as server, using(f"{server.base.replace('//', '//ann:secret@')}/api"):
        (finding,) = prefect_server(Settings())
    assert "404" in finding.sentence and "secret" not in finding.sentence
    with using("ann:secret@localhost:4200"):
        (finding,) = prefect_server(Settings())
    assert "The Prefect server at localhost:4200 cannot be used" in finding.sentence
    assert "secret" not in finding.sentence


def test_a_port_that_is_taken_is_said() -> None:
    with scripted(garbage) as other:
        port = other.base.rpartition(":")[2]
        started = subprocess.run(
            [sys.executable, "-m", "flows.own_server", port, "flow"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert started.returncode == 1 and started.stderr.startswith(f"Port {port} cannot be opened")


def test_an_unknown_time_zone_is_said_and_the_machines_own_is_a_name() -> None:
    from zoneinfo import ZoneInfo

    from flows.serve import time_zone

    for name in ("Europe/Nowhere", "Europe", "../etc/passwd", "noon"):
        with pytest.raises(ConfigError, match="is no time zone"):
            time_zone(name)
    assert time_zone("Asia/Tokyo") == "Asia/Tokyo"
    assert ZoneInfo(time_zone(""))
