"""Do scheduled runs keep what docs/operations.md says? With a real Prefect server, a worker and SIGKILL.

Run: `python -m bench.nights [--works 10000] [--changed 37] [--killed 1500] [--nightly 120] [--parts 1234]`;
prints what was seen, and ends at the first statement that does not hold. Runs are due each minute, so it takes some
minutes. In a temporary folder:

1. `artmeta serve` enriches two collections of one data folder each minute; pictures of one change between two runs.
2. A worker enriches a third collection; the run, the worker and the server are killed while it embeds; all are started
   again, and the next run ends with the tables of a data folder where nothing was killed.
3. Of a large collection some pictures change, and the server alone is killed during the run: exactly those are
   embedded and classified.
4. An automation on the event of a failed check calls a webhook.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import duckdb

from bench.nights.museum import (
    APART,
    ARTMETA,
    KILLED,
    LARGE,
    NIGHTLY,
    POOL,
    PREFECT,
    SHAPES,
    Museum,
    await_,
    claim,
    draw_one,
    ended_at_last,
    say,
)
from bench.nights.orchestrator import artifacts, ended, every, history, order, progressing


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=10_000)
    arguments.add_argument("--changed", type=int, default=37)
    arguments.add_argument("--parts", default="1234")
    arguments.add_argument("--killed", type=int, default=1500)
    arguments.add_argument("--nightly", type=int, default=120)
    given = arguments.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        museum = Museum(Path(folder), port)
        os.environ |= {"PREFECT_API_URL": museum.api, "PREFECT_HOME": museum.environment["PREFECT_HOME"]}
        prepare(museum)
        with ended_at_last() as processes:
            processes.append(museum.start_server())
            museum.run(*PREFECT, "work-pool", "create", POOL, "--type", "process")
            for part in given.parts:
                say(f"Part {part}")
                if part == "1":
                    scheduled(museum, given.nightly, processes)
                elif part == "2":
                    killed(museum, given.killed, processes)
                elif part == "3":
                    delta(museum, given.works, given.changed, processes)
                else:
                    announced(museum)


def prepare(museum: Museum) -> None:
    for shape in SHAPES:
        for number in range(30):
            path = museum.root / "known" / shape / f"{number}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            draw_one(path, shape, random.Random(f"known {shape} {number}"))
    museum.run(*ARTMETA, "train", "known", "--model", "shapes", "--no-prefect")


def scheduled(museum: Museum, works: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Part 1: each minute, two collections in one data folder."""
    for name in NIGHTLY:
        museum.add_collection(name, museum.draw(name, works, 1))
    serving = museum.start(*ARTMETA, "serve", *NIGHTLY, "--cron", "* * * * *", log="serve")
    processes.append(serving)
    first = await_(lambda: ended(NIGHTLY[0]), f"the first scheduled run of {NIGHTLY[0]} ended")
    museum.draw(NIGHTLY[0], 5, 2)
    changed = time.time()
    await_(
        lambda: [run for run in ended(NIGHTLY[0]) if run.start_time.timestamp() > changed],
        "a scheduled run began after the change and ended",
    )
    os.killpg(serving.pid, signal.SIGINT)
    serving.wait(60)
    runs = ended(NIGHTLY[0])
    late = [round((run.start_time - run.expected_start_time).total_seconds(), 1) for run in runs]
    say(f"{len(runs)} scheduled runs of {NIGHTLY[0]} ended; seconds after their minute: {late}")
    claim(all(run.expected_start_time.second == 0 for run in runs), "each was due on the minute")
    embedded = [
        done
        for (done,) in museum.rows(
            "SELECT done FROM step_results JOIN runs USING (run_id) WHERE step = 'embed' AND status = 'finished' "
            f"AND collection = '{NIGHTLY[0]}' ORDER BY number"
        )
    ]
    say(f"pictures embedded by the runs, in their order: {embedded}")
    claim(
        embedded[0] == works and sum(embedded[1:]) == 5, "later runs embedded exactly the 5 changed pictures"
    )
    states = {name: [state for run in every(name) for state in history(run)] for name in NIGHTLY}
    waits = {name: names.count("Waiting") for name, names in states.items()}
    say(f"waits for another collection's step, by collection: {waits}")
    claim(sum(waits.values()) > 0, "runs of two collections took turns")
    claim(first != [], "a first run ended by itself")


