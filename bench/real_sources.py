"""Are real manifests and real lists read without loss? Counts in must equal counts out, each odd record told.

Run: `python -m bench.real_sources --iiif FOLDER_OF_JSON --oxford LIST.csv`; no network is needed: a manifest that lies
elsewhere is told as out of reach.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from artmeta.collection import Collection
from artmeta.domain.artwork import Artwork
from artmeta.domain.run import Issue
from artmeta.sources import csv as csv_source
from artmeta.sources import iiif
from artmeta.web import Web, WebPolicy

OXFORD = Path(__file__).parents[1] / "data" / "collections" / "oxford.toml"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--iiif", type=Path)
    arguments.add_argument("--oxford", type=Path)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # What lies elsewhere is told as out of reach after one try a host.
        policy = WebPolicy.model_validate(
            {"retries": 0, "connect_timeout": 3, "breaker_failures": 1, "breaker_rests": 0}
        )
        with Web(policy, Path(folder), "nobody@example.org") as web:
            if given.iiif:
                manifests(given.iiif, web)
            if given.oxford:
                oxford(given.oxford, Path(folder), web)


def manifests(folder: Path, web: Web) -> None:
    for path in sorted(folder.glob("*.json")):
        records = list(iiif.artworks(iiif.Params.model_validate({"path": path}), web, "neutral"))
        print(f"{path.name}: {kind_summary(records)}")


def oxford(path: Path, folder: Path, web: Web) -> None:
    shutil.copy(OXFORD, folder)
    shutil.copy(path, folder / "oxford_paintings.csv")
    params = Collection.load(folder / OXFORD.name).source.params
    assert isinstance(params, csv_source.Params)
    records = list(csv_source.artworks(params, web, "neutral"))
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = sum(any(cell.strip() for cell in row) for row in csv.reader(file)) - 1
    out = sum(isinstance(one, Artwork) or one.artwork_id != "" for one in records)
    works = [one for one in records if isinstance(one, Artwork)]
    print(f"{path.name}: {rows} rows in, {out} out: {kind_summary(records)}")
    print(f"  subsets {dict(Counter(work.split for work in works))}")
    print(f"  topics {dict(Counter(topic for work in works for topic in work.given_topics).most_common())}")
    assert rows == out, "a row was lost"


def kind_summary(records: Iterable[Artwork | Issue]) -> str:
    kinds = Counter(one.kind if isinstance(one, Issue) else "work" for one in records)
    return ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


if __name__ == "__main__":
    main()
