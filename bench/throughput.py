"""How many pictures a second go from JPEG files to rows in DuckDB, against the loops that people write?

Run: `python -m bench.throughput FOLDER [--pictures 1000] [--rounds 3] [--only artmeta int8] [--before COMMIT]
[--large]` with a folder of topic folders. Ways, interleaved in every round, each in a process of its own, with the same
weights and, but for int8, the same head:

- loop: PIL opens, `model.predict` one by one, one INSERT a picture (on 150 pictures: it is slow)
- batch: PIL opens all, `model.predict(batch_size=32)`, `executemany`
- artmeta: the steps embed and classify as a run takes them, workers' start included
- int8: the same with a model of this precision
- before: artmeta as it was at a commit, which is checked out into a temporary folder

With --large every picture is scaled up to 1200 x 900 pixels first.

Loading the network is counted for none. The limit is what as many processes as there are cores reach together when
they do nothing but decode and run LiteRT: pictures over CPU seconds, summed; taken before and after each of artmeta's
turns, for a shared machine changes its pace within seconds. CPU ms are those of all of
artmeta's processes, a picture. Memory is the peak of the largest process. Prints Markdown.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.decode_and_embed import MODEL_INT8, limit
from bench.naive_loops import MODEL, batch, loop

if TYPE_CHECKING:
    from artmeta.steps.context import RunContext

BEFORE = "before"
LARGE = (1200, 900)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=sorted(WAYS), nargs="+")
    parser.add_argument("--before", help="a commit to compare with")
    parser.add_argument("--large", action="store_true", help="pictures of 1200 x 900 pixels")
    parser.add_argument("--way", choices=sorted(WAYS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.way:
        print(json.dumps(WAYS[given.way](given.folder)))
    else:
        compare(given)


def compare(given: argparse.Namespace) -> None:
    ways = [*(given.only or WAYS), *([BEFORE] if given.before else [])]
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        os.environ["ARTMETA_DATA_DIR"] = str(home / "data")
        prepare(home, given.folder.resolve(), given.pictures, given.large)
        measurements: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
        with checked_out(given.before, home / BEFORE):
            for _ in range(given.rounds):
                for way, results in measurements.items():
                    results.append(measured(way, home))
        show(measurements, given.pictures)


@contextmanager
def checked_out(commit: str | None, folder: Path) -> Iterator[None]:
    """Check a commit out into a folder, if there is one to compare with."""
    if commit is None:
        yield
        return
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", folder, commit], check=True)
    try:
        yield
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", folder], check=True)


def prepare(home: Path, folder: Path, pictures: int, large: bool = False) -> None:
    """Train the models, and lay out as many pictures as asked, copies with bytes appended so that none is the same."""
    from artmeta.settings import Settings
    from artmeta.steps import pipeline
    from artmeta.steps.folders import folder_to_train_on

    for model, precision in ((MODEL, "float32"), (MODEL_INT8, "int8")):
        table: dict[str, object] = {"head": "logistic"}
        pipeline.train_model(folder_to_train_on(folder, model, table, precision=precision), Settings.read())
    originals = sorted(folder.rglob("*.jpg"))[:pictures]
    if large:
        originals = [enlarged(path, home / "large" / f"{at}.jpg") for at, path in enumerate(originals)]
    (home / "pictures").mkdir()
    for number in range(pictures):
        copy = home / "pictures" / f"{number:06}.jpg"
        shutil.copyfile(originals[number % len(originals)], copy)
        with copy.open("ab") as file:  # bytes after a JPEG's end change its sha256 and nothing else
            file.write(number.to_bytes(4, "big"))


def enlarged(path: Path, to: Path) -> Path:
    from PIL import Image

    to.parent.mkdir(exist_ok=True)
    Image.open(path).convert("RGB").resize(LARGE, Image.Resampling.BICUBIC).save(to, quality=90)
    return to


def measured(way: str, home: Path) -> dict[str, Any]:
    """Measure one way in a process of its own; the earlier artmeta with the measurement that it came with."""
    code = home / BEFORE if way == BEFORE else Path.cwd()
    command = [sys.executable, "-m", "bench.throughput", str(home), "--way"]
    command.append("artmeta" if way == BEFORE else way)
    env = {**os.environ, "PYTHONPATH": str(code)}
    ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=code, env=env)
    result: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return result


def artmeta(home: Path, model: str = MODEL) -> dict[str, Any]:
    from artmeta.settings import Settings
    from artmeta.steps.beginning import begin_enrich
    from artmeta.steps.context import open_run
    from artmeta.steps.fetch import fetch
    from artmeta.steps.folders import folder_collection

    settings = Settings(data_dir=fresh_data(home))
    run_id = begin_enrich(folder_collection(home / "pictures", model, "bench-pictures"), settings)
    cores = os.cpu_count() or 1
    before = limit(home, model, cores)
    with open_run(run_id, settings) as context:
        fetch(context)
        started = cpu_seconds()
        with largest_worker() as worker:
            seconds = embed_and_classify(context)
        cpu, writer = cpu_seconds() - started, peak_mb()  # the answer below is the bench's own
        rows = context.store.rows("files_of_run", run_id=run_id)
    predicted = {row["artwork_id"].rpartition(":")[2]: row["topic"] for row in rows}
    best = (before + limit(home, model, cores)) / 2
    memory = {"worker": max(worker), "writer": writer, "cpu": 1000 * cpu / len(rows)}
    return {"rate": len(rows) / seconds, "topics": predicted, "limit": best} | memory


def int8(home: Path) -> dict[str, Any]:
    return artmeta(home, MODEL_INT8)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def embed_and_classify(context: RunContext) -> float:
    from artmeta.steps.classify import classify
    from artmeta.steps.embed import embed

    started = time.perf_counter()
    embed(context)
    classify(context)
    return time.perf_counter() - started


@contextmanager
def largest_worker() -> Iterator[list[float]]:
    """Collect the peaks of this process's workers while they live, in MB."""
    peaks, over = [0.0], threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            peaks.extend(peak_mb(child.pid) for child in multiprocessing.active_children())

    watch = threading.Thread(target=look)
    watch.start()
    try:
        yield peaks
    finally:  # a thread that looks on would keep the process alive after a fault
        over.set()
        watch.join()