def killed(museum: Museum, works: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Part 2: the run, the worker and the server are killed."""
    pictures = museum.draw(KILLED, works, 1)
    file = museum.add_collection(KILLED, pictures)
    undisturbed = museum.root / "undisturbed"
    subprocess.run(["cp", "-r", str(museum.data), str(undisturbed)], check=True)
    museum.run(*ARTMETA, "serve", str(file), "--cron", "0 3 1 1 *", "--pool", POOL)
    worker = museum.start(*PREFECT, "worker", "start", "--pool", POOL, log="worker")
    processes.append(worker)
    order(KILLED)
    await_(progressing, "the run embeds")
    run = int((museum.data / "locks" / "writer").read_text().split("process ")[1].split(",")[0])
    for process in (processes[0], worker):
        os.killpg(process.pid, signal.SIGKILL)
    os.kill(run, signal.SIGKILL)
    time.sleep(2)
    ((status, embedded),) = museum.rows(
        "SELECT status, (SELECT count(*) FROM embeddings WHERE embeddings.run_id = runs.run_id) "
        f"FROM runs WHERE collection = '{KILLED}'"
    )
    say(
        f"run, worker and server killed after {embedded:,} of {works:,} pictures; the run's row says '{status}'"
    )
    processes[0] = museum.start_server()
    worker = museum.start(*PREFECT, "worker", "start", "--pool", POOL, log="worker")
    processes.append(worker)
    order(KILLED)
    await_(lambda: museum_finished(museum, KILLED), "the next run ended")
    museum.run(
        *ARTMETA,
        "enrich",
        str(museum.add_collection(KILLED, pictures, undisturbed)),
        "--no-prefect",
        **museum.folders(undisturbed),
    )
    same, apart = museum_tables(museum, museum.data), museum_tables(museum, undisturbed)
    differ = [name for name in apart if same[name] != apart[name]]
    say(
        f"{len(apart)} tables compared, {sum(map(len, apart.values())):,} rows; those that differ: {differ or 'none'}"
    )
    claim(not differ, "the tables are those of an undisturbed run")
    ends = [run.state_name for run in every(KILLED) if run.state_name != "Scheduled"]
    claim(ends == ["Crashed", "Completed"], f"Prefect shows the killed run as crashed: {ends}")
    claim(resumed(museum) == 1, "it was one run, resumed once")
    os.killpg(worker.pid, signal.SIGKILL)
    kinds = artifacts()
    claim(
        {(f"{KILLED}-embed", "progress"), (f"{KILLED}-steps", "table"), (f"{KILLED}-report", "markdown")}
        <= kinds,
        f"progress and results are artifacts: {sorted(kinds)}",
    )


def delta(museum: Museum, works: int, changed: int, processes: list[subprocess.Popen[bytes]]) -> None:
    """Part 3: some pictures change; the server is killed while the run is under way."""
    file = museum.add_collection(LARGE, museum.draw(LARGE, works, 1))
    museum.run(*ARTMETA, "enrich", str(file), "--no-prefect")
    museum.run(*ARTMETA, "serve", str(file), "--cron", "0 3 1 1 *", "--pool", POOL)
    museum.draw(LARGE, changed, 2)
    processes.append(museum.start(*PREFECT, "worker", "start", "--pool", POOL, log="worker"))
    runs = len(finished_runs(museum, LARGE))
    order(LARGE)
    await_(lambda: locked(museum, LARGE), "the run began")
    os.killpg(processes[0].pid, signal.SIGKILL)
    say("the server alone was killed")
    await_(
        lambda: not locked(museum, LARGE) and len(finished_runs(museum, LARGE)) > runs,
        "the run ended without the server",
    )
    run = finished_runs(museum, LARGE)[-1]
    counts = {
        table: museum.rows(f"SELECT count(*) FROM {table} WHERE run_id = '{run}'")[0][0]
        for table in ("embeddings", "decisions")
    }
    scored = museum.rows(f"SELECT count(DISTINCT artwork_id) FROM predictions WHERE run_id = '{run}'")[0][0]
    say(f"of {works:,} works {changed} changed: {counts} rows, {scored} works scored, all by run {run}")
    claim({*counts.values(), scored} == {changed}, f"exactly {changed} embedded and scored again")
    processes[0] = museum.start_server()


def announced(museum: Museum) -> None:
    """Part 4: a check that fails becomes an event, on which an automation calls a webhook."""
    from prefect.automations import Automation
    from prefect.blocks.webhook import Webhook
    from prefect.events.actions import CallWebhook
    from prefect.events.schemas.automations import EventTrigger, Posture

    received: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        block = Webhook(method="POST", url=f"http://127.0.0.1:{server.server_port}/")
        block_id: Any = block.save("receiver")
        trigger = EventTrigger(
            expect={"artmeta.checks.failed"},
            match={"prefect.resource.id": "artmeta.collection.*"},  # type: ignore[arg-type]
            posture=Posture.Reactive,
            threshold=1,
        )
        action = CallWebhook(block_document_id=block_id, payload="{{ event.payload.text }}")
        automation: Any = Automation(name="failed checks", trigger=trigger, actions=[action])
        automation.create()
        file = museum.add_collection(NIGHTLY[1], museum.draw(NIGHTLY[1], 10, 1), least=10**6)
        began = time.monotonic()
        failed = subprocess.run(
            [*ARTMETA, "enrich", str(file)],
            env=museum.environment,
            cwd=museum.root,
            capture_output=True,
            check=False,
        )
        claim(failed.returncode == 1, "the check stopped the run")
        ended_at = time.monotonic()
        await_(lambda: received, "the automation called the webhook")
        say(f"the webhook got {received[0]!r}, {time.monotonic() - ended_at:.1f} s after the end of the run")
        say(f"(the run itself took {ended_at - began:.0f} s)")
        server.shutdown()


def locked(museum: Museum, name: str) -> bool:
    import fcntl

    with (museum.data / "locks" / f"run-{name}").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def finished_runs(museum: Museum, name: str) -> list[str]:
    query = f"SELECT run_id FROM runs WHERE collection = '{name}' AND status = 'finished' ORDER BY number"
    return [run for (run,) in museum.rows(query)]


def museum_finished(museum: Museum, name: str) -> bool:
    return not locked(museum, name) and bool(finished_runs(museum, name))


def resumed(museum: Museum) -> int:
    ((count,),) = museum.rows(f"SELECT resumed FROM runs WHERE collection = '{KILLED}'")
    return int(count)


def museum_tables(museum: Museum, data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table, without the columns that differ between equal runs."""
    with duckdb.connect(str(data / "artmeta.duckdb"), read_only=True) as store:
        names = [name for (name,) in store.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        tables = {}
        for name in names:
            described = store.execute(f"SELECT column_name, column_type FROM (DESCRIBE {name})").fetchall()
            columns = [
                column
                for column, kind in described
                if column not in APART and not kind.startswith("TIMESTAMP")
            ]
            tables[name] = store.execute(f"SELECT {', '.join(columns)} FROM {name} ORDER BY ALL").fetchall()
    return tables


if __name__ == "__main__":
    main()
