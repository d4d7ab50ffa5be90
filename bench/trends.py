"""How well are shares over time recovered whose truth is known, and are verdicts silent and awake when they should be?

Run: `python -m bench.trends PAINTINGS DATES.csv [--column date_text --profile tate] [--repeats 100] [--head logistic]`
with a folder of pictures by topic and a CSV of a museum's date texts. The classifier's errors are real: every
picture is judged by a head that never saw it, and simulated works draw their confidences from pictures of their
topic. The dates are real: each work takes a text of the museum, is truly made in a year drawn evenly from it, and
is seen through the text alone. Only the truth is made up. The known (half as many works as there are pictures)
is drawn anew each time.
"""

from __future__ import annotations

import argparse
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from artmeta.dates.lists import read_list
from artmeta.domain.dates import DateSpan
from artmeta.errors import ImageError
from artmeta.imaging.decode import decode
from artmeta.settings import Settings
from artmeta.stats import softmax
from artmeta.trend_analysis.analysis import trends
from artmeta.trend_analysis.bins import fixed_bins
from artmeta.trend_analysis.clusters import Resampling
from artmeta.trend_analysis.dated_works import ClassifierErrors, DatedWorks
from artmeta.trend_analysis.estimation import PreparedScores, estimate, prepare
from artmeta.trend_analysis.trend_lines import TrendLines, fit_trend_lines
from artmeta.trend_analysis.uncertainty import share_draws, share_intervals
from artmeta.trend_analysis.verdict import verdicts
from artmeta.trend_analysis.year_density import by_topic, dating
from artmeta.trend_options import Method
from artmeta.vision.backbones import load_backbone
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.litert import Embedder
from artmeta.vision.training import train_head
from bench.simulated_works import CENTURY, Floats, SimulatedWorks, World, draw, rise, waves


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("paintings", type=Path)
    arguments.add_argument("dates", type=Path)
    arguments.add_argument("--column", default="date_text")
    arguments.add_argument("--profile", default="tate")
    arguments.add_argument("--head", default="logistic")
    arguments.add_argument("--repeats", type=int, default=100)
    arguments.add_argument("--first", type=int, default=1800, help="the century begins")
    options = arguments.parse_args()
    dates = read_list(options.dates, options.column, options.profile)
    closed = [span for span in dates if isinstance(span, DateSpan) and span.closed]
    spans = np.array([(span.earliest, span.latest) for span in closed])
    world = World(*out_of_fold_confidences(options.paintings, options.head), spans)
    accuracy = (world.confidences.argmax(axis=1) == world.topics).mean()
    print(
        f"{len(world.topics)} pictures of {world.count} topics, {100 * accuracy:.1f}% right out of fold; ",
        end="",
    )
    print(f"{len(spans)} dates.\n")
    recovered(world, options.first, options.repeats)
    called(world, options.first, options.repeats * 2)
    heavy(world)


def out_of_fold_confidences(folder: Path, head: str) -> tuple[Floats, NDArray[np.int64]]:
    """Return confidences of every picture by a head that never saw it, and the numbers of its topic."""
    embedder = Embedder(load_backbone("mobilenetv2", Settings.read().cache_dir))
    vectors, topics = [], []
    for path in sorted(folder.glob("*/*")):
        try:
            vectors.append(embedder.embed(decode(path)))
            topics.append(path.parent.name)
        except ImageError:
            continue
    trained = train_head(
        np.array(vectors), topics, [str(n) for n in range(len(topics))], Hyperparameters(head=head)
    )
    y_true = np.array([trained.topics.index(topic) for topic in topics])
    return softmax(trained.out_of_fold / trained.head.temperature), y_true


