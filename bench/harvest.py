"""How fast are pictures fetched, and in how little memory, against img2dataset on the same server in the same run?

Run: `TMPDIR=/dev/shm python -m bench.harvest --img2dataset VENV/bin/img2dataset [--works 5000] [--rounds 3]`.

The peer pins old libraries, so it lives in an environment of its own: `python3 -m venv VENV && VENV/bin/pip install
img2dataset`. Both are whole commands, start-up included, with the same number of open requests, fetching the same
pictures from a server in memory on loopback; rounds alternate, after one of each that is not counted and leaves
compiled modules behind. artmeta writes a file a picture named by its sha256, its size as it is seen, and rows in DuckDB
of the work, the picture and the outcome; its difference hash is made where the picture is decoded anyway, when it is
embedded. img2dataset is run as files without any decoding (sha256 and a Parquet row), the least it can do, in one
process and in two, and with its default resizing to 256 pixels. On a machine that others use too, the CPU seconds say
more than the clock's.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

BASES = 64  # different pictures; a comment in each file makes the 5,000 files differ
SIZE = (640, 480)
FETCH = """
import sys; from pathlib import Path
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile, begin, finish, open_run
from artmeta.steps.fetch import fetch
settings = Settings(data_dir=Path(sys.argv[2]))
with open_run(begin(CollectionFile.load(Path(sys.argv[1])), settings), settings) as context:
    result = fetch(context)
    finish(context)
assert result.failed == 0, result
"""


@dataclass(frozen=True)
class Measured:
    """One command: seconds on the clock and of all its processes' work, and the peak memory of its largest process."""

    seconds: float
    cpu: float
    megabytes: float


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--img2dataset", type=Path)
    arguments.add_argument("--works", type=int, default=5000)
    arguments.add_argument("--threads", type=int, default=16)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{ours.recv()}"
    rivals = contestants(base, given.works, given.threads, given.img2dataset)
    with tempfile.TemporaryDirectory() as folder:
        measurements = rounds_of(rivals, given.rounds, Path(folder))
    server.terminate()
    print(
        f"{given.works} pictures, {given.threads} open requests, median of {given.rounds} rounds (min-max)\n"
    )
    print("| what | pictures/s | seconds | CPU s | peak MB |\n|---|---:|---:|---:|---:|")
    for name, rounds in measurements.items():
        seconds = [one.seconds for one in rounds]
        middle = statistics.median(seconds)
        print(
            f"| {name} | {given.works / middle:.0f} | {middle:.1f} ({min(seconds):.1f}-{max(seconds):.1f}) "
            f"| {statistics.median(one.cpu for one in rounds):.1f} | {max(one.megabytes for one in rounds):.0f} |"
        )


def rounds_of(
    rivals: dict[str, Callable[[Path], Measured]], rounds: int, folder: Path
) -> dict[str, list[Measured]]:
    """Run all in turn; nothing is deleted in between, as ext4 looks long for a place where files just were."""
    measurements: dict[str, list[Measured]] = {name: [] for name in rivals}
    for number in range(rounds + 1):
        for at, (name, run) in enumerate(rivals.items()):
            place = folder / f"{number}-{at}"
            place.mkdir()
            measured = run(place)
            if number:
                measurements[name].append(measured)
    return measurements


def contestants(
    base: str, works: int, threads: int, peer: Path | None
) -> dict[str, Callable[[Path], Measured]]:
    rivals: dict[str, Callable[[Path], Measured]] = {
        "artmeta fetch": lambda folder: artmeta(folder, base, works, threads)
    }
    if peer:
        least = ["--resize_mode=no", "--disable_all_reencoding=True"]
        for processes in (1, 2):
            share = [f"--processes_count={processes}", f"--thread_count={threads // processes}"]
            label = f"img2dataset, {processes} process{'es' if processes > 1 else ''}"
            rivals[f"{label}, files as they are"] = lambda folder, s=share: img2dataset(
                folder, base, works, peer, s + least
            )  # type: ignore[misc]
        share = ["--processes_count=2", f"--thread_count={threads // 2}", "--image_size=256"]
        rivals["img2dataset, 2 processes, resized to 256"] = lambda folder: img2dataset(
            folder, base, works, peer, share
        )
    return rivals


