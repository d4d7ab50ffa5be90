"""Which faults does the sample of the Oxford Paintings list hold, and does a gate keep the last good export?

Run: `python -m bench.list_faults LIST.csv --pictures FOLDER --data FOLDER --model NAME`. The first table counts each
kind of fault by a query of DuckDB on the lines of the file, without artmeta; the second shows what a run of artmeta on
the same list records. The pictures of the list lie on a server, so each address stands for a file of FOLDER; DATA holds
a trained model (it is copied). Then the list is run again with a stricter limit, cut short, and with one exporter that
loses records: each run is to stop, and every exported file to stay as it was, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from artmeta.errors import ValidationFailed
from artmeta.exporters import lido
from artmeta.settings import Settings
from artmeta.steps.context import CollectionFile
from artmeta.steps.pipeline import enrich

FAULTS = {
    "lines that hold nothing": "SELECT count(*) FROM lines WHERE n > 1 AND line = ''",
    "rows": "SELECT count(*) FROM listed",
    "rows whose subset is quoted a second time": "SELECT count(*) FROM listed WHERE subset LIKE '''%'''",
    "rows whose topics begin with a space": "SELECT count(*) FROM listed WHERE topics LIKE ''' %'",
    "rows with several topics in one cell": "SELECT count(*) FROM listed WHERE trim(topics, ' ''') LIKE '% %'",
    "rows without an address of a picture (N/A)": "SELECT count(*) FROM listed WHERE image NOT LIKE 'http%'",
    "rows without an address of a page": "SELECT count(*) FROM listed WHERE page NOT LIKE 'http%'",
    "rows whose page is not one of Art UK": "SELECT count(*) FROM listed WHERE page NOT LIKE '%artuk.org/%'",
    "rows that repeat an earlier page": "SELECT count(*) - count(DISTINCT page) FROM listed WHERE page <> ''",
    "works with several subsets": "SELECT count(*) FROM (FROM listed SELECT page GROUP BY page "
    "HAVING count(DISTINCT subset) > 1)",
    "works with several sets of topics": "SELECT count(*) FROM (FROM listed SELECT page GROUP BY page "
    "HAVING count(DISTINCT topics) > 1)",
}
RECORDED = {
    "works": "SELECT count(*) FROM artworks WHERE gone_run_id IS NULL",
    "issues": "SELECT string_agg(kind || ' ' || number, ', ' ORDER BY kind) FROM "
    "(SELECT kind, count(*) AS number FROM issues WHERE step = 'fetch' GROUP BY kind)",
}
COLLECTION = """
title = "Oxford Paintings"
exports = ["csv", "parquet", "duckdb", "lido", "assertions"]
[source]
kind = "csv"
path = "list.csv"
strip = "'\\""
topics_separator = " "
id_prefix = "artuk:"
id_pattern = '^https?://(?:www\\.)?artuk\\.org/discover/artworks/([^/?#]+)'
id_from_picture = true
[source.columns]
image = "Image URL"
url = "Web page URL"
split = "Subset"
topics = "Labels"
[model]
name = "MODEL"
"""


def main() -> None:
    """Print the tables, and raise AssertionError if an export changed."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("list", type=Path)
    arguments.add_argument("--pictures", type=Path, required=True)
    arguments.add_argument("--data", type=Path, required=True)
    arguments.add_argument("--model", required=True)
    given = arguments.parse_args()
    print(*table("by a query on the file", counts(given.list)), sep="\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(given.data / "models", folder / "data" / "models")
        shutil.copytree(given.data / "cache", folder / "data" / "cache", dirs_exist_ok=True)
        text = with_pictures(given.list.read_text("utf-8"), given.pictures, folder)
        settings = Settings(data_dir=folder / "data", reports_dir=folder / "reports", workers=1)
        gates(text, COLLECTION.replace("MODEL", given.model), folder, settings)


def counts(path: Path) -> Iterator[tuple[str, Any]]:
    """Count the faults of a list by queries on its lines."""
    with duckdb.connect() as store:
        store.execute(
            "CREATE TABLE lines AS "
            "SELECT generate_subscripts(each, 1) AS n, trim(unnest(each), chr(13) || ' ') AS line "
            "FROM (SELECT string_split(rtrim(content, chr(10) || chr(13)), chr(10)) AS each FROM read_text($path))",
            {"path": str(path)},
        )
        store.execute(
            "CREATE TABLE listed AS SELECT cells[1] AS image, cells[2] AS page, cells[3] AS subset, cells[4] AS topics "
            "FROM (SELECT string_split(line, ',') AS cells FROM lines WHERE n > 1 AND line <> '')"
        )
        for name, query in FAULTS.items():
            yield name, store.execute(query).fetchall()[0][0]


def with_pictures(text: str, pictures: Path, folder: Path) -> str:
    """Return the list with the addresses of pictures replaced by files, the same file for the same address."""
    files = cycle(sorted(path for path in pictures.rglob("*.jpg")))
    addresses = dict.fromkeys(line.split(",")[0] for line in text.splitlines()[1:] if line.startswith("http"))
    for number, address in enumerate(addresses):
        name = f"{number:04}.jpg"
        shutil.copy(next(files), folder / name)
        text = text.replace(f"{address},", f"{name},")
    return text


def gates(text: str, collection: str, folder: Path, settings: Settings) -> None:
    """Run the list, then three times so that a gate fails."""
    enriched(text, collection, folder, settings)
    with duckdb.connect(str(settings.database), read_only=True) as store:
        print(
            *table("by artmeta", ((name, store.execute(q).fetchall()[0][0]) for name, q in RECORDED.items())),
            sep="\n",
        )
    good = digests(settings)
    print(f"{len(good)} exported files")
    strict = collection + "[expectations]\nmin_artworks = 590\nmax_undated = 0.5\n"
    short = "\n".join(text.splitlines()[:400]) + "\n"
    lossy = mock.patch.object(lido, "_records", losing_the_first(lido._records))
    for name, run in {
        "a stricter [expectations]": lambda: enriched(text, strict, folder, settings),
        "a third of the list": lambda: enriched(short, collection, folder, settings),
        "an exporter that loses a record": lambda: within(
            lossy, lambda: enriched(text, collection, folder, settings)
        ),
    }.items():
        print(f"\n{name}: {refusal(run)}")
        assert digests(settings) == good, "an export changed"
        print("every exported file is as it was")


def enriched(text: str, collection: str, folder: Path, settings: Settings) -> None:
    (folder / "list.csv").write_text(text, "utf-8", newline="")
    path = folder / "oxford.toml"
    path.write_text(collection, "utf-8")
    enrich(CollectionFile.load(path), settings)


def within(context: Any, run: Callable[[], None]) -> None:
    with context:
        run()


def losing_the_first(records: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    def fewer(rows: Any) -> Iterator[Any]:
        results = records(rows)
        next(results)
        yield from results

    return fewer


def refusal(run: Callable[[], None]) -> str:
    try:
        run()
    except ValidationFailed as fault:
        return fault.message
    raise AssertionError("no gate failed")


def digests(settings: Settings) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(settings.exports_dir.iterdir())
    }


def table(title: str, rows: Iterator[tuple[str, Any]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"\n| {title} | count |\n|---|---|"
    yield from (f"| {name} | {count} |" for name, count in rows)


if __name__ == "__main__":
    main()
