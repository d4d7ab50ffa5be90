"""How well does a transfer model learn the sample museum, and where does it fail?

Run: `python -m bench.sample_truth [--works 600] [--seed 1]`; trains the logistic head on the pictures of
dataset.zip, classifies the collection, and compares with the known truth: by period, by topic, by style.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from artmeta.errors import ImageError
from artmeta.imaging.decode import decode
from artmeta.sample.museum import Museum
from artmeta.sample.works import SampleWork, period_of
from artmeta.settings import Settings
from artmeta.vision.backbones import load_backbone
from artmeta.vision.hyperparameters import Hyperparameters
from artmeta.vision.litert import Embedder
from artmeta.vision.training import train_head

Vector = np.ndarray


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--works", type=int, default=600)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    museum = Museum(given.seed, given.works)
    start = time.process_time()
    sizes = [len(museum.file(number).body) for number in range(1, museum.works + 1)]
    print(
        f"Drawn: {museum.works} works in {time.process_time() - start:.0f} CPU s, {np.mean(sizes) / 1000:.0f} kB each."
    )
    embedder = Embedder(load_backbone("mobilenetv2", Settings.read().cache_dir))
    with tempfile.TemporaryDirectory() as folder:
        see = seeing(embedder, Path(folder) / "picture.jpg")
        lesson = [
            (path.split("/")[2], see(content))
            for path, content in museum.dataset_files()
            if path.startswith("dataset/training/")
        ]
        examples = list(shown(museum, see))
    vectors = np.stack([vector for _, vector in lesson])
    trained = train_head(
        vectors, [topic for topic, _ in lesson], [str(n) for n in range(len(lesson))], Hyperparameters()
    )
    guesses = trained.head.confidences(np.stack([vector for _, vector in examples])).argmax(axis=1)
    right = [trained.topics[guess] == work.topic for guess, (work, _) in zip(guesses, examples, strict=True)]
    report([work for work, _ in examples], right)


def seeing(embedder: Embedder, path: Path) -> Callable[[bytes], Vector]:
    """Give a function from a picture's bytes to its vector."""

    def see(content: bytes) -> Vector:
        path.write_bytes(content)
        return embedder.embed(decode(path))

    return see


def shown(museum: Museum, see: Callable[[bytes], Vector]) -> Iterable[tuple[SampleWork, Vector]]:
    """Yield the works that show a topic in a picture that can be read."""
    for number in range(1, museum.works + 1):
        file, work = museum.file(number), museum.work(number)
        try:
            if file.status == 200 and work.topic:
                yield work, see(file.body)
        except ImageError:
            continue


def period(work: SampleWork) -> str:
    span = period_of(work.year)
    return f"{span.first}-{span.last}"


def report(works: list[SampleWork], right: list[bool]) -> None:
    print(f"Right: {np.mean(right):.1%} of {len(works)} works.\n")
    print("| of | works | right |\n|---|---:|---:|")
    for name in (
        lambda w: f"{period_of(w.year).first}-{period_of(w.year).last}",
        lambda w: w.topic,
        lambda w: w.style,
    ):
        groups: dict[str, list[bool]] = defaultdict(list)
        for work, hit in zip(works, right, strict=True):
            groups[name(work)].append(hit)
        for group in sorted(groups):
            print(f"| {group} | {len(groups[group])} | {np.mean(groups[group]):.0%} |")


if __name__ == "__main__":
    main()
