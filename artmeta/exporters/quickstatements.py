"""QuickStatements: what paintings on Wikidata depict (P180), as CSV commands.

https://www.wikidata.org/wiki/Help:QuickStatements#CSV_file_syntax. A row is written only where both the work and the
topic are items of Wikidata: an empty `qid` would make a new item. Wikidata knows no status, so of a model's topics only
the *sure* ones are written, each with the reference "based on heuristic" (S887) artificial intelligence (Q11660); the
column `#` is the summary of the edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from artmeta.domain.assertion import MACHINE
from artmeta.exporters._assertions import asserted_works, concepts
from artmeta.exporters._import_table import write_import_table

if TYPE_CHECKING:
    import pyarrow as pa

SUFFIX = ".quickstatements.csv"
QUERY = "assertions_of_run"

COLUMNS = ("qid", "P180", "S887", "#")
ARTIFICIAL_INTELLIGENCE = "Q11660"
SUMMARY = ("origin", "status", "confidence", "model", "model_version", "model_digest", "run")
"""Fields of provenance in a summary: Wikidata cuts one off after 500 characters."""
_ITEM = re.compile(r"(?:wikidata:|https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/)(Q[1-9][0-9]*)")


def write(rows: pa.RecordBatchReader, path: Path) -> None:
    """Write a command for each sure topic of each item; raise ExportError if the file cannot be written."""
    write_import_table(path, COLUMNS, _commands(rows))


def _commands(rows: pa.RecordBatchReader) -> Iterator[tuple[str, str, str, str]]:
    for work in asserted_works(rows):
        for each in work.assertions:
            if is_command(each.artwork_id, each.url, each.topic_links, each.origin, each.status):
                heuristic = ARTIFICIAL_INTELLIGENCE if each.by_machine else ""
                yield (
                    item_of(each.artwork_id, each.url),
                    each.code("wikidata"),
                    heuristic,
                    each.note(*SUMMARY),
                )


def is_command(artwork_id: str, url: str, topic_links: str | None, origin: str, status: str | None) -> bool:
    """Whether an assertion is written: a topic that is an item, of a work that is one, by a person or *sure*."""
    is_item = any(each.vocabulary == "wikidata" for each in concepts(topic_links, "exact"))
    return is_item and bool(item_of(artwork_id, url)) and (origin != MACHINE or status == "sure")


def item_of(artwork_id: str, url: str) -> str:
    """Return the item of Wikidata that a work is, by its identifier or its page; '' if none is known."""
    match = _ITEM.fullmatch(artwork_id) or _ITEM.fullmatch(url)
    return match[1] if match else ""