def recovered(world: World, first: int, repeats: int) -> None:
    print("| works | bins | method | error of shares, points | against counting | 95% intervals cover |")
    print("|---:|---:|---|---:|---:|---:|")
    cases: list[tuple[int, int, Method | None]] = [
        (2000, 10, None),
        (2000, 10, "pacc"),
        (2000, 25, None),
        (500, 25, None),
        (20_000, 10, None),
    ]
    for works, width, method in cases:
        errors: dict[str, list[float]] = {}
        coverage: list[float] = []
        for repeat in range(repeats if works < 10_000 else repeats // 5):
            one_collection(world, first, works, width, method, repeat, errors, coverage)
        counted = np.mean(errors["counted"])
        for name, values in errors.items():
            covered = f"{100 * np.mean(coverage):.1f}%" if name == (method or "emq") else ""
            gained = f"{100 * (np.mean(values) / counted - 1):+.0f}%" if name != "counted" else ""
            if method is None or name == method:
                print(
                    f"| {works} | {width} | {name} | {100 * np.mean(values):.2f} | {gained} | {covered} |",
                    flush=True,
                )


def one_collection(
    world: World,
    first: int,
    works: int,
    width: int,
    method: Method | None,
    seed: int,
    errors: dict[str, list[float]],
    coverage: list[float],
) -> None:
    rng = np.random.default_rng(seed)
    drawn = draw(world, first, works, lambda at, r: waves(at, r, world.count), False, rng)
    bins = fixed_bins(first, first + CENTURY - 1, width)
    prepared, resampling = prepare(drawn.confidences, world.calibration_set(rng), method), alone(works, rng)
    dates = dating(prepared.unbiased[0], *drawn.spans.T, bins, resampling)
    estimated = estimate(prepared, by_topic(dates.spans, dates.parts), len(bins))
    draws = share_draws(estimated, dates, resampling, rng)
    low, high = share_intervals(estimated.share, estimated.works, draws)
    for at in range(len(bins)):
        inside = (drawn.years >= bins.first[at]) & (drawn.years <= bins.last[at])
        if inside.sum() < 10:
            continue
        truth = np.bincount(drawn.y_true[inside], minlength=world.count) / inside.sum()
        expected = drawn.chances[inside].mean(axis=0)
        for name, shares in estimated.shares.items():
            errors.setdefault(name, []).append(float(np.abs(shares[at] - truth).mean()))
        coverage.append(float(np.mean((low[at] <= expected) & (expected <= high[at]))))


def called(world: World, first: int, repeats: int) -> None:
    print(
        "\n| change over the century | works | found | found, if topics and years were known | change, points | "
        "95% interval covers | any called wrongly |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|")
    for base, points in ((0.14, 0.0), (0.02, 0.1), (0.05, 0.1), (0.10, 0.1), (0.20, 0.1)):
        detected, possible, changes, coverage, wrong = [], [], [], [], []
        for repeat in range(repeats):
            rng = np.random.default_rng(10_000 + repeat)
            drawn = draw(world, first, 2000, rise(base, points), True, rng)
            prepared = prepare(drawn.confidences, world.calibration_set(rng), "emq")
            line = line_of(drawn.spans, drawn.confidences, prepared, first, rng)
            results = verdicts(line)
            kinds = [one.kind in {"rose", "fell"} for one in results]
            detected.append(results[0].kind == "rose")
            possible.append(best_possible(drawn, world.count, first, rng) == "rose")
            changes.append(results[0].change)
            coverage.append(results[0].low <= points * 0.99 <= results[0].high)
            wrong.append(any(kinds) if points == 0 else results[0].kind == "fell")
        name = f"{100 * base:.0f} to {100 * (base + points):.0f}%" if points else "none, in any topic"
        hit = f"{100 * np.mean(detected):.0f}% | {100 * np.mean(possible):.0f}%" if points else "|"
        print(
            f"| {name} | 2000 | {hit} | {100 * np.mean(changes):+.1f} | {100 * np.mean(coverage):.0f}% | "
            f"{100 * np.mean(wrong):.1f}% |",
            flush=True,
        )


def best_possible(drawn: SimulatedWorks, topics: int, first: int, rng: np.random.Generator) -> str:
    """Judge the first topic as if nobody erred: right topics, true years; what is missed then, the sample hides."""
    prepared = prepare(np.eye(topics)[drawn.y_true], None)
    years = np.stack([drawn.years, drawn.years], axis=1)
    return verdicts(line_of(years, prepared.raw, prepared, first, rng))[0].kind


def alone(works: int, rng: np.random.Generator) -> Resampling:
    """Return the draws of works that do not depend on one another."""
    return Resampling.of(np.arange(works), 200, rng)


def line_of(
    spans: NDArray[np.int64],
    confidences: Floats,
    prepared: PreparedScores,
    first: int,
    rng: np.random.Generator,
) -> TrendLines:
    """Fit the lines of works dated [works, 2] through a century."""
    count = len(spans)
    frame, status, given = pd.DataFrame(index=range(count)), np.full(count, "sure"), np.full(count, -1)
    works = DatedWorks((), frame, spans[:, 0], spans[:, 1], confidences, status, given)
    return fit_trend_lines(prepared, works, alone(count, rng), (first, first + CENTURY - 1), rng)


def heavy(world: World, predictions: int = 1_000_000) -> None:
    """Time a million predictions, from frames to tables, with 200 replicates."""
    rng, topics = np.random.default_rng(1), [f"topic {n}" for n in range(world.count)]
    works = predictions // world.count
    drawn = draw(world, 1800, works, rise(0.05, 0.1), False, rng)
    ids = np.array([f"museum:{n}" for n in range(works)], dtype=object)
    artists = rng.choice([f"artist {n}" for n in range(2000)], works)
    frame = pd.DataFrame(
        {
            "artwork_id": ids,
            "date_earliest": drawn.spans[:, 0],
            "date_latest": drawn.spans[:, 1],
            "date_status": "read",
            "artist": artists,
            "venue": "",
        }
    )
    confidences = long(ids, topics, drawn.confidences).rename(columns={"item": "artwork_id"})
    known = world.calibration_set(rng)
    kept = long(np.arange(len(known.y_true)), topics, known.confidences)
    kept["given_topic_id"] = np.repeat(np.array(topics, dtype=object)[known.y_true], world.count)
    started, used = time.perf_counter(), time.process_time()
    trends(frame, confidences, ClassifierErrors(dict(zip(topics, topics, strict=True)), kept))
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\n{len(confidences)} predictions to tables: {wall:.1f} s ({cpu:.1f} CPU s), peak {memory:.0f} MB."
    )


def long(items: NDArray[np.generic], topics: list[str], confidences: Floats) -> pd.DataFrame:
    count = len(topics)
    named = np.tile(np.array(topics, dtype=object), len(items))
    return pd.DataFrame(
        {"item": np.repeat(items, count), "topic_id": named, "confidence": confidences.ravel()}
    )


if __name__ == "__main__":
    main()
