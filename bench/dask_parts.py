"""The parts of a small cluster on this machine: a Dask scheduler, workers of one thread, and an S3 server.

Used by `bench/dask_kills.py`, `bench/dask_pace.py` and the tests; each part is a process of its own that can be killed.
"""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PATIENCE = 120.0  # seconds for a part to start on a busy machine
BUCKET = "museum"
KEYS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "only-on-this-machine"}
# What a cluster fills, or what is computed from it: equal to the tables of one machine.
TABLES = (
    "embeddings",
    "image_hashes",
    "image_properties",
    "unreadable_pictures",
    "decisions",
    "predictions",
    "issues",
)
EMBEDDED = re.compile(r"Embedded (\d+) pictures in .*? \((\S+)\)")


class Cluster:
    """A scheduler and its workers, whose log lines are kept in a folder."""

    def __init__(self, folder: Path, workers: int = 2, environment: dict[str, str] | None = None) -> None:
        self.folder, self.port = folder, free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._environment = {**os.environ, "OMP_NUM_THREADS": "1", **(environment or {})}
        self._workers = workers
        self._logs = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    def start(self) -> None:
        """Start the scheduler, then the workers; return when the scheduler listens."""
        words = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--no-show")
        self.scheduler = self._part("dask_scheduler", *words)
        wait_for_port(self.port)
        words = (self.address, "--nthreads", "1", "--no-dashboard", "--local-directory", str(self.folder))
        self.workers = [self._part("dask_worker", *words) for _ in range(self._workers)]

    def _part(self, module: str, *words: str) -> subprocess.Popen[bytes]:
        self._logs += 1
        with (self.folder / f"{module}-{self._logs}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *words],
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def embedded(self) -> int:
        """Return how many pictures all workers embedded, by their log lines."""
        return sum(int(count) for count, _ in self._log_lines())

    def embedded_shards(self) -> Counter[str]:
        """Return how often each shard was embedded; a worker that is killed before its log line leaves none."""
        return Counter(name for _, name in self._log_lines())

    def _log_lines(self) -> list[tuple[str, str]]:
        logs = (log.read_text(errors="replace") for log in self.folder.glob("dask_worker-*.log"))
        return [line for log in logs for line in EMBEDDED.findall(log)]

    def worker_process(self, place: int = 0) -> int:
        """Return the process in which a worker embeds; its nanny is that one's parent."""
        listed = Path(f"/proc/{self.workers[place].pid}/task").glob("*/children")
        children = [int(child) for each in listed for child in each.read_text().split()]
        return next(
            child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
        )

    def cpu_seconds(self) -> float:
        """Return the CPU seconds that the scheduler, the workers and their nannies have used so far."""
        groups = {part.pid for part in (*self.workers, self.scheduler)}
        return sum(
            (float(user) + float(system)) / os.sysconf("SC_CLK_TCK")
            for group, user, system in processes()
            if int(group) in groups
        )

    def kill_scheduler(self) -> None:
        """Kill the scheduler, and the workers, which end without it at their own pace."""
        kill(self.scheduler)
        self.stop()

    def stop(self) -> None:
        """Kill every part."""
        for part in (*self.workers, self.scheduler):
            kill(part)


class ObjectStore:
    """SeaweedFS as an S3 server with one bucket, on this machine alone and without its telemetry."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports = [free_port() for _ in range(4)]
        self.environment = {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._ports[0]}"}
        (folder / "data").mkdir(parents=True, exist_ok=True)
        identity = {
            "name": "bench",
            "credentials": [dict(zip(("accessKey", "secretKey"), KEYS.values(), strict=True))],
            "actions": ["Admin", "Read", "Write", "List"],
        }
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        self.start()

    def start(self) -> None:
        """Start the server; return when it answers."""
        s3, master, volume, filer = self._ports
        options = {
            "dir": self.folder / "data",
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "master.telemetry": "false",
            "master.volumeSizeLimitMB": 64,
            "volume.max": 20,
            "filer": "true",
            "s3": "true",
            "s3.config": self.folder / "s3.json",
            "s3.autoCreateBucket": "false",
            "s3.port": s3,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "master.port": master,
            "volume.port": volume,
            "filer.port": filer,
        }
        weed = Path(sys.executable).with_name("weed")
        with (self.folder / "weed.log").open("ab") as log:
            self._process = subprocess.Popen(
                [weed, "server", *(f"-{name}={value}" for name, value in options.items())],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        wait_for_port(s3)
        self._wait_for_bucket()

    def _wait_for_bucket(self) -> None:
        """Make the bucket, or see that it is there; a request that comes before all parts are up may hang."""
        import s3fs

        quick = {"connect_timeout": 2, "read_timeout": 2, "retries": {"max_attempts": 0}}
        files = s3fs.S3FileSystem(
            key=KEYS["AWS_ACCESS_KEY_ID"],
            secret=KEYS["AWS_SECRET_ACCESS_KEY"],
            endpoint_url=self.environment["AWS_ENDPOINT_URL"],
            config_kwargs=quick,
            skip_instance_cache=True,
        )
        files.retries = 1
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if not files.exists(BUCKET):
                    files.mkdir(BUCKET)
                files.pipe_file(f"{BUCKET}/started", b"started")
                return
            except Exception:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)

    def kill(self) -> None:
        """Kill the server."""
        kill(self._process)


def processes() -> Iterator[tuple[str, str, str]]:
    """Yield the process group and the user and system time, in clock ticks, of every process."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            words = (
                path.read_text().rpartition(")")[2].split()
            )  # proc(5): fields from the third, the state, on
            yield words[2], words[11], words[12]


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all it started, without a chance to clean up."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def stop_on_terminate() -> None:
    """Let SIGTERM end this program as an error does, so that the parts it started are stopped."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


def free_port() -> int:
    """Return a port that is free together with the one 10,000 above it, where SeaweedFS speaks gRPC."""
    while True:
        port = random.randrange(20_000, 50_000)
        with suppress(OSError), socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", port))
            other.bind(("127.0.0.1", port + 10_000))
            return port


def wait_for_port(port: int) -> None:
    """Return when a port is open; raise TimeoutError."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing listens on port {port} after {PATIENCE:.0f} s")
