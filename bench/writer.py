"""How much memory and CPU does the process that writes take while any number of pictures is embedded and classified?

Run: `python -m bench.writer DATA MODEL [--pictures 100000] [--profile]` with a data folder that holds a trained model.
The works are synthetic, and the workers draw random features instead of decoding pictures, so that 100,000 take a
minute; all that the process that writes does is real. Prints Markdown: CPU ms a picture and, at the end of each part,
the memory held and its peak, in MB. `--profile` prints where the CPU time goes, by function, instead.
"""

from __future__ import annotations

import argparse
import cProfile
import multiprocessing
import pstats
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from artmeta.steps import embedding_pool
from bench import drawn_features
from bench.scale import CONFIG, PART, RUN


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("model")
    parser.add_argument("--pictures", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        for folder in ("models", "cache"):
            shutil.copytree(given.data / folder, home / folder)
        spawned(write_works, home, given.model, given.pictures)
        spawned(profile if given.profile else measure, home, given.pictures)


def spawned(work: Callable[..., None], *values: object) -> None:
    """Do work in a process of its own, whose peak is no other's."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=values)
    process.start()
    process.join()
    assert process.exitcode == 0


def write_works(home: Path, model: str, pictures: int) -> None:
    """Write works with a picture each, and a run with a model, to a database of their own."""
    from artmeta.store.database import Store
    from artmeta.store.opening import connect
    from bench.scale import SETTING, WORKS

    database = home / "artmeta.duckdb"
    Store.open(database).close()
    artworks, images = WORKS.split(";\n")[:2]
    run = SETTING.split(";\n")[0].replace("'topics' AS model_name", f"'{model}' AS model_name")
    config = CONFIG.replace('name = "topics"', f'name = "{model}"')
    with connect(database, read_only=False) as connection:
        connection.execute(run, {"run": RUN, "config": config, "now": datetime.now(UTC)})
        for start in range(0, pictures, PART):
            part = {"run": RUN, "from": start, "to": min(start + PART, pictures)}
            connection.execute(artworks, part | {"topics": 7})
            connection.execute(images, part)


def measure(home: Path, pictures: int) -> None:
    print("| part | CPU ms a picture | seconds | MB at the end | peak MB |\n|---|---:|---:|---:|---:|")

    @contextmanager
    def part(name: str) -> Iterator[None]:
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew (Linux)
        began, busy = time.perf_counter(), time.process_time()
        yield
        seconds, cpu = time.perf_counter() - began, 1000 * (time.process_time() - busy) / pictures
        status = Path("/proc/self/status").read_text()
        held, peak = (int(status.partition(f"{key}:")[2].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))
        print(f"| {name} | {cpu:.3f} | {seconds:.1f} | {held:.0f} | {peak:.0f} |", flush=True)

    write(home, part)


def profile(home: Path, _: int) -> None:
    with cProfile.Profile() as profiled:
        write(home, lambda _: nullcontext())
    pstats.Stats(profiled).sort_stats("tottime").print_stats(35)
    pstats.Stats(profiled).sort_stats("cumtime").print_stats(60)


def write(home: Path, part: Callable[[str], AbstractContextManager[None]]) -> None:
    """Embed and classify as a run does, with workers that draw their features."""
    with part("imports"):
        from artmeta.settings import Settings
        from artmeta.steps.classify import classify
        from artmeta.steps.context import open_run
        from artmeta.steps.embed import embed

    embedding_pool.start, embedding_pool.embed_batch = drawn_features.start, drawn_features.embed_batch
    with ExitStack() as run:
        with part("open"):
            context = run.enter_context(open_run(RUN, Settings(data_dir=home, reports_dir=home)))
        with part("embed"):
            embed(context)
        with part("classify"):
            classify(context)
        with part("close"):
            run.close()


if __name__ == "__main__":
    main()