def peak_mb(process: int | None = None) -> float:
    """Return a process's peak; getrusage would tell that of the process it was started from, if that was larger."""
    try:
        status = Path(f"/proc/{process or 'self'}/status").read_text()
    except OSError:  # it has just ended
        return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024 if "VmHWM:" in status else 0.0


def fresh_data(home: Path) -> Path:
    """Copy the trained model and the compiled network, without the database: every round embeds anew."""
    data = Path(tempfile.mkdtemp(dir=home))
    for name in ("models", "cache"):
        shutil.copytree(home / "data" / name, data / name)
    return data


def show(measurements: dict[str, list[dict[str, Any]]], pictures: int) -> None:
    rates = {way: [result["rate"] for result in results] for way, results in measurements.items()}
    print(f"{pictures} pictures, {os.cpu_count()} cores, {len(next(iter(rates.values())))} rounds\n")
    print("| way | pictures/s, median (least to most) |\n|---|---:|")
    for way, each in rates.items():
        print(f"| {way} | {median(each):.0f} ({min(each):.0f} to {max(each):.0f}) |")
    for ours in (way for way in ("artmeta", "int8") if way in measurements):
        show_artmeta(measurements, rates, ours)


def show_artmeta(results: dict[str, list[dict[str, Any]]], rates: dict[str, list[float]], name: str) -> None:
    ours = results[name]
    share = median(result["rate"] / result["limit"] for result in ours)
    print(f"\n{name}: {median(result['cpu'] for result in ours):.2f} CPU ms a picture")
    print(f"Of the limit of decoding and inference alone: {share:.0%}, median of rounds")
    print(f"Largest worker: {max(result['worker'] for result in ours):.0f} MB")
    print(f"The process that writes: {max(result['writer'] for result in ours):.0f} MB")
    for way in [way for way in results if way != name]:
        faster = median(one / other for one, other in zip(rates[name], rates[way], strict=True))
        predicted = results[way][0].get("topics", {})  # an earlier version of this bench does not return them
        same = sum(ours[0]["topics"][name] == topic for name, topic in predicted.items())
        print(f"Faster than {way}: {faster:.1f} times, median of rounds", end="")
        print(f"; same topic on {same} of {len(predicted)}" if predicted else "")


WAYS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "loop": loop,
    "batch": batch,
    "artmeta": artmeta,
    "int8": int8,
}

if __name__ == "__main__":
    main()