def artmeta(folder: Path, base: str, works: int, threads: int) -> Measured:
    collection = folder / "bench.toml"
    collection.write_text(f"""
title = "Bench"
[source]
kind = "csv"
url = "{base}/list/{works}.csv"
columns = {{ id = "id", image = "url" }}
[web]
allow_private_addresses = true
requests_per_second = 100000
concurrency = {threads}
""")
    measured = run([sys.executable, "-c", FETCH, str(collection), str(folder / "data")])
    files = sum(1 for _ in (folder / "data" / "images").rglob("*.jpg"))
    assert files == works, f"{files} of {works} pictures"
    return measured


def img2dataset(folder: Path, base: str, works: int, peer: Path, options: list[str]) -> Measured:
    listing = folder / "list.csv"
    listing.write_text("url\n" + "".join(f"{base}/{number}.jpg\n" for number in range(works)))
    measured = run(
        [
            str(peer),
            f"--url_list={listing}",
            "--input_format=csv",
            "--url_col=url",
            f"--output_folder={folder / 'out'}",
            "--output_format=files",
            "--compute_hash=sha256",
            "--enable_wandb=False",
            "--number_sample_per_shard=1000",
            *options,
        ]
    )
    files = sum(1 for _ in (folder / "out").rglob("*.jpg"))
    assert files == works, f"{files} of {works} pictures"
    return measured


def run(command: list[str]) -> Measured:
    """Run a command under a fresh parent, so that its processes' use of the machine is counted apart."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.Process(target=_run, args=(command, theirs))
    child.start()
    child.join()
    return Measured(*ours.recv())


def _run(command: list[str], to: Connection) -> None:
    started = time.monotonic()
    compiled = str(Path(tempfile.gettempdir()) / "bench-harvest-compiled")
    environment = {**os.environ, "NO_ALBUMENTATIONS_UPDATE": "1", "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # modules compiled anew each time cost seconds
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert ran.returncode == 0, ran.stderr[-2000:]
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    to.send((time.monotonic() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))


def serve(to: Connection) -> None:
    """Answer from memory as fast as one Python process can, so that the visitors are what is measured."""
    asyncio.run(_serve(to))


async def _serve(to: Connection) -> None:
    pictures = [_picture(number) for number in range(BASES)]
    server = await asyncio.get_running_loop().create_server(lambda: _Answering(pictures), "127.0.0.1", 0)
    to.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


class _Answering(asyncio.Protocol):
    def __init__(self, pictures: list[bytes]) -> None:
        self.pictures, self.kept = pictures, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.kept += data
        while b"\r\n\r\n" in self.kept:
            head, _, self.kept = self.kept.partition(b"\r\n\r\n")
            closing = b"connection: close" in head.lower()
            self.transport.write(self.answer(head.split(b" ", 2)[1].decode(), closing))
            if closing:
                self.transport.close()

    def answer(self, path: str, closing: bool) -> bytes:
        status, body, kind = "200 OK", b"", "image/jpeg"
        if path.startswith("/list/"):
            rows = (f"w{n},../{n}.jpg" for n in range(int(path[6:-4])))
            body, kind = ("id,url\n" + "\n".join(rows)).encode(), "text/csv"
        elif path.endswith(".jpg"):
            number = int(path[1:-4])
            comment = f"{number:012d}".encode()
            base = self.pictures[number % BASES]
            body = base[:2] + b"\xff\xfe\x00\x0e" + comment + base[2:]
        else:
            status = "404 Not Found"
        keep = "close" if closing else "keep-alive"
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: {keep}\r\n\r\n"
        return head.encode() + body


def _picture(number: int) -> bytes:
    import numpy as np
    from PIL import Image

    rough = np.random.default_rng(number).integers(0, 255, (24, 32, 3), dtype=np.uint8)
    fine = np.asarray(Image.fromarray(rough).resize(SIZE, Image.Resampling.BICUBIC), dtype=np.int16)
    noisy = (fine + np.random.default_rng(number).integers(-12, 12, fine.shape)).clip(0, 255).astype(np.uint8)
    to = io.BytesIO()
    Image.fromarray(noisy).save(to, "JPEG", quality=80)
    return to.getvalue()


if __name__ == "__main__":
    main()
