"""A run that fails, or has new serious flags, is announced; metrics are written; neither can make a run fail."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb
import pytest
from prometheus_client.parser import text_string_to_metric_families
from runs import copy_of

from artmeta.collection import Collection
from artmeta.errors import ConfigError, SourceError, ValidationFailed
from artmeta.settings import Settings
from artmeta.steps import pipeline
from artmeta.steps.context import CollectionFile
from artmeta.steps.operations.notifications import Notification, notified
from artmeta.steps.results import newest_run_id, read_store
from artmeta.steps.validate import failed_check
from artmeta.web.webhook import post_json


@dataclass
class Receiver:
    """A webhook that answers with the given statuses, one after the other, and keeps what it gets."""

    statuses: list[int]
    received: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    mine = Receiver([])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            mine.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(mine.statuses.pop(0) if mine.statuses else 204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        mine.address = f"http://127.0.0.1:{server.server_port}/secret"
        yield mine
        server.shutdown()


@pytest.fixture
def settings(enriched: Path, tmp_path: Path, receiver: Receiver) -> Settings:
    data = copy_of(enriched, tmp_path / "data")
    return Settings(
        data_dir=data,
        reports_dir=data / "reports",
        workers=1,
        webhook=receiver.address,
        metrics_file=tmp_path / "artmeta.prom",
    )


def samples(settings: Settings) -> dict[tuple[str, ...], float]:
    assert settings.metrics_file is not None
    families = text_string_to_metric_families(settings.metrics_file.read_text())
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_a_gate_that_stops_a_run_is_announced_and_measured(
    settings: Settings, receiver: Receiver, museum_port: int
) -> None:
    name = f"sample-{museum_port}"
    path = settings.data_dir / "collections" / f"{name}.toml"
    exports = {file.name: file.read_bytes() for file in settings.exports_dir.iterdir()}
    runs_page = (settings.reports_dir / f"{name}-runs.html").read_text()
    assert ">finished<" in runs_page and ">reported<" not in runs_page
    path.write_text(re.sub("min_artworks = [0-9]+", "min_artworks = 100000", path.read_text()))
    with pytest.raises(ValidationFailed):
        pipeline.enrich(CollectionFile.load(path), settings)
    (got,) = receiver.received
    assert (got["event"], got["collection"]) == ("artmeta.checks.failed", name)
    assert "min_artworks" in got["details"][0]
    assert {file.name: file.read_bytes() for file in settings.exports_dir.iterdir()} == exports
    values = samples(settings)
    assert values["artmeta_run_status", name, "failed"] == 1
    assert values["artmeta_run_status", name, "finished"] == 0
    assert values["artmeta_step_seconds", name, "fetch"] > 0
    with read_store(settings) as store:
        run = newest_run_id(store, name)
        reason, other = (failed_check(store, settings, name, each) for each in (run, ""))
    assert "min_artworks" in reason and "Status:" in Path(reason.rpartition(" results: ")[2]).read_text()
    assert other == ""


def test_serious_flags_are_announced_once(settings: Settings, receiver: Receiver, museum_port: int) -> None:
    name = f"sample-{museum_port}"
    with duckdb.connect(str(settings.database)) as store:
        (run,) = store.execute(
            "SELECT run_id FROM runs WHERE collection = ? ORDER BY number DESC LIMIT 1", [name]
        ).fetchall()[0]
        store.execute("UPDATE flags SET severity = 'note'")
        store.execute(
            "UPDATE flags SET severity = 'serious' WHERE (kind, subject) = (SELECT min((kind, subject)) FROM flags)"
        )
    emitted: list[Notification] = []
    with notified(run, name, settings, emitted.append):
        pass
    (got,) = receiver.received
    assert got["event"] == "artmeta.flags.serious"
    assert [one.text for one in emitted] == [got["text"]]
    with duckdb.connect(str(settings.database)) as store:
        store.execute(
            "INSERT INTO runs SELECT * REPLACE ('later' AS run_id, number + 1 AS number) FROM runs WHERE run_id = ?",
            [run],
        )
        store.execute("INSERT INTO flags SELECT * REPLACE ('later' AS run_id) FROM flags")
    with notified("later", name, settings):
        pass
    assert len(receiver.received) == 1


def test_the_flags_of_a_run_are_not_read_where_nobody_is_told(tmp_path: Path) -> None:
    with notified("run", "name", Settings(data_dir=tmp_path)):  # there is no database
        pass


def test_a_webhook_or_a_disk_that_fails_stops_no_run(
    settings: Settings, receiver: Receiver, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    receiver.statuses = [500, 500, 500]
    (tmp_path / "file").write_text("")
    broken = settings.model_copy(update={"metrics_file": tmp_path / "file" / "artmeta.prom"})
    with pytest.raises(SourceError, match="busy"), notified("run", "name", broken):
        raise SourceError("The museum is busy.")
    assert len(receiver.received) == 3
    assert "answered with status 500" in caplog.text
    assert "The metrics were not written" in caplog.text
    assert "secret" not in caplog.text


def test_a_webhook_that_refuses_is_asked_once(receiver: Receiver) -> None:
    for status in (404, 302):
        receiver.statuses = [status]
        with pytest.raises(SourceError, match=f"status {status}"):
            post_json(receiver.address, {"a": 1})
    assert len(receiver.received) == 2
    with pytest.raises(
        SourceError, match=r"^The webhook at 127\.0\.0\.1:9 did not take .*: it cannot be reached\."
    ):
        post_json("http://127.0.0.1:9/", {})


def test_schedules_come_from_the_files(tmp_path: Path) -> None:
    from flows.serve import NIGHTLY, Scheduled, scheduled_files, schedules_of

    text = 'title = "T"\n[source]\nkind = "folder"\npath = "."\n'
    (tmp_path / "plain.toml").write_text(text)
    with pytest.raises(ConfigError, match="table \\[schedule\\]"):
        scheduled_files(tmp_path)
    timed = tmp_path / "timed.toml"
    timed.write_text(text + '[schedule]\ncron = "30 1 * * 1"\ntimezone = "Europe/Berlin"\n')
    assert scheduled_files(tmp_path) == [timed]
    assert schedules_of([timed], "", "") == [Scheduled(timed, "30 1 * * 1", "Europe/Berlin")]
    assert schedules_of([timed], "5 5 * * *", "UTC") == [Scheduled(timed, "5 5 * * *", "UTC")]
    assert schedules_of([tmp_path / "plain.toml"], "", "UTC")[0].cron == NIGHTLY
    before = Collection.load(timed).digest
    timed.write_text(text + '[schedule]\ncron = "0 2 * * *"\n')
    assert Collection.load(timed).digest == before  # another hour is no other run
