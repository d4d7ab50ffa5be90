"""How fast do two Dask workers embed pictures, beside the processes of one machine?

Run: `python -m bench.dask_pace FOLDER [--pictures 4000] [--rounds 2]` with a folder of topic folders. The two ways take
turns in one run, both with as many workers as there are cores: the step `embed` on this machine's cores, and on a
scheduler with workers of one thread each that read from and write to a shared folder. Once with the pictures in that
folder, once with the pictures sent through it in packs. Processes are started before the clock. CPU seconds are those
of this process and of all workers. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path
from statistics import median

from bench.dask_parts import Cluster, stop_on_terminate
from bench.throughput import MODEL, prepare

WAYS = ("local", "Dask, pictures in the shared folder", "Dask, pictures in packs")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    stop_on_terminate()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        os.environ["ARTMETA_DATA_DIR"] = str(home / "data")
        prepare(home, given.folder.resolve(), given.pictures)
        cluster = Cluster(home / "cluster", workers=os.cpu_count() or 1)
        (home / "apart").mkdir()
        try:
            places = {WAYS[0]: None, WAYS[1]: home, WAYS[2]: home / "apart"}
            for shared in (home, home / "apart"):  # the workers import what they need, before the clock
                embed(home, cluster, shared, most=200)
            rounds = [
                {way: embed(home, cluster, shared) for way, shared in places.items()}
                for _ in range(given.rounds)
            ]
        finally:
            cluster.stop()
    show(rounds, given.pictures)


def embed(home: Path, cluster: Cluster, shared: Path | None, most: int | None = None) -> tuple[float, float]:
    """Embed the pictures into a new database; return the seconds of wall clock and of CPU."""
    from artmeta.settings import Settings
    from artmeta.steps import embed as step
    from artmeta.steps.beginning import begin_enrich
    from artmeta.steps.context import CollectionFile, open_run
    from artmeta.steps.fetch import fetch

    data = Path(tempfile.mkdtemp(dir=home))
    for part in ("models", "cache"):
        shutil.copytree(home / "data" / part, data / part)
    text = (
        f'title = "b"\n[source]\nkind = "folder"\npath = "{home / "pictures"}"\n[model]\nname = "{MODEL}"\n'
    )
    text += f"[limits]\nmax_works = {most}\n" if most else ""
    compute = f'[compute]\nscheduler = "{cluster.address}"\nshared = "{shared}"\n' if shared else ""
    settings = Settings(data_dir=data)
    run_id = begin_enrich(CollectionFile.write(text + compute, home / "bench.toml"), settings)
    with open_run(run_id, settings) as context:
        fetch(context)
        wall, cpu = time.perf_counter(), cpu_seconds(cluster)
        result = step.embed(context)
        seconds = time.perf_counter() - wall, cpu_seconds(cluster) - cpu
    assert result.failed == 0, result
    shutil.rmtree(data)
    return seconds


def cpu_seconds(cluster: Cluster) -> float:
    """Return the CPU seconds so far of this process, its ended children, and the cluster's processes."""
    return sum(os.times()[:4]) + cluster.cpu_seconds()


def show(rounds: list[dict[str, tuple[float, float]]], pictures: int) -> None:
    print(f"{pictures} pictures, {os.cpu_count()} cores, {len(rounds)} rounds, medians\n")
    print(
        "| way | pictures/s | CPU ms a picture | pace beside local | CPU beside local |\n|---|---:|---:|---:|---:|"
    )
    for way in WAYS:
        wall, cpu = (median(each[way][part] for each in rounds) for part in (0, 1))
        pace, cost = (median(each[WAYS[0]][part] / each[way][part] for each in rounds) for part in (0, 1))
        print(
            f"| {way} | {pictures / wall:.0f} | {cpu / pictures * 1000:.2f} | {pace:.2f} | {1 / cost:.2f} |"
        )


if __name__ == "__main__":
    main()
