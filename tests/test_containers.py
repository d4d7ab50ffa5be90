"""The Dockerfile and compose.yaml name files, commands and settings that are there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from artmeta.settings import Settings
from flows.cli import app

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_what_is_copied_into_the_image_is_there_and_sent_to_the_builder() -> None:
    sent = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [
        name.removeprefix("./")
        for line in re.findall(r"^COPY (?!--)(.*)$", DOCKERFILE, re.M)
        for name in line.split()[:-1]
    ]
    assert copied and set(copied) == set(sent)
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_project_is_built_from_what_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = [*wheel["packages"], *wheel["force-include"], project["project"]["readme"]]
    assert [name for name in needed if name not in DOCKERFILE] == []


@pytest.mark.parametrize("service", ["server", "worker"])
def test_a_service_runs_an_existing_command_as_another_user_than_root(service: str) -> None:
    command = SERVICES[service]["command"]
    if command:
        assert CliRunner().invoke(app, [*command, "--help"]).exit_code == 0
    assert re.search(r"^USER [1-9]\d*$", DOCKERFILE, re.M) and SERVICES[service]["cap_drop"] == ["ALL"]
    assert "healthcheck" in SERVICES[service] and "user" not in SERVICES[service]


def test_the_services_set_only_settings_that_artmeta_knows() -> None:
    given = {name for one in SERVICES.values() for name in one["environment"] if name.startswith("ARTMETA_")}
    given |= set(re.findall(r"ARTMETA_[A-Z_]+", DOCKERFILE))
    assert given and given <= {f"ARTMETA_{name.upper()}" for name in Settings.model_fields}
    written = {name for one in SERVICES.values() for name in one.get("volumes", ())}
    assert {"data:/data", "reports:/reports"} <= written
